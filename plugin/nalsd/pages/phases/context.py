"""Phase 1: requirements and APIs, scale and growth, what is assumed, who sends."""

from __future__ import annotations

from nalsd.analysis.words import place_words, title_of
from nalsd.graph import Quantity
from nalsd.pages import charts, parts
from nalsd.pages.callouts import Tone, chip
from nalsd.pages.figures import printed, split
from nalsd.pages.html import Markup, element, join
from nalsd.pages.parts import Contents, Part, Widget
from nalsd.pages.phases.apis import cards
from nalsd.pages.tables import Column, Row, Table
from nalsd.pages.view import DesignView, listed, remark, spread, words, written
from nalsd.units import format_value

YEARS = (1, 2, 3, 4, 5)


def contents(view: DesignView) -> Contents:
    """The parts of the page, in the order of the framework."""
    return Contents(
        [
            Part(
                "functional-requirements", "Functional requirements", parts.filled(_traceability(view)),
                also=("requirements",), keys=("requirements",),
            ),
            Part(
                "api-design", "API design", parts.filled(cards(view)),
                also=("apis", "api", "interface"), keys=("apis",),
            ),
            Part(
                "scale-assumptions", "Scale assumptions",
                [*parts.filled(_scale(view), _volumes(view)), *_growth(view)],
                also=("scale", "load", "workloads", "traffic"), keys=("workloads",),
            ),
            Part(
                "clients", "Clients and connections", parts.filled(_clients(view)),
                also=("clients-and-connections", "connections"), keys=("clients",),
            ),
            Part(
                "assumptions", "Assumptions", parts.filled(_assumptions(view)), keys=("assumptions",)
            ),
            Part(
                "quantities-and-constraints", "Quantities and constraints",
                parts.filled(_quantities(view), _constraints(view)),
                also=("quantities", "derived-quantities", "constraints"), keys=("quantities", "constraints"),
            ),
        ]
    )  # fmt: skip


def _traceability(view: DesignView) -> Widget | None:
    """Requirement by API, and what serves nothing or is served by nothing."""
    context = view.design.context
    if not context.requirements and not context.apis:
        return None
    rows: list[Row] = []
    needed: set[str] = set()
    for name, requirement in context.requirements.items():
        served = [str(api) for api in requirement.apis]
        needed.update(served)
        by = join(*((element("code", api), " ") for api in served)) if served else chip("no API", Tone.WARN)
        rows.append(Row((words(name), str(requirement.text), by), Tone.PLAIN if served else Tone.WARN))
    for name in context.apis:
        if str(name) not in needed:
            what = chip("asked for by no requirement", Tone.WARN)
            rows.append(Row((words(name), what, element("code", str(name))), Tone.WARN))
    columns = (Column("Requirement"), Column("What the system must do"), Column("Served by"))
    return parts.table(Table("requirements", "Requirements and the APIs that serve them", columns, rows))


def _scale(view: DesignView) -> Widget | None:
    """Rates and sizes by workload, and the sums."""
    workloads = view.design.context.workloads
    if not workloads:
        return None
    rows: list[Row] = []
    for name, workload in workloads.items():
        id = f"workloads.{name}"
        size = "response" if workload.kind == "read" else "request"
        both = [view.q(f"{id}.request"), view.q(f"{id}.response")]
        rows.append(
            Row(
                (
                    title_of(name, workload), view.q(f"{id}.average"), view.q(f"{id}.peak"),
                    view.q(f"{id}.peak_factor"), *both,
                    view.q(f"{id}.peak_{'response_' if size == 'response' else ''}payload"),
                    view.q(f"{id}.peak_wire"), view.q(f"{id}.peak_wire_back"),
                ),
                tag=str(workload.kind),
            )
        )  # fmt: skip
    empty: list[None] = [None, None, None]
    if len(workloads) > 1:
        for kind, title in (("write", "All writes"), ("read", "All reads")):
            peak = view.q(f"load.{kind}_peak")
            if peak is not None:
                rows.append(
                    Row((title, view.q(f"load.{kind}_average"), peak, *empty, None, None, None), Tone.MUTED)
                )
        total = view.q("load.peak_payload")
        rows.append(
            Row(
                ("All workloads", view.q("load.average"), view.q("load.peak"), *empty, total, None, None),
                Tone.MUTED,
            )
        )
    columns = (
        Column("Workload"),
        Column("Average"),
        Column("Peak"),
        Column("Factor"),
        Column("Request"),
        Column("Response"),
        Column("Payload", "at peak"),
        Column("Wire in", "at peak"),
        Column("Wire out", "at peak"),
    )
    return parts.table(Table("scale", "Load by workload", columns, rows, _ratio(view)))


def _ratio(view: DesignView) -> str:
    ratio = view.q("load.read_write_ratio")
    text = (
        "The payload is the body that is kept or answered: the request of a write, the response of a "
        "read. On the "
        "wire are added: headers of HTTP, TLS, TCP, IP and Ethernet, by the first flow of the workload."
    )
    if ratio is None or not isinstance(ratio.value, float):
        return text
    return f"{format_value(ratio.value, '1')} reads for each write, on average. {text}"


