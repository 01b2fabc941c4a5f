"""The guide to the six phases: the design that its examples make up is complete and passes the check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nalsd.analysis import analyse
from nalsd.checks import check_design
from nalsd.designs import Design, load_design

GUIDE = Path(__file__).parents[2] / "site_src/framework.md"
EXAMPLE = re.compile(r'^```markdown title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Design:
    folder = tmp_path_factory.mktemp("guide") / "designs" / "notes"
    folder.mkdir(parents=True)
    for name, text in EXAMPLE.findall(GUIDE.read_text(encoding="utf-8")):
        (folder / name).write_text(text, encoding="utf-8")
    return load_design(folder)


def test_the_example_has_all_phases_and_no_finding(notes: Design) -> None:
    assert set(notes.files) == {"index", 1, 2, 3, 4, 5, 6}
    analysis = analyse(notes, alternatives=True)
    findings, _ = check_design(notes, analysis)
    assert [f"{f.code} {f.location}: {f.message}" for f in [*notes.findings, *findings]] == []
    assert analysis.verdict == "feasible"
    # 99.9% of 30 days: 43.2 minutes may fail.
    assert analysis.graph.value("slos.up.error_budget_time") == pytest.approx(43.2 * 60)


def test_every_key_that_the_tables_name_is_a_key_of_that_phase() -> None:
    from nalsd.pages.data import front_matter_schemas

    for section in re.split(r"^## (?=\d )", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        (schema,) = [s for name, s in front_matter_schemas().items() if section[0] in name]
        named = [re.findall(r"`(\w+)`", row) for row in re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)]
        assert {key for row in named for key in row} <= set(schema["properties"]), section[:20]
