"""Sliders and choices of the What-if page, hidden until the script is there: they would be dead."""

from __future__ import annotations

from nalsd.analysis.levers import Choice, Lever
from nalsd.pages.html import Markup, element, slug
from nalsd.pages.whatif_model import Model
from nalsd.units import format_value

GROUPS = {
    "load": "Load",
    "copies": "Copies and zones",
    "policy": "Targets and hit ratios",
    "hardware": "Machines and nodes",
    "assumptions": "Assumptions",
}
OPEN = ("load", "copies", "policy")
STEPS = 1000
"""Positions of a slider whose range is not of whole numbers."""


def controls(model: Model) -> Markup:
    """The form with every input that moves something on the page."""
    groups = []
    for group, title in GROUPS.items():
        members = [(n, each) for n, each in enumerate(model.levers) if each.group == group]
        if members:
            fields = [_choice(n, e) if isinstance(e, Choice) else _slider(n, e) for n, e in members]
            summary = element("summary", title, " ", element("span", len(members), class_="nalsd-count"))
            groups.append(element("details", summary, fields, open=group in OPEN or len(model.levers) <= 8))
    bar = element(
        "div",
        element("button", "Reset all", type="button", class_="nalsd-reset", disabled=True),
        element("button", "Copy link", type="button", class_="nalsd-share"),
        element("span", "", class_="nalsd-copied", role="status"),
        class_="nalsd-whatif-bar",
    )
    return element(
        "form", bar, _presets(model), groups, class_="nalsd-levers", hidden=True, autocomplete="off",
        aria_label="Inputs of the design",
    )  # fmt: skip


def _presets(model: Model) -> Markup | None:
    """The alternatives that are settings of the levers, each a button."""
    if not model.presets:
        return None
    buttons = [
        element(
            "button", preset.label, type="button", class_="nalsd-preset", title=preset.because or None,
            aria_pressed="false", data_preset=number,
        )
        for number, preset in enumerate(model.presets)
    ]  # fmt: skip
    return element(
        "div", element("span", "Alternatives", id="w-alternatives"), buttons, class_="nalsd-presets",
        role="group", aria_labelledby="w-alternatives",
    )  # fmt: skip


def _slider(number: int, lever: Lever) -> Markup:
    id = f"w-{slug(lever.name)}"
    whole = lever.scale == "whole"
    shown = format_value(lever.value, lever.unit)
    ends = [format_value(lever.low, lever.unit), format_value(lever.high, lever.unit)]
    marks = ["0.1x", "1x", "10x", "100x", "1000x"] if lever.name == "load" else ends
    under = element(
        "span", [element("span", mark) for mark in marks], class_="nalsd-ends", aria_hidden="true"
    )
    return element(
        "div",
        element("label", lever.label, for_=id),
        element("output", shown, for_=id),
        _undo(lever.label),
        element(
            "input", type="range", id=id, min=f"{lever.low:g}" if whole else "0",
            max=f"{lever.high:g}" if whole else str(STEPS), step="1",
        ),
        under,
        class_="nalsd-lever", data_lever=number,
    )  # fmt: skip


def _choice(number: int, lever: Choice) -> Markup:
    id = f"w-{slug(lever.name)}"
    return element(
        "div",
        element("label", lever.label, for_=id),
        _undo(lever.label),
        element("select", element("option", lever.value, value=lever.value, selected=True), id=id),
        class_="nalsd-lever", data_lever=number,
    )  # fmt: skip


def _undo(label: str) -> Markup:
    return element(
        "button", "↺", type="button", class_="nalsd-undo", hidden=True, aria_label=f"Reset: {label}",
        title="As designed",
    )  # fmt: skip


__all__ = ["controls"]
