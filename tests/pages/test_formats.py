"""Figures printed in the page are those printed in Python, letter by letter."""

from __future__ import annotations

import json
import math
import random
import shutil
import subprocess
from pathlib import Path

import pytest

import nalsd.pages
from nalsd.pages.formats import format_of
from nalsd.units import format_value

UNITS = [
    "1", "%", "x", "req/s", "request/s", "request", "op/s", "B", "kB", "GiB", "B/request", "bit/s", "Gbps",
    "GB/s", "s", "ms", "d", "y", "us/op", "node", "core", "core*s/op", "USD/month_730h", "USD/GB", "USD/h",
    "IOPS", "DWPD", "packet/s", "%/y", "1/s", "MB/s", "GHz", "failure/y", "thread", "B/s", "row", "io/op",
]  # fmt: skip
VALUES = [
    0.0, 1.0, -1.0, 0.5, 1.125, 1.375, 2.5, 12.25, 999.5, 1234.5, 86_400.0, 99_999.0, 100_000.0, 1e5 + 0.5,
    999_999.0, 1023.999 * 1024, 1024.0**3, 0.99, 0.999999, 0.9999999999, 1 - 1e-14, 1 - 2e-16, 1e-7,
    3.3e-10, 59.99, 60.0, 90.0, 3600.0, 5400.0, 86400.0 * 365, 86400.0 * 365 * 250, 1e15, 1e21, 1e24,
    2.5e9, 0.125e9, 730 * 3600.0, -0.0, 9.995, 9.985, 99.95, 999.4999999, 9.999999999999999,
    0.999999999999999, 0.9995, 0.99949999, 0.00995, 1e-15, 5e-324, 2.2e-308, 1e-300, 1e290, 1e100, 1e-4,
    9.9995e-5, 99_999.5, 1023.5, 1023.9999, 1024.0 * 1023.5, 59.995, 59.9949, 119.5, 7199.5, 1 - 1e-3,
    1 - 4.9e-3, 1 - 5.1e-13, 1e291, 1e300, 1.7e308,
]  # fmt: skip


def test_every_kind_of_unit_at_random_and_round_values() -> None:
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is not installed")
    draw = random.Random(8)
    values = VALUES + [draw.choice((1, -1)) * 10 ** draw.uniform(-12, 20) for _ in range(300)]
    values += [round(draw.uniform(0, 2000)) / draw.choice((1, 2, 4, 8, 16, 100)) for _ in range(300)]
    values += [draw.choice((1, -1)) * 10 ** draw.uniform(-290, 290) for _ in range(100)]
    near = [10 ** draw.uniform(-16, -1) for _ in range(100)]
    values += [1 - x for x in near] + near
    halves = [float(f"{draw.randint(100, 999)}5e{draw.randint(-9, 12)}") for _ in range(100)]
    values += [x for half in halves for x in (half, math.nextafter(half, 0), math.nextafter(half, math.inf))]
    values += [-value for value in VALUES]
    digits = [3] * len(VALUES) + [draw.choice((1, 3, 3, 5)) for _ in values[len(VALUES) :]]
    script = (Path(nalsd.pages.__file__).parent / "assets" / "format.js").read_text()
    script += (
        f"const V = {json.dumps(values)}, U = {json.dumps([format_of(u) for u in UNITS])};"
        f"const D = {json.dumps(digits)};"
        "console.log(JSON.stringify(U.map((u) => V.map((v, i) => nalsdFormat(v, u, D[i])))));"
    )
    done = subprocess.run([program, "-"], input=script, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    wrong = [
        (unit, places, value, theirs, ours)
        for unit, row in zip(UNITS, json.loads(done.stdout), strict=True)
        for value, places, theirs in zip(values, digits, row, strict=True)
        if theirs != (ours := format_value(value, unit, digits=places))
    ]
    assert wrong == []
