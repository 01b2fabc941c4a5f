"""Ways in which people write a number, made alike before it is read: character references, prices, powers of
ten, times in two units, nines, words.

What `level` puts in the place of a text has its length, so that offsets stay what they are.
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
_ONES = "zero one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SMALL = {word: value for value, word in enumerate(f"{_ONES} {_TEENS}".split())}
_NINES = re.compile(rf"\b({'|'.join(list(_SMALL)[2:13])}|[2-9]|1[0-2])[\s-]+nines\b", re.I)
_WHOLE_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * value for value, word in enumerate(_WHOLE_TENS.split(), start=2)}
_DIGIT = "|".join(list(_SMALL)[1:10])
_BELOW_A_HUNDRED = rf"(?:{'|'.join(_TENS)})(?:[\s-]+(?:{_DIGIT}))?|{'|'.join(_SMALL)}"
SPELLED = (
    rf"(?:(?:{_BELOW_A_HUNDRED}|an?|half\s+an?)\s+(?:hundred|dozen)(?:\s+and\s+(?:{_BELOW_A_HUNDRED}))?"
    rf"|(?:half\s+)?an?(?=\s+(?:thousand|million|billion|trillion)\b)|{_BELOW_A_HUNDRED})"
)
"""A pattern of the numbers that people write as words, up to the thousands: `forty-eight`, `half a dozen`."""
_SPELLED = re.compile(rf"(?<![\w-]){SPELLED}(?![\w-])", re.I)
_LOOSE = re.compile(r"an?|half", re.I)


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
        count = _SMALL.get(found[1].lower()) or int(found[1])
        digits = "9" * count
        return f"at least {digits[:2]}{'.' if count > 2 else ''}{digits[2:]}%"

    return _NINES.sub(share, text)


def in_digits(text: str) -> str:
    """A text whose spelled numbers are in digits: `48 nodes` for `forty-eight nodes`."""
    return _SPELLED.sub(lambda found: f"{_number(found[0].lower()):g}", text)


def loosely(text: str) -> bool:
    """Whether a text begins with a round number of idiom: `a hundred`, `half a million`."""
    found = _SPELLED.search(text)
    return found is not None and _LOOSE.match(found[0]) is not None


def _number(words: str) -> float:
    """The value of a match of `_SPELLED`."""
    value = 0.0
    for word in re.findall(r"\w+", words):
        if word in ("hundred", "dozen"):
            value *= 100 if word == "hundred" else 12
        elif word in ("a", "an"):
            value = value or 1
        elif word != "and":
            value += 0.5 if word == "half" else _SMALL.get(word, 0) or _TENS.get(word, 0)
    return value
