"""The steps of the GitHub Action, as plain shell with a `gh` that only writes down what it is asked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GH = """#!/bin/sh
printf '%s\\n' "$*" >> "$GH_LOG"
case "$*" in *--paginate*) [ "$GH_MODE" = fork-read ] && exit 1; printf '%s' "$GH_IDS" ;;
*) [ "$GH_MODE" = fork ] && exit 1 || exit 0 ;; esac
"""
NALSD = """#!/bin/sh
[ "$1" = diff ] && echo "## Designs"
[ "$*" = check ] && printf 'a.md:1: error\\n```\\n# <b>no heading</b>\\n'
echo "$*" >> "$NALSD_LOG"
exit "${NALSD_EXIT:-0}"
"""


@pytest.fixture
def world(tmp_path: Path) -> dict[str, str]:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in (("gh", GH), ("nalsd", NALSD)):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "GH_LOG": str(tmp_path / "gh.log"), "NALSD_LOG": str(tmp_path / "nalsd.log"), "GH_IDS": "",
        "GH_MODE": "",
        "GITHUB_REPOSITORY": "a/b", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "NALSD_OUT": str(tmp_path / "out"), "BASE_SHA": "0123abc", "PR_NUMBER": "7",
        "PWD": str(tmp_path),
    }  # fmt: skip


def run(script: str, world: dict[str, str]) -> int:
    # Outside of this repository: nothing is to be fetched for it.
    return subprocess.run(
        ["bash", str(ROOT / "tools/ci" / script)], env=world, cwd=world["PWD"], check=False
    ).returncode


def read(world: dict[str, str], name: str) -> str:
    path = Path(world[name])
    return path.read_text() if path.exists() else ""


@pytest.mark.parametrize(
    ("ids", "asked"),
    [
        ("", "--method POST repos/a/b/issues/7/comments"),
        ("42\n43", "--method PATCH repos/a/b/issues/comments/42 "),
    ],
)
def test_one_comment_is_written_and_then_rewritten(world: dict[str, str], ids: str, asked: str) -> None:
    world["GH_IDS"] = ids
    assert run("diff.sh", world) == 0
    assert asked in read(world, "GH_LOG")
    assert read(world, "GITHUB_STEP_SUMMARY") == ""


@pytest.mark.parametrize("mode", ["fork", "fork-read"])
def test_a_token_that_may_not_comment_leaves_a_summary(world: dict[str, str], mode: str) -> None:
    world["GH_MODE"] = mode
    assert run("diff.sh", world) == 0
    assert "## Designs" in read(world, "GITHUB_STEP_SUMMARY")


def git(folder: Path, *arguments: str) -> str:
    own = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"]
    command = ["git", *own, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_the_commit_to_compare_with_is_fetched_into_a_checkout_of_one_commit(
    world: dict[str, str], tmp_path: Path
) -> None:
    origin, checkout = tmp_path / "origin", tmp_path / "checkout"
    origin.mkdir()
    git(origin, "init", "-q")
    for message in ("base", "head"):
        git(origin, "commit", "-q", "--allow-empty", "-m", message)
    base = git(origin, "rev-parse", "HEAD~1")
    git(tmp_path, "clone", "-q", "--depth", "1", origin.as_uri(), str(checkout))
    assert run("diff.sh", world | {"BASE_SHA": base, "PWD": str(checkout)}) == 0
    assert git(checkout, "log", "-1", "--format=%s", base) == "base"
    assert read(world, "NALSD_LOG").strip() == f"diff {base}"


def test_a_name_is_never_a_command(world: dict[str, str], tmp_path: Path) -> None:
    world |= {"NALSD_DESIGNS": f"$(touch {tmp_path}/touched); x y", "PR_NUMBER": "7; touch x"}
    assert run("diff.sh", world) == 0 and read(world, "NALSD_LOG") == ""
    world["PR_NUMBER"] = "7"
    assert run("diff.sh", world) == 0 and "x y" in read(world, "NALSD_LOG")
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_check_keeps_its_exit_code(world: dict[str, str], code: int) -> None:
    world["NALSD_EXIT"] = str(code)
    assert run("check.sh", world) == code
    assert read(world, "NALSD_LOG").splitlines() == ["check --format sarif", "check --format github"]


def test_findings_stand_in_the_summary_of_a_fork(world: dict[str, str]) -> None:
    world |= {"FORK": "true", "NALSD_EXIT": "1"}
    assert run("check.sh", world) == 1
    lines = read(world, "GITHUB_STEP_SUMMARY").splitlines()
    assert lines[:3] == ["", "## Findings", ""]
    assert lines[3:6] == ["    a.md:1: error", "    ```", "    # <b>no heading</b>"]  # code, all of it


@pytest.mark.parametrize(("mode", "headings"), [("", []), ("fork", ["## Designs", "## Findings"])])
def test_findings_stand_in_the_summary_where_no_comment_may_be_written(
    world: dict[str, str], mode: str, headings: list[str]
) -> None:
    world["GH_MODE"] = mode
    assert (run("diff.sh", world), run("check.sh", world | {"FORK": "false"})) == (0, 0)
    lines = read(world, "GITHUB_STEP_SUMMARY").splitlines()
    assert [line for line in lines if line.startswith("## ")] == headings


def test_scripts_of_the_action_hold_no_expression_and_its_actions_are_pinned() -> None:
    steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    assert not [step for step in steps if "${{" in step.get("run", "")]
    uses = [step["uses"] for step in steps if "uses" in step]
    assert uses and all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each) for each in uses)


def test_hooks_name_commands_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    for hook in hooks:
        command = [sys.executable, "-m", *hook["entry"].split(), "--help"]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
