"""What the repository promises about its own files."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def tracked() -> list[Path]:
    """Text files under version control, or every source file where there is no git."""
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    names = listing.stdout.split() if listing.returncode == 0 else []
    files = [ROOT / name for name in names] or [p for p in (ROOT / "plugin").rglob("*") if p.is_file()]
    return [
        file
        for file in files
        if file.suffix in {".py", ".md", ".toml", ".yml", ".yaml", ".lock", ".css", ".js", ""}
    ]


def modules() -> list[Path]:
    return sorted((ROOT / "plugin" / "nalsd").rglob("*.py"))


def test_the_lock_holds_every_dependency_with_its_hash():
    lock = (ROOT / "requirements.lock").read_text()
    locked = {name.lower().replace("_", "-") for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    assert {re.match(r"[\w-]+", each).group().lower() for each in wanted} <= locked
    assert len(re.findall(r"^[\w.-]+==.*\\\n\s+--hash=sha256:", lock, re.MULTILINE)) == len(locked)


def test_the_lock_names_no_registry():
    lock = (ROOT / "requirements.lock").read_text()
    assert not re.search(r"https?://|file://|--find-links|--(extra-)?index-url|--trusted-host", lock)


def test_no_file_names_a_place_on_the_machine_it_was_written_on():
    private = re.compile(r"/work/(main|shared|\.library)|/opt/(wheels|pypi)|/root/\.pyenv")
    this = Path(__file__).resolve()
    found = [
        str(f.relative_to(ROOT))
        for f in tracked()
        if f.is_file() and f != this and private.search(f.read_text())
    ]
    assert found == []


@pytest.mark.parametrize("file", modules(), ids=lambda f: str(f.relative_to(ROOT / "plugin")))
def test_a_module_has_one_subject_and_says_which(file):
    text = file.read_text()
    assert len(text.splitlines()) <= 400, "a module that passes 400 lines is asking to be two"
    assert text.lstrip().startswith('"""'), "the module's docstring says what it is about"


def test_the_version_stands_once():
    import nalsd

    assert nalsd.__version__ == PROJECT["version"]
