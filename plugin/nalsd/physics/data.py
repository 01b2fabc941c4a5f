"""Data at rest: rows, indexes, stock, partitions."""

from __future__ import annotations

from nalsd.graph import Citation, ceil, formula, guard, maximum, minimum, sum_over, total
from nalsd.physics.sources import ARITHMETIC, NALSD_CHAPTER

DAY = 86_400.0
YEAR = 365.0 * DAY
MOST_YEARS = 50


@formula(
    "Row size",
    symbols={
        "columns": ("B/row", "bytes of each column", {"many": True}),
        "overhead": ("B/row", "what the engine adds to each row"),
    },
    gives=("B/row", "bytes of one row"),
    source=NALSD_CHAPTER,
)
def row_size(columns, overhead):
    """All columns and the engine's own bytes."""
    return total(columns) + overhead


@formula(
    "Index entry size",
    symbols={
        "columns": ("B/row", "bytes of each indexed column", {"many": True}),
        "pointer": ("B/row", "what points to the row"),
        "filled": ("1", "how full the index pages are"),
    },
    gives=("B/row", "bytes of the index for one row"),
    limits="one entry a row; upper levels of the tree are left out (below 1% at fan-outs above 100)",
    source=Citation(
        "R. Bayer, E. McCreight, Organization and maintenance of large ordered indices, Acta "
        "Informatica 1, 1972",
        "https://doi.org/10.1007/BF00288683",
        "1972",
        "M",
    ),
)
def index_size(columns, pointer, filled):
    """Keys and pointer, on pages that are only partly full."""
    guard(filled > 0, "pages hold something")
    guard(filled <= 1, "pages are at most full")
    return (total(columns) + pointer) / filled


@formula(
    "Bytes a day",
    symbols={
        "average": ("row/s", "rows written a second, on average"),
        "row": ("B/row", "bytes of one row with its indexes"),
        "day": ("s", "length of a day"),
    },
    gives=("B", "bytes added in a day, one copy, before compression and amplification"),
    source=NALSD_CHAPTER,
)
def bytes_per_day(average, row, day=DAY):
    """The average rate times the row times a day."""
    return average * row * day


@formula(
    "Rows kept",
    symbols={
        "average": ("row/s", "rows written a second, on average"),
        "keep": ("s", "how long they are kept"),
    },
    gives=("row", "rows in stock"),
    limits="inserts only: an update adds no row",
    source=ARITHMETIC,
)
def rows_kept(average, keep):
    """What is written while the oldest row is still kept."""
    return average * keep


@formula(
    "Stock of a store",
    symbols={
        "rows": ("row", "rows in stock"),
        "row": ("B/row", "bytes of one row with its indexes"),
        "compression": ("1", "raw bytes for each stored one"),
        "space": ("1", "space amplification of the engine"),
    },
    gives=("B", "bytes on the medium, one copy"),
    source=NALSD_CHAPTER,
)
def stock(rows, row, compression, space):
    """Compressed, and enlarged by what the engine holds twice until it cleans up."""
    guard(compression > 0, "compression is a positive ratio")
    guard(space >= 1, "no engine stores less than its live data")
    return rows * row / compression * space


@formula(
    "Stock at the end of a year",
    symbols={
        "stock": ("B", "bytes held at the first year's rate, once the oldest is as old as it may become"),
        "keep": ("s", "how long they are kept"),
        "growth": ("1/s", "growth of the load a year"),
        "n": ("1", "the year, counted from 1"),
        "year": ("s", "a year"),
    },
    gives=("B", "bytes held at the end of that year"),
    limits="begins empty; the first year is at today's rate, each further one larger by the growth",
    source=ARITHMETIC,
)
def stock_of_year(stock, keep, growth, n, year=YEAR):
    """What each year wrote, as far as it is still kept."""
    guard(keep > 0, "what is kept for no time leaves no stock")
    guard(n >= 1, "years are counted from 1")

    def kept_of(k):
        """The part of a year's rows that is still kept n - k years after its end."""
        return minimum(1.0, maximum(0.0, keep / year - (n - k)))

    return (
        stock
        * year
        / keep
        * sum_over(1, n, lambda k: (1 + growth * year) ** (k - 1) * kept_of(k), most=MOST_YEARS)
    )


@formula(
    "Partitions by size",
    symbols={
        "stored": ("B", "bytes of the store, one copy"),
        "at_most": ("B/shard", "largest partition that is allowed"),
    },
    gives=("shard", "partitions"),
    source=ARITHMETIC,
)
def partitions_by_size(stored, at_most):
    """Whole partitions, at least one."""
    guard(at_most > 0, "a partition holds something")
    return maximum(1, ceil(stored / at_most))


@formula(
    "Partitions by rate",
    symbols={
        "rate": ("?a", "load of the store at peak"),
        "at_most": ("?a/shard", "load that one partition carries"),
    },
    gives=("shard", "partitions"),
    limits="load that spreads evenly; a hot key does not",
    source=ARITHMETIC,
)
def partitions_by_rate(rate, at_most):
    """Whole partitions, at least one."""
    guard(at_most > 0, "a partition carries something")
    return maximum(1, ceil(rate / at_most))


@formula(
    "Partitions",
    symbols={"by_size": ("shard", "partitions by size"), "by_rate": ("shard", "partitions by rate")},
    gives=("shard", "partitions"),
    source=ARITHMETIC,
)
def partitions(by_size, by_rate):
    """The larger of what size and what rate need."""
    return maximum(by_size, by_rate)
