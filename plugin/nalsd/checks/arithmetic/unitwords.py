"""The words after a number: scales, units, what is counted, `per second`, remarks in brackets."""

from __future__ import annotations

from nalsd.checks.arithmetic.quantities import (
    BILLION,
    MIL,
    MILLION,
    NOTHING,
    Meaning,
    product,
    scale_meaning,
    scaled,
    unit_meanings,
)
from nalsd.checks.arithmetic.tokens import Token
from nalsd.checks.arithmetic.words import (
    ABOUT_WORDS,
    CLOSE,
    DIVIDE,
    FUNCTIONS,
    LETTER_SCALES,
    MINUS,
    MONEY,
    MULTIPLES,
    NUMBER,
    NUMBER_WORDS,
    OPEN,
    OPERATOR,
    OPERATOR_WORDS,
    PERCENT,
    PERIODS,
    SCALE_NAMES,
    STOP_WORDS,
    VARIABLES,
    WORD,
)

MOST_WORDS = 7
MOST_MEANINGS = 4
LONGEST_REMARK = 12
"""Tokens of a remark in brackets."""

PERCENTAGE = Meaning(factor=0.01, binary=0.0, blind=0.01, percent=True, written="%")
_PER = frozenset({"per", "a", "an", "each", "every"})
_SECONDS = (0, 1, 0)
BATCHES = frozenset({100.0, 1_000.0, 10_000.0, 100_000.0, 1e6, 1e9})
TOKEN_BATCHES = {
    word: Meaning(scale=size, written=word)
    for size, words in {1e6: ("MTok", "Mtok", "mtok", "MT"), 1e3: ("KTok", "Ktok", "ktok")}.items()
    for word in words
}
"""What language models are priced by: `$3/MTok`."""
QUALITIES = frozenset({"new", "total", "active", "daily", "concurrent", "unique", "average", "avg", "peak"})
"""Words before the one that counts: `100M new links`."""
PREFIX_NAMES = frozenset({"kilo", "mega", "giga", "tera", "peta", "exa"})
_NO_DIVISORS = frozenset("GTPE")
"""Letters that follow a slash as something else than a count: `10 / T`."""


