"""A stranger's design tries to run code: at build time through templates, at reading time through markup."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
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


def write_design(folder: Path, payload: str) -> None:
    """A small design that carries the payload in prose, a heading, a table, code and its front-matter."""
    folder.mkdir(parents=True)
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


@dataclass
class Built:
    """A built site with one design for each payload, and what the build printed."""

    root: Path
    log: str
    mark: Path
    """A file that a payload which runs would make."""

    def pages(self, design: str) -> dict[str, str]:
        """The pages of one design, and those that list all designs."""
        site = self.root / "site"
        found = [
            *(site / "designs" / design).rglob("*.html"),
            site / "designs/index.html",
            site / "index.html",
        ]
        return {str(p.relative_to(site)): p.read_text() for p in found}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Built without `--strict`, so that the pages can be looked at."""
    root = tmp_path_factory.mktemp("hostile")
    mark = root / "pwned"
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# Designs\n")
    for kind, payloads in (("template", TEMPLATES), ("markup", MARKUP)):
        for n, payload in enumerate(payloads):
            write_design(root / "designs" / f"{kind}-{n}", payload.replace(MARK, str(mark)))
    settings = {
        "site_name": "Ours",
        "theme": {"name": "material", "font": False},
        "plugins": ["search", "nalsd", "macros"],
        "markdown_extensions": [
            "attr_list",
            "md_in_html",
            "tables",
            "admonition",
            "pymdownx.superfences",
            "pymdownx.snippets",
        ],
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings))
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "plugin")},
    )
    assert done.returncode == 0, done.stderr
    return Built(root, done.stdout + done.stderr, mark)


def test_nothing_a_design_says_is_executed(built: Built):
    assert "Traceback" not in built.log
    assert not built.mark.exists()


@pytest.mark.parametrize("n", range(len(TEMPLATES)))
def test_a_template_in_a_design_is_shown_as_it_stands_and_is_a_finding(built: Built, n: int):
    for file in ("index.md", "1-context.md"):
        place = f"designs/template-{n}/{file}:"
        assert any(place in line and "N112 unknown-call" in line for line in built.log.splitlines()), place
    for path, page in built.pages(f"template-{n}").items():
        text = BeautifulSoup(page, "html.parser").get_text()
        assert "43146" not in page, path
        assert str(built.root / "mkdocs.yml") not in text, path
        assert "markdown_extensions" not in text, path


@pytest.mark.parametrize("n", range(len(MARKUP)))
def test_markup_in_a_design_runs_nothing_in_a_browser(built: Built, n: int):
    for path, page in built.pages(f"markup-{n}").items():
        assert "root:x:0:0" not in page, path
        for element in BeautifulSoup(page, "html.parser").find_all(True):
            assert element.name != "script" or "pwned" not in element.get_text(), path
            assert element.name not in ("iframe", "object", "embed", "base"), path
            for name, value in element.attrs.items():
                runs = name.lower().startswith("on") or re.match(
                    r"\s*(javascript|data|vbscript):", str(value), re.I
                )
                assert not (runs and "pwned" in str(value)), f"{path}: {element}"
