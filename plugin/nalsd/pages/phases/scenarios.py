"""Phase 6, a scenario: a card with what happens, what becomes of it in sentences, bars and figures."""

from __future__ import annotations

import re
from typing import Any

from nalsd.analysis.analysis import StressResult
from nalsd.analysis.words import title_of
from nalsd.designs import Value
from nalsd.graph import Quantity
from nalsd.pages.callouts import Tone, badge, chip, meter
from nalsd.pages.figures import mention
from nalsd.pages.html import Child, Markup, element, slug
from nalsd.pages.parts import Widget
from nalsd.pages.phases.iterations import lost
from nalsd.pages.phases.strains import picture_of
from nalsd.pages.scope import Scope
from nalsd.pages.view import DesignView, listed, lower_words, remark, words, written

TONES = {"survives": Tone.GOOD, "sheds": Tone.WARN, "fails": Tone.OVER}

ORDER = ("survives", "sheds", "fails")
"""Outcomes from the best to the worst."""

_FIGURE = re.compile(r"\[\]\(nalsd:([\w.]+)\)")


def card_anchor(name: object) -> str:
    """The anchor of a scenario's card."""
    return f"scenario-{slug(str(name))}"


def outcome_of(view: DesignView, name: str) -> str:
    """What becomes of a scenario."""
    result = view.analysis.stress.get(name)
    return result.outcome_in(view.graph) if result is not None else "unknown"


def outcome_badge(outcome: str) -> Markup:
    """The outcome in a word and a sign."""
    return badge(outcome if outcome in TONES else "not known", TONES.get(outcome, Tone.MUTED))


def compared(outcome: str, expected: str) -> str:
    """The outcome beside the one the author expects: as expected, worse, better; empty when unknown."""
    if outcome not in ORDER or expected not in ORDER:
        return ""
    step = ORDER.index(outcome) - ORDER.index(expected)
    return "as expected" if step == 0 else "worse than expected" if step > 0 else "better than expected"


def scenario_card(view: DesignView, name: str, scenario: Any) -> Widget:
    """The card of one scenario."""

    def make(scope: Scope) -> Markup:
        return _card(view, name, scenario, scope)

    return Widget("table", f"scenario-{name}", title_of(name, scenario), make)


def _card(view: DesignView, name: str, scenario: Any, scope: Scope) -> Markup:
    result = view.analysis.stress.get(name)
    expected = result.expect if result is not None else str(scenario.expect)
    outcome = outcome_of(view, name)
    against = compared(outcome, expected)
    tone = Tone.OVER if against.startswith("worse") else Tone.MUTED
    head = element(
        "p",
        element("strong", title_of(name, scenario)), " ", chip(words(scenario.word).lower()), " ",
        outcome_badge(outcome), " ",
        element("span", against or f"expected: {expected}", class_=f"nalsd-against nalsd-{tone.value}-text"),
        class_="nalsd-card-head",
    )  # fmt: skip
    facts = "; ".join(_facts(scenario))
    setting = element("p", facts[:1].upper() + facts[1:], ".", class_="nalsd-card-facts") if facts else None
    told = sentences(view, result, scope) if result is not None else None
    bars = _bars(view, result, scope) if result is not None else None
    figures = _figures(view, result, scope) if result is not None else None
    why = remark(scenario)
    inside = element("div", figures, bars, class_="nalsd-sides") if bars else figures
    return element(
        "div",
        head,
        setting,
        element("p", told, class_="nalsd-told") if told is not None else None,
        picture_of(view, result, scenario, scope) if result is not None else None,
        inside,
        element("p", why, class_="nalsd-card-facts") if why is not None else None,
        _links(view, result, scope) if result is not None else None,
        id=scope.unique(card_anchor(name)),
        class_=f"nalsd-card nalsd-scenario nalsd-edge-{TONES.get(outcome, Tone.MUTED).value}",
        data_search_exclude=True,
    )


