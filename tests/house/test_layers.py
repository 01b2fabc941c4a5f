"""Imports run downwards only, and the command starts without what it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

HEAVY = ("mkdocs", "plotly", "numpy", "sympy", "pint", "jinja2", "scipy", "material")


def test_imports_run_downwards_only():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, env=clean_path())
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", ["nalsd.cli", "nalsd"])
def test_importing_the_command_is_cheap(module):
    script = f"import sys, {module}; print(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, env=clean_path())
    assert done.returncode == 0, done.stderr
    assert set(HEAVY).isdisjoint(done.stdout.split())


def test_checking_needs_no_mkdocs(tmp_path):
    """The check works where no MkDocs, theme or plotting library is installed at all."""
    blocked = "import sys; sys.modules.update({name: None for name in %r})" % (  # noqa: UP031
        ("mkdocs", "material", "mkdocs_macros", "plotly", "sympy", "pint", "scipy"),
    )
    run = f"{blocked}; from nalsd.cli import main; sys.argv = ['nalsd', 'check', {str(ROOT / 'designs')!r}]; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, cwd=ROOT, env=clean_path())
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 1), done.stderr


def clean_path() -> dict[str, str]:
    """An environment in which only the package of this repository is found beside the installed ones."""
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT / "plugin")}
