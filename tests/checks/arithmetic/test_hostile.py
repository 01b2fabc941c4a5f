"""Text of strangers: bounded time, no crash, whatever is written."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nalsd.checks.arithmetic import audit
from tests.checks.arithmetic.cases import RIGHT, SILENT, WRONG
from tests.cost import holds_within

SIZE = 25_000
"""Characters of each page. A cost that grows with the square shows here already."""
FULL = 100_000
DENSE = (
    "1/0 = 5 ",
    "2 × 3 = 6 = ",
    "1B × 1m × 1mb = 1b ",
    "| 1 × 2 | 3 | 99.9% | 5 h |\n",
    "We keep 5 × 3 = 15. ",
)
"""What costs most a character: sums and nothing else."""


def filled(part: str, size: int = SIZE) -> str:
    return (part * (size // len(part) + 1))[:size]


BOMBS = {
    "digits": "9" * SIZE,
    "a number of 400 digits": "9" * 400 + " × 2 = 3",
    "open brackets": "(" * SIZE + "1 = 2",
    "open and closed brackets": "(" * 10_000 + "1" + ")" * 10_000 + " = 1",
    "braces of TeX": filled("\\frac{1}{"),
    "unbalanced TeX": filled("$\\frac{1}{2 = \\text{ $$ "),
    "powers of powers": filled("9^") + "9 = 1",
    "factorial growth": filled("99999^99999^9 = 1 "),
    "division by zero": filled("1/0 = 5 "),
    "zero by zero": filled("0 × 0 = 0/0 "),
    "equals signs": filled("="),
    "relations": filled("1 = "),
    "chains": filled("2 × 3 = 6 = "),
    "ambiguous letters": filled("1B × 1m × 1mb = 1b "),
    "ambiguous sums": filled("1B + 1B + 1B + 1B + 1B + 1B + 1B + 1B = 9B "),
    "long sums": filled("1 + "),
    "signs only": filled("+-*/^=<>~≈"),
    "words only": filled("word "),
    "one word": "a" * SIZE,
    "units": filled("5 GB/s/s/s per day per user "),
    "slashes": filled("a/"),
    "slashes only": filled("/") + "1 = 2",
    "underscores": filled("_") + "1 = 2",
    "a row of dashes that is no rule": "| 1 × 2 | 3 |\n|" + filled("-") + "x|\n",
    "a row of spaced dashes that is no rule": "| 1 × 2 | 3 |\n|" + filled("--- ") + "x|\n",
    "a unit per a unit": "5 MB " + filled("/ per ") + "= 5",
    "divisors that convert": filled("5 Mbps × 3 / 8 / 1024 = 7 GB. "),
    "links": filled("]("),
    "tags": filled("<a "),
    "comments": filled("<!-- "),
    "queries": filled("a?b="),
    "commas": filled("1,"),
    "points": filled("1."),
    "colons": filled("1:"),
    "dollars": filled("$"),
    "money": filled("$5 "),
    "backslashes": filled("\\"),
    "stars": filled("*"),
    "table cells": filled("| 1 × 2 | 3 "),
    "a table": filled("| 1 × 2 | 3 | 99.9% | 5 h |\n"),
    "rules": filled("|-"),
    "spaces": filled(" "),
    "thin spaces": filled("\u2009"),
    "spaced digits": filled("1 111 "),
    "apostrophes": filled("a'"),
    "hyphens": filled("a-"),
    "emoji": filled("🚀 5 × 3 = 15 💥 "),
    "right to left": filled("سعة 5 × 3 = 15 في اليوم "),
    "right-to-left marks": filled("\u202e5 × 3 = 15\u202c "),
    "combining marks": filled("e\u0301 = 5\u0301 "),
    "superscripts": filled("10¹²³⁴⁵⁶⁷⁸⁹"),
    "fractions": filled("½"),
    "other digits": filled("٣ × ٥ = ١٥ "),
    "nested markup": filled("**_`~~[") + "5 × 3 = 15",
    "quotes": filled("> "),
    "continued lines": filled("5 ×\n"),
    "front matter without end": "---\n" + filled("a: 1\n"),
    "controls": filled("\x00\x1b[31m5 × 3 = 15\x07 "),
    "lone surrogates": filled("\ud800 5 = 5 "),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_page_costs_more_than_it_is_long(bomb: str) -> None:
    holds_within(100, lambda: audit(BOMBS[bomb]))


@pytest.mark.parametrize("part", DENSE)
def test_100_kb_of_nothing_but_sums(part: str) -> None:
    page = filled(part, FULL)
    holds_within(200, lambda: audit(page))


def test_a_line_of_a_megabyte() -> None:
    verdicts: set[str] = set()
    line = "We store 5M × 500 B = 2.5 GB, " + "and then some more words that say nothing, " * 24_000
    holds_within(1000, lambda: verdicts.update(found.verdict for found in audit(line)))
    assert verdicts == {"ok"}


@given(st.text(alphabet="0123456789 .,×*/+-^()=≈→%$\\{}|BKMGbkms~:_`<>[]\n", max_size=120))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_and_positions_are_right(text: str) -> None:
    for found in audit(text):
        assert text[found.start : found.end] == found.text
        assert 1 <= found.line <= text.count("\n") + 1
        assert found.verdict in ("ok", "mismatch", "unverifiable")


def test_what_is_cut_and_shuffled_does_not_crash() -> None:
    dice = random.Random(7)
    for _ in range(200):
        text = " ".join(dice.sample([*RIGHT, *WRONG, *SILENT], 3))
        first, last = sorted(dice.sample(range(len(text) + 1), 2))
        audit(text[first:last])


@pytest.mark.parametrize("end", ["- ", "> ", "1. ", "# ", "// ", "| ", "= ", "~", "* = "])
def test_a_page_may_end_in_an_empty_item(end: str) -> None:
    assert [each.verdict for each in audit(f"6 × 20 = 120\n{end}")] == ["ok"]
