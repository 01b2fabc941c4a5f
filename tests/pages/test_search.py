"""What the search is given: each quantity of a design once, and no more of a catalogue than it can take."""

from __future__ import annotations

import pytest

from nalsd.pages import PageOptions, build_pages
from nalsd.pages.search import FAINT, SearchEntry, shared_out
from tests.pages.small import write


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> list[SearchEntry]:
    root = tmp_path_factory.mktemp("site")
    write(root)
    return build_pages(root, PageOptions(designs_dir=root / "designs")).searched


def test_a_quantity_is_found_by_its_name_and_its_id(entries: list[SearchEntry]) -> None:
    (entry,) = [e for e in entries if e.tags == ("workloads.ask.peak",)]
    assert entry.location == "designs/echo/context/#q-workloads.ask.peak"
    assert entry.title == "Ask, peak rate"
    ids = [e.tags for e in entries if e.tags]
    assert len(ids) == len(set(ids)) > 100


def test_what_the_phases_show_comes_first_and_counts_more(entries: list[SearchEntry]) -> None:
    boosts = [e.boost for e in entries]
    assert boosts == sorted(boosts, reverse=True)
    assert {e.boost for e in entries if "/quantities/" in e.location} == {FAINT}


def test_a_large_catalogue_shares_what_the_search_can_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nalsd.pages.search.MOST", 6)
    large = [SearchEntry(f"a#{n}", str(n)) for n in range(9)]
    small = [SearchEntry(f"b#{n}", str(n)) for n in range(2)]
    assert shared_out([large, small]) == large[:3] + small
    assert shared_out([]) == []


@pytest.mark.parametrize(
    ("key", "title"),
    [("key-workload-peak-factor", "Workload: peak_factor"), ("key-store-hit-ratio", "Store: hit_ratio")],
)
def test_a_key_of_the_front_matter_is_found_by_its_name(
    entries: list[SearchEntry], key: str, title: str
) -> None:
    assert [e.title for e in entries if e.location == f"reference/front-matter/#{key}"] == [title]
