"""What if: JavaScript against Python, quantity by quantity, and the time from a slider to its figures.

`python -m bench.whatif` does both in full; the tests take a few cases of the first from here.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.browser import browser, served
from nalsd.analysis import Analysis, analyse
from nalsd.analysis.levers import moved, scaled
from nalsd.designs import load_design
from nalsd.graph import Graph
from nalsd.graph.expr import Op, walk
from nalsd.graph.program import LOAD, Program, evaluator, program
from nalsd.physics.scripted import laws_script

ROOT = Path(__file__).parents[1]
CASES = 1000
KINDS = {"random": False, "round": True}
"""Kinds of inputs, and whether they are the round numbers that people write."""
AT_ONCE = 100
"""Cases of one run of JavaScript."""
NEAR = 1e-12
EXACT = frozenset(
    {
        "add", "sub", "mul", "div", "neg", "min", "max", "ceil", "floor", "abs", "sqrt", "lt", "le", "gt",
        "ge", "eq", "both", "either", "negate", "where", "sum", "iterate", "solve", "argmax", "lookup",
    }
)  # fmt: skip
"""Operations of which IEEE 754, or nothing but comparing, leaves no choice of the result."""

LOADS = (0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
RUN = """
const machine = nalsdProgram(MODEL), first = machine.values.slice(), inputs = Object.entries(INPUT.inputs);
const OUTPUT = INPUT.cases.map(([given, load]) => {
  for (const [id, slot] of inputs) machine.set(slot, id in given ? given[id] : first[slot]);
  machine.set(INPUT.load, load);
  machine.run();
  return INPUT.slots.map((slot) => machine.values[slot]);
});
"""

Case = tuple[dict[str, float], float]
"""Inputs with other values, and the load's factor."""

Runner = Callable[[str, Any], list[list[Any]]]
"""Runs a script that leaves `OUTPUT`; the data is what it finds as `INPUT`."""


@dataclass
class Outcome:
    """What the comparison of one design found."""

    quantities: int = 0
    exact: int = 0
    """Values that had to agree to the last bit."""
    near: int = 0
    worst: float = 0.0
    """Largest relative difference of the others."""
    missing: int = 0
    """Values that neither has."""
    wrong: list[tuple[str, Any, Any]] = field(default_factory=list)


def in_node(script: str, data: Any) -> list[list[Any]]:
    """The script in Node."""
    text = f"const INPUT = {json.dumps(data)};\n{script}\nconsole.log(JSON.stringify(OUTPUT));"
    program = shutil.which("node")
    if program is None:
        raise FileNotFoundError("node is not installed")
    done = subprocess.run([program, "-"], input=text, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout)


def stated(graph: Graph) -> list[str]:
    """Every number that is stated and not computed."""
    return [q.id for q in graph if not q.computed and isinstance(q.value, float)]


