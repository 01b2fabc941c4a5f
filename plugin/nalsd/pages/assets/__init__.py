"""The style sheet and the script of generated pages, and plotly.js from plotly's own wheel."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

PLACE = "assets/nalsd/"
"""Where on the site the files lie."""


def page_assets() -> list[tuple[str, bytes | Path]]:
    """Path on the site and file of every asset; the script loads what lies in `lazy/` when it needs it."""
    here = Path(__file__).parent
    found: list[tuple[str, bytes | Path]] = [
        (PLACE + name, here / name) for name in ("nalsd.css", "nalsd.js")
    ]
    found.append((f"{PLACE}lazy/what-if.css", here / "what-if.css"))
    found += [(f"{PLACE}lazy/{name}", here / name) for name in ("catalogue.css", "catalogue.js")]
    found.append((f"{PLACE}lazy/what-if.js", what_if_script().encode()))
    found.append((f"{PLACE}lazy/diagrams.js", here / "diagrams.js"))
    plotly = find_spec("plotly")
    if plotly is not None and plotly.submodule_search_locations:
        library = Path(plotly.submodule_search_locations[0]) / "package_data" / "plotly.min.js"
        if library.is_file():
            found.append((f"{PLACE}lazy/plotly.min.js", library))
    return found


def what_if_script() -> str:
    """What the What-if pages of all designs share: the operations of the quantity graph, the composing of
    latencies, the printing of figures, and how the page behaves. One script that leaves one name behind."""
    from nalsd.graph.program import evaluator
    from nalsd.physics.scripted import laws_script

    here = Path(__file__).parent
    own = [(here / name).read_text(encoding="utf-8") for name in ("format.js", "what-if.js")]
    return "\n".join(["(() => {", evaluator(), laws_script(), *own, "})();", ""])
