"""Tokens of expressions: literals take their unit first, names are dotted, faults have a column."""

from __future__ import annotations

import pytest

from nalsd.units import STANDARD, UnitError

UNITS = STANDARD.declare(["tweet"])


def scanned(text: str) -> list[str]:
    return [f"{token.text}" for token in UNITS.tokens(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("dau * posts_per_user / 1 d", ["dau", "*", "posts_per_user", "/", "1 d"]),
        ("2 * (500 B + 60 B) <= 1500 B", ["2", "*", "(", "500 B", "+", "60 B", ")", "<=", "1500 B"]),
        ("1 - stores.post_cache.hit_ratio", ["1", "-", "stores.post_cache.hit_ratio"]),
        ("5 GB/s * 2", ["5 GB/s", "*", "2"]),
        ("10 GB/2", ["10 GB", "/", "2"]),
        ("x/2", ["x", "/", "2"]),
        ("1/d", ["1/d"]),
        ("1 /d", ["1", "/", "d"]),
        ("5M/s * x", ["5M/s", "*", "x"]),
        ("2**3", ["2", "**", "3"]),
        ("50% * x", ["50%", "*", "x"]),
        ("30 %", ["30 %"]),
        ("max(1, 500)", ["max", "(", "1", ",", "500", ")"]),
        ("5 if a > 2 else 3", ["5", "if", "a", ">", "2", "else", "3"]),
        ("5k if a else 3 M", ["5k", "if", "a", "else", "3 M"]),
        ("$5 * 2", ["$5", "*", "2"]),
        ("$0.09/GB * x", ["$0.09/GB", "*", "x"]),
        ("5 M req/s + 1", ["5 M req/s", "+", "1"]),
        ("5 million tweets + 1", ["5 million tweets", "+", "1"]),
        ("3 op*s", ["3 op*s"]),
        ("2 s^2", ["2 s^2"]),
        ("1.5e-3 s+x", ["1.5e-3 s", "+", "x"]),
        ("(.5)", ["(", ".5", ")"]),
        ("-5 ms", ["-", "5 ms"]),
        ("5\u00a0GB", ["5 GB"]),
        ("a\n  + b", ["a", "+", "b"]),
        ("", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert scanned(text) == tokens


def test_tokens_know_their_column_and_their_worth() -> None:
    tokens = UNITS.tokens("posts  / 1 d + 5 GB/s")
    assert [(token.kind, token.offset) for token in tokens] == [
        ("NAME", 0),
        ("OP", 7),
        ("LITERAL", 9),
        ("OP", 13),
        ("LITERAL", 15),
    ]
    assert tokens[2].literal.value == 86400
    assert tokens[4].literal.value == 5e9


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("x + 10B tasks", 6, "10G or 10 billion"),
        ("10 GB/dau", 6, "spaces around the operator"),
        ("1/dau", 2, "spaces around the operator"),
        ("5 s**2", 3, "s^2"),
        ("max(1,500)", 5, "one number or two arguments"),
        ("1,500 B", 1, "one number or two arguments"),
        ("a ^ 2", 2, "**"),
        ("1k..5k", 2, "assumptions"),
        ("5 frobs", 2, "units:"),
        ("a + 30 m", 7, "min or ms"),
        ("5 GB x", 5, "no operator"),
        ("dau posts", 4, "no operator"),
        ("dau 5 ms", 4, "no operator"),
        ("5 GB 3 x", 5, "no operator"),
        ("a % b", 2, "percentage"),
        ("a × b", 2, "write *"),
        ("a ≤ b", 2, "<="),
        ("a[0]", 1, "( )"),
        ("'a'", 0, "text"),
        ("٣ + 1", 0, "0 to 9"),
        ("a + 5٣", 5, "0 to 9"),
        ("1.2.3", 0, "two decimal points"),
        ("a = 5", 2, "=="),
        ("1e99 + a", 0, "out of bounds"),
        ("1_000 * a", 0, "underscore"),
        ("a" * 2001, 0, "longer than"),
    ],
)
def test_faults_have_a_column_and_a_mend(text: str, column: int, says: str) -> None:
    with pytest.raises(UnitError) as caught:
        UNITS.tokens(text)
    assert says in str(caught.value)
    assert caught.value.offset == column
    assert caught.value.mend
