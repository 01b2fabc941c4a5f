"""`nalsd audit` from end to end: formats, exit codes, files, folders and standard input."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from nalsd.cli import main
from nalsd.cli.schemas import schema

PAGE = "# Sizes\n\nA day has 24 × 3600 s = 86,400 s, and 3 × 5 TB = 18 TB.\n\nusers × 5 = 50M\n"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("sizes.md").write_text(PAGE)
    return "sizes.md"


def test_json_has_every_sum(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["audit", "--format", "json", page])
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema("audit")).validate(document)
    assert document["schema"] == "nalsd/audit/1"
    assert code == 1
    assert [(f["file"], f["line"], f["column"], f["verdict"]) for f in document["findings"]] == [
        ("sizes.md", 3, 11, "ok"),
        ("sizes.md", 3, 39, "mismatch"),
        ("sizes.md", 5, 1, "unverifiable"),
    ]
    wrong = document["findings"][1]
    assert (wrong["text"], wrong["claimed"], wrong["computed"]) == ("3 × 5 TB = 18 TB", 18, 15)


def test_text_shows_the_line_a_caret_and_the_mend(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["audit", page])
    lines = capsys.readouterr().out.splitlines()
    assert code == 1
    assert lines[0].startswith("sizes.md:3:39: mismatch: computed 15 TB, but 18 TB is printed")
    assert lines[1].endswith(PAGE.splitlines()[2])
    assert lines[2].index("^") - lines[1].index("A day") == 38
    assert lines[2].count("^") == len("3 × 5 TB = 18 TB")
    assert "help: write 15 TB" in lines[3]
    assert lines[-1] == "1 wrong sum. Read 3 sums in 1 file: 1 right, 1 wrong, 1 that cannot be judged."


def test_all_shows_what_is_right_too(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", "--all", page])
    out = capsys.readouterr().out
    assert "sizes.md:3:11: ok: " in out and "sizes.md:5:1: unverifiable: " in out


def test_clean_pages_give_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "docs" / ".hidden").mkdir(parents=True)
    (tmp_path / "docs" / "a.md").write_text("2 × 3 = 6\n")
    (tmp_path / "docs" / "b.markdown").write_text("No sums.\n")
    (tmp_path / "docs" / ".hidden" / "c.md").write_text("2 × 3 = 7\n")
    assert main(["audit", str(tmp_path / "docs")]) == 0
    assert capsys.readouterr().out == (
        "no wrong sums. Read 1 sum in 2 files: 1 right, 0 wrong, 0 that cannot be judged.\n"
    )


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"2 + 2 = 5\r\n")))
    assert main(["audit", "-"]) == 1
    assert capsys.readouterr().out.startswith("<stdin>:1:1: mismatch: computed 4, but 5 is printed")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.md", None, "there is no file"),
        ("binary.md", b"\x00\x01", "is no text"),
        ("folder", "dir", "no Markdown file"),
    ],
)
def test_what_cannot_be_read_gives_two(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | str | None,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    if content == "dir":
        Path(name).mkdir()
    elif isinstance(content, bytes):
        Path(name).write_bytes(content)
    assert main(["audit", name]) == 2
    assert said in capsys.readouterr().err


def test_what_is_no_text_stops_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_bytes(b"\x00\x01")
    (tmp_path / "b.md").write_text("2 × 3 = 7\n")
    assert main(["audit", str(tmp_path)]) == 2
    printed = capsys.readouterr()
    assert "b.md:1:1: mismatch" in printed.out
    assert f"`{tmp_path / 'a.md'}` is no text" in printed.err


def test_no_file_at_all_gives_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit"]) == 2
    assert "FILE" in capsys.readouterr().err


def test_other_encodings_and_line_ends_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "old.md"
    file.write_bytes("\ufeffCaf\xe9: 2 * 3 = 7\r\n".encode("latin-1", "ignore"))
    assert main(["audit", str(file)]) == 1
