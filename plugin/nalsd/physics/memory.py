"""Memory: state of windows, connections, working sets, page cache."""

from __future__ import annotations

from nalsd.graph import (
    Citation,
    ceil,
    exp,
    floor,
    formula,
    guard,
    lgamma,
    log,
    maximum,
    minimum,
    normal_quantile,
    sqrt,
    sum_over,
    total,
    where,
)
from nalsd.physics.sources import ARITHMETIC, LITTLE

DATAFLOW = Citation(
    "T. Akidau et al., The dataflow model, PVLDB 8(12), 2015",
    "https://doi.org/10.14778/2824032.2824076",
    "2015",
    "M",
)
EXACT_UP_TO = 4000.0
"""Mean concurrency up to which the quantile is summed term by term; above it the normal expansion is as
good.
"""


@formula(
    "Windows open at once",
    symbols={
        "window": ("s", "length of a window"),
        "lateness": ("s", "how late an event may still come"),
        "every": (
            "s",
            "time between the starts of two windows; the window's length when they do not overlap",
        ),
    },
    gives=("1", "windows that are kept at once"),
    source=DATAFLOW,
)
def open_windows(window, lateness, every):
    """A window is kept from its start until its end and the lateness after it."""
    guard(every > 0, "windows follow each other")
    return ceil((window + lateness) / every)


@formula(
    "State of keyed windows",
    symbols={
        "keys": ("key", "different keys that are seen in a window"),
        "row": ("B/key", "bytes of one key's state"),
        "windows": ("1", "windows that are kept at once"),
    },
    gives=("B", "memory"),
    limits="one aggregate a key and window, however many events there are",
    source=DATAFLOW,
)
def keyed_state(keys, row, windows):
    """One entry for each key in each open window."""
    return keys * row * windows


@formula(
    "State of event windows",
    symbols={
        "rate": ("event/s", "events a second at peak"),
        "window": ("s", "length of the window, lateness included"),
        "row": ("B/event", "bytes kept of one event"),
    },
    gives=("B", "memory"),
    limits="a peak that lasts at least as long as the window",
    source=LITTLE,
)
def event_state(rate, window, row):
    """Every event of the window is kept: rate times window times bytes."""
    return rate * window * row


@formula(
    "Events in a window of a short peak",
    symbols={
        "average": ("event/s", "average rate"),
        "peak": ("event/s", "peak rate"),
        "lasts": ("s", "how long the peak lasts"),
        "window": ("s", "length of the window, lateness included"),
    },
    gives=("event", "most events in the window"),
    source=ARITHMETIC,
)
def events_in_window(average, peak, lasts, window):
    """The peak for as long as it lasts, the average for the rest of the window."""
    return peak * minimum(lasts, window) + average * (window - minimum(lasts, window))


@formula(
    "Little's law",
    symbols={"rate": ("?a/s", "arrivals a second"), "hold": ("s", "time that each stays")},
    gives=("?a", "how many are there at once, on average"),
    limits="any stable system in any order; count only what is inside during that time",
    source=LITTLE,
)
def little(rate, hold):
    """Rate times time is what is under way: connections, requests, threads."""
    return rate * hold


@formula(
    "Concurrency that is seldom exceeded",
    symbols={"mean": ("1", "mean concurrency"), "quantile": ("1", "share of the time it must suffice")},
    gives=("1", "smallest number that suffices"),
    limits="Poisson arrivals and no admission limit; bursts need more",
    source=Citation(
        "L. Kleinrock, Queueing Systems I, 1975: the infinite-server queue holds a Poisson number",
        None,
        "1975",
        "M",
    ),
)
def concurrency_quantile(mean, quantile):
    """Quantile of the Poisson distribution, which is what an infinite-server queue holds."""
    guard(mean > 0, "something is under way")
    guard(quantile > 0.5, "for sizing, a quantile above the median is meant")
    guard(quantile < 1, "no number suffices always")
    z = normal_quantile(quantile)
    expansion = mean + z * sqrt(mean) + (z**2 - 1) / 6 + (z - z**3) / (72 * sqrt(mean))

    def exceeded(k):
        """Chance of more than k, summed up to where the terms vanish."""
        return sum_over(
            k + 1,
            k + 1 + ceil(20 + 8 * sqrt(mean)),
            lambda j: exp(j * log(mean) - mean - lgamma(j + 1)),
        )

    return where(
        mean <= EXACT_UP_TO,
        # the expansion is within one of the answer: count how many of its neighbours do not yet suffice
        lambda: (
            maximum(0, floor(expansion) - 2)
            + sum_over(
                0, 4, lambda i: where(exceeded(maximum(0, floor(expansion) - 2) + i) > 1 - quantile, 1, 0)
            )
        ),
        lambda: ceil(expansion - 0.5),
    )


@formula(
    "Memory of connections",
    symbols={"open": ("connection", "open connections"), "each": ("B/connection", "memory of one")},
    gives=("B", "memory"),
    limits="idle connections too: buffers, TLS state, the application's own",
    source=ARITHMETIC,
)
def connection_memory(open, each):
    """Open connections times the memory of each."""
    return open * each


@formula(
    "Memory of a working set",
    symbols={
        "objects": ("object", "objects held"),
        "size": ("B/object", "bytes of one"),
        "overhead": ("B/object", "what the cache adds to each"),
    },
    gives=("B", "memory"),
    source=ARITHMETIC,
)
def working_set(objects, size, overhead):
    """Objects with what the cache adds to each."""
    return objects * (size + overhead)


@formula(
    "Objects that fit a cache",
    symbols={
        "memory": ("B", "memory of the cache"),
        "size": ("B/object", "bytes of one object"),
        "overhead": ("B/object", "what the cache adds to each"),
    },
    gives=("object", "objects held"),
    source=ARITHMETIC,
)
def objects_held(memory, size, overhead):
    """The memory over the bytes of one object; not rounded, so that a slider moves smoothly."""
    guard(size + overhead > 0, "an object has a size")
    return memory / (size + overhead)


@formula(
    "Page cache for readers that follow",
    symbols={
        "written": ("B/s", "bytes written a second at peak"),
        "behind": ("s", "how far readers lag behind"),
    },
    gives=("B", "memory"),
    limits="readers at the tail; those who read from the start go to disk",
    source=LITTLE,
)
def page_cache(written, behind):
    """What has been written and not yet been read stays in memory, or the disk is read as well."""
    return written * behind


@formula(
    "Memory in all",
    symbols={"parts": ("B", "memory of each use", {"many": True})},
    gives=("B", "memory"),
    source=ARITHMETIC,
)
def memory_in_all(parts):
    """State, connections, caches, runtime."""
    return total(parts)
