"""Pages that a save did not change are not made again while serving.

The reference is a hundred pages that no design changes, and MkDocs would read, lay out and index each of
them at every save. Such a page keeps its finished HTML as long as its own Markdown, the settings and the
site's navigation are the same. In a preview the search then finds it by its title.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

TEMPLATE = "nalsd-kept.html"
"""A template of nothing, so that the theme does not lay out what is there."""


@dataclass
class _Kept:
    key: tuple[str, str]
    anchors: frozenset[str] = frozenset()
    output: str | None = None


class KeptPages:
    """The pages of the reference, from one build of a preview to the next."""

    def __init__(self) -> None:
        self.serving = False
        self._frame = ""
        self._pages: dict[str, _Kept] = {}

    def framed_by(self, config: MkDocsConfig, titles: list[tuple[str, str]]) -> None:
        """What stands on every page around its content: the settings and the titles in the navigation."""
        path = config.config_file_path
        written = Path(path).read_text(encoding="utf-8", errors="replace") if path else ""
        looks = [*map(str, config.extra_css), *map(str, config.extra_javascript)]
        self._frame = f"{written}\0{config.nav!r}\0{titles!r}\0{looks!r}"

    def take(self, page: Page, markdown: str) -> bool:
        """Whether a page is there already; it then needs neither Markdown nor a layout."""
        if not self.serving or not page.file.src_uri.startswith("reference/"):
            return False
        key = (markdown, self._frame)
        kept = self._pages.get(page.file.src_uri)
        if kept is None or kept.key != key or kept.output is None:
            self._pages[page.file.src_uri] = _Kept(key)
            return False
        page.meta["template"] = TEMPLATE
        return True

    def content(self, page: Page, html: str) -> str:
        """The content of a page, and of one that is there already none, with the anchors it has."""
        kept = self._pages.get(page.file.src_uri)
        if kept is None:
            return html
        if kept.output is None:
            kept.anchors = frozenset(page.present_anchor_ids or ())
            return html
        page.present_anchor_ids = set(kept.anchors)
        return ""

    def finished(self, page: Page, output: str) -> str:
        """The finished page; a new one is kept."""
        kept = self._pages.get(page.file.src_uri)
        if kept is None:
            return output
        if kept.output is None:
            kept.output = output
        return kept.output
