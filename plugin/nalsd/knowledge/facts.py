"""One figure with its source, as written by a person and read by `nalsd.units` when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nalsd.graph.source import CONFIDENCE, Citation
from nalsd.units import STANDARD, Literal, Range, Unit

UNKNOWN = "unknown"


@dataclass(frozen=True, eq=False)
class Fact:
    """A figure: what it is called, how it is written, where it comes from."""

    name: str
    """Dotted name, such as `network.tcp_header` or `aws/i4i.8xlarge.ram`."""
    text: str
    """As written: "18.75 Gbps", or a range "36k .. 74k .. 146k op/s/core"."""
    source: Citation
    about: str = ""
    """What it is, and under which conditions it holds."""

    @cached_property
    def quantity(self) -> Literal | Range:
        """The figure as `nalsd.units` reads it."""
        return STANDARD.value(self.text)

    @property
    def value(self) -> float:
        """In base units; of a range its median."""
        return self.quantity.median

    @property
    def unit(self) -> Unit:
        """The unit it is written in."""
        return self.quantity.unit

    @property
    def estimated(self) -> bool:
        """Whether it is an estimate or from general knowledge, and not a published figure."""
        return self.source.confidence in ("E", "M", None)

    @property
    def confidence(self) -> str:
        """What its confidence mark means, spelled out."""
        return CONFIDENCE.get(self.source.confidence or "", "no mark given")

    def __str__(self) -> str:
        return self.text


def citation(table: Mapping[str, Any], confidence: str | None = None) -> Citation:
    """A source as declared in a data file, with the confidence of the figure that uses it."""
    return Citation(table["text"], table.get("url"), table.get("date"), confidence or table.get("confidence"))


def fact(name: str, entry: Mapping[str, Any], sources: Mapping[str, Any]) -> Fact | None:
    """A figure declared as `{value = ..., source = ..., confidence = ..., about = ...}`; None when it is
    unknown.
    """
    if entry["value"] == UNKNOWN:
        return None
    return Fact(
        name,
        entry["value"],
        citation(sources[entry["source"]], entry.get("confidence")),
        entry.get("about", ""),
    )
