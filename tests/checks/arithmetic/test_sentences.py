"""Every sentence of the table gets the verdict that a careful reader gives it."""

from __future__ import annotations

import pytest

from nalsd.checks.arithmetic import audit
from tests.checks.arithmetic.cases import OPEN, RIGHT, SILENT, WRONG


def verdicts(sentence: str) -> set[str]:
    return {each.verdict for each in audit(sentence)}


@pytest.mark.parametrize("sentence", RIGHT)
def test_a_right_sum_is_verified(sentence: str) -> None:
    assert verdicts(sentence) == {"ok"}


@pytest.mark.parametrize("sentence", WRONG)
def test_a_wrong_sum_is_found(sentence: str) -> None:
    assert "mismatch" in verdicts(sentence)


@pytest.mark.parametrize("sentence", SILENT)
def test_what_is_no_sum_is_never_wrong(sentence: str) -> None:
    assert "mismatch" not in verdicts(sentence)


@pytest.mark.parametrize("sentence", OPEN)
def test_what_cannot_be_decided_is_not_guessed(sentence: str) -> None:
    assert verdicts(sentence) <= {"unverifiable"}


@pytest.mark.parametrize("sentence", [*RIGHT, *WRONG])
def test_the_same_sentence_in_a_list_a_quote_and_bold_gets_the_same_verdict(sentence: str) -> None:
    bare = sentence.lstrip("-> ").removeprefix("1. ")
    if bare.startswith(("*", "$$", "`")):
        return
    for dressed in (f"- {bare}", f"> {bare}", f"  * {bare}", f"So: {bare}"):
        assert verdicts(dressed) == verdicts(bare), dressed
