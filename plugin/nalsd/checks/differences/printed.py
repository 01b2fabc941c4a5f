"""The differences of two revisions as Markdown for a comment, and as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nalsd.checks.differences.compare import DesignDiff, Moved

DIFF = "nalsd/diff/1"
MOST_ROWS = 40
"""Inputs of one design that the Markdown lists."""
MOST_CHARACTERS = 60_000
"""A comment on GitHub holds 65,536."""
_COMMIT = re.compile(r"^([0-9a-f]{12})[0-9a-f]{28,52}$")
"""A full commit, of which people read the beginning."""
KEPT = {True: "kept", False: "missed", None: "-"}


def as_data(diffs: list[DesignDiff], before: str, after: str) -> dict[str, Any]:
    """The differences as JSON data; values in base units."""

    def moved(each: Moved) -> dict[str, Any]:
        return {
            "id": each.id, "label": each.label, "before": each.before, "after": each.after, "unit": each.base,
            "change": each.change,
        }  # fmt: skip

    return {
        "schema": DIFF,
        "before": before,
        "after": after,
        "designs": [
            {
                "design": diff.slug,
                "title": diff.title,
                "status": diff.status,
                "was": diff.was,
                "verdict": {"before": diff.verdict[0], "after": diff.verdict[1]},
                "inputs": [
                    {"id": i.id, "before": i.before, "after": i.after, "file": i.file, "line": i.line}
                    for i in diff.inputs
                ],
                "headline": [moved(each) for each in diff.headline],
                "objectives": [{"name": n, "before": b, "after": a} for n, b, a in diff.objectives],
                "moved": [moved(each) for each in diff.moved],
                "appeared": diff.appeared,
                "vanished": diff.vanished,
                "broken": [
                    {"revision": b.revision, "file": b.file, "line": b.line, "message": b.message}
                    for b in diff.broken
                ],
            }
            for diff in diffs
        ],
    }


def as_markdown(diffs: list[DesignDiff], before: str, after: str) -> str:
    """The differences for a comment on a pull request; an author's text is never markup in it."""
    before, after = (_COMMIT.sub(r"\1", revision) for revision in (before, after))
    lines = [f"## Designs: what changed since {_code(before)}", ""]
    if not diffs:
        lines.append(f"No design differs between {_code(before)} and {_code(after)}.")
    for diff in diffs:
        part = list(_design(diff))
        if sum(map(len, lines)) + sum(map(len, part)) > MOST_CHARACTERS:
            lines.append(f"More changed than a comment holds, from {_code(diff.slug)} on.")
            break
        lines += part
    return "\n".join(lines).rstrip() + "\n"


def _design(diff: DesignDiff) -> Iterator[str]:
    renamed = f", was {_code(diff.was)}" if diff.was else f", now {_code(diff.now)}" if diff.now else ""
    yield f"### {_text(diff.title)} ({_code(diff.slug)}): {diff.status}{renamed}"
    yield ""
    if diff.now:
        return
    for each in diff.broken:
        yield f"- not compared: {_code(f'{each.file}:{each.line}')} {each.revision}: {_text(each.message)}"
    if diff.broken:
        yield ""
        return
    if diff.inputs:
        yield "| Input | Before | After | Where |"
        yield "| --- | --- | --- | --- |"
        for i in diff.inputs[:MOST_ROWS]:
            yield f"| {_code(i.id)} | {_text(i.before)} | {_text(i.after)} | {_code(f'{i.file}:{i.line}')} |"
        if len(diff.inputs) > MOST_ROWS:
            yield f"| and {len(diff.inputs) - MOST_ROWS} more | | | |"
        yield ""
    elif diff.compared:
        yield "No input changed."
        yield ""
    yield from _followed(diff)


def _followed(diff: DesignDiff) -> Iterator[str]:
    if not diff.compared:
        side = 1 if diff.status == "added" else 0
        yield f"Verdict: {diff.verdict[side]}."
        yield ""
        yield "| Quantity | Value |"
        yield "| --- | --- |"
        for each in diff.headline:
            yield f"| {_label(each)} | {_shown(each, side)} |"
        for name, *kept in diff.objectives:
            yield f"| objective {_code(name)} | {KEPT[kept[side]]} |"
        yield ""
        return
    rows = [("Verdict", *map(str, diff.verdict), "")] if diff.verdict[0] != diff.verdict[1] else []
    rows += [
        (_label(m), _shown(m, 0), _shown(m, 1), _change(m))
        for m in diff.headline
        if m.before != m.after and (m.change is None or abs(m.change) > 1e-9)
    ]
    rows += [(f"objective {_code(n)}", KEPT[b], KEPT[a], "") for n, b, a in diff.objectives if a != b]
    if rows:
        if diff.verdict[0] == diff.verdict[1]:
            yield f"Verdict: {diff.verdict[1]}, as before."
            yield ""
        yield from _table("What followed", rows)
    else:
        yield f"Verdict ({diff.verdict[1]}), bottleneck, nodes, cost and objectives are the same."
        yield ""
    if diff.moved:
        moved = [(_label(m), _shown(m, 0), _shown(m, 1), _change(m)) for m in diff.moved]
        # Folded in a comment, so that what a reviewer asks for first is read first.
        yield from ("<details><summary>What moved most</summary>", "")
        yield from _table("Quantity", moved)
        yield from ("</details>", "")
    if diff.appeared or diff.vanished:
        yield f"{diff.appeared} quantities are new, {diff.vanished} are gone."
        yield ""


def _table(title: str, rows: list[tuple[str, str, str, str]]) -> Iterator[str]:
    yield f"| {title} | Before | After | Change |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _label(moved: Moved) -> str:
    return f"{_text(moved.label)} {_code(moved.id)}"


def _shown(moved: Moved, side: int) -> str:
    from nalsd.graph import show
    from nalsd.units import month

    value = moved.after if side else moved.before
    return _text(month(show(value, moved.unit))) if value is not None else "-"


def _change(moved: Moved) -> str:
    """Relative change in percent, from ten times on as a multiple."""
    if moved.change is None:
        return ""
    return f"x{moved.change + 1:,.3g}" if moved.change >= 9 else f"{100 * moved.change:+.3g}%"


def _text(text: str | None) -> str:
    """A text that stays in its cell, is no markup, and calls nobody's name."""
    if text is None:
        return "-"
    flat = " ".join(text.split())
    flat = flat if len(flat) <= 120 else f"{flat[:117]}..."
    flat = re.sub(r"([\\|*_`\[\]~#!])", r"\\\1", flat.replace("&", "&amp;").replace("<", "&lt;"))
    return re.sub(r"(?<=[:@])(?=[/\w])", "\u200b", flat).replace("\n", " ")


def _code(text: str) -> str:
    flat = "".join(c if c.isprintable() else "?" for c in text)[:160]
    return f"`{flat.replace('`', chr(39)).replace('|', '¦')}`"
