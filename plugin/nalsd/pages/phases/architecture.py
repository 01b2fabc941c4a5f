"""Phase 5: the diagram drawn from tiers and flows, the paths, the queues, what is watched."""

from __future__ import annotations

from typing import Any

from nalsd.designs import Finding
from nalsd.pages import parts
from nalsd.pages.diagrams import MermaidError, mermaid
from nalsd.pages.html import Markup, element
from nalsd.pages.parts import Contents, Part, Widget
from nalsd.pages.phases.observability import observability_widgets
from nalsd.pages.phases.paths import path_widgets, queue_table
from nalsd.pages.phases.topology import topology_widget
from nalsd.pages.scope import Scope
from nalsd.pages.view import DesignView


def contents(view: DesignView) -> Contents:
    """The parts of the page."""
    kinds: dict[str, list[Widget]] = {"write": [], "read": [], "other": []}
    for name, path in view.design.architecture.paths.items():
        kinds[_kind(view, path)] += path_widgets(view, str(name))
    return Contents(
        [
            Part(
                "high-level-diagram",
                "High-level diagram",
                parts.filled(topology_widget(view), _own_diagram(view)),
                also=("diagram", "overview", "topology", "architecture"),
                keys=("diagram",),
            ),
            *(
                Part(f"{kind}-path", title, kinds[kind], also=(f"{kind}-paths", f"{kind}s"), keys=("paths",))
                for kind, title in (("write", "Write path"), ("read", "Read path"))
            ),
            Part("other-paths", "Other paths", kinds["other"], also=("paths",), keys=("paths",)),
            Part(
                "queues",
                "Queues",
                parts.filled(queue_table(view)),
                also=("queueing", "queue"),
                keys=("queues",),
            ),
            Part(
                "observability",
                "Observability",
                observability_widgets(view),
                also=("monitoring", "metrics"),
                keys=("observability",),
            ),
        ]
    )


def _kind(view: DesignView, path: Any) -> str:
    workload = view.design.context.workloads.get(str(path.workload or "").removeprefix("workloads."))
    if workload is None or path.asynchronous:
        return "other"
    return "read" if workload.kind == "read" else "write" if workload.kind == "write" else "other"


def _own_diagram(view: DesignView) -> Widget | None:
    """The author's Mermaid file, drawn."""
    diagram = view.design.architecture.diagram
    if diagram is None or diagram.also is None:
        return None
    text = view.design.example(diagram.also)

    def make(scope: Scope) -> Markup:
        if isinstance(text, Finding):
            return element("p", text.message, class_="nalsd-pending")
        return drawn(text, scope, "own")

    return Widget("diagram", "own", "The author's diagram", make)


def drawn(text: str, scope: Scope, name: str) -> Markup:
    """A Mermaid text as a figure; as it stands, with the reason, when it cannot be drawn."""
    try:
        return mermaid(text, scope, name=name)
    except MermaidError as error:
        message = element("p", f"This diagram cannot be drawn: {error}", class_="nalsd-pending")
        return element("div", message, element("pre", element("code", text)))
