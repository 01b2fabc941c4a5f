"""The body of a file in pieces: one for each heading of the second level, with its blocks rendered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from nalsd.designs import Call, Claim, Prose
from nalsd.pages.authored.markdown import Fill, Links, render_markdown, without_marks
from nalsd.pages.html import Markup, slug
from nalsd.pages.scope import Scope
from nalsd.pages.templating import plain

_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]{1,100}\]:[^\n]+$", re.M)


@dataclass
class Piece:
    """A section of an author's text: a heading of the first or second level and all below it."""

    title: str
    """Empty for the text before the first heading."""
    slug: str
    markdown: Markup
    """Blocks of HTML, and the headings below it as Markdown so that they are in the page's contents."""


@dataclass
class Words:
    """How claims, calls and links of a text are filled in."""

    claim: Callable[[Claim], tuple[Markup, Markup | None]]
    """What opens and what closes a claim's text; nothing to close when the markup stands for all of it."""
    call: Callable[[Call], tuple[Markup, bool]]
    """What a call places, and whether it is a block."""
    links: Links = field(default_factory=Links)


def pieces(prose: Prose, words: Words, scope: Scope) -> list[Piece]:
    """Every piece, in the author's order."""
    found: list[Piece] = []
    cleaned = without_marks(prose.text)
    if cleaned != prose.text:  # the same length, so every place stays what it was
        prose = Prose(cleaned, prose.file, prose.first_line)
    definitions = "\n".join(_DEFINITION.findall(prose.text)) if "]:" in prose.text else ""
    for section in prose.sections:
        fill = Fill()
        text = prose.rewrite(
            lambda claim, fill=fill: _claimed(claim, words, fill),
            lambda call, fill=fill: _called(call, words, fill),
            section,
        )
        if definitions:
            text = f"{text}\n\n{definitions}\n"
        blocks = [str(block) for block in render_markdown(text, words.links, fill)]
        if section.level > 2 and found:
            anchor = scope.unique(section.slug or slug(section.title))
            blocks.insert(0, f"{'#' * section.level} {plain(section.title)} {{ #{anchor} }}")
            found[-1].markdown = Markup("\n\n".join([str(found[-1].markdown), *blocks]))
        else:
            found.append(Piece(section.title, section.slug, Markup("\n\n".join(blocks))))
    return found


def _claimed(claim: Claim, words: Words, fill: Fill) -> str:
    opening, closing = words.claim(claim)
    if closing is None:
        return fill.put(opening)
    return f"{fill.put(opening)}{claim.text}{fill.put(closing)}"


def _called(call: Call, words: Words, fill: Fill) -> str:
    markup, block = words.call(call)
    return fill.put(markup, block=block)
