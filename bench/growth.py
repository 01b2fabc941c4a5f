"""How the cost of a build grows with the catalogue: 10, 50 and 200 synthetic designs.

`python -m bench.growth [COUNT...]` prints, for each size, CPU time per page of a design, what the pages that
do not grow cost, and the peak memory. The target: a page among 200 designs costs at most 1.3 times one
among 10, in less than 2 GB.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIZES = (10, 50, 200)
MOST_RATIO = 1.3
MOST_MEMORY = 2e9
"""Bytes."""

BUILD = """
import json, resource
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml")
config.plugins.on_startup(command="build", dirty=False)
build(config)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss * 1024}))
"""


def write_catalogue(root: Path, count: int) -> None:
    """A repository with so many designs, no two with the same numbers, of both kinds, half with a store."""
    from nalsd.cli.app import main
    from nalsd.cli.new import Answers, design_files
    from nalsd.cli.scaffolding import write

    with contextlib.redirect_stdout(io.StringIO()):
        if main(["init", str(root), "--no-example"]):
            raise SystemExit("the repository cannot be made")
    for number in range(count):
        answers = Answers(
            f"Service {number}",
            f"Synthetic design number {number}.",
            kind=("read", "write")[number % 2],
            peak=f"{10 + number}k/s",
            average=f"{4 + number // 3}k/s",
            keeps=f"{10 + number} d" if number % 2 else "no",
        )
        write(design_files(root / "designs" / f"service-{number:03}", answers))


def build(root: Path) -> dict[str, float]:
    """CPU seconds, peak bytes and pages of one build in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugin"), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-W", "ignore", "-c", BUILD]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    pages = sum(1 for page in (root / "site").rglob("index.html"))
    grown = sum(1 for page in (root / "site" / "designs").rglob("index.html")) - 1
    return {**json.loads(done.stdout.splitlines()[-1]), "pages": pages, "design_pages": grown}


def measure(counts: tuple[int, ...]) -> int:
    """Prints the table; gives 1 when a target is missed."""
    results: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in (0, *counts):
            root = Path(folder) / str(count)
            write_catalogue(root, count)
            results[count] = build(root)
    fixed = results.pop(0)["cpu"]
    print(f"without designs: {fixed:.1f} s of CPU")
    each = {}
    for count, result in results.items():
        each[count] = (result["cpu"] - fixed) / result["design_pages"]
        print(
            f"{count:4} designs: {result['cpu']:6.1f} s of CPU, {result['pages']:.0f} pages, "
            f"{each[count] * 1e3:.1f} ms a design page, {result['memory'] / 1e6:.0f} MB"
        )
    ratio = each[max(each)] / each[min(each)]
    memory = max(result["memory"] for result in results.values())
    good = ratio <= MOST_RATIO and memory <= MOST_MEMORY
    print(f"a page at {max(each)} costs {ratio:.2f} times one at {min(each)} (at most {MOST_RATIO})")
    return 0 if good else 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "plugin"))
    sys.exit(measure(tuple(int(count) for count in sys.argv[1:]) or SIZES))
