"""Headings and the sections they begin."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from nalsd.graph.source import Location

ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*")
ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*#([A-Za-z][\w.:-]*)[^{}]*\}[ \t]*$")
LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
MOST_HEADING = 1000
"""Characters of a line that can be a heading."""
MOST_SECTIONS = 2000
"""Headings of one body; what looks like one beyond them is text."""


@dataclass(frozen=True)
class Section:
    """What stands between one heading and the next."""

    level: int
    """1 to 6; 0 for text before the first heading."""
    title: str
    """The heading without markup."""
    slug: str
    """The anchor that Markdown gives the heading."""
    location: Location
    """The heading, or the beginning of the text before the first one."""
    markdown: str
    """The text below the heading, up to the next heading of any level."""
    empty: bool
    """Nothing stands here: no text of its own and none in the sections below it."""
    span: tuple[int, int]
    """Offsets of the text below the heading in the body."""
    heading: tuple[int, int]
    """Offsets of the heading in the body."""


def sections(text: str, code: list[tuple[int, int]], place: Callable[[int], Location]) -> list[Section]:
    """Every section of a body, in order. `code` are the spans where no heading can be."""
    found = _headings(text, code)
    used: dict[str, int] = {}
    parts: list[tuple[int, str, str, int, int, int, int]] = []
    first = found[0][2] if found else len(text)
    if text[:first].strip():
        parts.append((0, "", "", 0, 0, 0, first))
    for i, (level, title, start, end) in enumerate(found):
        attributes = ATTRIBUTES.search(title)
        words = plain_title(title[: attributes.start()] if attributes else title)
        slug = attributes[1] if attributes else unique(slugify(words), used)
        used.setdefault(slug, 0)
        parts.append(
            (level, words, slug, start, end, end, found[i + 1][2] if i + 1 < len(found) else len(text))
        )
    filled = _filled(text, parts)
    return [
        Section(
            level,
            title,
            slug,
            place(start if level else _first_word(text)),
            text[low:high],
            not filled[i],
            (low, high),
            (start, end),
        )
        for i, (level, title, slug, start, end, low, high) in enumerate(parts)
    ]


def _filled(text: str, parts: list[tuple[int, str, str, int, int, int, int]]) -> list[bool]:
    """Whether each section, or one below it, has text; computed from the last one upwards."""
    filled = [False] * len(parts)
    full_from = [False] * 8
    for i in range(len(parts) - 1, -1, -1):
        level, low, high = parts[i][0], parts[i][5], parts[i][6]
        own = bool(without_comments(text[low:high]).strip())
        filled[i] = own or (level > 0 and any(full_from[level + 1 :]))
        for deeper in range(level, 8):
            full_from[deeper] = False
        full_from[level] = filled[i]
    return filled


def without_comments(text: str) -> str:
    """A text without its HTML comments; one that is never closed stays."""
    pieces: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces.append(text[at:start])
        at = end + 3
    return "".join((*pieces, text[at:]))


def _first_word(text: str) -> int:
    return len(text) - len(text.lstrip())


def _headings(text: str, code: list[tuple[int, int]]) -> list[tuple[int, str, int, int]]:
    starts = [start for start, _ in code]
    found: list[tuple[int, str, int, int]] = []
    at = 0
    before, last, last_at = "", "", 0
    for line in text.split("\n"):
        inside = (i := bisect_right(starts, at) - 1) >= 0 and at < code[i][1]
        if inside or len(line) > MOST_HEADING or len(found) == MOST_SECTIONS:
            before, last, last_at = "code", "code", at
        else:
            atx = ATX.fullmatch(line) if line.lstrip(" ")[:1] == "#" else None
            if atx is not None:
                found.append((len(atx[1]), atx[2] or "", at, at + len(line)))
                before, last, last_at = last, "", at
            elif (
                not before.strip()
                and last.strip()
                and SETEXT.fullmatch(line)
                and not last.startswith(("    ", "|", "-", "#", "code"))
            ):
                found.append((1 if line.lstrip()[0] == "=" else 2, last.strip(), last_at, at + len(line)))
                before, last, last_at = "", "", at
            else:
                before, last, last_at = last, line, at
        at += len(line) + 1
    return found


def plain_title(markdown: str) -> str:
    """A heading's words without emphasis, code marks and links."""
    text = LINK.sub(r"\1", markdown[:MOST_HEADING])
    return re.sub(r"[`*]|(?<!\w)_|_(?!\w)", "", text).strip()


def slugify(words: str) -> str:
    """The anchor Markdown makes of a heading: letters, digits and hyphens."""
    text = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower())


def unique(slug: str, used: dict[str, int]) -> str:
    """The anchor, with `_1`, `_2` when it is taken, as Markdown counts; `used` keeps the counts."""
    if slug and slug not in used:
        used[slug] = 0
        return slug
    count = used.get(slug, 0) + 1
    while f"{slug}_{count}" in used:
        count += 1
    used[slug] = count
    used[f"{slug}_{count}"] = 0
    return f"{slug}_{count}"
