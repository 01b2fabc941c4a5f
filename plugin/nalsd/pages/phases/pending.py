"""What is not computed yet, said only where it is true, and where figures of a part without tables stand."""

from __future__ import annotations

from nalsd.pages.callouts import not_computed
from nalsd.pages.html import Markup, element
from nalsd.pages.parts import Widget
from nalsd.pages.scope import Scope
from nalsd.pages.shelves import family_of
from nalsd.pages.view import DesignView


def pending(view: DesignView, prefixes: tuple[str, ...], what: str, why: str = "") -> Markup | None:
    """The note that a part is not computed; None when the design has quantities of those families."""
    return None if any(view.graph.ids(prefix) for prefix in prefixes) else not_computed(what, why)


def pointer(view: DesignView, name: str, *prefixes: str) -> Widget | None:
    """Links to the computed quantities of a part that no table shows."""
    first = {prefix: ids[0] for prefix in prefixes if (ids := view.graph.ids(prefix))}
    if not first:
        return None

    def make(scope: Scope) -> Markup:
        links = []
        for prefix, id in first.items():
            links += [", " if links else "", element("a", _title(view, prefix), href=scope.href(id))]
        return element("p", "Computed, with derivations: ", links, ".", class_="nalsd-pointer")

    return Widget("note", f"figures-{name}", "", make)


def _title(view: DesignView, prefix: str) -> str:
    family = family_of(prefix).lower()
    rest = prefix.partition(".")[2].rstrip(".").replace("_", " ")
    return f"{family}: {rest}" if rest else family
