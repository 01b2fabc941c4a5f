"""Links of a site that is opened from disk: every page is a file, and a folder is no address."""

from __future__ import annotations

import posixpath
from types import SimpleNamespace
from typing import Any

import pytest

from nalsd.site.ondisk import WORKER, Addresses, bring_worker

FILES = {
    "index.md": "index.html",
    "designs/index.md": "designs/index.html",
    "designs/x/index.md": "designs/x/index.html",
    "designs/x/capacity.md": "designs/x/capacity.html",
    "designs/x/quantities/flows.md": "designs/x/quantities/flows.html",
    "assets/nalsd/nalsd.css": "assets/nalsd/nalsd.css",
}


@pytest.fixture
def places() -> Addresses:
    def file(source: str, place: str) -> Any:
        return SimpleNamespace(
            src_uri=source, dest_uri=place, is_documentation_page=lambda: source.endswith(".md")
        )

    return Addresses([file(*pair) for pair in FILES.items()])


@pytest.mark.parametrize(
    ("page", "written", "leads_to"),
    [
        ("designs/x/capacity.md", "../quantities/flows/#q-a", "designs/x/quantities/flows.html#q-a"),
        ("designs/x/capacity.md", "../?load=2", "designs/x/index.html?load=2"),
        ("designs/x/quantities/flows.md", "../../capacity/", "designs/x/capacity.html"),
        ("designs/x/capacity.md", "../../../assets/nalsd/nalsd.css", "assets/nalsd/nalsd.css"),
        ("designs/index.md", "x/", "designs/x/index.html"),
        ("index.md", "designs/x/capacity/", "designs/x/capacity.html"),
    ],
)
def test_links_to_folders_lead_to_files(places: Addresses, page: str, written: str, leads_to: str):
    turned = places.turned(f'<a class="q" href="{written}">', page)
    folder = posixpath.dirname(FILES[page])
    assert posixpath.normpath(posixpath.join(folder, turned.split('"')[3])) == leads_to


def test_other_links_stay(places: Addresses):
    page = '<a href="#d-a"></a><a href="https://x.example/a/"></a><a href="quantities.html"></a>'
    assert places.turned(page, "designs/x/capacity.md") == page


def test_search_entries_lead_to_files(places: Addresses):
    assert places.location("designs/x/capacity/#q-a") == "designs/x/capacity.html#q-a"


def test_the_search_from_disk_asks_no_other_host():
    config: Any = SimpleNamespace(plugins={"material/offline": object()}, extra={})
    bring_worker(config)
    bring_worker(config)
    assert config.extra == {"polyfills": [WORKER]}
    served: Any = SimpleNamespace(plugins={"material/search": object()}, extra={})
    bring_worker(served)
    assert served.extra == {}
