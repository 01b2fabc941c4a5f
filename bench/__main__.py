"""`make bench`: medians of several runs, each in a new process, and what they mean beside each other.

The machine's speed cancels out in the ratios; the seconds are for the machine at hand.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench import arithmetic
from bench.freeze import freeze

ROOT = Path(__file__).parents[1]
WORK = ROOT / "bench" / "work"
BIN = Path(sys.executable).parent
CHECK_RUNS, BUILD_RUNS, ANALYSIS_RUNS = 9, 3, 5
CHECK_AIM_S, BUILD_AIM, ANALYSIS_AIM_MS = 0.6, 1.3, 100
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


def seconds(*command: object, cwd: Path = ROOT, may_fail: bool = False) -> float:
    """Wall time of one run; a run that fails ends the benchmark, for its time would mean nothing."""
    start = time.perf_counter()
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, env={**os.environ, **QUIET}
    )
    taken = time.perf_counter() - start
    if done.returncode not in ((0, 1) if may_fail else (0,)):
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return taken


def rounds(runs: int, *jobs: tuple[object, ...]) -> list[float]:
    """The median of each job, the jobs taking turns so that a busy moment hits them alike."""
    times: list[list[float]] = [[] for _ in jobs]
    for turn in range(runs + 1):
        for place, (options, *command) in enumerate(jobs):
            taken = seconds(*command, **options)
            if turn:  # the first round only warms the disk's cache
                times[place].append(taken)
    return [statistics.median(each) for each in times]


FIRST = """
import gc, sys, time
from pathlib import Path
from nalsd.analysis import analyse
from nalsd.cli.app import COLLECTIONS
from nalsd.designs import load_design

gc.set_threshold(*COLLECTIONS)
design = load_design(Path(sys.argv[1]))
start = time.process_time()
analyse(design, alternatives=False)
print(time.process_time() - start)
"""


def first(folder: Path) -> float:
    """CPU milliseconds of the first analysis of a process: machines are read, laws of latency composed."""
    runs = (
        subprocess.run([sys.executable, "-c", FIRST, folder], capture_output=True, text=True, check=True)
        for _ in range(ANALYSIS_RUNS)
    )
    return min(float(run.stdout) for run in runs) * 1000


def analysing(folder: Path) -> float:
    """CPU milliseconds of one analysis of a design, all phases and its paths; the best of several.

    The first run reads the catalogue of machines and composes the laws of latency, which are remembered; what
    formulas gave is forgotten before each run.
    """
    from nalsd.analysis import analyse
    from nalsd.cli.app import COLLECTIONS
    from nalsd.designs import load_design
    from nalsd.graph import results

    gc.set_threshold(*COLLECTIONS)
    design = load_design(folder)
    times = []
    for _ in range(ANALYSIS_RUNS + 1):
        results.forget()
        start = time.process_time()
        analyse(design, alternatives=False)
        times.append(time.process_time() - start)
    return min(times[1:]) * 1000


def main() -> None:
    """Measure and print."""
    os.environ.update(QUIET)
    pages = freeze(ROOT, WORK / "frozen")
    designs = sorted(folder for folder in (ROOT / "designs").iterdir() if folder.is_dir())
    here = {"cwd": ROOT}
    bare, check = rounds(
        CHECK_RUNS,
        (here, sys.executable, "-c", "pass"),
        ({**here, "may_fail": True}, BIN / "nalsd", "check", *designs),
    )
    analyses = {folder.name: (first(folder), analysing(folder)) for folder in designs}
    full, frozen = rounds(
        BUILD_RUNS,
        (here, BIN / "mkdocs", "build", "-q", "--site-dir", WORK / "site"),
        ({"cwd": WORK / "frozen"}, BIN / "mkdocs", "build", "-q", "--site-dir", WORK / "frozen-site"),
    )
    print(f"cold, medians of {CHECK_RUNS}:")
    print(f"  python -c pass                 {bare:7.3f} s")
    ratio = f"{check / bare:5.1f}x   aim {CHECK_AIM_S} s"
    print(f"  nalsd check, {len(designs)} designs         {check:7.3f} s   {ratio}")
    print(f"one analysis after import, CPU, best of {ANALYSIS_RUNS}, aim {ANALYSIS_AIM_MS} ms:")
    for name, (once, again) in analyses.items():
        print(f"  {name:30} {again:7.0f} ms   {once:5.0f} ms where it is the first of a process")
    print(f"whole site of {pages} pages, medians of {BUILD_RUNS}:")
    print(f"  frozen as plain Markdown       {frozen:7.3f} s")
    print(f"  mkdocs build with nalsd        {full:7.3f} s   {full / frozen:5.2f}x   aim {BUILD_AIM}x")
    arithmetic.main()


if __name__ == "__main__":
    main()
