"""A site is replaced whole and only by a clean build."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nalsd.site.publishing import Publishing, replace_content


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("old")
    (folder / "gone.html").write_text("old")
    return folder


def test_a_finished_build_takes_the_place_of_the_site(site: Path):
    publishing = Publishing(site)
    building = publishing.begin()
    (building / "index.html").write_text("new")
    assert (site / "index.html").read_text() == "old", "nothing changes while building"
    publishing.finish()
    assert [p.name for p in site.iterdir()] == ["index.html"]
    assert (site / "index.html").read_text() == "new"
    assert [p.name for p in site.parent.iterdir()] == ["site"], "nothing is left beside it"


def test_an_abandoned_build_leaves_the_site(site: Path):
    publishing = Publishing(site)
    (publishing.begin() / "index.html").write_text("new")
    publishing.abandon()
    assert (site / "index.html").read_text() == "old"
    assert [p.name for p in site.parent.iterdir()] == ["site"]


def test_what_a_killed_build_left_is_cleared(site: Path):
    (Publishing(site).begin() / "half.html").write_text("half")
    building = Publishing(site).begin()
    assert list(building.iterdir()) == []


def test_a_build_killed_between_the_renames_gives_the_old_site_back(site: Path):
    publishing = Publishing(site)
    publishing.begin()
    site.rename(publishing.previous)
    Publishing(site).begin()
    assert (site / "index.html").read_text() == "old"


def test_the_first_build_needs_no_site(tmp_path: Path):
    publishing = Publishing(tmp_path / "deep" / "site")
    (publishing.begin() / "index.html").write_text("new")
    publishing.finish()
    assert (tmp_path / "deep" / "site" / "index.html").read_text() == "new"


def test_a_site_that_cannot_be_renamed_gets_new_content(site: Path, monkeypatch: pytest.MonkeyPatch):
    """A mount point refuses a rename with EBUSY, another file system with EXDEV."""
    publishing = Publishing(site)
    (publishing.begin() / "index.html").write_text("new")
    (publishing.building / "deep").mkdir()
    (publishing.building / "deep" / "page.html").write_text("new")

    def busy(self: Path, target: Path) -> None:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(Path, "rename", busy)
    publishing.finish()
    found = {str(p.relative_to(site)): p.read_text() for p in site.rglob("*") if p.is_file()}
    assert found == {"index.html": "new", os.path.join("deep", "page.html"): "new"}


def test_replacing_content_removes_folders_that_are_gone(tmp_path: Path):
    old, new = tmp_path / "old", tmp_path / "new"
    (old / "a" / "b").mkdir(parents=True)
    (old / "a" / "b" / "c").write_text("")
    new.mkdir()
    replace_content(old, new)
    assert list(old.iterdir()) == []
