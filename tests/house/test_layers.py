"""Imports run downwards only, and the command starts without what it does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

HEAVY = ("mkdocs", "plotly", "numpy", "sympy", "pint", "jinja2", "scipy", "material")


def test_imports_run_downwards_only():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, env=clean_path()
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", ["nalsd.cli", "nalsd"])
def test_importing_the_command_is_cheap(module):
    script = f"import sys, {module}; print(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, env=clean_path()
    )
    assert done.returncode == 0, done.stderr
    assert set(HEAVY).isdisjoint(done.stdout.split())


def test_checking_needs_no_mkdocs():
    """The check works where no MkDocs, theme or plotting library is installed at all."""
    absent = ("mkdocs", "material", "mkdocs_macros", "plotly", "sympy", "pint", "scipy")
    script = (
        f"import sys; sys.modules.update(dict.fromkeys({absent!r}))\n"
        f"from nalsd.cli import main; sys.exit(main(['check', {str(ROOT / 'designs')!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, env=clean_path()
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert "internal error" not in done.stderr


def clean_path() -> dict[str, str]:
    """An environment in which only the package of this repository is found beside the installed ones."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "plugin")}
