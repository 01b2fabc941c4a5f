"""The alternatives of a design as settings of its levers: what an author rejected, tried with one click.

An alternative that sets anything but levers changes which quantities there are: it stands evaluated in full
beside the design, and is no setting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nalsd.analysis.analysis import Analysis
from nalsd.analysis.levers import Choice, Lever
from nalsd.analysis.words import words


@dataclass(frozen=True)
class Preset:
    """An alternative."""

    label: str
    because: str
    settings: dict[str, float | str]
    """By the name of the lever, in base units; of a choice the name that is taken."""


def with_presets(
    analysis: Analysis, offered: Sequence[Lever | Choice]
) -> tuple[list[Lever | Choice], list[Preset]]:
    """The levers, each with room for what an alternative sets it to, and the alternatives that are settings.

    Only alternatives that were evaluated are looked at.
    """
    levers = {lever.name: lever for lever in offered}
    found = []
    for name, alternative in analysis.design.capacity.alternatives.items():
        other = analysis.alternatives.get(name)
        settings: dict[str, float | str] = {}
        for path, value in alternative.set.items():
            lever = next((each for each in levers.values() if path in _keys(each)), None)
            setting = _setting(lever, other, str(value))
            if lever is None or setting is None:
                break
            settings[lever.name] = setting
        else:
            for key, setting in settings.items():
                levers[key] = _with_room(levers[key], setting)
            found.append(
                Preset(str(alternative.label or words(name)), str(alternative.because or ""), settings)
            )
    return list(levers.values()), found


def _keys(lever: Lever | Choice) -> tuple[str, ...]:
    return lever.keys if isinstance(lever, Lever) else (lever.key,)


def _setting(lever: Lever | Choice | None, other: Analysis | None, written: str) -> float | str | None:
    """What a lever is set to; None where it cannot be."""
    if isinstance(lever, Choice):
        return written if written in lever.options else None
    value = other.graph.value(lever.ids[0]) if lever is not None and other is not None else None
    if (
        lever is None
        or not isinstance(value, float)
        or not value > 0
        or (lever.scale == "share" and value >= 1)
    ):
        return None
    return value


def _with_room(lever: Lever | Choice, setting: float | str) -> Lever | Choice:
    if isinstance(lever, Choice) or isinstance(setting, str):
        return lever
    return replace(lever, low=min(lever.low, setting), high=max(lever.high, setting))


__all__ = ["Preset", "with_presets"]
