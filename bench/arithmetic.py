"""How well `nalsd audit` judges: precision, recall and coverage, and the cold time of a page of 100 kB.

`python -m bench.arithmetic [FILE]` measures on FILE, or on the file that NALSD_ARITHMETIC names: one JSON
object a line with `text`, `label` (`ok`, `error`, `not-arithmetic`, `ambiguous`) and, if known, `source`.
Without a file it measures on the table of sentences in the project's own tests.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from nalsd.checks.arithmetic import audit

BIN = Path(sys.executable).parent
RUNS = 5
PAGE_BYTES = 100_000
AIMS = {"precision": 0.97, "recall": 0.80, "correct sums judged right": 0.85}
AIM_S = 1.0

Labelled = list[tuple[str, str, str]]
"""Source, text and label of each snippet."""


def own_table() -> Labelled:
    """The sentences of the tests."""
    from tests.checks.arithmetic.cases import OPEN, RIGHT, SILENT, WRONG

    groups = {"ok": RIGHT, "error": WRONG, "not-arithmetic": SILENT, "ambiguous": OPEN}
    return [("own", text, label) for label, texts in groups.items() for text in texts]


def labelled(file: str) -> Labelled:
    """The snippets of a file of JSON lines."""
    rows = [json.loads(line) for line in Path(file).read_text().splitlines() if line.strip()]
    return [(row.get("source", ""), row["text"], row["label"]) for row in rows]


def verdict(text: str) -> str:
    """What the audit says of one snippet: the worst it says of any sum in it."""
    found = {each.verdict for each in audit(text + "\n")}
    return next((each for each in ("mismatch", "ok", "unverifiable") if each in found), "silent")


def measure(rows: Iterable[tuple[str, str, str]]) -> tuple[Counter[tuple[str, str]], list[str]]:
    """How often each label got each verdict, and the snippets that were judged wrongly."""
    counts: Counter[tuple[str, str]] = Counter()
    wrongly = []
    for _, text, label in rows:
        said = verdict(text)
        counts[label, said] += 1
        if (said == "mismatch") != (label == "error") and label != "ambiguous":
            wrongly.append(f"{label:14} {said:12} {text}")
    return counts, wrongly


def shares(counts: Counter[tuple[str, str]]) -> dict[str, float]:
    """Precision, recall and coverage. What is ambiguous counts for neither."""
    of = Counter[str]()
    for (label, _), count in counts.items():
        of[label] += count
    hits = counts["error", "mismatch"]
    false = counts["ok", "mismatch"] + counts["not-arithmetic", "mismatch"]
    sums = of["ok"] + of["error"]
    judged = sum(counts[label, said] for label in ("ok", "error") for said in ("ok", "mismatch"))
    return {
        "precision": hits / (hits + false) if hits + false else 1.0,
        "recall": hits / of["error"] if of["error"] else 1.0,
        "correct sums judged right": counts["ok", "ok"] / of["ok"] if of["ok"] else 1.0,
        "coverage: sums judged at all": judged / sums if sums else 1.0,
    }


def cold_seconds(text: str) -> float:
    """Median wall time of `nalsd audit` on one page, each run a new process."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.md"
        page.write_text(text)
        times = []
        for _ in range(RUNS + 1):
            start = time.perf_counter()
            done = subprocess.run([BIN / "nalsd", "audit", page], capture_output=True, text=True)
            times.append(time.perf_counter() - start)
            if done.returncode not in (0, 1):
                sys.exit(f"nalsd audit failed:\n{done.stderr}")
    return statistics.median(times[1:])


def page_of(rows: Labelled) -> str:
    """A page of 100 kB: sums between sentences, as design notes have them."""
    filler = "What follows from it is left to the reader, who knows the load better than we do."
    lines = [f"{text}\n\n{filler}\n" for _, text, _ in rows]
    page = "\n".join(lines)
    return (page * (PAGE_BYTES // len(page) + 1))[:PAGE_BYTES]


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    given = (arguments or []) or [each for each in [os.environ.get("NALSD_ARITHMETIC", "")] if each]
    rows = labelled(given[0]) if given else own_table()
    counts, wrongly = measure(rows)
    sources = len({source for source, _, _ in rows if source})
    print(f"nalsd audit on {len(rows)} snippets of {sources} sources:")
    for name, value in shares(counts).items():
        aim = f"   aim {AIMS[name]:.0%}" if name in AIMS else ""
        print(f"  {name:30} {value:7.1%}{aim}")
    for each in wrongly:
        print(f"    {each}")
    print(f"  a page of 100 kB, cold         {cold_seconds(page_of(own_table())):7.3f} s   aim {AIM_S:g} s")


if __name__ == "__main__":
    main(sys.argv[1:])
