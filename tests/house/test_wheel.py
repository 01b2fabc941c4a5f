"""What people install: the wheel alone, in an empty environment, builds a site in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: object, cwd: Path) -> str:
    """Run a command to its end; its output, or a failure that shows it."""
    quiet = {"NO_MKDOCS_2_WARNING": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environment = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, env={**environment, **quiet}
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
        ".",
        cwd=ROOT,
    )
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_carries_code_templates_data_and_licences(wheel: Path):
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "plugin" / "nalsd"
    data = (f for f in package.rglob("*") if f.is_file() and "__pycache__" not in f.parts)
    templates = (f for f in (ROOT / "templates").rglob("*") if f.is_file())
    assert inside >= {f"nalsd/{f.relative_to(package).as_posix()}" for f in data}
    assert inside >= {f"nalsd/templates/{f.relative_to(ROOT / 'templates').as_posix()}" for f in templates}
    assert any(name.endswith("licenses/LICENSE") for name in inside)
    assert any(name.endswith("fonts/OFL.txt") for name in inside)
    assert not any(name.startswith(("tests/", "designs/", "bench/")) for name in inside)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an empty environment that the wheel was installed into, at the locked versions."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(folder, with_pip=True)
    locked = re.findall(r"^([\w.-]+==[^\s\\]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    versions = folder / "versions.txt"
    versions.write_text("\n".join(locked) + "\n")
    run(folder / "bin/python", "-m", "pip", "install", "-q", "-c", versions, wheel, cwd=folder)
    return folder / "bin"


SMALL = {
    "index.md": "---\ntitle: Echo\nsummary: One tier that answers.\nstatus: draft\n---\nIt echoes.\n",
    "1-context.md": """---
phase: 1
clients:
  browser: {}
workloads:
  ask: {from: browser, kind: read, average: 10k/s, peak: 20k/s, request: 400 B, response: 1 kB}
---
## Problem statement

Twenty thousand questions a second, each answered with what was asked.
""",
    "3-capacity.md": """---
phase: 3
tiers:
  echo:
    machine: aws/c7g.8xlarge
    profile: light
flows:
  ask_in: {from: workloads.ask, to: echo, protocol: https}
---
## Sizing

One tier.
""",
}


def test_it_builds_a_site_in_an_empty_folder(installed: Path, tmp_path: Path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Our designs\n")
    (tmp_path / "designs/echo").mkdir(parents=True)
    for name, text in SMALL.items():
        (tmp_path / "designs/echo" / name).write_text(text)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Ours\ntheme: {name: material, font: false}\nplugins: [search, nalsd, macros]\n"
        "markdown_extensions: [attr_list, md_in_html, tables, admonition, pymdownx.superfences]\n"
    )
    printed = run(installed / "mkdocs", "build", cwd=tmp_path)
    assert "ERROR" not in printed
    for page in ("designs/index.html", "designs/echo/index.html", "designs/echo/results.json"):
        assert (tmp_path / "site" / page).is_file(), page
    assert "Echo" in (tmp_path / "site/designs/index.html").read_text()


def test_its_command_runs(installed: Path, tmp_path: Path):
    assert re.match(r"nalsd \d+\.\d+", run(installed / "nalsd", "--version", cwd=tmp_path))
