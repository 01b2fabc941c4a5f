"""Data tables: digits aligned, units apart, and under each row, folded, how its figures come about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from nalsd.graph import Quantity
from nalsd.pages.callouts import Tone, meter
from nalsd.pages.derivations import derivation
from nalsd.pages.figures import Printed, body, placed, printed
from nalsd.pages.html import Markup, element, join
from nalsd.pages.scope import Scope

SHORT = 26
"""Characters of a row's heading that stay on one line where there is room."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, and a word under it when the heading needs one."""

    title: str
    note: str = ""
    digits: int = 3
    """Significant digits of its figures."""
    mixed: bool = False
    """Whether its figures are of several units, so that no points stand under each other."""
    rounded: bool = False
    """Whether a figure that is as good as nothing is told in words."""


@dataclass(frozen=True)
class Bar:
    """A share shown as a bar with its number: a utilisation against its target."""

    share: Quantity
    target: Quantity | None = None
    """Where the mark stands; at or below it the bar is calm."""


Cell: TypeAlias = "Quantity | Bar | Markup | str | None"
"""A figure, a bar, text, markup of another widget, or nothing."""


@dataclass(frozen=True)
class Row:
    """A row whose first cell is its heading; the tone says that it binds, is over, or matters less."""

    cells: Sequence[Cell]
    tone: Tone = Tone.PLAIN
    tag: str = ""
    """A word beside the heading: `binds`, `default`."""


@dataclass(frozen=True)
class Table:
    """A table of a page."""

    name: str
    """Its id on the page, and what a call in prose names."""
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row | Sequence[Cell]]
    note: str | Markup = ""
    """What a reader must know to read it right, under the table."""


def render_table(table: Table, scope: Scope) -> Markup:
    """The table as HTML: a captioned `<table>` in a box that scrolls by itself on a narrow screen."""
    identity = scope.unique(f"table-{table.name}")
    rows = [row if isinstance(row, Row) else Row(row) for row in table.rows]
    figure_columns = {i for i in range(len(table.columns)) if i and _holds_figures(rows, i)}
    head = element("tr", [_heading(c, i in figure_columns) for i, c in enumerate(table.columns)])
    widths = {i: _Widths.of(table.columns[i], rows, i) for i in figure_columns}
    lines = [_row(row, table, widths, scope) for row in rows]
    grid = element(
        "table",
        element("caption", table.title),
        element("thead", head),
        lines,
        class_="nalsd-table",
        id=identity,
    )
    note = element("p", table.note, class_="nalsd-note") if table.note else None
    return element(
        "div",
        element("div", grid, class_="nalsd-scroll", tabindex="0", role="group", aria_label=table.title),
        note,
        class_="nalsd-figure",
        style=f"--rows:{len(rows)}",
        data_search_exclude=True,
    )


def _heading(column: Column, figures: bool) -> Markup:
    note = element("small", column.note) if column.note else None
    return element(
        "th", column.title, " " if note else None, note, scope="col", class_="nalsd-num" if figures else None
    )


def _row(row: Row, table: Table, widths: dict[int, _Widths], scope: Scope) -> Markup:
    firsts: list[Quantity] = []
    cells = [
        _cell(cell, i, table.columns[i], widths.get(i), row, firsts, scope)
        for i, cell in enumerate(row.cells)
    ]
    tone = None if row.tone is Tone.PLAIN else f"nalsd-{row.tone.value}"
    line = element("tr", cells, class_=tone)
    if not firsts:
        return element("tbody", line)
    label = (
        row.cells[0]
        if isinstance(row.cells[0], str) and not isinstance(row.cells[0], Markup)
        else firsts[0].label
    )
    return element("tbody", line, _fold(label, firsts, len(table.columns), scope))


