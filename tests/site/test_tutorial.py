"""The tutorial's files are a design that the check accepts, and its wrong claim is one that it finds."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE = re.compile(r'```markdown title="([^"]+)"\n(.*?)```', re.DOTALL)


@pytest.fixture
def tutorial(tmp_path: Path) -> Path:
    files = FILE.findall((ROOT / "site_src/first-design.md").read_text())
    assert [Path(name).name for name, _ in files] == ["index.md", "1-context.md", "3-capacity.md"]
    for name, text in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def check(root: Path) -> tuple[int, dict]:
    command = [sys.executable, "-c", "import sys; from nalsd.cli import main; sys.exit(main())"]
    done = subprocess.run([*command, "check", "--format", "json"], cwd=root, capture_output=True, text=True)
    return done.returncode, json.loads(done.stdout)


def test_the_tutorials_design_is_accepted(tutorial: Path):
    code, report = check(tutorial)
    assert [f for f in report["findings"] if f["severity"] == "error"] == []
    assert code == 0


def test_the_wrong_claim_of_the_tutorial_is_found(tutorial: Path):
    file = tutorial / "designs/echo/1-context.md"
    file.write_text(file.read_text().replace("64 Mbps", "80 Mbps"))
    code, report = check(tutorial)
    (finding,) = [f for f in report["findings"] if f["severity"] == "error"]
    assert code == 1
    assert finding["code"] == "N401"
    assert finding["line"] == 10
    # 20 000/s x 400 B, in bytes a second: base units.
    assert finding["computed"] == pytest.approx(8_000_000)
