"""A stranger's design tries to run code: at build time through templates, at reading time through markup."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[2]

MARK = "{mark}"

TEMPLATES = [
    # Run as they are by mkdocs-macros 1.5.0 on any page that does not forbid it.
    '{{ cycler.__init__.__globals__.os.popen("touch {mark}").read() }}',
    "{{ self.__init__.__globals__.__builtins__.__import__('os').system('touch {mark}') }}",
    "{% for c in ().__class__.__base__.__subclasses__() %}{{ c }}{% endfor %}",
    '{% include "../../mkdocs.yml" %}',
    "{{ config.config_file_path }}",
    "{{ 6 * 7191 }}",
    "{{ value(open('{mark}', 'w')) }}",
    '{{ value("tiers.echo.single.nodes", __import__("os").system("touch {mark}")) }}',
    "{# {{ 1 }} #}{{- 6 * 7191 -}}",
]
"""What a template engine would execute, disclose or compute (6 * 7191 = 43146)."""

MARKUP = [
    "<script>window.pwned = 1</script>",
    '<img src="x" onerror="window.pwned = 1">',
    "<svg onload='window.pwned = 1'></svg>",
    "[press](javascript:window.pwned=1)",
    "![x](x){: onerror=window.pwned=1 }",
    "</div></details><iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "--8<-- '../../../etc/passwd'",
]
"""What a browser would run, or an extension would read from the disk."""


def write(root: Path, payload: str) -> None:
    """A small design that carries the payload in prose, a heading, a table, code and its front-matter."""
    folder = root / "designs" / "echo"
    folder.mkdir(parents=True)
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# Designs\n")
    meta = {
        "title": f"Echo {payload}",
        "summary": payload,
        "status": "draft",
        "tags": [payload],
        "owners": [payload],
    }
    (folder / "index.md").write_text(f"---\n{yaml.safe_dump(meta)}---\nOpening.\n\n{payload}\n")
    front = {
        "phase": 1,
        "clients": {"browser": {}},
        "assumptions": {"users": {"value": "10M", "because": payload, "source": payload}},
        "workloads": {
            "ask": {
                "from": "browser",
                "kind": "read",
                "average": {"value": "10k/s", "because": payload},
                "peak": "20k/s",
                "request": "400 B",
                "response": "1 kB",
            }
        },
    }
    prose = (
        f"## Problem statement\n\nBefore {payload} after.\n\n### Heading {payload}\n\n| a | b |\n|---|---|\n"
        f"| {payload} | 1 |\n\n```text\n{payload}\n```\n\n[{payload}](nalsd:workloads.ask.peak)\n\n"
        f'{{{{ explain("{payload}") }}}}\n'
    )
    (folder / "1-context.md").write_text(f"---\n{yaml.safe_dump(front)}---\n{prose}")
    settings = {
        "site_name": "Ours",
        "theme": {"name": "material", "font": False},
        "plugins": ["search", "nalsd", "macros"],
        "markdown_extensions": ["attr_list", "md_in_html", "tables", "admonition", "pymdownx.superfences"],
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings))


def build(root: Path) -> str:
    """Build without `--strict`, so that the pages can be looked at; the log."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "plugin")},
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def published(root: Path) -> dict[str, str]:
    return {str(p.relative_to(root / "site")): p.read_text() for p in (root / "site").rglob("*.html")}


@pytest.mark.parametrize("payload", TEMPLATES, ids=range(len(TEMPLATES)))
def test_a_template_in_a_design_executes_nothing_and_is_a_finding(tmp_path: Path, payload: str):
    mark = tmp_path / "pwned"
    write(tmp_path, payload.replace(MARK, str(mark)))
    log = build(tmp_path)
    assert not mark.exists()
    assert "N112 unknown-call" in log
    assert "designs/echo/1-context.md" in log
    assert "designs/echo/index.md" in log
    for path, page in published(tmp_path).items():
        assert "43146" not in page, path
        text = BeautifulSoup(page, "html.parser").get_text()
        assert str(tmp_path / "mkdocs.yml") not in text, path
        assert "markdown_extensions" not in text, path


@pytest.mark.parametrize("payload", MARKUP, ids=range(len(MARKUP)))
def test_markup_in_a_design_runs_nothing_in_a_browser(tmp_path: Path, payload: str):
    write(tmp_path, payload)
    build(tmp_path)
    for path, page in published(tmp_path).items():
        soup = BeautifulSoup(page, "html.parser")
        assert "root:x:0:0" not in page, path
        for script in soup.select("script"):
            assert "pwned" not in script.get_text(), path
        for element in soup.find_all(True):
            for name, value in element.attrs.items():
                runs = name.lower().startswith("on") or name.lower() in ("href", "src", "srcdoc", "action")
                assert not (runs and "pwned" in str(value)), f"{path}: {element}"
