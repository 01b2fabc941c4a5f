"""The style sheet and the script of generated pages, and plotly.js from plotly's own wheel."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

PLACE = "assets/nalsd/"
"""Where on the site the files lie."""


def page_assets() -> list[tuple[str, Path]]:
    """Path on the site and file of every asset; the script loads what lies in `lazy/` when it needs it."""
    here = Path(__file__).parent
    found = [(PLACE + name, here / name) for name in ("nalsd.css", "nalsd.js")]
    plotly = find_spec("plotly")
    if plotly is not None and plotly.submodule_search_locations:
        library = Path(plotly.submodule_search_locations[0]) / "package_data" / "plotly.min.js"
        if library.is_file():
            found.append((f"{PLACE}lazy/plotly.min.js", library))
    return found
