"""What a page is put together from: widgets with a name, and parts that hold some of them under a heading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from nalsd.graph import Quantity
from nalsd.pages.callouts import Tone
from nalsd.pages.charts import Chart, render_chart
from nalsd.pages.html import Markup
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Bar, Row, Table, render_table


@dataclass(frozen=True)
class Widget:
    """One computed thing. A call in an author's text names it by its kind and name."""

    kind: str
    """`table`, `chart`, `diagram` or `note`."""
    name: str
    title: str
    make: Callable[[Scope], Markup]
    quantities: tuple[str, ...] = ()
    """Ids of the quantities it shows: the first page that shows one is where it has its derivation."""
    binding: tuple[str, ...] = ()
    """Those of them in rows that bind or are over: what a reader asks about first."""
    headline: bool = False
    """Whether its derivations stay on a page that shows too many for all of them to stand there."""

    @property
    def key(self) -> tuple[str, str]:
        """What a call names it by."""
        return self.kind, self.name


@dataclass
class Part:
    """A computed part of a page: it follows the author's section of that heading, or stands under its own."""

    slug: str
    title: str
    widgets: Sequence[Widget]
    also: Sequence[str] = ()
    """Other headings, as anchors, that mean the same."""
    keys: Sequence[str] = ()
    """Keys of the front-matter it comes from: what `not_applicable` may name."""
    pending: Markup | None = None
    """What is not computed yet, and why."""

    @property
    def names(self) -> Iterator[str]:
        """Every name by which a heading may mean it, the best first."""
        yield self.slug
        yield from self.also


@dataclass
class Contents:
    """The parts of a page, and what stands at its top."""

    parts: list[Part] = field(default_factory=list)
    callouts: list[Widget] = field(default_factory=list)

    @property
    def widgets(self) -> Iterator[Widget]:
        """Every widget of the page, in order."""
        yield from self.callouts
        for part in self.parts:
            yield from part.widgets


def table(made: Table, *, headline: bool = False) -> Widget:
    """A table as a widget."""
    loud = [row for row in made.rows if isinstance(row, Row) and row.tone in (Tone.BINDING, Tone.OVER)]
    return Widget(
        "table", made.name, made.title, lambda scope: render_table(made, scope),
        tuple(ids_in(made.rows)), tuple(ids_in(loud)), headline,
    )  # fmt: skip


def chart(made: Chart, *shown: Quantity | None) -> Widget:
    """A chart as a widget."""
    return Widget("chart", made.name, made.caption, lambda scope: render_chart(made, scope))


def note(name: str, markup: Markup) -> Widget:
    """A sentence of ours, or any other finished markup."""
    return Widget("note", name, "", lambda scope: markup)


def filled(*widgets: Widget | None) -> list[Widget]:
    """The widgets that have something to show."""
    return [widget for widget in widgets if widget is not None]


def ids_in(rows: Iterable[Row | Sequence[object]]) -> Iterator[str]:
    """Ids of the quantities in the cells of a table."""
    for row in rows:
        for cell in row.cells if isinstance(row, Row) else row:
            if isinstance(cell, Quantity):
                yield cell.id
            elif isinstance(cell, Bar):
                yield cell.share.id
