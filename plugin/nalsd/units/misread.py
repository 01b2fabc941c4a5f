"""What to say about a text that is no literal: each common slip has its own mend."""

from __future__ import annotations

import re

from nalsd.units.errors import UnitError, excerpt

_PARTS = {"d": 86400.0, "h": 3600.0, "hr": 3600.0, "m": 60.0, "min": 60.0, "s": 1.0, "sec": 1.0}
_COMPOUND = r"([0-9]{1,6})\s?(d|hr|h|min|m|sec|s)(?![a-z])\s*"
_SLIPS: tuple[tuple[str, str, str], ...] = (
    (
        r"^[~≈≃≅∼]",
        "{text}: a sign for about",
        "write the number alone, or a range `a .. b` for how sure you are",
    ),
    (r"^[<>≤≥]", "{text}: a bound is no number", "write the number alone"),
    (r"\+/-|±", "{text}: a spread is no number", "write a range `a .. b`, which means p5 to p95"),
    (
        r"^[-+]?[0-9]+,[0-9]{1,2}(?![0-9,])",
        "{text}: a decimal comma, or a misplaced thousands separator",
        "write a point for the fraction (1.5 GB) and groups of three for thousands (1,500 GB)",
    ),
    (
        r"^[-+]?[0-9]+(?:,[0-9]+)+",
        "{text}: thousands separators that are not every three digits",
        "write 86,400 or 86400",
    ),
    (
        r"^[0-9]+(?:\.[0-9]+){2,}",
        "{text}: two decimal points",
        "write 1,234,567 for thousands, one point for the fraction",
    ),
    (
        r"^[0-9]+:[0-9]+",
        "{text}: a clock time is no number",
        "write a duration such as 330 s or 5.5 min",
    ),
    (
        r"^0[xXbBoO][0-9a-fA-F]",
        "{text}: only decimal numbers are read",
        "write the number in decimal",
    ),
    (r"[0-9]_[0-9]", "{text}: an underscore in a number", "write 1,000,000 or 1M"),
    (r"[0-9]['’][0-9]", "{text}: an apostrophe in a number", "write 1,000,000 or 1M"),
    (
        r"^[-+]?[0-9]{1,3}(?: [0-9]{3})+(?![0-9])",
        "{text}: a space in a number",
        "write 1,000,000 or 1M",
    ),
    (
        r"^[0-9]+(?:\.[0-9]+)?\s*[-–]\s*[0-9]",
        "{text}: a dash between numbers",
        "write a range as `a .. b`",
    ),
    (r"^[-+]?[0-9.,]+\.(?![0-9.])", "{text}: a point with no digit behind it", "write 5 or 5.0"),
    (r"[0-9]\s?\$", "{text}: the dollar sign stands before the amount", "write $5 or 5 USD"),
    (r"^[0-9]+ ?[x×*] ?[0-9]", "{text} is a product where one number belongs", "write the product, 200 Gbps"),
    (r"\.\.", "{text} is a range where one number belongs", "write one number"),
    (
        r" [-+*/] |[0-9] ?/ ?[0-9]|\*\*|[()]",
        "{text} is an expression where one number belongs",
        "write one number with its unit",
    ),
)


def compound(text: str) -> UnitError | None:
    """The fault of a duration in parts, `1h30m`, with the one-unit duration as its mend."""
    position, seconds, parts = 0, 0.0, 0
    for match in re.finditer(_COMPOUND, text):
        if match.start() != position:
            return None
        seconds += float(match[1]) * _PARTS[match[2]]
        position, parts = match.end(), parts + 1
    if parts < 2 or position != len(text):
        return None
    for name, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        if seconds >= size and round(seconds / size, 2) * size == seconds:
            return UnitError(
                f"{excerpt(text)} is a duration in parts",
                f"write {seconds / size:g} {name}: one number shows how exact it is",
            )
    return UnitError(f"{excerpt(text)} is a duration in parts", f"write {seconds:g} s")


def billions(text: str, number: str, rest: str) -> UnitError:
    """The fault of `10B tasks`: many write B for a billion, and here it is always a byte."""
    return UnitError(
        f"`B` in {excerpt(text)} is byte, never billion: did you mean {number}G or {number} billion?",
        f"write {number}G {rest} or {number} billion {rest}",
        text.find("B"),
    )


def slip(text: str) -> UnitError | None:
    """The fault of a text with one of the usual slips in it, None when it has none."""
    found = compound(text)
    if found:
        return found
    for pattern, message, mend in _SLIPS:
        match = re.search(pattern, text)  # compiled when needed: most texts are right
        if match:
            return UnitError(message.format(text=excerpt(text)), mend, match.start())
    return None


def explain_literal(text: str) -> UnitError:
    """The fault of a text that does not start as a literal does."""
    if not text:
        return UnitError("a number is missing", "write one, such as 5M/s or 500 B")
    shown = excerpt(text)
    for column, char in enumerate(text):
        if ord(char) > 127 and (char.isdigit() or char.isnumeric()):
            return UnitError(f"{shown} has a digit that is not 0 to 9", "write plain digits", column)
        if char in "−–—" and column == 0:
            return UnitError(f"{shown} starts with a dash that is no minus sign", "write -", column)
        if char in "€£¥":
            return UnitError(
                f"{shown}: exchange rates move, so money is in USD only", "write the amount in USD", column
            )
    found = slip(text)
    if found:
        return found
    if text.lower().lstrip("+-.") in ("inf", "infinity", "nan"):
        return UnitError(f"{shown} is not finite", "write a finite number; what is not known is left out")
    if text.startswith("."):
        return UnitError(f"{shown} is no number", "write 0.5")
    return UnitError(f"{shown} is no number", "write digits first, then the unit: 20 Gbps")
