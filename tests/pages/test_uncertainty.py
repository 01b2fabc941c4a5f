"""Parts on ranges: tornado, distributions, chances, the ladder from 1x to 1000x."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

from nalsd.analysis import analyse
from nalsd.designs import load_design
from nalsd.pages.pictures import blade, growth, histogram
from nalsd.pages.scope import Scope
from nalsd.pages.uncertainty import scaling_widgets, uncertainty_parts
from nalsd.pages.view import DesignView


@cache
def view(slug: str) -> DesignView:
    design = load_design(Path("designs") / slug)
    return DesignView(design, analyse(design, alternatives=False))


def test_the_first_page_tells_what_matters_and_how_sure_it_is() -> None:
    parts = uncertainty_parts(view("task-scheduler"), Scope())
    assert [part["slug"] for part in parts] == ["what-most-changes", "how-sure"]
    tornado, sure = ("".join(map(str, part["parts"])) for part in parts)
    # The range of the author reads 30% .. 70%, and both ends of the result stand beside it.
    row = re.search(r"<tr[^>]*><th[^>]*>Fresh share.*?</tr>", tornado)
    assert row is not None and "30% to 70%" in row[0] and row[0].count("USD/month") == 2
    assert "4,096 quasi-random samples" in sure and "nodes cover 95%" in sure
    for svg in re.findall(r"<svg.*?</svg>", tornado + sure):
        assert "NaN" not in svg and ET.fromstring(svg).get("aria-label")


def test_the_ladder_names_what_breaks_first() -> None:
    made = "".join(str(widget.make(Scope())) for widget in scaling_widgets(view("l4-load-balancer")))
    assert "the objective up breaks first, at 1.88x" in made
    assert all(f"{multiple}x" in made for multiple in (1, 10, 100, 1000))
    assert "the queue has no steady state" in made


def test_a_blade_reaches_from_end_to_end() -> None:
    svg = ET.fromstring(blade(80.0, 120.0, 100.0, 80.0, 120.0))
    left, right = svg.findall("rect")
    assert float(left.get("x", "")) == 4 and float(left.get("width", "")) == 86
    assert float(right.get("x", "")) == 90 and float(right.get("width", "")) == 86


def test_an_end_without_a_value_has_no_bar() -> None:
    assert blade(None, 120.0, 100.0, 100.0, 120.0).count("<rect") == 1


def test_a_histogram_has_a_bar_for_each_bin_that_holds_something() -> None:
    svg = histogram((0.0, 1.0, 2.0, 3.0), (5, 0, 10), (0.5, 1.0, 2.5), False)
    assert svg.count("<rect") == 2 and svg.count("<line") == 3


def test_growth_escapes_what_it_is_told() -> None:
    svg = growth([(1, 5, "<5>"), (10, 50, "50")], [(3, "a & b")], "nodes")
    assert "&lt;5&gt;" in svg and "a &amp; b" in svg
