"""Designs with random damage: whatever is written, a check ends in findings and never in an exception."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from nalsd.analysis import analyse
from nalsd.checks import check_catalogue
from nalsd.checks.data import as_data
from nalsd.checks.reporters import as_json, as_text
from nalsd.designs import load_catalogue
from tests.checks import small

WORDS = [
    "0", "-1", "1/0", "nan", "5 GB", "x", "{}", "[]", "null", "~", "'", '"', ":", "- a", "&a", "*a",
    "{{ x }}", "unknown", "auto", "1 .. 0", "9**9**9", "tiers.log.nodes", "5k/s", "100%", "\t", "🙂",
    "2026", "1e30", "1e-30", "a: b", "[a, b]", "{a: b}", "<script>", "(-8) ** 0.5", "\u202e", "]" * 50,
    "workloads.click.peak",
]  # fmt: skip
DESIGNS_A_SEED = 12


def damaged(text: str, rnd: random.Random) -> str:
    """A file with one line of its front-matter changed, lost, doubled or cut."""
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line == "---"), len(lines))
    at, other = (rnd.randrange(1, max(2, end)) for _ in range(2))
    line = lines[at]
    match rnd.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines[at] = f"{line.partition(':')[0]}: {rnd.choice(WORDS)}"
        case 2:
            lines[at] = line.replace(rnd.choice(line or " "), rnd.choice(WORDS), 1)
        case 3:
            lines.insert(at, lines[other])
        case 4:
            lines[at] = line[: rnd.randrange(len(line) + 1)]
        case _:
            word = rnd.choice(WORDS)
            lines[at] = re.sub(r"[\d.,]+", lambda match: word, line, count=1)
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(12))
def test_no_damage_ends_in_an_exception(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rnd = random.Random(seed)
    names = [name for name in small.FILES if name.endswith(".md")]
    for number in range(DESIGNS_A_SEED):
        changes = {name: damaged(small.FILES[name], rnd) for name in rnd.sample(names, rnd.randint(1, 3))}
        small.write(Path("designs"), changes, slug=f"damaged-{number}")
    report = check_catalogue(Path("designs"))
    assert report.coverage.designs == DESIGNS_A_SEED
    assert as_text(report)
    json.loads(as_json(report))
    for reported in report.findings:
        assert reported.message and reported.help and reported.location.line >= 1
        assert reported.location.file.startswith("designs")
    for design in load_catalogue(Path("designs")).designs:
        json.dumps(as_data(analyse(design, alternatives=False)), allow_nan=False)
