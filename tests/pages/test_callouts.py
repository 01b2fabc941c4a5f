"""Verdict, bottleneck, chips and notes: never by colour alone, always linked."""

from __future__ import annotations

import pytest

from nalsd.graph import Graph
from nalsd.pages import callouts
from nalsd.pages.callouts import Tone
from nalsd.pages.scope import Scope
from tests.pages.conftest import soup, well_formed


def test_the_bottleneck_names_what_binds_and_links_its_figures(graph: Graph, scope: Scope) -> None:
    scope.place("share")
    made = callouts.bottleneck(
        "Network binds first", scope, share=graph["share"], target=graph["target"],
        facts=(("machines", graph["tiers.log.nodes"]), ("grows by", "nothing")), because="The NIC is small.",
    )  # fmt: skip
    well_formed(made)
    page = soup(made)
    assert page.aside["aria-label"] == "Bottleneck"
    assert page.find(class_="nalsd-headline").get_text() == "Network binds first"
    assert page.find(class_="nalsd-gauge").get_text() == "45.8% busy, target 70%"
    assert page.find("a")["href"] == "#q-share"
    assert [dd.get_text() for dd in page.find_all("dd")] == ["4 nodes", "nothing"]


@pytest.mark.parametrize(
    ("share", "target", "tone"),
    [
        (0.5, 0.6, Tone.GOOD),
        (0.6, 0.6, Tone.GOOD),
        (0.7, 0.6, Tone.WARN),
        (1.0, 0.6, Tone.WARN),
        (1.2, 0.6, Tone.OVER),
        (None, 0.6, Tone.MUTED),
        ("network", 0.6, Tone.MUTED),
        (0.9, None, Tone.GOOD),
    ],
)
def test_tones_follow_target_and_full(share: object, target: object, tone: Tone) -> None:
    assert callouts.share_tone(share, target) is tone


def test_a_meter_is_full_at_most_and_marks_its_target(graph: Graph) -> None:
    graph["share"].value = 2.0
    bar = soup(callouts.meter(graph["share"], graph["target"])).span
    assert bar.find(class_="nalsd-fill")["style"] == "width:100%"
    assert bar.find(class_="nalsd-mark")["style"] == "left:35%"
    assert bar["aria-hidden"] == "true"
    assert callouts.meter(graph["lost"]) is None


def test_a_verdict_is_a_word_with_a_sign(graph: Graph, scope: Scope) -> None:
    line = callouts.verdict_line(
        "Overloaded", Tone.OVER, "The log needs ", callouts.mention(graph["tiers.log.nodes"], scope), "."
    )
    assert soup(line).get_text() == "✕ Overloaded The log needs 4 nodes."


def test_what_is_not_computed_says_so() -> None:
    assert (
        soup(callouts.not_computed("Latency.", "Needs <paths>.")).get_text()
        == "Not computed yet. Latency. Needs <paths>."
    )
    assert soup(callouts.not_applicable("keeps no data")).get_text() == "Does not apply: keeps no data"


def test_status_chips_cannot_be_broken() -> None:
    assert "nalsd-muted" in callouts.status_chip("draft")
    assert callouts.status_chip("<b>") == '<span class="nalsd-chip nalsd-plain">&lt;b&gt;</span>'