def _volumes(view: DesignView) -> Widget | None:
    workloads = view.design.context.workloads
    rows = []
    for name, workload in workloads.items():
        id = f"workloads.{name}"
        payload = "average_response_payload" if workload.kind == "read" else "average_payload"
        rows.append(
            Row(
                (
                    title_of(name, workload), view.q(f"{id}.daily_requests"), view.q(f"{id}.daily_volume"),
                    view.q(f"{id}.yearly_volume"), view.q(f"{id}.{payload}"), view.q(f"{id}.wire_overhead"),
                )
            )
        )  # fmt: skip
    if not rows:
        return None
    if len(rows) > 1:
        rows.append(Row(("All workloads", None, view.q("load.daily_volume"), None, None, None), Tone.MUTED))
    columns = (
        Column("Workload"),
        Column("Requests", "a day"),
        Column("Volume", "a day"),
        Column("Volume", "a year"),
        Column("Payload", "average"),
        Column("Headers add", "on the wire"),
    )
    return parts.table(
        Table("volumes", "Volume, from the average", columns, rows, "A day is 86,400 s, a year 365 days.")
    )


def _growth(view: DesignView) -> list[Widget]:
    """The years ahead: a table of all workloads that grow, a chart of each that has a volume."""
    rows, made = [], []
    for name, workload in view.design.context.workloads.items():
        id = f"workloads.{name}"
        years = [view.q(f"{id}.volume_year_{year}") for year in YEARS]
        if years[0] is None:
            continue
        rows.append(Row((title_of(name, workload), view.q(f"{id}.growth"), *years)))
        bars = _bars([year for year in years if year is not None])
        if bars is not None:
            unit, points = bars
            last = figure(years[-1])
            title = f"{title_of(name, workload)}: {last} in the fifth year at {written(workload.growth)}"
            made.append(parts.chart(charts.growth_chart(f"growth-{name}", title, unit, points)))
    if not rows:
        return []
    columns = (Column("Workload"), Column("Growth"), *(Column(f"Year {year}") for year in YEARS))
    return [*made, parts.table(Table("growth", "Volume of the years ahead", columns, rows))]


def _bars(years: list[Quantity]) -> tuple[str, list[tuple[str, float]]] | None:
    """The years in one unit that fits the last of them."""
    values = [float(q.value) for q in years if isinstance(q.value, float | int)]
    if len(values) < len(years) or max(values) <= 0:
        return None
    top = split(format_value(max(values), "B", digits=6))
    factor = float(top.number.replace(",", "")) / max(values)
    return top.unit, [(f"year {i}", value * factor) for i, value in enumerate(values, 1)]


def figure(quantity: Quantity | None) -> str:
    """A quantity as plain text."""
    return printed(quantity).text if quantity is not None else "unknown"


def _clients(view: DesignView) -> Widget | None:
    rows = []
    for name, client in view.design.context.clients.items():
        id = f"clients.{name}"
        places = listed(
            f"{place_words(str(place), view.design.iterations.regions)} {written(where.share)}"
            for place, where in client.located.items()
        )
        rows.append(
            Row(
                (
                    title_of(name, client),
                    view.q(f"{id}.rate"),
                    view.q(f"{id}.new"),
                    view.q(f"{id}.requests"),
                    view.q(f"{id}.open"),
                    view.q(f"{id}.full_handshakes"),
                    view.q(f"{id}.resumed_handshakes"),
                    element("span", places, class_="nalsd-remark") if places else None,
                )
            )
        )
    if not rows:
        return None
    columns = (
        Column("Client"),
        Column("Requests", "at peak"),
        Column("New connections"),
        Column("Requests", "on each"),
        Column("Open at once"),
        Column("Full handshakes"),
        Column("Resumed"),
        Column("Where"),
    )
    return parts.table(Table("clients", "Who sends, and over which connections", columns, rows))


def _assumptions(view: DesignView) -> Widget | None:
    rows = []
    for name, value in view.design.context.assumptions.items():
        quantity = view.q(f"assumptions.{name}")
        range_ = spread(quantity)
        about = remark(value)
        lines = [element("span", range_, ".", class_="nalsd-remark")] if range_ else []
        rows.append(
            Row((value.label or words(name), quantity, join(*lines, " " if lines and about else None, about)))
        )
    if not rows:
        return None
    columns = (Column("Assumption"), Column("Value"), Column("Why, and from where"))
    note = "Of a range the median is used; ranges are 5th to 95th percentile." if _ranges(view) else ""
    return parts.table(Table("assumptions", "What is taken as given", columns, rows, note))


def _ranges(view: DesignView) -> bool:
    return any(spread(view.q(f"assumptions.{name}")) for name in view.design.context.assumptions)


def _quantities(view: DesignView) -> Widget | None:
    rows = []
    for name, own in view.design.context.quantities.items():
        formula = element("code", own.formula.text)
        rows.append(
            Row(
                (str(own.label or words(name)), view.q(f"quantities.{name}"), join(formula, " ", remark(own)))
            )
        )
    if not rows:
        return None
    columns = (Column("Quantity"), Column("Value"), Column("The author's formula"))
    return parts.table(Table("quantities", "The author's own quantities", columns, rows))


def _constraints(view: DesignView) -> Widget | None:
    rows = []
    for name, constraint in view.design.context.constraints.items():
        holds = view.graph.value(f"constraints.{name}")
        tone = Tone.MUTED if holds is None else Tone.GOOD if holds else Tone.OVER
        state: Markup = chip({None: "unknown"}.get(holds, "holds" if holds else "broken"), tone)
        rows.append(
            Row(
                (
                    str(constraint.label or words(name)),
                    state,
                    element("code", constraint.that.text),
                    remark(constraint),
                ),
                Tone.OVER if holds is False else Tone.PLAIN,
            )
        )
    if not rows:
        return None
    columns = (Column("Constraint"), Column("State"), Column("What must hold"), Column("Why"))
    return parts.table(Table("constraints", "Constraints", columns, rows))


__all__ = ["contents", "figure"]
