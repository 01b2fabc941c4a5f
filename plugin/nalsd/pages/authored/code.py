"""Listings with their words in classes, which the theme colours for either scheme."""

from __future__ import annotations

from functools import cache
from typing import Any

from nalsd.pages.html import Markup, element, raw

LANGUAGES = frozenset(
    [
        "json",
        "yaml",
        "toml",
        "ini",
        "http",
        "sql",
        "python",
        "javascript",
        "typescript",
        "java",
        "go",
        "rust",
        "c",
        "cpp",
        "bash",
        "sh",
        "console",
        "diff",
        "html",
        "xml",
        "protobuf",
    ]
)
"""Languages that are coloured; any other is shown as it stands."""

LONGEST = 20_000
"""Characters of a listing that are still coloured."""


def highlighted(text: str, language: str) -> Markup:
    """A listing."""
    lexer = _lexer(language) if language in LANGUAGES and len(text) <= LONGEST else None
    if lexer is None:
        inside = Markup(element("code", text.rstrip("\n")))
    else:
        from pygments import highlight
        from pygments.formatters import HtmlFormatter

        inside = element("code", raw(highlight(text, lexer, HtmlFormatter(nowrap=True)).rstrip("\n")))
    return element("div", element("pre", inside), class_="highlight")


@cache
def _lexer(language: str) -> Any:
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(language)