def cases(graph: Graph, number: int, round_ones: bool, seed: int) -> list[Case]:
    """Inputs at random, some at a time: between half and double, or the round numbers that people write."""
    draw = random.Random(seed)
    ids, found = stated(graph), []
    for _ in range(number):
        given = {}
        for id in draw.sample(ids, max(1, len(ids) // 8)):
            value = graph.value(id) * math.exp(draw.uniform(-0.7, 0.7))
            if round_ones:
                value = float(f"{value:.{draw.choice((0, 0, 1))}e}")
            given[id] = float(round(value)) if graph[id].role == "count" else value
        load = draw.choice(LOADS) if round_ones else 10 ** draw.uniform(-1, 3)
        found.append((given, load))
    return found


def exact_ids(graph: Graph) -> set[str]:
    """Quantities of which nothing but exact operations stand anywhere in the derivation."""
    inexact: set[str] = set()
    graph.resolve()
    waiting = {q.id: q for q in graph}

    def own(id: str) -> bool:
        quantity = waiting[id]
        if quantity.formula is not None:
            if quantity.formula.native is not None:
                return False
            trace = quantity.formula.trace(quantity.inputs)
            parts = [*trace.outputs.values(), *(condition for condition, _ in trace.guards)]
        else:
            parts = [quantity.expr] if quantity.expr is not None else []
        return all(node.name in EXACT for part in parts for node in walk(part) if isinstance(node, Op))

    inexact.update(id for id in waiting if not own(id))
    grown = True
    while grown:
        more = {id for id, q in waiting.items() if id not in inexact and inexact.intersection(q.depends_on)}
        grown = bool(more)
        inexact |= more
    return set(waiting) - inexact


def compare(analysis: Analysis, todo: Sequence[Case], run: Runner = in_node) -> Outcome:
    """Every quantity of a design, for each case, in JavaScript and in Python."""
    graph = analysis.graph
    made: Program = program(graph, stated(graph), None, scaled(graph))
    script = f"{evaluator()}{laws_script()}const MODEL = {made.script()};{RUN}"
    ids = list(made.slots)
    data = {"inputs": made.inputs, "load": made.inputs[LOAD], "slots": list(made.slots.values())}
    exact, outcome = exact_ids(graph), Outcome(quantities=len(ids))
    parts = [todo[at : at + AT_ONCE] for at in range(0, len(todo), AT_ONCE)]
    found = [values for part in parts for values in run(script, {**data, "cases": part})]
    for (given, load), theirs in zip(todo, found, strict=True):
        ours = moved(graph, given, load)
        for id, value in zip(ids, theirs, strict=True):
            number = isinstance(value, int) and not isinstance(value, bool)
            _judge(outcome, id, ours.get(id), float(value) if number else value, id in exact)
    return outcome


def _judge(outcome: Outcome, id: str, ours: Any, theirs: Any, exact: bool) -> None:
    if ours is None and theirs is None:
        outcome.missing += 1
        return
    same = ours == theirs and isinstance(ours, bool) == isinstance(theirs, bool)
    if exact or same:
        outcome.exact += exact
        outcome.near += not exact
        if not same:
            outcome.wrong.append((id, ours, theirs))
        return
    outcome.near += 1
    if not isinstance(ours, float) or not isinstance(theirs, float):
        outcome.wrong.append((id, ours, theirs))
        return
    off = abs(ours - theirs) / max(abs(ours), sys.float_info.min)
    outcome.worst = max(outcome.worst, off)
    if off > NEAR:
        outcome.wrong.append((id, ours, theirs))


WATCH = """() => {
  const root = document.getElementById("nalsd-whatif"), times = window.sliderTimes = [];
  let from = 0;
  window.addEventListener("input", () => { from ||= performance.now(); }, true);
  root.addEventListener("painted", () => {
    const { port1, port2 } = new MessageChannel(), start = from;
    from = 0;
    // Told after the frame in which the figures are laid out and painted.
    port1.onmessage = () => times.push(performance.now() - start);
    requestAnimationFrame(() => port2.postMessage(null));
  });
}"""
"""Notes the milliseconds from each input to the frame that shows its figures."""


def drag(page: Any, moves: int = 150) -> list[float]:
    """The times while a pointer drags the load's slider to and fro; the first are left out."""
    page.evaluate(WATCH)
    box = page.locator("#w-load").bounding_box()
    across, down = box["x"] + box["width"] * 0.26, box["y"] + box["height"] / 2
    page.mouse.move(across, down)
    page.mouse.down()
    for step in range(moves):
        page.mouse.move(across + 40 * math.sin(step / 8) + step % 3, down)
        page.wait_for_timeout(5)
    page.mouse.up()
    return page.evaluate("window.sliderTimes")[moves // 5 :]


def slider(site: Path, slug: str) -> list[float]:
    """The times of a slider that is dragged, in Chromium, on a built site."""
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{served(site)}designs/{slug}/what-if/", wait_until="load")
        return drag(page)


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("designs", nargs="*", help="names of designs; all of them where none is given")
    parser.add_argument("--cases", type=int, default=CASES, help="inputs of each kind")
    parser.add_argument("--kind", choices=list(KINDS), help="one kind alone, to run in parts")
    parser.add_argument("--seed", type=int, default=12, help="other inputs of the same kind")
    chosen = parser.parse_args(words)
    kinds = [chosen.kind] if chosen.kind else list(KINDS)
    failed, largest = False, ("", 0)
    print(f"what if: {chosen.cases} {' and as many '.join(kinds)} inputs each, JavaScript against Python:")
    for folder in sorted(path for path in (ROOT / "designs").iterdir() if path.is_dir()):
        if chosen.designs and folder.name not in chosen.designs:
            continue
        analysis = analyse(load_design(folder), alternatives=False)
        largest = max(largest, (folder.name, len(analysis.graph)), key=lambda pair: pair[1])
        for kind in kinds:
            start = time.perf_counter()
            found = compare(analysis, cases(analysis.graph, chosen.cases, KINDS[kind], chosen.seed))
            failed |= bool(found.wrong)
            took = time.perf_counter() - start
            print(
                f"  {folder.name:22} {kind:6} {found.quantities:5} quantities, {found.exact:>9,} values to "
                f"the last bit, {found.near:>9,} within {found.worst:.1e}, {found.missing:>8,} without one, "
                f"{len(found.wrong)} wrong   {took:5.0f} s",
                flush=True,
            )
            for line in found.wrong[:5]:
                print("     ", *line)
    site = ROOT / "bench" / "work" / "site"
    if not chosen.kind and (site / "designs" / largest[0] / "what-if").is_dir():
        times = slider(site, largest[0])
        print(f"  slider of {largest[0]}: {statistics.median(times):.1f} ms to the figures, aim 16 ms")
    sys.exit(failed)


if __name__ == "__main__":
    main()
