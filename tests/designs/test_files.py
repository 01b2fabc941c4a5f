"""Files of a design are read inside its folder only; line ends and byte order marks do not matter."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from nalsd.designs import Design, Finding, load_catalogue
from nalsd.designs.tree import Text
from nalsd.graph.source import Location
from tests.designs.folders import CONTEXT, SMALL, write

PLACE = Location("1-context.md", 9, 4)


def test_an_example_is_text(small: Callable[..., Design]) -> None:
    assert small({"examples/a.json": b'\xef\xbb\xbf{"a": 1}\r\n'}).example("examples/a.json") == '{"a": 1}\n'


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "examples/../../secret.txt",
        "/etc/passwd",
        "~/x",
        "C:/x",
        "..\\secret.txt",
        "a\0b",
        "",
        "file:///etc/passwd",
    ],
)
def test_no_way_out_of_the_folder(small: Callable[..., Design], tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    found = small().example(Text(path, PLACE))
    assert isinstance(found, Finding)
    assert (found.code, found.location, found.design) == ("N201", PLACE, "clicks")
    assert "outside" in found.message


def test_no_way_out_by_a_link(small: Callable[..., Design], tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.json").write_text("secret")
    design = small()
    (design.folder / "link.json").symlink_to(tmp_path / "secret" / "a.json")
    (design.folder / "folder").symlink_to(tmp_path / "secret")
    (design.folder / "loop").symlink_to(design.folder / "loop")
    for path in ("link.json", "folder/a.json", "loop"):
        found = design.example(Text(path, PLACE))
        assert isinstance(found, Finding), path
        assert found.code == "N101"
        assert found.location == PLACE


def test_a_link_inside_the_folder_is_fine(small: Callable[..., Design]) -> None:
    design = small({"examples/a.json": "{}"})
    (design.folder / "b.json").symlink_to(design.folder / "examples" / "a.json")
    assert design.example("b.json") == "{}"


def test_a_missing_example_names_the_nearest(small: Callable[..., Design]) -> None:
    found = small({"examples/click.json": "{}"}).example(Text("examples/clik.json", PLACE))
    assert isinstance(found, Finding)
    assert (found.code, "`examples/click.json`" in found.help) == ("N201", True)


@pytest.mark.parametrize("content", [b"\x00\x01", b"\xff\xfe", b"x" * 300_000])
def test_an_example_that_is_no_text(small: Callable[..., Design], content: bytes) -> None:
    found = small({"a.json": content}).example(Text("a.json", PLACE))
    assert isinstance(found, Finding)
    assert (found.code, found.location) == ("N101", PLACE)


def test_a_folder_is_no_example(small: Callable[..., Design]) -> None:
    found = small({"examples/a.json": "{}"}).example("examples")
    assert isinstance(found, Finding)


def test_a_pipe_is_not_read(small: Callable[..., Design]) -> None:
    design = small()
    os.mkfifo(design.folder / "pipe.json")
    assert isinstance(design.example("pipe.json"), Finding)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.rstrip("\n").encode(),
    ],
)
def test_line_ends_and_byte_order_marks(small: Callable[..., Design], change: Callable[[str], bytes]) -> None:
    design = small({"1-context.md": change(CONTEXT + "See [5 M](nalsd:workloads.click.peak).")})
    assert design.findings == []
    assert str(design.context.workloads["click"].average.location).endswith("1-context.md:4:33")
    assert design.context.workloads["click"].average.text == "2M/s"
    assert design.files[1].prose.claims[0].location.line == 8
    assert "\r" not in design.files[1].prose.text


def test_a_design_file_that_links_elsewhere_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("---\nphase: 4\n---\nsecret")
    folder = write(tmp_path / "designs" / "clicks", {**SMALL, "4-iterations.md": None})
    (folder / "4-iterations.md").symlink_to(tmp_path / "secret.md")
    design = load_catalogue(tmp_path).designs[0]
    assert [finding.code for finding in design.findings] == ["N101"]
    assert "link" in design.findings[0].message
    assert design.files[4].prose.text == ""


def test_paths_are_shown_from_the_current_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "designs" / "clicks", {**SMALL, "4-iterations.md": ""})
    monkeypatch.chdir(tmp_path)
    findings = load_catalogue(Path("designs")).all_findings
    assert [str(finding.location) for finding in findings] == ["designs/clicks/4-iterations.md:1:1"]
    monkeypatch.chdir("/")
    assert load_catalogue(tmp_path / "designs").all_findings[0].location.file == str(
        tmp_path / "designs/clicks/4-iterations.md"
    ).lstrip("/")


def test_a_folder_that_links_elsewhere_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", SMALL)
    write(tmp_path / "designs" / "clicks", SMALL)
    (tmp_path / "designs" / "link").symlink_to(tmp_path / "elsewhere")
    catalogue = load_catalogue(tmp_path / "designs")
    assert [design.slug for design in catalogue.designs] == ["clicks"]
    assert [finding.code for finding in catalogue.findings] == ["N101"]


def test_names_of_files_stay_on_one_line(small: Callable[..., Design]) -> None:
    design = small({"4-iterations.md": None, "4-x\n::error::y\x1b[31m.md": ""})
    assert [finding.code for finding in design.findings] == ["N108"]
    assert design.findings[0].location.file.endswith("4-x?::error::y?[31m.md")


def test_what_messages_repeat_stays_on_one_line(small: Callable[..., Design]) -> None:
    front = '"a\\n::error::b": 1\n"a\\n::error::b": 2\nzones: {"x\\ny": 1}\ncluster: {"p\\nq": {}}'
    findings = small({"4-iterations.md": f"---\nphase: 4\n{front}\n---\nText\n"}).findings
    assert {finding.code for finding in findings} == {"N103", "N104", "N110"}
    for finding in findings:
        assert "\n" not in finding.message + finding.help + finding.printed, finding