def _fold(label: str, quantities: list[Quantity], columns: int, scope: Scope) -> Markup:
    """The row under a row: a disclosure drawn beside the heading, and the derivations across the width."""
    mark = element("span", f"How {label} comes about", class_="nalsd-hidden")
    panel = element("div", [derivation(q, scope) for q in quantities], class_="nalsd-panel")
    fold = element("details", element("summary", mark), panel, class_="nalsd-fold")
    return element("tr", element("td", fold, colspan=columns), class_="nalsd-why")


def _cell(
    cell: Cell,
    index: int,
    column: Column,
    widths: _Widths | None,
    row: Row,
    firsts: list[Quantity],
    scope: Scope,
) -> Markup:
    content, style, kind = _content(cell, column, widths, firsts, scope)
    if index == 0:
        tag = element("span", row.tag, class_="nalsd-tag") if row.tag else None
        short = isinstance(cell, str) and len(cell) + len(row.tag) <= SHORT
        classes = "nalsd-short" if short else None
        return element("th", content, " " if tag else None, tag, scope="row", class_=classes)
    return element("td", content, class_=kind, style=style)


def _content(
    cell: Cell, column: Column, widths: _Widths | None, firsts: list[Quantity], scope: Scope
) -> tuple[Markup, str | None, str | None]:
    """What stands in a cell, the room its digits take, and its class."""
    number = "nalsd-num" if widths else None
    if cell is None:
        return element("span", "–", class_="nalsd-none"), None, number
    if isinstance(cell, Bar):
        figure, first = placed(cell.share, scope, column.digits)
        if first:
            firsts.append(cell.share)
        return join(meter(cell.share, cell.target), figure), None, "nalsd-num nalsd-barred"
    if isinstance(cell, Quantity):
        figure, first = placed(
            cell, scope, column.digits, aside=widths is not None and widths.aside, rounded=column.rounded
        )
        if first:
            firsts.append(cell)
        return figure, widths.style(printed(cell, column.digits)) if widths else None, number
    return join(cell), None, number


def _holds_figures(rows: Sequence[Row], index: int) -> bool:
    return any(len(row.cells) > index and isinstance(row.cells[index], Quantity | Bar) for row in rows)


@dataclass(frozen=True)
class _Widths:
    """The widest fraction and unit of a column, so that points and units stand under each other."""

    fraction: int
    unit: int
    aside: bool
    """Whether every figure has a second unit; where only some have, it would push the others out of line."""

    @classmethod
    def of(cls, column: Column, rows: Sequence[Row], index: int) -> _Widths:
        if column.mixed:
            return cls(0, 0, False)
        cells = (row.cells[index] for row in rows if len(row.cells) > index)
        figures = [printed(cell, column.digits) for cell in cells if isinstance(cell, Quantity)]
        return cls(
            max((f.fraction for f in figures), default=0),
            max((len(f.unit) for f in figures if f.number), default=0),
            all(f.aside or not f.number for f in figures),
        )

    def style(self, figure: Printed) -> str | None:
        """Room for the digits this figure has fewer than the longest, and for the longest unit."""
        if not figure.number or self.fraction < figure.fraction:
            return None
        missing, point = self.fraction - figure.fraction, int(self.fraction > 0 and figure.fraction == 0)
        room = f"--digits:{missing};--point:{point};" if missing else ""
        return f"{room}--unit:{self.unit}" if self.unit else room.rstrip(";") or None


def without_empty(columns: list[Column], rows: Sequence[Row]) -> list[Row]:
    """The rows without the columns in which nothing stands; those are dropped from `columns` too."""
    kept = [i for i in range(len(columns)) if i == 0 or any(row.cells[i] is not None for row in rows)]
    columns[:] = [columns[i] for i in kept]
    # A reason that is not given is no dash: nothing is missing.
    reasons = {place for place, column in zip(kept, columns, strict=True) if column.title.startswith("Why")}
    return [
        Row([row.cells[i] or "" if i in reasons else row.cells[i] for i in kept], row.tone, row.tag)
        for row in rows
    ]


def figure_text(quantity: Quantity, digits: int = 3) -> Markup:
    """A figure without link or anchor, for a caption or a title."""
    return body(printed(quantity, digits), aside=False)
