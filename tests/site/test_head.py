"""What machines read of a page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from bs4 import BeautifulSoup

from nalsd.site.head import describe, with_card


def page(**more: Any) -> Any:
    meta = more.pop("meta", {})
    return SimpleNamespace(meta=meta, title="A &lt;b&gt;", is_homepage=False, canonical_url=None, **more)


def config(**more: Any) -> Any:
    return SimpleNamespace(**{"site_name": 'Ours & "yours"', "site_description": "", "site_url": "", **more})


def tags(output: str) -> dict[str, str]:
    soup = BeautifulSoup(output, "html.parser")
    return {tag["property"]: tag["content"] for tag in soup.select("head meta[property]")}


def test_a_page_without_a_description_is_described_by_its_first_paragraph():
    shown = page()
    describe(shown, '<h1>A</h1>\n<p>Less is <a href="x">1 &lt; 2</a>,\nand "more".</p><p>No.</p>')
    assert shown.meta["description"] == "Less is 1 &lt; 2, and &quot;more&quot;."
    described = page(meta={"description": "Mine."})
    describe(described, "<p>Other.</p>")
    assert described.meta["description"] == "Mine."
    long, empty = page(), page()
    describe(long, f"<p>{'word ' * 100}</p>")
    assert long.meta["description"].endswith("word …")
    assert len(long.meta["description"]) <= 182
    describe(empty, "<h1>A</h1>")
    assert empty.meta == {}


def test_a_card_has_full_addresses_or_none():
    html = "<html><head></head><body></body></html>"
    found = tags(with_card(html, page(meta={"description": "1 &lt; 2"}), config(), "assets/card.png"))
    assert found == {
        "og:type": "article",
        "og:site_name": 'Ours & "yours"',
        "og:title": "A <b>",
        "og:description": "1 < 2",
    }
    shown = page()
    shown.canonical_url = "https://x.example/docs/a/"
    found = tags(with_card(html, shown, config(site_url="https://x.example/docs/"), "assets/card.png"))
    assert found["og:url"] == "https://x.example/docs/a/"
    assert found["og:image"] == "https://x.example/docs/assets/card.png"
