"""Ways in which people write a number, made alike before it is read: character references, prices, powers of
ten, times in two units, nines.

What takes the place of a text has its length, so that offsets stay what they are.
"""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[\da-fA-F]{1,5});")
_DOLLARS = re.compile(r"\bUS(?:D\s?|\$\s?)(?=\d)")
_MATHS = re.compile(r"\$(?=\S)([^$]*[^\s$\\])\$(?![\d$])")
_SPACED = re.compile(r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)")
_RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_RAISED + "−", "-0123456789-")
_EXPONENT = re.compile(
    r"(?:\^\{?(?P<caret>[-−]?\d{1,2})\}?|<sup>(?P<sup>[-−]?\d{1,2})</sup>"
    rf"|(?P<raised>⁻?[{_RAISED[1:]}]{{1,2}}))"
)
_TIMES_TEN = re.compile(r"\s*(?:×|x|·|\*|\\times|\\cdot)\s*10" + _EXPONENT.pattern)
_NINES = re.compile(r"\b(two|three|four|five|six|seven|[2-7])[\s-]+nines\b", re.I)
_COUNTED = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


def level(text: str) -> str:
    """A text of the same length on one line, its character references as characters and dollars as `$`.

    The dollars around mathematics are taken off, for those are no money.
    """
    text = re.sub(r"[\r\n]", " ", text)
    if "&" in text:
        import html

        text = _REFERENCE.sub(
            lambda m: char.ljust(len(m[0])) if len(char := html.unescape(m[0])) == 1 else m[0], text
        )
    if "$" in text:
        text = _MATHS.sub(r" \1 ", text)
    return _DOLLARS.sub(lambda m: "$".rjust(len(m[0])), text)


def spaced(text: str, at: int) -> int | None:
    """The end of digits in groups with spaces between, `5 000`, which may be one number or two."""
    found = _SPACED.match(text, at)
    return found.end() if found is not None else None


def power(digits: str, text: str, end: int) -> tuple[str, int] | None:
    """Digits that end at `end` with a power of ten behind them, `1.2 × 10^9` and `10^9`, and its end."""
    if found := _TIMES_TEN.match(text, end):
        return f"{digits}e{_exponent(found)}", found.end()
    if digits in ("10", "-10") and (found := _EXPONENT.match(text, end)):
        return f"{digits[:-1]}e{_exponent(found)}", found.end()
    return None


def _exponent(found: re.Match[str]) -> int:
    return int((found["caret"] or found["sup"] or found["raised"]).translate(_PLAIN))


def nines_as_shares(text: str) -> str:
    """`three nines` as the share that they are at least."""

    def share(found: re.Match[str]) -> str:
        count = _COUNTED.get(found[1].lower()) or int(found[1])
        digits = "9" * count
        return f"at least {digits[:2]}{'.' if count > 2 else ''}{digits[2:]}%"

    return _NINES.sub(share, text)
