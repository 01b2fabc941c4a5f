"""What machines read of a page: its description, and the card that a chat shows for a link to it."""

from __future__ import annotations

import html
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

MOST = 180
"""Characters of a description that nobody wrote; search engines show about so many."""

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_END = "</head>"


def describe(page: Page, content: str) -> None:
    """Give a page without a description its first paragraph as one; the theme prints it as it is."""
    if page.meta.get("description"):
        return
    found = _PARAGRAPH.search(content)
    text = " ".join(html.unescape(_TAG.sub("", found[1])).split()) if found else ""
    if len(text) > MOST:
        text = text[:MOST].rpartition(" ")[0].rstrip(",;:. ") + " …"
    if text:
        page.meta["description"] = html.escape(text)


def card(page: Page, config: MkDocsConfig, image: str) -> str:
    """The page's Open Graph tags. Addresses there are full ones: without `site_url` there are none."""
    title = str(page.meta.get("title") or page.title or "")
    picture = f"{config.site_url.rstrip('/')}/{image}" if config.site_url and image else ""
    tags = {
        "og:type": "website" if page.is_homepage else "article",
        "og:site_name": html.escape(config.site_name),
        "og:title": html.escape(config.site_name) if page.is_homepage else _TAG.sub("", title),
        "og:description": page.meta.get("description") or html.escape(config.site_description or ""),
        "og:url": html.escape(page.canonical_url or ""),
        "og:image": html.escape(picture),
    }
    lines = [f'<meta property="{name}" content="{text}">' for name, text in tags.items() if text]
    shape = "summary_large_image" if tags["og:image"] else "summary"
    return "\n".join([*lines, f'<meta name="twitter:card" content="{shape}">'])


def with_card(output: str, page: Page, config: MkDocsConfig, image: str) -> str:
    """The finished page with its card."""
    before, end, after = output.partition(_END)
    return f"{before}{card(page, config, image)}\n{end}{after}" if end else output