class UnitWords:
    """Reads units from a list of tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.start = self.stop = 0
        self.noun = ""
        """The first word that counts something, of what was read last."""
        self.per = ""
        """The word that divides and is no unit, of what was read last."""

    def after(self, start: int, stop: int) -> tuple[tuple[Meaning, ...], int, int]:
        """What follows a number at `start`: its meanings, the place after it, the offset it ends at."""
        self.start, self.stop = start, stop
        self.noun = self.per = ""
        position, meanings, end = start, (NOTHING,), 0
        hard = scaled_already = False
        words = 0
        while words < MOST_WORDS and position < stop:
            token = self.tokens[position]
            if token.kind == PERCENT and position == start:
                if self._is_modulo(position):
                    break
                meanings, position, end, hard = (PERCENTAGE,), position + 1, token.end, True
                continue
            if (
                token.kind == OPERATOR
                and token.text == MINUS
                and position == start
                and self._hyphen(position)
            ):
                position += 1
                continue
            if token.kind == OPERATOR and token.text == DIVIDE:
                found = self._divisor(position, hard)
                if found is None:
                    break
                meanings = _each(meanings, found[0], per=True)
                position, end = found[1], found[2]
                continue
            if token.kind == OPEN:
                inner = None if hard else self._bracketed(position)
                if inner is not None:
                    meanings = tuple(scaled(scale, unit) for scale in meanings for unit in inner[0])
                    position, end, hard = inner[1], inner[2], True
                    continue
                after = self._remark(position)
                if after is None:
                    break
                position = after
                continue
            if token.kind != WORD:
                break
            text = token.text
            lower = text.lower()
            if lower in _PER or lower == "in" or lower in PERIODS:
                found = self._per(position)
                if found is None:
                    if lower in _PER and lower not in ("a", "an"):
                        self.per = self.per or lower
                        words += 1
                        position += 1
                        continue
                    break
                meanings = _each(meanings, found[0], per=True)
                position, end = found[1], found[2]
                continue
            if lower == "of" and hard and meanings != (PERCENTAGE,) and self._names_stuff(position + 1):
                position += 2
                continue
            if self._ends(position) and not (position == start and self._is_identifier(position)):
                break
            words += 1
            if not scaled_already and not hard and words == 1:
                found_scale = self._scale(position, start)
                if found_scale:
                    meanings, position, end = found_scale, position + 1, token.end
                    scaled_already, words = True, 0
                    hard = found_scale[0].powers != NOTHING.powers
                    continue
            if not hard:
                units = self._unit(position, start) or self._in_two_words(position)
                if units:
                    meanings = tuple(scaled(scale, unit) for scale in meanings for unit in units)[
                        :MOST_MEANINGS
                    ]
                    hard = True
            if (not self.noun or self.noun in QUALITIES) and (not hard or meanings == (PERCENTAGE,)):
                self.noun = lower.removesuffix("s")
            position, end = position + 1, token.end
        return meanings, position, end

    def _ends(self, position: int) -> bool:
        token = self.tokens[position]
        text, lower = token.text, token.text.lower()
        if lower in NUMBER_WORDS or lower in ("over", "under", "around", "about", "roughly", "some"):
            return True
        if lower in STOP_WORDS and text != "US":
            # `200 times/s` counts; `5 times 3` multiplies.
            after = self.tokens[position + 1] if position + 1 < self.stop else None
            return not (
                lower == "times" and after is not None and after.kind == OPERATOR and after.text == DIVIDE
            )
        after = self.tokens[position + 1] if position + 1 < self.stop else None
        if lower in OPERATOR_WORDS and after is not None and token.spaced and after.kind != OPERATOR:
            return True
        if lower in FUNCTIONS and after is not None and after.kind == OPEN and not after.spaced:
            return True
        if (
            len(text) == 1
            and text.isupper()
            and text not in LETTER_SCALES
            and text not in ("B", "X", "S", "D", "H", "W")
        ):
            return True  # a variable
        if len(text) == 1 and text in VARIABLES and text != "a":
            return True
        return "_" in text or "." in text

    def _is_identifier(self, position: int) -> bool:
        """`2 batch_items`: right behind a number, a name of code is what is counted."""
        return "_" in self.tokens[position].text and self.tokens[position].spaced

    def _names_stuff(self, position: int) -> bool:
        """`500 bytes of metadata`: a word that says of what."""
        token = self.tokens[position] if position < self.stop else None
        if token is None or token.kind != WORD or self._ends(position):
            return False
        return token.text.lower() not in _PER | MULTIPLES.keys() | ABOUT_WORDS | SCALE_NAMES

    def _scale(self, position: int, start: int) -> tuple[Meaning, ...]:
        token = self.tokens[position]
        text = token.text
        after = self.tokens[position + 1] if position + 1 < self.stop else None
        noun = (
            after is not None
            and after.kind == WORD
            and not self._ends(position + 1)
            and after.text.lower() not in _PER
            and after.text.lower() not in PERIODS
        )
        if text == "B":
            return (BILLION, *unit_meanings("B")) if noun else (*unit_meanings("B"), BILLION)
        if text == "b":
            return (*unit_meanings("b"), BILLION) if not noun else (BILLION,)
        if text == "m":
            if token.spaced and not noun:
                return ()
            return (MILLION, *unit_meanings("min")) if not noun else (MILLION,)
        if text == "MM" and not token.spaced:
            return (MILLION,)
        if text == "mil":
            return MIL
        if text in ("t", "g") or (text in LETTER_SCALES and token.spaced and text in ("E", "P") and not noun):
            return ()
        found = scale_meaning(text)
        return (found,) if found is not None else ()

    def _unit(self, position: int, start: int) -> tuple[Meaning, ...]:
        token = self.tokens[position]
        text = token.text
        if text in ("min", "cent", "x"):
            return unit_meanings(text)
        if len(text) == 1 and text.isascii() and token.spaced and text not in ("s", "h", "d", "B", "b"):
            return ()
        if len(text) == 1 and text in ("S", "H", "D"):
            return unit_meanings(text.lower())
        return unit_meanings(text)

    def _in_two_words(self, position: int) -> tuple[Meaning, ...]:
        """`1.3 Tera Bytes`."""
        prefix = self.tokens[position].text.lower()
        after = self.tokens[position + 1] if position + 1 < self.stop else None
        if prefix not in PREFIX_NAMES or after is None or after.kind != WORD:
            return ()
        return unit_meanings(prefix + after.text.lower())

    def _divisor(self, position: int, hard: bool) -> tuple[tuple[Meaning, ...], int, int] | None:
        """`/s`, `/ day`, `/photo`, `/user/day`: what a slash and a word divide by."""
        token = self.tokens[position + 1] if position + 1 < self.stop else None
        if token is not None and token.kind == NUMBER and self._is_batch(position):
            return self._amount(position + 1)
        if token is None or token.kind != WORD or self._ends(position + 1):
            return None
        if token.text.lower() == "per":  # `675 MB / per hour`
            return self._per(position + 1)
        if (number := self._amount(position + 1)) is not None:
            return number
        units = unit_meanings(token.text) if len(token.text) > 1 else unit_meanings(token.text.lower())
        units = tuple(unit for unit in units if unit.powers[0] == 0) or units
        after = self.tokens[position + 2] if position + 2 < self.stop else None
        if after is not None and after.kind == OPEN and not after.spaced and not units:
            return None
        named = after is not None and after.kind in (WORD, NUMBER)
        if not units and token.spaced and self.tokens[position].spaced and (named or not hard):
            return None  # `10M / users`: a variable; `5 MB / song` is the size of one
        if not units:
            self.per = token.text.lower().removesuffix("s")
        return (units[:1] or (NOTHING,)), position + 2, token.end

    def _per(self, position: int) -> tuple[tuple[Meaning, ...], int, int] | None:
        """`per second`, `a day`, `each user`, `in a month`, `daily`."""
        token = self.tokens[position]
        lower = token.text.lower()
        if lower in PERIODS:
            return unit_meanings(PERIODS[lower]), position + 1, token.end
        place = position + 1
        if lower == "in":
            article = self.tokens[place] if place < self.stop else None
            if article is None or article.kind != WORD or article.text.lower() not in ("a", "an", "one"):
                return None
            place += 1
        if lower in ("per", "every") and (number := self._amount(place)) is not None:
            return number
        noun = self.tokens[place] if place < self.stop else None
        if noun is None or noun.kind != WORD or noun.text.lower() in STOP_WORDS:
            return None
        if noun.text.lower() in ("single", "one", "active") and place + 1 < self.stop:
            place += 1
            noun = self.tokens[place]
            if noun.kind != WORD:
                return None
        units = unit_meanings(noun.text)
        if lower != "per" and not (units and units[0].powers == _SECONDS):
            return None
        if not units:
            self.per = noun.text.lower().removesuffix("s")
        return (units[:1] or (NOTHING,)), place + 1, noun.end

    def _is_batch(self, slash: int) -> bool:
        """`$0.40/1,000 calls`, `$3/1M`, but not `90M/100K`: powers of ten behind a tight slash are a batch of
        what has a price or a name."""
        number = self.tokens[slash + 1]
        after = self.tokens[slash + 2] if slash + 2 < self.stop else None
        if self.tokens[slash].spaced or number.spaced or after is None or after.kind != WORD:
            return False
        scale = scale_meaning(after.text)
        size = number.value * (scale.scale if scale is not None else 1.0)
        noun = slash + (2 if scale is None else 3)
        named = noun < self.stop and self.tokens[noun].kind == WORD and not self._ends(noun)
        return size in BATCHES and (named or self._is_priced()) and not self._ends(slash + 2)

    def _is_priced(self) -> bool:
        return self.start > 1 and self.tokens[self.start - 2].kind == MONEY

    def _amount(self, position: int) -> tuple[tuple[Meaning, ...], int, int] | None:
        """`per million tokens`, `/M`, `per 1,000 requests`, `per 5 min`: more than one of what divides."""
        place, value, written, end = position, 1.0, "", 0
        if place < self.stop and self.tokens[place].kind == NUMBER:
            value, written, end = self.tokens[place].value, self.tokens[place].text, self.tokens[place].end
            place += 1
        while place < self.stop and self.tokens[place].kind == WORD:
            scale = scale_meaning(self.tokens[place].text) or TOKEN_BATCHES.get(self.tokens[place].text)
            if scale is None or self.tokens[place].text in _NO_DIVISORS:
                break
            value, written = value * scale.scale, f"{written} {scale.written}".strip()
            end = self.tokens[place].end
            place += 1
        if place == position or value <= 0:
            return None
        meaning = Meaning(scale=value, written=written)
        if place < self.stop and self.tokens[place].kind == WORD and not self._ends(place):
            noun = self.tokens[place]
            units = unit_meanings(noun.text)
            meaning = scaled(meaning, units[0]) if units else meaning
            self.per = "" if units else noun.text.lower().removesuffix("s")
            place, end = place + 1, noun.end
        return (meaning,), place, end

    def _remark(self, position: int) -> int | None:
        """The place after a remark in brackets that is no arithmetic: `52 (weeks per year)`."""
        numbers = 0
        for place in range(position + 1, min(self.stop, position + LONGEST_REMARK)):
            token = self.tokens[place]
            if token.kind == CLOSE:
                return place + 1 if place > position + 1 and not numbers else None
            if token.kind == OPEN or (token.kind == OPERATOR and not self._names(place)):
                return None
            numbers += token.kind == NUMBER
        return None

    def _names(self, sign: int) -> bool:
        """`(driver + rider)`: a sign between two words that are no variables."""
        around = self.tokens[sign - 1], self.tokens[min(sign + 1, self.stop - 1)]
        return all(token.kind == WORD and len(token.text) > 2 for token in around)

    def _bracketed(self, position: int) -> tuple[tuple[Meaning, ...], int, int] | None:
        """A unit in brackets, `100 (TB)`, `1.07 (bytes/sample)`."""
        first = self.tokens[position + 1] if position + 1 < self.stop else None
        if first is None or first.kind != WORD or not unit_meanings(first.text):
            return None
        close = next(
            (p for p in range(position + 2, min(self.stop, position + 8)) if self.tokens[p].kind == CLOSE),
            None,
        )
        if close is None:
            return None
        inside = UnitWords(self.tokens)
        meanings, after, _ = inside.after(position + 1, close)
        return (
            (meanings, close + 1, self.tokens[close].end)
            if after == close and meanings != (NOTHING,)
            else None
        )

    def _is_modulo(self, position: int) -> bool:
        token, after = self.tokens[position], self.tokens[position + 1] if position + 1 < self.stop else None
        return token.spaced and after is not None and after.kind == NUMBER

    def _hyphen(self, position: int) -> bool:
        """`30-day month`."""
        token = self.tokens[position]
        after = self.tokens[position + 1] if position + 1 < self.stop else None
        return not token.spaced and after is not None and after.kind == WORD and not after.spaced


def _each(meanings: tuple[Meaning, ...], divisors: tuple[Meaning, ...], per: bool) -> tuple[Meaning, ...]:
    return tuple(product(meaning, divisors[0], per=per) for meaning in meanings)
