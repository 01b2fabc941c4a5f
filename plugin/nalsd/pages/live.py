"""Figures that a script moves: each is printed as it stands, and numbered so that the script finds it."""

from __future__ import annotations

from dataclasses import dataclass, field

from nalsd.graph import Graph, Quantity
from nalsd.pages.callouts import share_tone
from nalsd.pages.figures import body, printed
from nalsd.pages.html import Markup, element
from nalsd.pages.view import lower_words
from nalsd.units import Unit


@dataclass
class Live:
    """The moving figures of one page, in the order in which they came."""

    graph: Graph
    words: dict[str, str] = field(default_factory=dict)
    """What categories are called."""
    figures: dict[str, int] = field(default_factory=dict)
    """Ids of quantities, each with its number."""

    def number(self, id: str) -> int:
        """The number of a quantity."""
        return self.figures.setdefault(id, len(self.figures))

    def optional(self, id: str) -> int | None:
        """The number of a quantity that the design may not have."""
        return self.number(id) if id in self.graph else None

    @property
    def units(self) -> list[Unit | None]:
        """The unit of each figure; None for a category."""
        return [None if isinstance(self.graph.value(id), str) else self.graph[id].unit for id in self.figures]

    def figure(self, id: str) -> Markup | None:
        """A figure; None when the design has no such quantity."""
        quantity = self.graph.get(id)
        if quantity is None:
            return None
        return element("span", self._shown(quantity), class_="nalsd-live", data_figure=self.number(id))

    def meter(self, share: str, target: str | None) -> Markup | None:
        """A small bar of a share with a mark at its target, and the figure beside it."""
        if share not in self.graph:
            return None
        value = self.graph.value(share)
        goal = self.graph.value(target) if target is not None else None
        number = value if isinstance(value, float) else 0.0
        full = max(1.0, number)
        mark, places = "-16px", [self.number(share)]
        if target is not None and isinstance(goal, float):
            mark = _percent(goal / full)
            places.append(self.number(target))
        style = f"background-size:2px 100%,{_percent(number / full)} 100%;background-position:{mark} 0,0 0"
        bar = element(
            "span", class_=f"nalsd-level nalsd-{share_tone(value, goal).value}", style=style,
            data_meter=",".join(map(str, places)), aria_hidden="true",
        )  # fmt: skip
        return element("span", self.figure(share), bar, class_="nalsd-gauged")

    def _shown(self, quantity: Quantity) -> Markup:
        if isinstance(quantity.value, str):
            return element("span", self.word(quantity.value), class_="nalsd-word")
        return body(printed(quantity), aside=False)

    def word(self, category: str) -> str:
        """What a category is called."""
        return self.words.get(category) or lower_words(category)


def _percent(share: float) -> str:
    return f"{max(0.0, min(1.0, share)) * 100:.4g}%"


__all__ = ["Live"]
