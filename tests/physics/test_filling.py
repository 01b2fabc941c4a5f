"""What a store holds year by year, against sums done by hand."""

from __future__ import annotations

import pytest

from nalsd.physics import FORMULAS

YEAR = 365 * 86_400.0


@pytest.mark.parametrize(
    ("stock", "years_kept", "growth", "year", "held"),
    [
        (200.0, 2.0, 0.0, 1, 100.0),  # 100 a year, half of it there after the first
        (200.0, 2.0, 0.0, 2, 200.0),
        (200.0, 2.0, 0.0, 5, 200.0),  # what is older than two years is gone
        (200.0, 2.0, 1.0, 2, 300.0),  # 100 + 200
        (200.0, 2.0, 1.0, 3, 600.0),  # 200 + 400, the first 100 gone
        (250.0, 2.5, 1.0, 3, 650.0),  # and half of the first 100 with two and a half years
        (50.0, 0.5, 1.0, 1, 50.0),
        (50.0, 0.5, 1.0, 2, 100.0),  # half of 200
    ],
)
def test_stock_at_the_end_of_a_year(
    stock: float, years_kept: float, growth: float, year: int, held: float
) -> None:
    formula = FORMULAS["stock_of_year"]
    got = formula(stock=stock, keep=years_kept * YEAR, growth=growth / YEAR, n=float(year))
    assert got == pytest.approx(held)
