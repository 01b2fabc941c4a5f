"""Quasi-random points: the published sequence, even, and the same in every run."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nalsd.analysis.uncertainty.points import shares, start, steps


def test_the_steps_are_powers_of_the_generalised_golden_ratio() -> None:
    # M. Roberts, 2018: 1.618..., 1.32471795724474602596..., 1.22074408460575947536...
    for d, ratio in ((1, (1 + math.sqrt(5)) / 2), (2, 1.324717957244746), (3, 1.2207440846057596)):
        assert steps(d) == pytest.approx([ratio**-k for k in range(1, d + 1)], rel=1e-13)


def test_each_direction_is_even() -> None:
    points = shares(np, ["a", "b", "c"], 4096)
    for row in points:
        counts, _ = np.histogram(row, 64, (0, 1))
        assert abs(counts - 64).max() <= 8  # pseudo-random ones are off by about 25


def test_pairs_of_directions_are_even() -> None:
    a, b = shares(np, ["a", "b"], 4096)
    counts, _, _ = np.histogram2d(a, b, 16, ((0, 1), (0, 1)))
    assert abs(counts - 16).max() <= 6


def test_blocks_join() -> None:
    whole = shares(np, ["a", "b"], 100)
    assert (np.hstack([shares(np, ["a", "b"], 60), shares(np, ["a", "b"], 40, 60)]) == whole).all()


def test_a_start_belongs_to_a_name() -> None:
    assert start("assumptions.users") == start("assumptions.users") != start("assumptions.posts")
