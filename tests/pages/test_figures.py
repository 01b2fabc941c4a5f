"""Printed figures in their parts."""

from __future__ import annotations

import pytest

from nalsd.pages.figures import Printed, split


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("20 Gbps (2.5 GB/s)", Printed("20", "Gbps", "2.5 GB/s")),
        ("45.8%", Printed("45.8%", "")),
        ("5M request/s", Printed("5", "M request/s")),
        ("5 M req/s", Printed("5", "M req/s")),
        ("-3.2e-05 s", Printed("-3.2e-05", "s")),
        ("86,400 s", Printed("86,400", "s")),
        ("$1,200/month", Printed("$1,200", "/month")),
        ("unknown", Printed("", "unknown")),
        ("network_in", Printed("", "network_in")),
        ("", Printed("", "")),
    ],
)
def test_a_figure_comes_apart(text: str, parts: Printed) -> None:
    assert split(text) == parts


def test_digits_after_the_point_are_counted() -> None:
    assert [split(t).fraction for t in ("20", "2.50 GB/s", "45.8%", "unknown")] == [0, 2, 1, 0]
