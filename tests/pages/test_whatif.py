"""The What-if page: its program equals Python, its inputs carry their whole effect, its text stays text."""

from __future__ import annotations

import gzip
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from bench.whatif import cases, compare
from nalsd.analysis import Analysis, analyse
from nalsd.analysis.levers import Choice, Lever, levers, moved
from nalsd.analysis.presets import with_presets
from nalsd.designs import load_design
from nalsd.pages.assets import what_if_script
from nalsd.pages.view import DesignView
from nalsd.pages.whatif import WhatIf, what_if
from nalsd.pages.whatif_controls import controls
from tests.pages.small import CAPACITY, write

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path.name for path in (ROOT / "designs").iterdir() if path.is_dir())
PAGE_KB = 60
"""What a page may load for it, compressed."""


@cache
def analysis(slug: str) -> Analysis:
    return analyse(load_design(ROOT / "designs" / slug), alternatives=False)


@cache
def shown(slug: str) -> WhatIf:
    return what_if(DesignView(analysis(slug).design, analysis(slug)))


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize("slug", SHIPPED)
def test_javascript_equals_python_for_every_quantity(slug: str) -> None:
    """A few cases of those that the benchmark runs in full: to the last bit, or within 1e-12.

    With each slider at its end queues diverge: what has no value in Python has none in the page.
    """
    graph = analysis(slug).graph
    sliders = [each for each in levers(analysis(slug)) if isinstance(each, Lever) and each.name != "load"]
    ends = [
        {id: end(each) for each in sliders for id in each.ids} for end in (lambda s: s.low, lambda s: s.high)
    ]
    todo = [*cases(graph, 2, False, 5), *cases(graph, 2, True, 6), ({}, 1.0), ({}, 1000.0)]
    todo += [(end, load) for end in ends for load in (0.1, 1000.0)]
    found = compare(analysis(slug), todo)
    assert found.wrong == []
    assert found.exact > found.quantities, "most quantities are plain arithmetic"


MOVED = {
    "task-scheduler": {
        "rf.tasks": "5", "target.cpu": "75%", "a.tasks_per_month": "15G", "machine.db": "aws/i4i.16xlarge",
    },
    "ad-click-aggregator": {"hits.results": "90%", "machine.edge": "aws/c7g.16xlarge"},
    "l4-load-balancer": {"nodes.proxy": "120"},
}  # fmt: skip
"""Inputs of each kind with another value, as an author would write it."""


@pytest.mark.parametrize(("slug", "name"), [(slug, name) for slug in MOVED for name in MOVED[slug]])
def test_a_moved_input_is_the_design_written_otherwise(slug: str, name: str) -> None:
    """The oracle is the whole analysis of the design with that key changed in its front-matter."""
    text, whole = MOVED[slug][name], analysis(slug)
    lever = next(each for each in levers(whole) if each.name == name)
    keys = (lever.key,) if isinstance(lever, Choice) else lever.keys
    changed = whole.design.changed(dict.fromkeys(keys, text))
    assert changed.findings == []
    other = analyse(changed, alternatives=False).graph
    if isinstance(lever, Choice):
        inputs = dict(lever.options[text])
    else:
        inputs = dict.fromkeys(lever.ids, other.value(lever.ids[0]))
    found = moved(whole.graph, inputs)
    assert set(whole.graph.ids()) == set(other.ids())
    unused = {id for id in found if ".target." in id}  # targets of resources that a tier does not use
    for id, value in found.items():
        if id not in unused:
            expected = other.value(id)
            assert value == expected or value == pytest.approx(expected, rel=1e-9), id
    assert any(found[id] != whole.graph.value(id) for id in found)


@pytest.mark.parametrize("slug", SHIPPED)
@pytest.mark.parametrize("text", ["evenly", "none in", "all in"])
def test_moved_users_are_the_design_with_other_shares(slug: str, text: str) -> None:
    """The oracle is the whole analysis of the design with the share of each place changed."""
    whole = analysis(slug)
    users = next(each for each in levers(whole) if each.name == "users")
    chosen = [name for name in users.options if name.startswith(text)][-1]
    changes = {}
    for id, share in users.options[chosen].items():
        _, client, _, place = id.split(".")
        written = whole.design.files[1].tree["clients"][client]["located"][place]
        changes[f"{id}.share" if isinstance(written, dict) else id] = f"{share * 100!r}%"
    changed = whole.design.changed(changes)
    assert changed.findings == []
    other = analyse(changed, alternatives=False).graph
    assert set(whole.graph.ids()) == set(other.ids())
    found = moved(whole.graph, dict(users.options[chosen]))
    unused = {id for id in found if ".target." in id}
    for id, value in found.items():
        expected = other.value(id)
        assert id in unused or value == expected or value == pytest.approx(expected, rel=1e-9), id
    region = list(whole.regions)[-1]
    share = {"evenly": 1 / len(whole.regions), "none in": 0.0, "all in": 1.0}[text]
    assert found[f"regions.{region}.share"] == pytest.approx(share, abs=1e-12)