def sentences(view: DesignView, result: StressResult, scope: Scope) -> Markup | None:
    """What is said of the outcome, its figures linked to where they come from."""
    text = result.verdict(view.graph)
    if not text:
        return None
    parts: list[Child] = []
    at = 0
    for found in _FIGURE.finditer(text):
        quantity = view.q(found[1])
        parts += [text[at : found.start()], mention(quantity, scope) if quantity is not None else "unknown"]
        at = found.end()
    return element("span", parts, text[at:])


def _figures(view: DesignView, result: StressResult, scope: Scope) -> Markup | None:
    """The figures that tell what happens, in order."""
    found = [quantity for id in result.story if (quantity := view.q(id)) is not None]
    rows = [element("div", element("dt", _name(result, q)), element("dd", mention(q, scope))) for q in found]
    return element("dl", rows, class_="nalsd-story") if rows else None


def _name(result: StressResult, quantity: Quantity) -> str:
    """What a figure is called on the card of its scenario."""
    label = quantity.label.removeprefix(f"{words(result.name)}, ")
    return label[:1].upper() + label[1:]


def _bars(view: DesignView, result: StressResult, scope: Scope) -> Markup | None:
    """How full the tiers and limits are that it reaches."""
    rows: list[tuple[float, str, Quantity]] = []
    for kind, names in (("tiers", result.tiers), ("limits", list(view.design.capacity.limits))):
        for name in names:
            share = view.q(f"stress.{result.name}.{kind}.{name}.utilisation")
            if share is None or not isinstance(share.value, float):
                continue
            title = view.called(name) if kind == "tiers" else f"Limit {lower_words(name)}"
            if region := view.word(f"stress.{result.name}.{kind}.{name}.region"):
                title = f"{title} in {region}"
            rows.append((share.value, title, share))
    if not rows:
        return None
    rows.sort(key=lambda row: -row[0])
    most = rows[0][0]
    lines = [
        element(
            "div",
            element("dt", title),
            element("dd", meter(share, scale=most), " ", mention(share, scope)),
        )
        for _, title, share in rows
    ]
    return element("dl", lines, class_="nalsd-bars", aria_label="How full it gets")


def _links(view: DesignView, result: StressResult, scope: Scope) -> Markup:
    """Where every figure of it stands with its derivation, and what is not known."""
    count = len(view.graph.ids(f"stress.{result.name}."))
    unknown = f"Not known: {listed(result.unknown)}. " if result.unknown else ""
    where = scope.href(result.outcome)
    link = element("a", "how the outcome comes about", href=where) if where else None
    return element(
        "p", unknown, "See ", link, f", with all {count} figures of this scenario.", class_="nalsd-card-facts"
    )


def _facts(scenario: Any) -> list[str]:
    """Every key of a scenario in words."""
    found = []
    for field, info in type(scenario).model_fields.items():
        value = getattr(scenario, field)
        if field in ("label", "kind", "expect", "note", "because", "source") or value is None or value == []:
            continue
        name = words(info.alias or field).lower()
        if field == "lose":
            found.append(f"loses {lost(value)}")
        elif field == "trigger":
            parts_of = [
                f"loss of {lost(value.lose)}" if value.lose else "",
                f"of {_named(value.of)}" if value.of else "",
                f"for {written(value.for_)}" if value.for_ else "",
            ]
            found.append(f"set off by {' '.join(p for p in parts_of if p)}")
        elif isinstance(value, Value):
            found.append(f"{name} {written(value)}")
        elif isinstance(value, bool):
            found.append(name if value else f"no {name}")
        elif isinstance(value, list):
            found.append(f"{name}: {', then '.join(map(_named, value))}")
        else:
            found.append(f"{name} {_named(value)}")
    return found


def _named(value: Any) -> str:
    """What a key names, without its family: `ad id` of `workloads.ad_id`."""
    text = str(value)
    return text.rpartition(".")[2].replace("_", " ") if re.fullmatch(r"[a-z_]+(\.\w+)*", text) else text


__all__ = [
    "ORDER", "TONES", "card_anchor", "compared", "outcome_badge", "outcome_of", "scenario_card", "sentences",
]  # fmt: skip
