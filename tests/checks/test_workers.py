"""Sharing work out changes nothing but the time it takes."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from nalsd.checks import check_catalogue, workers
from nalsd.checks.reporters import as_json
from tests.checks import small

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


def _copies(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_processors", lambda: number)


@linux
@pytest.mark.parametrize("number", [1, 2, 3, 8])
def test_results_come_in_the_order_of_the_items(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _copies(number, monkeypatch)
    items = ["a", "bbb", "", "cc", "dddd"]
    assert workers.each(str.upper, items, [len(i) for i in items]) == ["A", "BBB", "", "CC", "DDDD"]
    assert workers.each(str.upper, [], []) == []


@linux
def test_copies_share_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    _copies(2, monkeypatch)
    processes = workers.each(lambda _: os.getpid(), [0, 1, 2, 3], [3, 1, 1, 1])
    assert processes[0] == os.getpid()
    assert len(set(processes)) == 2
    assert processes.count(os.getpid()) == 1, "the heaviest stands alone"


@linux
def test_work_of_a_copy_that_ended_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    _copies(2, monkeypatch)
    here = os.getpid()

    def work(item: int) -> int:
        if os.getpid() != here:
            os._exit(3)
        return item * item

    assert workers.each(work, [1, 2, 3], [1, 1, 1]) == [1, 4, 9]


def test_no_copies_beside_other_threads() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert workers.each(lambda _: os.getpid(), [0, 1], [1, 1]) == [os.getpid()] * 2
    finally:
        stop.set()
        thread.join()


@linux
def test_a_check_says_the_same_however_it_is_shared_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for at in range(5):
        wrong = f"## Problem statement\n\nIt peaks at [{at} B/s](nalsd:workloads.click.peak_payload)."
        small.write(Path("designs"), small.with_prose("1-context.md", wrong), slug=f"design-{at}")
    told = []
    for number in (1, 2, 5):
        _copies(number, monkeypatch)
        told.append(as_json(check_catalogue(Path("designs"))))
    assert told[0].count("claim-mismatch") == 5
    assert told[0] == told[1] == told[2]
