"""`nalsd check` on folders that are no designs, or hardly one."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.cli import main


@pytest.mark.parametrize("arguments", [["pages"], ["--designs", "pages"]])
def test_a_folder_of_other_pages_is_one_usage_error(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pages").mkdir()
    Path("pages/index.md").write_text("---\ntitle: Home\n---\n# Home\n")
    for name in ("guide", "ranges"):
        Path(f"pages/{name}.md").write_text(f"# {name}\n")
    code = main(["check", *arguments])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "") and err.count("there is no design in pages") == 1


def test_a_design_whose_phases_are_not_written_yet_is_still_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("young").mkdir()
    Path("young/index.md").write_text("---\ntitle: Young\nstatus: draft\n---\nA sentence.\n")
    assert main(["check", "young"]) in (0, 1)
    assert "missing-phase" in capsys.readouterr().out
