"""What the script of a design's What-if page knows: program, inputs, how verdicts come about."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from nalsd.analysis import LABELS
from nalsd.analysis.levers import Choice, Lever, levers, scaled
from nalsd.analysis.presets import Preset, with_presets
from nalsd.analysis.words import title_of
from nalsd.graph.program import Program, program
from nalsd.pages.formats import format_of
from nalsd.pages.live import Live
from nalsd.pages.view import DesignView
from nalsd.physics.waiting import NO_STEADY_STATE
from nalsd.units import Unit

SATURATED = (NO_STEADY_STATE,)
"""What formulas say where a queue never comes to rest."""

TIMED = ("latency", "freshness")
"""Objectives of which less is better."""


class Model:
    """The inputs of a design that move something on the page, and the program that computes it."""

    def __init__(self, view: DesignView, live: Live) -> None:
        """`live` has every figure that the page shows."""
        self.view, self.live = view, live
        self.verdict = _verdict(view, live)
        self.tiers = [
            {
                "name": title_of(name, tier),
                **self._figures(f"tiers.{name}.single", "bottleneck", "overload", "nodes"),
            }
            for name, tier in view.design.capacity.tiers.items()
        ]
        self.objectives = [
            {
                "timed": slo.objective in TIMED,
                **self._figures(f"slos.{name}", "met", "margin", "reached", "target"),
            }
            for name, slo in view.design.slo.slos.items()
        ]
        offered, presets = with_presets(view.analysis, levers(view.analysis))
        ids = [id for each in offered for id in _moves(each)]
        self.program: Program = program(view.graph, ids, live.figures, scaled(view.graph))
        self.levers = [each for each in offered if any(id in self.program.inputs for id in _moves(each))]
        names = {each.name for each in self.levers}
        self.presets = [preset for preset in presets if names.issuperset(preset.settings)]

    def _figures(self, id: str, *parts: str) -> dict[str, int | None]:
        """The numbers of some figures of one thing; None for those that the design does not have."""
        return {part: self.live.optional(f"{id}.{part}") for part in parts}

    def script(self) -> str:
        """The design's own script: it hands what it knows to the script that all designs share."""
        units: list[list[Any]] = []
        figures = []
        for id, unit in zip(self.live.figures, self.live.units, strict=True):
            figures.append(
                [self.program.slots[id], _place(units, format_of(unit)) if unit is not None else -1]
            )
        tables: list[dict[str, Any]] = []
        known = {
            "figures": figures,
            "levers": [self._lever(each, units, tables) for each in self.levers],
            "presets": [self._preset(each) for each in self.presets],
            "units": units,
            "tables": tables,
            "words": {**LABELS, **self.live.words},
            "verdict": self.verdict,
            "tiers": self.tiers,
            "objectives": self.objectives,
            "saturated": SATURATED,
        }
        text = _json(known)
        return f"nalsdWhatIf((N, nalsdLaws) => ({{model: {text}, program: {self.program.script()}}}));\n"

    def _lever(self, lever: Lever | Choice, units: list[Any], tables: list[Any]) -> dict[str, Any]:
        slots = self.program.inputs
        if isinstance(lever, Lever):
            return {
                "name": lever.name, "label": lever.label,
                "slots": [slots[i] for i in lever.ids if i in slots],
                "value": lever.value, "low": lever.low, "high": lever.high, "scale": lever.scale,
                "unit": _place(units, format_of(self._unit(lever))),
            }  # fmt: skip
        names = list(lever.options)
        fields = list(dict.fromkeys(id for figures in lever.options.values() for id in figures))
        rows = [[figures.get(id) for id in fields] for figures in lever.options.values()]
        table = _place(tables, {"names": names, "rows": rows})
        return {
            "name": lever.name, "label": lever.label, "value": lever.value, "table": table,
            "slots": [slots.get(id, -1) for id in fields],
        }  # fmt: skip

    def _preset(self, preset: Preset) -> list[list[Any]]:
        """The number of each lever that it sets, and to what."""
        places = {lever.name: number for number, lever in enumerate(self.levers)}
        return [[places[name], setting] for name, setting in preset.settings.items()]

    def _unit(self, lever: Lever) -> Unit | str:
        return self.view.graph.units.unit(lever.unit) if isinstance(lever.unit, str) else lever.unit


def _moves(lever: Lever | Choice) -> Iterable[str]:
    if isinstance(lever, Lever):
        return lever.ids
    return dict.fromkeys(id for figures in lever.options.values() for id in figures)


def _place(items: list[Any], item: Any) -> int:
    """The place of an item in a list, where it is put when it is not there yet."""
    if item not in items:
        items.append(item)
    return items.index(item)


def _verdict(view: DesignView, live: Live) -> dict[str, Any]:
    """What `Analysis.verdict` looks at: figures that are over beyond 1, and those that must be known."""
    tiers = view.analysis.tiers
    over = [
        [live.number(id), title_of(name, view.design.capacity.tiers[name])]
        for name in tiers
        for at in (".single", "")
        if (id := f"tiers.{name}{at}.overload") in view.graph
    ]
    exceeded = [
        [live.number(id), live.words.get(f"limit {name}", name).removeprefix("limit ")]
        for name in view.design.capacity.limits
        if (id := f"limits.{name}.utilisation") in view.graph
    ]
    asked = [f"tiers.{name}.single.nodes" for name in tiers]
    asked += [f"tiers.{name}.single.needed" for name, tier in tiers.items() if tier.resources]
    return {
        "over": over,
        "exceeded": exceeded,
        "known": [live.number(id) for id in asked if id in view.graph],
        "unknown": any(t.unknown for t in tiers.values()) or any(id not in view.graph for id in asked),
    }


def _json(value: Any) -> str:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


__all__ = ["Model"]
