"""What the tests of the graph share: JavaScript run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(scope="session")
def node() -> Callable[[str, Any], Any]:
    """Runs a script that prints JSON; `data` is what it finds as `INPUT`."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is not installed")

    def run(script: str, data: Any = None) -> Any:
        text = f"const INPUT = {json.dumps(data)};\n{script}\n"
        done = subprocess.run([program, "-"], input=text, capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return run
