"""Finished tables and charts go around Markdown and the search, which would read megabytes for nothing.

`nalsd.pages` writes a widget as one line of finished HTML, and marks with `data-search-exclude` what no
search is to find. Such a line is kept here while MkDocs works on the page, then put back into it.
"""

from __future__ import annotations

import re
from collections import defaultdict

WIDGET = re.compile(
    r"^<(?:div|figure|details|aside|section) [^<>]*\bdata-search-exclude\b[^<>]*>.*$", re.MULTILINE
)
PLACE = re.compile(r'<div data-nalsd-block="(\d+)"></div>')
ID = re.compile(r'\sid="([^"]+)"')


class Blocks:
    """The widgets of the pages of one build, by the page's path."""

    def __init__(self) -> None:
        self._held: dict[str, list[str]] = defaultdict(list)

    def hold(self, path: str, markdown: str) -> str:
        """The page's Markdown with a mark in the place of each widget."""
        held = self._held[path] = []

        def mark(match: re.Match[str]) -> str:
            if 'markdown="' in match[0]:
                return match[0]
            held.append(match[0])
            return f'<div data-nalsd-block="{len(held) - 1}"></div>'

        return WIDGET.sub(mark, markdown)

    def put_back(self, path: str, text: str) -> str:
        """The page, as Markdown or as HTML, with its widgets in their places."""
        held = self._held.get(path)
        if not held:
            return text
        return PLACE.sub(lambda m: held[int(m[1])] if int(m[1]) < len(held) else m[0], text)

    def ids(self, path: str) -> set[str]:
        """The anchors inside the widgets, which links may point to."""
        return {id for block in self._held.get(path, ()) for id in ID.findall(block)}
