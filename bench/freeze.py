"""The site's pages as a plain MkDocs project: what the build would cost if nalsd had nothing to do.

Every page is written as the Markdown that reached Python-Markdown, after nalsd and mkdocs-macros, with the
same theme, extensions, search and navigation. Building it does all that MkDocs does, and nothing that we do.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files

OURS = ("nalsd", "macros")


class Freezer(BasePlugin):
    """Writes down every page and file of a build, at the moment all pages are known."""

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        self.pages = 0
        self.nav: Any = None
        self.css: list[str] = []
        self.scripts: list[str] = []

    @event_priority(-100)
    def on_env(self, env: Any, /, *, config: MkDocsConfig, files: Files) -> None:
        """Pages with their front-matter; other files as they are, but for those of the theme."""
        self.nav, self.css = config.nav, list(config.extra_css)
        self.scripts = [str(script) for script in config.extra_javascript]
        for file in files:
            target = self.docs / file.src_uri
            if file.page is not None:
                self.pages += 1
                meta = {**file.page.meta, "title": file.page.title}
                target.parent.mkdir(parents=True, exist_ok=True)
                markdown = config.plugins["nalsd"].blocks.put_back(file.src_uri, file.page.markdown)
                target.write_text(f"---\n{yaml.safe_dump(meta)}---\n{markdown}")
            elif file.generated_by or (file.src_dir and Path(file.src_dir) == Path(config.docs_dir)):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.content_bytes)


def freeze(root: Path, target: Path) -> int:
    """Write the project of `root` into `target`, frozen; return how many pages it has."""
    shutil.rmtree(target, ignore_errors=True)
    freezer = Freezer(target / "docs")
    with tempfile.TemporaryDirectory() as site:
        config = load_config(str(root / "mkdocs.yml"), site_dir=f"{site}/site")
        config.plugins["freezer"] = freezer
        build(config)
    # The file itself and not the loaded settings: it names each extension and option as a person wrote it.
    settings = yaml.load((root / "mkdocs.yml").read_text(), Loader=Plain)
    settings["docs_dir"] = "docs"
    settings["plugins"] = [plugin for plugin in settings["plugins"] if name_of(plugin) not in OURS]
    settings.update(nav=freezer.nav, extra_css=freezer.css, extra_javascript=freezer.scripts)
    settings["not_in_nav"] = "/designs/*/*\n"
    (target / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False))
    return freezer.pages


def name_of(plugin: str | dict[str, Any]) -> str:
    """The name of an entry under `plugins:`."""
    return plugin if isinstance(plugin, str) else next(iter(plugin))


class Plain(yaml.SafeLoader):
    """Reads `mkdocs.yml` with its `!ENV` tags as their plain defaults."""


Plain.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node)[-1])
