"""How stages go together, for people: an outline of a structure, one step a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nalsd.physics.composition import Structure

_SAID = {
    "constant": "{0}, always",
    "exponential": "{0} on average, exponential",
    "uniform": "up to {0}, evenly",
    "lognormal": "{0} at the median, {1} at the 99th percentile, log-normal",
    "waiting": "for {0} of the requests a wait of {1} on average, exponential",
    "choice": "one of",
    "serial": "one after another",
    "together": "one after another, all slow at the same time",
    "correlated": "one after another, for {0} of the requests all slow at the same time",
    "repeated": "{0} times one after another",
    "scaled": "{0} times as long",
    "branch": "for {0} of the requests",
    "mixed": "either",
    "fastest": "side by side, until {0} of them have answered",
    "hedged": "the first answer of several, each sent {0} after the one before",
    "copies": "alike side by side, until {0} of {1} have answered",
    "quorum": "copies side by side, until {0} of {1} have answered",
}
"""What is said of each kind of structure, over its numbers in their order."""

_IN_SERIES = ("serial", "together", "correlated")


@dataclass(frozen=True)
class Step:
    """One line of an outline: what is said, and the steps that it is made of."""

    said: str
    """Each `{ID}` in it stands for the value of a quantity."""
    inside: tuple[Step, ...] = ()

    def filled(self, shown: Callable[[str], str]) -> tuple[str, list[str]]:
        """The line with the values of its quantities, and the ids of these."""
        ids = dict.fromkeys(_ID.findall(self.said))
        return _plain(_ID.sub(lambda found: shown(found[1]), self.said)), list(ids)

    def lines(self, depth: int = 0) -> Iterator[tuple[int, Step]]:
        """This step and those inside, in order, each with how deep it lies."""
        yield depth, self
        for step in self.inside:
            yield from step.lines(depth + 1)


_ID = re.compile(r"\{([^{}]+)\}")


_SHARE = re.compile(r"for ([^ ]+)% of the requests")

RARE = 1e-7
"""Percents, one in a billion: no percentile of a path asks for less."""


def _plain(said: str) -> str:
    """A line as people say it: what never happens with these values, what hardly ever does, and what once."""
    said = _SHARE.sub(_share, said)
    said = said.replace("for none of the requests all slow at the same time", "independent of each other")
    said = said.replace("for all of the requests all slow", "all slow")
    said = re.sub(r"^1x? times one after another", "once", said)
    return re.sub(r"until 1 of (\S+) have", r"until 1 of \1 has", said)


def _share(found: re.Match[str]) -> str:
    try:
        percent = float(found[1])
    except ValueError:
        return found[0]
    if 0 < percent < RARE:
        return "for fewer than one in a billion of the requests"
    return {0.0: "for none of the requests", 100.0: "for all of the requests"}.get(percent, found[0])


FEW = 3
"""Lines that are said again where they come again."""


def outline(structure: Structure) -> Step:
    """The outline of a structure whose numbers are ids of quantities; what comes again is said once."""
    return _once(_outlined(structure), set())


def _once(step: Step, said: set[Step]) -> Step:
    if step in said:
        return Step(f"{step.said}, as above")
    if len(list(step.lines())) > FEW:
        said.add(step)
    return Step(step.said, tuple(_once(part, said) for part in step.inside))


def _outlined(structure: Structure) -> Step:
    kind, *parts = structure
    numbers = [f"{{{part}}}" if isinstance(part, str) else f"{part:g}" for part in parts
               if not isinstance(part, tuple)]  # fmt: skip
    inside = tuple(_outlined(part) for part in parts if isinstance(part, tuple))
    if kind == "choice":
        times, shares = numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :]
        inside = tuple(Step(f"{time} for {s} of the requests") for time, s in zip(times, shares, strict=True))
    elif kind == "mixed":
        inside = (
            _around(f"for {numbers[0]} of the requests", inside[0]),
            _around("for the others", inside[1]),
        )
    elif kind == "quorum":
        inside = (_around("one of them here", inside[0]), _around("each of the others", inside[1]))
    elif kind in _IN_SERIES or len(inside) == 1:
        inside = tuple(part for step in inside for part in _parts(step))
    return Step(_SAID[kind].format(*numbers), inside)


def _around(said: str, step: Step) -> Step:
    return Step(said, _parts(step))


def _parts(step: Step) -> tuple[Step, ...]:
    """A series within a series, or as all that something is made of, needs no line of its own."""
    return step.inside if step.said == _SAID["serial"] else (step,)
