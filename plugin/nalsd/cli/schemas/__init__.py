"""JSON Schemas of what the commands print, one file each: `check.json` is the schema of `nalsd/check/1`."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

NAMES = ("audit", "baseline", "check", "compute", "diff", "explain", "export", "formulas", "whatif")
"""The commands whose output has a schema, and the file that one of them writes for itself."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one command's output."""
    return json.loads(files(__name__).joinpath(f"{name}.json").read_text("utf-8"))
