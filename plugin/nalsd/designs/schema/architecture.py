"""Phase 5: paths, diagrams, observability."""

from nalsd.designs.fields import entries, flag, many, part, quantity, scalar, text
from nalsd.designs.kinds import PHASE, REFERENCE
from nalsd.designs.leaves import FreeText, Name, Number, PartName, Reference
from nalsd.designs.model import Entry, Model
from nalsd.designs.schema.context import EXAMPLE
from nalsd.designs.schema.stages import AnyStage
from nalsd.designs.tree import Text
from nalsd.designs.values import Value


class Path(Entry):
    """The stages that a request passes."""

    label: Text | None = text("What it is called on the page.")
    workload: Text | None = scalar(REFERENCE, "The workload whose requests pass it.")
    asynchronous: bool = flag("Whether the client does not wait for it.")
    stages: list[AnyStage] = many("The stages, one after another.", required=True)


class Diagram(Entry):
    """What the generated diagram should look like."""

    groups: dict[PartName, list[Reference]] = entries("Tiers that are drawn in one box.")
    also: Text | None = scalar(
        EXAMPLE, "A Mermaid file of the author's own, drawn beside it.", example="diagrams/own.mmd"
    )


class Metrics(Entry):
    """The series of one tier's node."""

    series: Value = quantity(
        "series", "Series that one node exposes before labels.", "1", required=True, example="400"
    )
    labels: dict[PartName, Number] = entries("Labels and how many values each takes.")


class Traces(Entry):
    """Traces."""

    sample: Value | None = quantity("%", "The share of requests that is traced.", example="0.1%")
    spans: Value | None = quantity("span/request", "Spans of one request.", "1", example="8")
    size: Value | None = quantity("B/span", "Size of a span.", "B", example="500 B")
    keep: Value | None = quantity("d", "How long traces are kept.", example="7 d")


class Logs(Entry):
    """Logs."""

    each: Value | None = quantity("B/request", "Bytes that one request writes.", example="300 B")
    sample: Value | None = quantity("%", "The share of requests that is logged.", example="1%")
    keep: Value | None = quantity("d", "How long logs are kept.", example="14 d")


class Observability(Entry):
    """What is watched, and how much data that is."""

    scrape: Value | None = quantity("s", "How often metrics are read.", example="15 s")
    metrics: dict[Name, Metrics] = entries("Series by tier.")
    traces: Traces | None = part("Traces.")
    logs: Logs | None = part("Logs.")
    measures: dict[Name, FreeText] = entries("What each SLO is measured with.")


class Architecture(Model):
    """The front-matter of phase 5."""

    noun = "phase 5 file"

    phase: Text | None = scalar(PHASE, "The phase of this file: 5.")
    paths: dict[Name, Path] = entries("Paths by name.")
    correlation: Value | None = quantity(
        "1",
        "How stages go together: `independent`, or a number from 0 to 1.",
        words=("independent",),
        default="independent",
    )
    diagram: Diagram | None = part("What the generated diagram should look like.")
    observability: Observability | None = part("What is watched.")
