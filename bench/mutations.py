"""How many faults of the prose are found: one number, unit or operator changed at a time, or one input.

`python -m bench.mutations` changes the text of the designs in memory, asks the checks, and counts. The aim
holds for claims and sums that were right before, by x2, x10, another unit, or an input that changed while the
text stayed. Prints what survived.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nalsd.analysis import Analysis, analyse
from nalsd.checks.arithmetic import Verified, audit
from nalsd.checks.claims import Held
from nalsd.checks.rules.prose import DOUBT
from nalsd.designs import Design, Prose, load_catalogue
from nalsd.graph import Location

ROOT = Path(__file__).parents[1]
SEED = 20_260_501
AIM = 0.95
AIMED = ("x2", "x10", "unit", "input")
MOST_SUMS = 1_500
"""Mutations of sums that are tried, drawn from all of them."""
MOST_INPUTS = 10
"""Inputs of one design that are changed, each a whole analysis."""

NUMBER = re.compile(r"(?<![\w.,^{])\d[\d,]*(?:\{,\}\d{3})*(?:\.\d+)?(?![\d{])")
UNITS = {
    "GB": "MB", "MB": "GB", "TB": "GB", "PB": "TB", "kB": "MB", "KB": "MB", "KiB": "MiB", "MiB": "GiB",
    "GiB": "MiB", "Gbps": "Mbps", "Mbps": "Gbps", "ms": "s", "us": "ms", "min": "h", "h": "min",
    "GB/s": "MB/s", "MB/s": "GB/s",
}  # fmt: skip
UNIT = re.compile(
    r"(?<=[\d\s,}])(" + "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True)) + r")(?![\w/])"
)
OPERATORS = {"\\times": "/", "×": "/", " / ": " \\times ", " + ": " - ", " - ": " + ", " * ": " / "}


@dataclass(frozen=True)
class Mutant:
    """One change, and whether the checks find it."""

    kind: str
    of: str
    """`claim` or `sum`."""
    where: str
    before: str
    after: str
    found: bool


def numbers_changed(text: str, random_: random.Random) -> Iterator[tuple[str, str]]:
    """A text with one of its numbers, units or operators changed, each with the kind of change."""
    for match in NUMBER.finditer(text):
        digits = match[0].replace("{,}", "").replace(",", "")
        for kind, factor in (("x2", 2.0), ("x10", 10.0), ("+10%", 1.1)):
            yield (
                kind,
                text[: match.start()] + _as_before(match[0], float(digits) * factor) + text[match.end() :],
            )
        swapped = _swapped(match[0], random_)
        if swapped != match[0]:
            yield "digits", text[: match.start()] + swapped + text[match.end() :]
    for match in UNIT.finditer(text):
        yield "unit", text[: match.start()] + UNITS[match[0]] + text[match.end() :]
    for sign, other in OPERATORS.items():
        at = text.find(sign)
        if at >= 0:
            yield "operator", text[:at] + other + text[at + len(sign) :]


def _as_before(written: str, value: float) -> str:
    """A number with the decimals and the separators of another one."""
    decimals = len(written.partition(".")[2])
    if round(value, decimals) != value:
        decimals = max(decimals, 1)
    shown = f"{value:,.{decimals}f}" if "," in written else f"{value:.{decimals}f}"
    return shown.replace(",", "{,}") if "{,}" in written else shown


def _swapped(written: str, random_: random.Random) -> str:
    places = [i for i in range(len(written) - 1) if written[i].isdigit() and written[i + 1].isdigit()]
    places = [i for i in places if written[i] != written[i + 1] and not (i == 0 and written[1] == "0")]
    if not places:
        return written
    at = random_.choice(places)
    return written[:at] + written[at + 1] + written[at] + written[at + 2 :]


def claims(design: Design, analysis: Analysis, random_: random.Random) -> Iterator[Mutant]:
    """Every claim that holds, changed in each way."""
    for key, file in design.files.items():
        for claim in file.prose.claims:
            first = claim.span[0] + 1
            last = first + len(claim.text)

            def wrong(text: str, first=first, last=last, key=key, file=file) -> bool:
                whole = file.prose.text[:first] + text + file.prose.text[last:]
                prose = Prose(whole, file.prose.file, file.prose.first_line)
                other = replace(design, files={key: replace(file, prose=prose)})
                return bool(Held(other, analysis).findings)

            if not re.search(r"\d", claim.text) or wrong(claim.text):
                continue
            for kind, text in numbers_changed(claim.text, random_):
                if kind != "operator":
                    yield Mutant(kind, "claim", str(claim.location), claim.text, text, wrong(text))


def sums(design: Design, random_: random.Random) -> Iterator[Callable[[], Mutant]]:
    """Every sum that is right, changed in each way; judged when it is called."""
    for file in design.files.values():
        text = file.prose.text
        for found in audit(text):
            if found.verdict != "ok":
                continue
            start = text.rfind("\n\n", 0, found.start) + 1
            end = text.find("\n\n", found.end)
            before, behind = text[start : found.start], text[found.end : end if end >= 0 else len(text)]
            whole, at = text[found.start : found.end], file.prose.place(found.start)
            for kind, changed in numbers_changed(whole, random_):

                def judged(
                    kind=kind, changed=changed, whole=whole, before=before, behind=behind, place=at
                ) -> Mutant:  # fmt: skip
                    wrong = any(_told(v) for v in audit(before + changed + behind))
                    return Mutant(kind, "sum", str(place), whole, changed, wrong)

                yield judged


def _told(sum: Verified) -> bool:
    """Whether the check has a finding on a sum: N404, or N407 where it could be read otherwise too."""
    if sum.verdict == "mismatch":
        return True
    known = sum.verdict == "unverifiable" and sum.computed is not None and sum.claimed is not None
    return known and abs(sum.computed - sum.claimed) > DOUBT * max(abs(sum.computed), abs(sum.claimed))


def inputs(design: Design, analysis: Analysis, random_: random.Random) -> Iterator[Mutant]:
    """Inputs that claims depend on, doubled (shares halved), the text left alone."""
    graph = analysis.graph
    claimed = {c.quantity for f in design.files.values() for c in f.prose.claims if re.search(r"\d", c.text)}
    roots: Counter[str] = Counter()
    for id in claimed:
        if id in graph:
            roots.update({id, *graph.ancestors(id)})
    paths = [
        id
        for id in roots
        if isinstance(graph[id].source, Location)
        and re.fullmatch(r"assumptions\.\w+|workloads\.\w+\.(?:average|peak|request|response)", id)
        and hasattr(graph[id].given, "text")
    ]
    for id in random_.sample(sorted(paths), min(MOST_INPUTS, len(paths))):
        written = str(graph[id].given.text)
        factor = 0.5 if "%" in written else 2.0
        text = NUMBER.sub(lambda m, f=factor: _as_before(m[0], float(m[0].replace(",", "")) * f), written)
        other = design.changed({id: text})
        again = analyse(other, alternatives=False)
        if not any(again.graph.value(c) != graph.value(c) for c in claimed if c in graph):
            continue  # nothing that the text claims has changed
        found = bool(Held(other, again).findings)
        yield Mutant("input", "claim", str(graph[id].source), f"{id}: {written}", f"{id}: {text}", found)


def measure() -> list[Mutant]:
    """Every mutant that is tried."""
    random_ = random.Random(SEED)
    mutants: list[Mutant] = []
    later: list[Callable[[], Mutant]] = []
    for design in load_catalogue(ROOT / "designs").designs:
        analysis = analyse(design, alternatives=False)
        mutants += claims(design, analysis, random_)
        later += sums(design, random_)
        mutants += inputs(design, analysis, random_)
    chosen = random_.sample(later, min(MOST_SUMS, len(later)))
    return mutants + [judged() for judged in chosen]


def report(mutants: list[Mutant]) -> str:
    """The score by kind, whether the aim is reached, and the survivors of the kinds it is about."""
    total = Counter((m.of, m.kind) for m in mutants)
    found = Counter((m.of, m.kind) for m in mutants if m.found)
    lines = ["mutations of the prose that are found:"]
    for of, kind in sorted(total, key=lambda key: (key[0], key[1] not in AIMED, key[1])):
        share = found[of, kind] / total[of, kind]
        lines.append(f"  {of:5} {kind:8} {found[of, kind]:5} of {total[of, kind]:5}   {share:6.1%}")
    aimed = [m for m in mutants if m.kind in AIMED]
    survived = [m for m in aimed if not m.found]
    share = 1 - len(survived) / max(1, len(aimed))
    lines.append(f"  {', '.join(AIMED)} together {share:6.1%}   aim {AIM:.0%}")
    lines.append(f"survivors of these ({len(survived)}):")
    lines += [f"  {m.kind:5} {m.where}: {_one_line(m.before)}  ->  {_one_line(m.after)}" for m in survived]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else f"{text[:89]}…"


def main() -> int:
    """Measure and print; 1 when the aim is missed."""
    start = time.process_time()
    mutants = measure()
    print(report(mutants))
    print(f"  {len(mutants)} mutants in {time.process_time() - start:.0f} s")
    aimed = [m.found for m in mutants if m.kind in AIMED]
    return 0 if sum(aimed) >= AIM * len(aimed) else 1


if __name__ == "__main__":
    sys.exit(main())
