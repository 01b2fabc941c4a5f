"""The tutorial to the letter: each command is run, each file edited, each shown output compared."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from nalsd.cli import main

PAGES = Path(__file__).parents[2] / "site_src"
HOME, TUTORIAL = ((PAGES / name).read_text(encoding="utf-8") for name in ("index.md", "first-design.md"))
BLOCK = re.compile(r'^```(console|diff|sh)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
COUNT = re.compile(r"[\d,]+ quantities \(\d+ unknown\)")
NOT_RUN = ("make wheel && pip install dist/*.whl", "nalsd serve paste")
"""Installs the package that is tested here; runs until it is ended."""


def commands(console: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a session with the lines it is said to print."""
    for session in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, *output = session.rstrip("\n").split("\n")
        while command.endswith("\\"):
            command = command[:-1] + output.pop(0).strip()
        yield command, output


def edit(diff: str) -> Iterator[tuple[str, str]]:
    """What a change without line numbers takes away, with the line before it, and what it puts there."""
    for hunk in re.findall(r"(?:^[ +-].*\n)+", diff, flags=re.MULTILINE):
        lines = hunk.splitlines(keepends=True)
        yield tuple("".join(line[1:] for line in lines if line[0] in marks) for marks in (" -", " +"))


def matches(shown: list[str], printed: list[str]) -> bool:
    """Whether the output is what is shown; a line `...` stands for any lines.

    How many quantities a design has is not compared: with each thing that nalsd learns there are more.
    """
    pattern = "\n".join(".*" if line == "..." else re.escape(COUNT.sub("N", line)) for line in shown)
    return re.fullmatch(pattern, COUNT.sub("N", "\n".join(printed)), re.DOTALL) is not None


def test_the_home_pages_three_commands_lead_to_ones_own_design(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    preview = MagicMock()
    preview.return_value.__enter__.return_value.wait.return_value = 0
    monkeypatch.setattr("nalsd.cli.serve.subprocess.Popen", preview)
    (block,) = re.findall(r"^```sh\n(.*?)^```$", HOME, re.MULTILINE | re.DOTALL)
    init, new, serve = [shlex.split(line, comments=True) for line in block.splitlines()]
    assert init[3:] == ["&&", "cd", init[2]]
    assert main(init[1:3]) == 0
    monkeypatch.chdir(init[2])
    assert main(new[1:]) == 0
    assert main(serve[1:]) == 0
    given = preview.call_args.kwargs
    assert (given["cwd"], given["env"]["NALSD_ONLY"]) == (tmp_path / init[2], "my-service")
    assert main(["check", "--strict"]) == 0


def test_the_tutorial_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    codes: list[int] = []
    ran: list[str] = []
    for kind, file, text in BLOCK.findall(TUTORIAL):
        if kind == "sh":
            assert text.strip() in NOT_RUN
        elif kind == "diff":
            path = Path(file)
            for before, after in edit(text):
                assert path.read_text().count(before) == 1, before
                path.write_text(path.read_text().replace(before, after))
        else:
            for command, shown in commands(text):
                words = shlex.split(command)
                if words[0] == "cd":
                    monkeypatch.chdir(words[1])
                elif command == "echo $?":
                    assert shown == [str(codes[-1])]
                else:
                    assert words[0] == "nalsd"
                    ran.append(words[1])
                    codes.append(main(words[1:]))
                    said = capsys.readouterr()
                    printed = (said.out + said.err).rstrip("\n").split("\n")
                    assert matches(shown, printed), f"$ {command}\n" + "\n".join(printed)
    # It ends with a claim that is found wrong, is mended, and a check that passes.
    assert ran[:2] == ["init", "new"]
    assert codes[:-3].count(1) == 1
    assert ran[-1] == "check"
    assert codes[-1] == 0
