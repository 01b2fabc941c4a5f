"""`python -m bench.uncertainty`: what 4,096 samples of a whole design cost, beside a planner that simulates.

Processor time after all imports, so that other work on the machine does not count. The peer is
service-capacity-modeling 0.3.212, planning the Cassandra example of its README with 512 simulations; it lives
in an environment of its own, below bench/work, and is needed for nothing else. It takes minutes.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from nalsd.analysis import analyse
from nalsd.analysis.uncertainty import SAMPLES, ranges_of, uncertainty
from nalsd.analysis.uncertainty.sampler import Samples
from nalsd.analysis.uncertainty.scaling import kept_ids, scaling
from nalsd.analysis.uncertainty.tornado import headline_ids, tornadoes
from nalsd.designs import load_design

ROOT = Path(__file__).parents[1]
PEER = ROOT / "bench" / "work" / "peer" / "bin" / "python"
VERSION = "0.3.212"
SIMULATIONS = 512
RUNS, AIM_MS = 7, 100

EXAMPLE = f"""
import time
from service_capacity_modeling.capacity_planner import planner
from service_capacity_modeling.interface import CapacityDesires, DataShape, Interval, QueryPattern

rate = Interval(low=1000, mid=10000, high=100000, confidence=0.9)
desires = CapacityDesires(
    service_tier=1,
    query_pattern=QueryPattern(estimated_read_per_second=rate, estimated_write_per_second=rate),
    data_shape=DataShape(estimated_state_size_gib=Interval(low=100, mid=100, high=1000, confidence=0.9)),
)
start = time.process_time()  # the models are registered by the import
planner.plan(model_name="org.netflix.cassandra", region="us-east-1", desires=desires,
             simulations={SIMULATIONS}, num_results=3)
print(time.process_time() - start)
"""


def milliseconds(work: Callable[[], object]) -> float:
    """Median processor time, after one run to warm up."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1e3


def peer(python: Path) -> float | None:
    """Seconds of processor time of the example, minutes in all; None, and why, where it cannot run."""
    how = (
        f"  to compare: {sys.executable} -m venv {PEER.parents[1]}\n"
        f"              {PEER.parent / 'pip'} install service-capacity-modeling=={VERSION}"
    )
    if not python.exists():
        print(f"service-capacity-modeling {VERSION}: not installed in {python.parents[1]}\n{how}")
        return None
    done = subprocess.run([python, "-W", "ignore", "-c", EXAMPLE], capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip() or "it failed").splitlines()[-1]
        print(f"service-capacity-modeling {VERSION}: {reason}\n{how}")
        return None
    return float(done.stdout.split()[-1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", type=Path, default=PEER, help="the Python that has the peer installed")
    arguments = parser.parse_args()
    other = peer(arguments.peer)
    if other is not None:
        print(f"service-capacity-modeling {VERSION}, {SIMULATIONS} simulations of its README: {other:.2f} s")
    print(f"{SAMPLES:,} samples, medians of {RUNS}, processor ms after import (aim {AIM_MS}):")
    print(f"  {'design':<22}{'varying':>9}{'samples':>9}{'summed up':>11}{'headline':>10}{'tornado':>9}"
          f"{'ladder':>8}{'ratio a simulation':>20}")  # fmt: skip
    for folder in sorted(path for path in (ROOT / "designs").iterdir() if path.is_dir()):
        analysis = analyse(load_design(folder), alternatives=False)
        graph = analysis.graph
        graph.resolve()
        run = Samples(graph, ranges_of(graph), lambda quantity, values, gone, ranks: None)
        headline = [*headline_ids(graph), *kept_ids(graph)]
        sampled = milliseconds(run.run)
        whole = milliseconds(lambda graph=graph: uncertainty(graph))
        few = milliseconds(lambda graph=graph, ids=headline: uncertainty(graph, only=ids))
        blades = milliseconds(lambda graph=graph: tornadoes(graph))
        steps = milliseconds(lambda analysis=analysis: scaling(analysis))
        ratio = "" if other is None else f"{other / SIMULATIONS * SAMPLES / (whole / 1e3):,.0f}x"
        row = f"  {folder.name:<22}{len(run.order):>9,}{sampled:>9.0f}{whole:>11.0f}{few:>10.0f}"
        print(f"{row}{blades:>9.0f}{steps:>8.0f}{ratio:>20}")


if __name__ == "__main__":
    main()
