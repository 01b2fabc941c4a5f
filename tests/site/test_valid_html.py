"""Rules of the HTML standard that a browser forgives and a validator does not, over the built site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

KINDS = (
    "index.html",
    "404.html",
    "first-design/index.html",
    "designs/index.html",
    "designs/compare/index.html",
    "designs/tags/index.html",
    "designs/ad-click-aggregator/index.html",
    *(
        f"designs/ad-click-aggregator/{page}/index.html"
        for page in ("context", "slo", "capacity", "iterations", "architecture", "stress-test", "what-if")
    ),
    "reference/front-matter/index.html",
)

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
MAY_STAY_OPEN = {"li", "p", "dd", "dt", "option", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup"}
ENDS_A_PARAGRAPH = {
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
}
PHRASING_ONLY = {
    "p",
    "span",
    "strong",
    "em",
    "small",
    "code",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "button",
    "label",
    "summary",
}
SIZED = {"rect": {"width", "height"}, "circle": {"r"}, "img": {"src", "alt"}, "path": {"d"}}
INTERACTIVE = frozenset({"a", "button", "select", "textarea"})

_TOKEN = re.compile(
    r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1>|<(/?)([a-zA-Z][\w:-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")


def faults(text: str) -> list[str]:
    """What is wrong with the markup of a page, each told by the element at which it is seen."""
    found: list[str] = []
    standing: list[str] = []
    for token in _TOKEN.finditer(text):
        name = (token[3] or "").lower()
        if not name:
            continue
        if token[2]:
            while standing and standing[-1] != name and standing[-1] in MAY_STAY_OPEN:
                standing.pop()
            if not standing or standing.pop() != name:
                return [*found, f"</{name}> closes nothing: {text[token.start() - 80 : token.end()]!r}"]
            continue
        attributes = [each[1].lower() for each in _ATTRIBUTE.finditer(token[4])]
        found += [f"<{name}> has {a} twice" for a in {a for a in attributes if attributes.count(a) > 1}]
        found += [f"<{name}> lacks {a}" for a in SIZED.get(name, set()) - set(attributes)]
        if name in ENDS_A_PARAGRAPH and "foreignobject" not in standing:
            found += [f"<{name}> in <{above}>" for above in standing if above in PHRASING_ONLY - {"p"}]
            found += [f"<{name}> in <p>"] if standing and standing[-1] == "p" else []
        if name in INTERACTIVE:
            found += [f"<{name}> in <{above}>" for above in standing if above in INTERACTIVE]
        if name not in VOID and not token[5]:
            standing.append(name)
    return [*found, *(f"<{name}> is never closed" for name in standing if name not in MAY_STAY_OPEN)]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ('<p>fine <br> <a href="x>y">z</a></p>', []),
        ("<ul><li>a<li>b</ul>", []),
        ("<div><p>a</div></p>", ["closes nothing"]),
        ("<span><div></div></span>", ["<div> in <span>"]),
        ("<a><button></button></a>", ["<button> in <a>"]),
        ('<i id="a" id="b"></i>', ["id twice"]),
        ("<svg><rect></rect></svg>", ["lacks height", "lacks width"]),
        ("<div>", ["never closed"]),
    ],
)
def test_a_fault_is_seen(markup: str, said: list[str]) -> None:
    told = sorted(faults(markup))
    assert len(told) == len(said)
    assert all(part in text for part, text in zip(said, told, strict=True))


@pytest.mark.parametrize("path", KINDS)
def test_a_page_of_each_kind_is_valid(path: str, built_site: Path) -> None:
    assert faults((built_site / path).read_text()) == []
