"""A small project to build: the plugin is real, the pages are the test's own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

import nalsd.pages
from nalsd.pages.search import SearchEntry


@dataclass
class Page:
    path: str
    markdown: str
    source: Path | None = None
    title: str = ""


@dataclass
class Site:
    """Stands in for `SitePages`."""

    pages: list[Page] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    assets: list[tuple[str, bytes | Path]] = field(default_factory=list)
    findings: list[Any] = field(default_factory=list)
    searched: list[SearchEntry] = field(default_factory=list)


def design(slug: str, title: str | None = None, source: Path | None = None) -> list[Page]:
    """The seven pages of a design, each linking to the next."""
    names = ["index", "context", "slo", "capacity", "iterations", "architecture", "stress-test"]
    title = title or slug
    return [
        Page(
            f"designs/{slug}/{name}.md",
            f"# {name} of {slug}\n\nText.\n",
            source,
            title if name == "index" else name,
        )
        for name in names
    ]


class Project:
    """A folder with an `mkdocs.yml`; `site` is what `nalsd.pages` will be said to have made."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.site = Site()
        self.built = 0
        self.written: list[str] = []
        """The hand-written pages that calls were told of."""
        self.settings: dict[str, Any] = {
            "site_name": "catalogue",
            "docs_dir": "docs",
            "theme": {
                "name": "material",
                "font": False,
                "features": ["navigation.prune", "navigation.indexes"],
            },
            "plugins": ["nalsd"],
        }
        self.write("docs/index.md", "# Home\n")
        self.write("designs/a/index.md", "# A\n")

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def config(self, **options: Any):
        self.write("mkdocs.yml", yaml.safe_dump(self.settings))
        return load_config(str(self.root / "mkdocs.yml"), **options)

    def build(self, **options: Any) -> Path:
        """Build as `mkdocs build` does."""
        config = self.config(**options)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
        return Path(config.site_dir)

    def read(self, path: str) -> str:
        return (self.root / "site" / path).read_text()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = Project(tmp_path)

    def build_pages(root: Path, options: Any) -> Site:
        made.built += 1
        # A new one each time, as the real function gives.
        return Site(
            list(made.site.pages),
            dict(made.site.files),
            list(made.site.assets),
            list(made.site.findings),
            list(made.site.searched),
        )

    def call(name: str) -> Callable[..., str]:
        return lambda *arguments: f"<b>{name} {' '.join(map(str, arguments))}</b>"

    calls = {name: call(name) for name in ("value", "table", "chart", "diagram", "explain", "card")}
    calls["on_page"] = made.written.append
    monkeypatch.setattr(nalsd.pages, "build_pages", build_pages, raising=False)
    monkeypatch.setattr(
        nalsd.pages, "PageOptions", lambda **options: SimpleNamespace(**options), raising=False
    )
    monkeypatch.setattr(nalsd.pages, "calls", SimpleNamespace(**calls), raising=False)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for name in ("mkdocs", "mkdocs.plugins"):
        logging.getLogger(name).setLevel(logging.INFO)
    return made
