"""An author's Markdown to HTML that is inert by construction.

CommonMark with tables. No HTML of the author's goes through: a tag is shown as text. Links lead to the web,
to the designs' pages and files, or nowhere; pictures come from the design's own folder only, since a picture
from elsewhere would tell another host who reads. Each block comes out on one line, which the site's own
Markdown then leaves alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from nalsd.pages.authored.code import highlighted
from nalsd.pages.authored.tex import to_mathml
from nalsd.pages.html import Markup, element, escape, one_line

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the number of a fill in the Markdown: characters for private use, which no author's text keeps."""

_FILL = re.compile(f"{OPEN}(\\d+){CLOSE}")
_ALONE = re.compile(f"<p>\\s*{OPEN}(\\d+){CLOSE}\\s*</p>")
_PRIVATE = re.compile(f"[{OPEN}{CLOSE}]")
_SMALL = re.compile(r"<(sub|sup|kbd)>([^<>\n`$]{1,80})</\1>")
_BREAK = re.compile(r"<br\s*/?>")
_WEB = re.compile(r"(?:https?|mailto):", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_BRACE = re.compile(r"\{(?=[{%#])")


@dataclass
class Fill:
    """What stands in a text in place of claims and calls: markup of ours, put in after the text was read."""

    _parts: list[tuple[Markup, bool]] = field(default_factory=list)

    def put(self, markup: Markup, *, block: bool = False) -> str:
        """Keep a piece of markup; what to write into the Markdown in its place. A block stands by itself."""
        self._parts.append((markup, block))
        mark = f"{OPEN}{len(self._parts) - 1}{CLOSE}"
        return f"\n\n{mark}\n\n" if block else mark

    def into(self, html: str) -> str:
        """The HTML with every mark replaced."""
        html = _ALONE.sub(lambda m: self._part(m) if self._block(m) else m[0], html)
        return _FILL.sub(self._part, html)

    def _block(self, match: re.Match[str]) -> bool:
        index = int(match[1])
        return index < len(self._parts) and self._parts[index][1]

    def _part(self, match: re.Match[str]) -> str:
        index = int(match[1])
        return str(self._parts[index][0]) if index < len(self._parts) else ""


@dataclass(frozen=True)
class Links:
    """Where an author's links and pictures lead."""

    link: Callable[[str], str | None] = lambda target: None
    """Address of a relative link, None when it leads nowhere."""
    picture: Callable[[str], str | None] = lambda target: None
    """Address of a picture of the design, None for any other."""
    drawing: Callable[[str], Markup] | None = None
    """A Mermaid text as a figure."""


def without_marks(text: str) -> str:
    """An author's text without the characters that stand for fills."""
    return _PRIVATE.sub("\ufffd", text)


def render_markdown(text: str, links: Links, fill: Fill | None = None) -> list[Markup]:
    """The blocks of a text, each on one line. The text was cleaned before its fills were put in."""
    reader = _reader()
    env = {"links": links}
    tokens = reader.parse(text, env)
    blocks = []
    for group in _blocks(tokens):
        html = reader.renderer.render(group, reader.options, env).strip()
        if fill is not None:
            html = fill.into(html)
        if html:
            blocks.append(one_line(Markup(_BRACE.sub("&#123;", html))))
    return blocks


def _blocks(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each block at the top level."""
    groups: list[list[Token]] = []
    for token in tokens:
        if token.level == 0 and token.nesting >= 0:
            groups.append([])
        if groups:
            groups[-1].append(token)
    return groups


@cache
def _reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}, renderer_cls=_Renderer)
    made.enable(["table", "strikethrough"])
    made.inline.ruler.before("escape", "formula", _formula)
    made.inline.ruler.before("autolink", "few_tags", _few_tags)
    made.block.ruler.before("fence", "comment", _comment, {"alt": ["paragraph", "blockquote", "list"]})
    made.block.ruler.before("fence", "formula", _formula_block)
    return made


class _Renderer(RendererHTML):
    """HTML with our own links, pictures, code and tables."""

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        address = _address(str(tokens[idx].attrs.get("href", "")), env["links"])
        tokens[idx].meta["leads"] = address is not None
        return "<span>" if address is None else str(element("a", href=address))[:-4]

    def link_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        depth = 0
        for place in range(idx, -1, -1):
            depth += {"link_close": 1, "link_open": -1}.get(tokens[place].type, 0)
            if depth == 0:
                return "</a>" if tokens[place].meta["leads"] else "</span>"
        return ""

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        text = self.renderInlineAsText(token.children or [], options, env)
        source = str(token.attrs.get("src", ""))
        picture = None if _SCHEME.match(source) else env["links"].picture(source)
        if picture is not None:
            return str(element("img", src=picture, alt=text, loading="lazy"))
        if _WEB.match(source):
            return str(element("a", text or source, href=source))
        return str(escape(text))

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        language = (token.info.split() or [""])[0].lower()
        drawing = env["links"].drawing
        if language == "mermaid" and drawing is not None:
            return str(drawing(token.content))
        return str(highlighted(token.content, language))

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return str(highlighted(tokens[idx].content, ""))

    def formula(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        return str(to_mathml(token.content, display=token.markup == "$$"))

    def small(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        return "<br>" if token.tag == "br" else str(element(token.tag, token.content))


def _address(target: str, links: Links) -> str | None:
    if _WEB.match(target):
        return target
    if _SCHEME.match(target) or target.startswith(("//", "\\")):
        return None
    return target if target.startswith("#") else links.link(target)


def _formula(state: StateInline, silent: bool) -> bool:
    """`$x$`, `$$x$$`, `\\(x\\)`: no space inside the dollars, no digit behind, as in most Markdown."""
    text, at = state.src, state.pos
    if text.startswith("\\(", at):
        mark, end = "\\(", text.find("\\)", at + 2)
    elif text.startswith("$$", at):
        mark, end = "$$", text.find("$$", at + 2)
    elif text.startswith("$", at):
        mark, end = "$", _closing_dollar(text, at + 1)
    else:
        return False
    start = at + len(mark)
    if end < start or end > state.posMax or not text[start:end].strip():
        return False
    if not silent:
        token = state.push("formula", "math", 0)
        token.content, token.markup = text[start:end].strip(), mark
    state.pos = end + len(mark)
    return True


def _closing_dollar(text: str, start: int) -> int:
    """Where a formula between single dollars ends, or -1."""
    if text[start : start + 1].isspace():
        return -1
    at = start
    while (at := text.find("$", at)) >= 0:
        paragraph = text.find("\n\n", start, at) < 0
        if not paragraph:
            return -1
        if text[at - 1] not in " \n\\" and not text[at + 1 : at + 2].isdigit():
            return at
        at += 1
    return -1


def _formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines between `$$` and `$$`."""
    first = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not first.startswith("$$") or state.is_code_block(start):
        return False
    line = start
    text = first[2:]
    while not text.rstrip().endswith("$$"):
        line += 1
        if line >= end or state.isEmpty(line):
            return False
        text += "\n" + state.src[state.bMarks[line] : state.eMarks[line]]
    if "$$" in (inside := text.rstrip()[:-2]):
        return False
    if silent:
        return True
    token = state.push("formula", "math", 0)
    token.content, token.markup, token.block = inside.strip(), "$$", True
    state.line = line + 1
    return True


def _few_tags(state: StateInline, silent: bool) -> bool:
    """`<br>`, and `<sub>`, `<sup>`, `<kbd>` around plain words; a comment is left out. No other tag is."""
    text, at = state.src, state.pos
    if text[at : at + 1] != "<":
        return False
    if text.startswith("<!--", at):
        end = text.find("-->", at + 4)
        if end < 0:
            return False
        state.pos = end + 3
        return True
    if found := _BREAK.match(text, at):
        tag, content = "br", ""
    elif found := _SMALL.match(text, at):
        tag, content = found[1], found[2]
    else:
        return False
    if not silent:
        token = state.push("small", tag, 0)
        token.content = content
    state.pos = found.end()
    return True


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A comment of one or many lines, blank ones among them."""
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<!--", at) or state.is_code_block(start):
        return False
    for line in range(start, end):
        begin = at + 4 if line == start else state.bMarks[line]
        close = state.src.find("-->", begin, state.eMarks[line])
        if close >= 0:
            if state.src[close + 3 : state.eMarks[line]].strip():
                return False
            if not silent:
                state.line = line + 1
            return True
    return False
