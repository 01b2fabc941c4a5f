"""Phase 3, storage over the years: what stores hold at the end of each, on drives and in objects."""

from __future__ import annotations

from nalsd.analysis.words import title_of
from nalsd.pages import charts, parts
from nalsd.pages.figures import printed, split
from nalsd.pages.levels import value_of
from nalsd.pages.parts import Widget
from nalsd.pages.tables import Column, Row, Table
from nalsd.pages.view import DesignView
from nalsd.units import format_value

YEARS = (1, 2, 3, 4, 5)

WHERE = (("drives", "on the tiers' drives (one copy)"), ("objects", "in services and objects"))


def filling(view: DesignView) -> list[Widget]:
    """The chart of all stores, and a line for each medium of each store; nothing where no store fills."""
    rows = []
    for name, store in view.design.slo.stores.items():
        for number, keep in enumerate(store.keep, 1):
            years = [view.q(f"stores.{name}.keep_{number}.stock_year_{year}") for year in YEARS]
            if years[0] is not None:
                place = f" in {keep.in_}" if keep.in_ else ""
                kept = view.q(f"stores.{name}.keep_{number}.for")
                rows.append(Row((f"{title_of(name, store)}{place}", kept, *years)))
    if not rows:
        return []
    for where, told in WHERE:
        years = [view.q(f"design.stored.{where}_year_{year}") for year in YEARS]
        if years[0] is not None:
            rows.append(Row((f"All {told}", None, *years)))
    columns = (Column("Store"), Column("Kept"), *(Column(f"Year {year}") for year in YEARS))
    note = "A store begins empty, loses what is too old, and grows with what writes to it."
    table = Table("filling", "What stores hold, year by year", columns, rows, note)
    return [*parts.filled(_chart(view)), parts.table(table)]


def _chart(view: DesignView) -> Widget | None:
    series = []
    for where, told in WHERE:
        values = [value_of(view.q(f"design.stored.{where}_year_{year}")) for year in YEARS]
        if None not in values:
            series.append((where, told, [value for value in values if value is not None]))
    tops = [sum(values[i] for _, _, values in series) for i in range(len(YEARS))]
    if not series or max(tops) <= 0:
        return None
    top = split(format_value(max(tops), "B", digits=6))
    factor = float(top.number.replace(",", "")) / max(tops)
    ends = [
        f"{printed(quantity).text} {told}"
        for where, told, _ in series
        if (quantity := view.q(f"design.stored.{where}_year_{YEARS[-1]}")) is not None
    ]
    scaled = [(told, [value * factor for value in values]) for _, told, values in series]
    caption = f"At the end of the fifth year stores hold {' and '.join(ends)}"
    labels = [f"year {year}" for year in YEARS]
    return parts.chart(charts.stacked_chart("filling", caption, top.unit, labels, scaled))


__all__ = ["filling"]