def test_an_alternative_is_a_setting_of_the_levers() -> None:
    """The oracle is the alternative evaluated in full; one that sets no lever is no setting."""
    whole = analysis("news-feed")
    other = analyse(whole.design.changed({"assumptions.list_length": "800"}), alternatives=False)
    asked = replace(whole, alternatives={"longer_lists": other, "push_all": other})
    offered, found = with_presets(asked, levers(whole))
    assert [(each.label, each.settings) for each in found] == [
        ("Eight hundred references", {"a.list_length": 800.0})
    ]
    lever = next(each for each in offered if each.name == "a.list_length")
    values = moved(whole.graph, dict.fromkeys(lever.ids, 800.0))
    for id in ("design.cluster.nodes", "cost.total", "tiers.feed.single.memory.utilisation"):
        assert values[id] == pytest.approx(other.graph.value(id), rel=1e-9), id
    assert values["design.cluster.nodes"] > whole.graph.value("design.cluster.nodes")


def test_a_machine_of_an_alternative_is_a_setting_and_its_button_stands_on_the_page() -> None:
    whole = analysis("ad-click-aggregator")
    _, found = with_presets(whole, levers(whole))
    assert [each.settings for each in found] == [
        {"machine.log": "aws/i3en.24xlarge"},
        {"machine.edge": "aws/m7i.8xlarge"},
    ]
    page = BeautifulSoup(str(controls(shown("ad-click-aggregator").model)), "html.parser")
    assert [button.get_text() for button in page.select("[data-preset]")] == ["Dense log", "Edge on x86"]


@pytest.mark.parametrize("slug", SHIPPED)
def test_what_is_offered(slug: str) -> None:
    model = shown(slug).model
    names = [lever.name for lever in model.levers]
    assert names[0] == "load"
    assert len(names) == len(set(names)), "a name stands in addresses"
    for lever in model.levers:
        if isinstance(lever, Lever):
            assert lever.low <= lever.value <= lever.high, lever.name
        else:
            assert lever.value in lever.options, lever.name


@pytest.mark.parametrize("slug", SHIPPED)
def test_every_machine_that_is_offered_can_run_its_tier(slug: str) -> None:
    """The machine with the least memory of each list: what the runtime leaves of it carries something."""
    graph = analysis(slug).graph
    for lever in shown(slug).model.levers:
        if isinstance(lever, Choice) and lever.name.startswith("machine."):
            least = min(lever.options.values(), key=lambda figures: figures[f"{lever.key}.ram"])
            needed = f"tiers.{lever.name.partition('.')[2]}.single.needed"
            assert graph.evaluate(least, [needed])[needed] is not None, lever.name


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_scripts_are_small_static_and_the_same_each_time(slug: str) -> None:
    text, common = shown(slug).model.script(), what_if_script()
    assert text == what_if(DesignView(analysis(slug).design, analysis(slug))).model.script()
    sizes = [len(gzip.compress(part.encode(), 9)) for part in (text, common)]
    assert sum(sizes) < PAGE_KB * 1000, sizes
    for word in ("eval(", "Function(", "import(", "innerHTML", "insertAdjacentHTML", "document.write"):
        assert word not in text + common, word


def test_every_figure_stands_on_the_page_without_a_script() -> None:
    found = shown("news-feed")
    page = BeautifulSoup(str(found.summary) + "".join(map(str, found.tables)), "html.parser")
    assert all(node.get_text(strip=True) for node in page.select("[data-figure]"))
    assert {int(node["data-figure"]) for node in page.select("[data-figure]")} <= set(
        range(len(found.model.live.figures))
    )
    form = BeautifulSoup(str(controls(found.model)), "html.parser").form
    assert form.has_attr("hidden"), "an input that does nothing is not shown"
    labels = {label["for"] for label in form.select("label")}
    assert labels == {field["id"] for field in form.select("input, select")}


def test_an_author_s_words_stay_words(tmp_path: Path) -> None:
    """A tier's name that would end the script, and be an element."""
    evil = "</script><img src=x onerror=alert(1)>"
    capacity = CAPACITY.replace("{machine: box,", f'{{machine: box, label: "{evil}",')
    design = load_design(write(tmp_path, capacity=capacity))
    found = what_if(DesignView(design, analyse(design)))
    script = found.model.script()
    assert "onerror" in script
    assert "</script" not in script and "<img" not in script
    page = BeautifulSoup(str(found.summary) + "".join(map(str, found.tables)), "html.parser")
    assert page.find("img") is None
    assert evil in page.get_text()


def test_a_small_design_has_its_page_too(tmp_path: Path) -> None:
    """One tier, nothing stated of copies, objectives or cost: load and targets move it."""
    design = load_design(write(tmp_path))
    names = [lever.name for lever in what_if(DesignView(design, analyse(design))).model.levers]
    assert names[0] == "load"
    assert "target.cpu" in names
