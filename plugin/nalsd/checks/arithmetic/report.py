"""What an audit found, for people: where, the line with a caret, the mend, and what was covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nalsd.checks.arithmetic.audit import Verified
from nalsd.checks.terminal import clean, width

LONGEST_LINE = 160
"""Characters of a source line that are shown around the caret."""

RESET, BOLD, DIM, RED, YELLOW, GREEN = "\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m", "\x1b[32m"
HUES = {"mismatch": RED, "unverifiable": YELLOW, "ok": GREEN}

Audited = tuple[str, str, list[Verified]]
"""Name of a file, its text, and what was found in it."""


def as_text(read: Sequence[Audited], *, everything: bool = False, colour: bool = False) -> str:
    """Every wrong sum (with `everything`, every sum), then one line on the outcome."""
    out = []
    for name, text, found in read:
        lines = text.split("\n")
        for each in found:
            if everything or each.unread or each.verdict == "mismatch":
                out.append(_finding(name, lines[each.line - 1], each, colour))
    counts = Counter(each.verdict for _, _, found in read for each in found if not each.unread)
    out.append(_summary(len(read), counts, colour))
    return "\n".join(out)


def _finding(name: str, line: str, each: Verified, colour: bool) -> str:
    hue = HUES[each.verdict]
    start = min(each.column - 1, len(line))
    first = max(0, start - LONGEST_LINE // 2) if len(line) > LONGEST_LINE else 0
    shown = clean(line[first : first + LONGEST_LINE])
    lead = width(clean(line[first:start]))
    written = each.text.split("\n", 1)[0]
    length = max(1, min(width(clean(written)), width(shown) - lead))
    number = str(each.line)
    gutter = " " * (len(number) + 1)
    out = [
        _paint(f"{clean(name)}:{each.line}:{each.column}: ", colour, BOLD)
        + _paint(each.verdict, colour, BOLD, hue)
        + f": {clean(each.message)}",
        f"  {_paint(number + ' |', colour, DIM)} {shown}",
        f"  {_paint(gutter + '|', colour, DIM)} {' ' * lead}{_paint('^' * length, colour, hue)}",
    ]
    if each.mend:
        out.append(f"      {_paint('help:', colour, BOLD, GREEN)} {clean(each.mend)}")
    return "\n".join(out) + "\n"


def _summary(files: int, counts: Counter[str], colour: bool) -> str:
    wrong = counts["mismatch"]
    outcome = (
        _paint(f"{wrong} wrong {'sum' if wrong == 1 else 'sums'}", colour, BOLD, RED)
        if wrong
        else _paint("no wrong sums", colour, BOLD, GREEN)
    )
    total = sum(counts.values())
    read = f"{total} {'sum' if total == 1 else 'sums'} in {files} {'file' if files == 1 else 'files'}"
    return (
        f"{outcome}. Read {read}: "
        f"{counts['ok']} right, {wrong} wrong, {counts['unverifiable']} that cannot be judged.\n"
    )


def _paint(text: str, colour: bool, *codes: str) -> str:
    return f"{''.join(codes)}{text}{RESET}" if colour else text
