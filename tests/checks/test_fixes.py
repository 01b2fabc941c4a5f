"""`--fix` writes the computed value into a claim, with the digits its author gave it, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from nalsd.checks.fixes import apply
from tests.checks import small

PEAK, DAILY = "nalsd:workloads.click.peak_payload", "nalsd:workloads.click.daily_volume"
RATE, FACTOR = "nalsd:workloads.click.peak", "nalsd:workloads.click.peak_factor"
# 2.5 MB/s or 20 Mbit/s; 86.4 GB a day; 5,000 a second; 2.5.


def fixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prose: str) -> tuple[str, str]:
    monkeypatch.chdir(tmp_path)
    folder = small.write(
        Path("designs"), small.with_prose("1-context.md", f"## Problem statement\n\n{prose}")
    )
    diff = apply(check_catalogue(Path("designs")).edits, write=True).diff
    text = (folder / "1-context.md").read_text().split("## Problem statement\n\n")[1].rstrip("\n")
    left = [r.message for r in check_catalogue(Path("designs")).findings]
    if diff:
        assert left == []
    return text, diff


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (f"[30 Mbps]({PEAK})", f"[20 Mbps]({PEAK})"),
        (f"[30.0 Mbps]({PEAK})", f"[20.0 Mbps]({PEAK})"),
        (f"**[3.1 MB/s]({PEAK})** of it", f"**[2.5 MB/s]({PEAK})** of it"),
        (f"[216 GB]({DAILY})", f"[86.4 GB]({DAILY})"),
        (f"[97 GB]({DAILY})", f"[86 GB]({DAILY})"),
        (f"≈ [120 GB]({DAILY})", f"≈ [86 GB]({DAILY})"),
        (f"[at least 90 GB]({DAILY})", f"[at least 86 GB]({DAILY})"),
        (f"[up to 80 GB]({DAILY})", f"[up to 87 GB]({DAILY})"),
        (f"[4,000]({RATE}) a second", f"[5,000]({RATE}) a second"),
        ("[7](nalsd:workloads.click.daily_volume) GB", "[86](nalsd:workloads.click.daily_volume) GB"),
        (f"[3.5x]({FACTOR})", f"[2.5x]({FACTOR})"),
        ("[1,000,000](nalsd:workloads.click.daily_requests) clicks",  # 2,000 × 86,400
         "[172,800,000](nalsd:workloads.click.daily_requests) clicks"),
        (f"[2.5 MB/s (25 Mbps)]({PEAK})", f"[2.5 MB/s (20 Mbps)]({PEAK})"),
        ('[30 Mbps](nalsd:workloads.click.peak_payload "± 5%")',
         '[20 Mbps](nalsd:workloads.click.peak_payload "± 5%")'),
    ],
)  # fmt: skip
def test_the_value_takes_the_place_of_the_digits(wrong, right, tmp_path, monkeypatch) -> None:
    text, diff = fixed(tmp_path, monkeypatch, f"It says {wrong}.")
    assert text in (f"It says {right}.", f"It says {right.replace('[86 GB]', '[86.4 GB]')}.")
    assert "\n-It says " in diff and "\n+It says " in diff


def test_far_off_it_takes_a_better_unit(tmp_path, monkeypatch) -> None:
    text, _ = fixed(tmp_path, monkeypatch, f"A day is [2.16 PB]({DAILY}).")
    assert text == f"A day is [86.4 GB]({DAILY})."


@pytest.mark.parametrize(
    "prose",
    [
        f"[20 Mbps]({PEAK})",  # right
        f"[5 s]({PEAK})",  # another unit: what was meant is not known
        f"[80 to 81 GB]({DAILY})",  # a range has two ends
        f"between [80 and 81 GB]({DAILY})",
        f"[4 000]({RATE})",  # digits that would be left behind
        f"[4 × 10^3]({RATE})",
        f"[10^4]({RATE})",
        f"[10⁴]({RATE})",
        "[1 min 30 s](nalsd:slos.up.window)",
        "a bare 30 Mbps",
    ],
)
def test_the_rest_is_left_alone(prose: str, tmp_path, monkeypatch) -> None:
    assert fixed(tmp_path, monkeypatch, prose) == (prose, "")


def test_a_resource_is_named_rightly(tmp_path, monkeypatch) -> None:
    text, diff = fixed(tmp_path, monkeypatch, "First is the [packets](nalsd:tiers.log.single.bottleneck).")
    assert "[packets]" not in text
    assert diff.count("\n+") == 2  # the name of the file, and one line


def test_without_writing_only_the_diff_is_made(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    prose = f"## Problem statement\n\nOne.\r\nIt says [30 Mbps]({PEAK}).\r\nTwo."
    folder = small.write(Path("designs"), {"1-context.md": small.CONTEXT.split("## ")[0] + prose})
    (folder / "1-context.md").write_bytes(
        (small.CONTEXT.split("## ")[0] + prose).replace("\r\n", "\n").replace("\n", "\r\n").encode()
    )
    before = (folder / "1-context.md").read_bytes()
    edits = check_catalogue(Path("designs")).edits
    diff = apply(edits, write=False).diff
    assert f"-It says [30 Mbps]({PEAK})." in diff and f"+It says [20 Mbps]({PEAK})." in diff
    assert (folder / "1-context.md").read_bytes() == before
    apply(edits, write=True)
    assert (folder / "1-context.md").read_bytes() == before.replace(b"[30 Mbps]", b"[20 Mbps]")


def test_signs_that_end_no_line_and_a_byte_order_mark(tmp_path, monkeypatch) -> None:
    """U+2028 and a form feed count as ends of lines for some readers: the claim behind them is mended too."""
    monkeypatch.chdir(tmp_path)
    row = f"| [30 Mbps]({PEAK}) or [31 Mbps]({PEAK}) |"
    prose = f"## Problem statement\n\nOne\u2028two\x0cthree.\n\n| a |\n| - |\n{row}\n"
    folder = small.write(Path("designs"), {"1-context.md": "\ufeff" + small.CONTEXT.split("## ")[0] + prose})
    apply(check_catalogue(Path("designs")).edits, write=True)
    text = (folder / "1-context.md").read_text("utf-8")
    assert text.startswith("\ufeff---") and text.endswith(f"| [20 Mbps]({PEAK}) or [20 Mbps]({PEAK}) |\n")


def test_a_text_that_changed_meanwhile_is_left_alone_and_not_counted(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    prose = f"## Problem statement\n\nOne [30 Mbps]({PEAK}).\n\nAnother [40 Mbps]({PEAK}).\n"
    file = small.write(Path("designs"), small.with_prose("1-context.md", prose)) / "1-context.md"
    edits = check_catalogue(Path("designs")).edits
    file.write_text(file.read_text().replace("[40 Mbps]", "[20 Mbps]"))
    mended = file.read_text().replace("[30 Mbps]", "[20 Mbps]")
    assert apply(edits, write=True).made == 1  # of two
    assert file.read_text() == mended
