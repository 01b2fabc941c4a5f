"""Formulas that were written to break something: each is refused within a fifth of a second."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.analysis import analyse
from nalsd.checks import check_catalogue
from nalsd.designs import load_design
from tests.checks import small
from tests.cost import holds_within

HOSTILE = [
    "9**9**9**9",
    "2**3000000",
    "__import__('os').getcwd()",
    "().__class__.__base__.__subclasses__()",
    "(lambda: 1)()",
    "max([i for i in range(10**9)])",
    "factorial(200000)",
    "1e308*10",
    "-" * 5000 + "1",
    "1" + "+1" * 20000,
    "(" * 400 + "1" + ")" * 400,
    "'a' * 9",
    "open('/etc/passwd')",
    "{{ 7 * 7 }}",
    "idle if idle else 1 / 0",
    "x[0]",
    "1 / 0",
    "exp(1000)",
    "10 ** 400",
    "lgamma(1e30) ** 8 ** 8",
    "(1e30) ** 8 * (1e30) ** 8",
    "f'{1}'",
    "a := 5",
    "await x",
    "0 ** -1",
    "(-8) ** 0.5",
]


@pytest.mark.parametrize("formula", HOSTILE, ids=lambda text: text[:30])
def test_a_hostile_formula_is_refused_at_once(
    formula: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    quoted = formula.replace('"', '\\"')
    small.write(
        Path("designs"),
        small.with_lines("1-context.md", "quantities:", f'  mean: {{formula: "{quoted}"}}'),
    )
    report = check_catalogue(Path("designs"))
    assert report.findings, "nothing was found"
    for reported in report.findings:
        assert reported.code in ("N110", "N112", "N201", "N302", "N303", "N304"), reported.message
        assert reported.location.file == "designs/click-log/1-context.md"
    assert analyse(load_design(Path("designs/click-log"))).graph.value("quantities.mean") is None
    holds_within(100, lambda: check_catalogue(Path("designs")))
