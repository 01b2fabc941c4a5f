"""Where an equation stands, what a verdict carries, and how tables, code, TeX and front matter are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.checks.arithmetic import Verified, audit, without_accepted
from nalsd.checks.arithmetic.audit import LONGEST_LINE, MOST_SUMS
from nalsd.checks.arithmetic.report import as_text

ROOT = Path(__file__).parents[3]


def only(text: str) -> Verified:
    (found,) = audit(text)
    return found


def test_a_finding_says_where_it_stands() -> None:
    text = "# Sizes\n\nWe keep 3 × 5 TB = 18 TB of logs.\n"
    found = only(text)
    assert (found.line, found.column, found.text) == (3, 9, "3 × 5 TB = 18 TB")
    assert text[found.start : found.end] == found.text
    assert (found.verdict, found.claimed, found.computed) == ("mismatch", 18, 15)
    assert "15 TB" in found.message and "18 TB" in found.message and "15 TB" in found.mend


def test_both_values_are_in_the_unit_that_is_printed() -> None:
    found = only("40k/s × 5 KB × 8 = 16 Gbps")
    assert found.claimed == 16
    assert found.computed == pytest.approx(1.6)


def test_a_chain_is_one_finding_and_its_first_wrong_link_counts() -> None:
    found = only("10M × 2 KB = 20 GB = 160 Gbit = 16 Tbit")
    assert found.verdict == "mismatch"
    assert (found.claimed, found.computed) == (16, pytest.approx(0.16))


def test_a_mend_for_bits_taken_for_bytes() -> None:
    assert "bits" in only("2.5 GB/s = 2.5 Gbps").mend


TABLE = """\
| step | calculation | result |
|:-----|-------------|-------:|
| writes | 100M / 86,400 s | 1,157/s |
| storage | 100M × 1 KB | 10 GB |
| memory | 20% of 50 GB | 10 GB |
"""


def test_a_calculation_and_its_result_in_the_next_cell() -> None:
    assert [(f.line, f.verdict) for f in audit(TABLE)] == [(3, "ok"), (4, "mismatch"), (5, "ok")]


def test_columns_with_other_headings_are_no_equation() -> None:
    rows = "| racks × servers | price |\n|---|---|\n| 3 x 5 | 20 |\n"
    assert [f for f in audit(rows) if f.verdict == "mismatch"] == []


NINES = """\
| availability | downtime per year | downtime per month |
|---|---|---|
| 99% | 3.65 days | 7.2 hours |
| 99.9% | 8h 45m 36s | 43.8 min |
| 99.99% | 52.6 min | 43 min |
"""


def test_a_table_of_nines() -> None:
    verdicts = [(f.line, f.verdict) for f in audit(NINES)]
    assert verdicts == [(3, "ok"), (3, "ok"), (4, "ok"), (4, "ok"), (5, "ok"), (5, "mismatch")]


def test_an_equation_goes_on_in_the_next_line() -> None:
    code = "```\nstorage = 100M × 1 KB × 365\n        = 36.5 TB\n        × 3 = 109.5 TB\n```\n"
    assert {f.verdict for f in audit(code)} == {"ok"}
    tex = "$$\n\\begin{aligned}\n5 \\times 300 &= 1500 \\\\\n7 \\times 300 &= 2400\n\\end{aligned}\n$$\n"
    assert [f.verdict for f in audit(tex)] == ["ok", "mismatch"]


def test_a_page_of_too_many_sums_says_where_the_audit_stops() -> None:
    found = audit("2 + 2 = 5\n" * (MOST_SUMS + 3))
    assert [f.unread for f in found] == [False] * MOST_SUMS + [True]
    last = found[-1]
    assert (last.line, last.column, last.text, last.verdict) == (MOST_SUMS + 1, 1, "", "unverifiable")
    shown = as_text([("page.md", "2 + 2 = 5\n" * (MOST_SUMS + 3), found[-2:])])
    assert "not read" in shown and "Read 1 sum in 1 file: 0 right, 1 wrong" in shown


def test_a_line_that_is_too_long_says_where_the_audit_stops() -> None:
    line = "2 + 2 = 4 and " + "so on, " * (LONGEST_LINE // 7)
    assert [f.unread for f in audit(line)] == [False]
    assert [f.unread for f in audit(line + "3 + 3 = 7")] == [False, True]


def test_mathml_of_a_built_page_is_not_read_as_prose() -> None:
    page = "<math><mfrac><mn>5</mn><mn>2</mn></mfrac><mo>+</mo><mn>1</mn><mo>=</mo><mn>3.5</mn></math>"
    assert [f.verdict for f in audit(f"{page} and 5 × 2 = 11")] == ["mismatch"]


def test_a_day_that_cancels_is_left_out_of_the_mend() -> None:
    found = only("60 GB/day × 365 = 219 TB/year")
    assert (found.claimed, found.computed) == (219, pytest.approx(21.9))


def test_comments_of_code_go_on_in_the_next_line() -> None:
    assert only("# 4 columns * 3M rows * 8 bytes =\n# ~ 96 MB\n").verdict == "ok"
    assert only("# 4 columns * 3M rows * 8 bytes =\n# ~ 960 MB\n").verdict == "mismatch"


def test_front_matter_is_not_prose() -> None:
    assert audit("---\nnote: 2 + 2 = 5\n---\n\nText.\n") == []


def test_a_terminal_session_is_not_read() -> None:
    assert audit("```console\n2 + 2 = 5\n```\n") == []
    assert only("```\n2 + 2 = 5\n```\n").verdict == "mismatch"
    assert only("```console\n2 + 2 = 5\n```\n\n3 + 3 = 7\n").line == 5


def test_a_comment_with_a_reason_keeps_a_wrong_sum() -> None:
    text = "2 + 2 = 5\n\n<!-- nalsd: ignore N404 because it is a quotation -->\n3 + 3 = 7\n\n4 + 4 = 9\n"
    assert [f.line for f in without_accepted(text, audit(text))] == [1, 6]
    without_reason = text.replace("because it is a quotation ", "")
    assert [f.line for f in without_accepted(without_reason, audit(without_reason))] == [1, 4, 6]


def test_money_and_maths_share_a_sign() -> None:
    assert only("From $5 × 3 = $15 on.").verdict == "ok"
    assert only("so $5 \\times 3 = 15$ and").verdict == "ok"
    assert only("so $5 \\times 3 = 16$ and").verdict == "mismatch"


def test_a_claim_of_a_design_reads_like_its_text() -> None:
    assert only("[5 M/s](nalsd:a.b) × [500 B](nalsd:c.d) = [2.5 GB/s](nalsd:e.f)").verdict == "ok"


@pytest.mark.parametrize("sign", ["=", "≈"])
def test_a_printed_number_is_an_interval_of_half_its_last_digit(sign: str) -> None:
    assert only(f"22 / 7 {sign} 3.14").verdict == "ok"
    assert only(f"22 / 7 {sign} 3.1").verdict == "ok"
    assert only(f"22 / 7 {sign} 4.1").verdict == "mismatch"


def test_about_allows_rounding_that_equality_does_not() -> None:
    assert only("90M × 365 ≈ 30B a year").verdict == "ok"
    assert only("90M × 365 = 30B a year").verdict == "unverifiable"
    assert only("90M × 365 ≈ 20B a year").verdict == "mismatch"


def pages() -> list[Path]:
    return sorted([*(ROOT / "designs").rglob("*.md"), *(ROOT / "site_src").rglob("*.md"), *ROOT.glob("*.md")])


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_false_finding_on_the_pages_of_this_repository(page: Path) -> None:
    text = page.read_text()
    wrong = [f.text for f in without_accepted(text, audit(text)) if f.verdict == "mismatch"]
    assert wrong == []


def test_most_sums_of_the_designs_are_read() -> None:
    found = [f for page in (ROOT / "designs").rglob("*.md") for f in audit(page.read_text())]
    right = sum(f.verdict == "ok" for f in found)
    assert right >= 100 and right >= 0.95 * len(found)
