"""Memory: state of windows, connections, working sets, page cache."""

from __future__ import annotations

from nalsd.graph import (
    Citation,
    ceil,
    formula,
    guard,
    minimum,
    total,
)
from nalsd.physics.sources import ARITHMETIC, LITTLE

DATAFLOW = Citation(
    "T. Akidau et al., The dataflow model, PVLDB 8(12), 2015",
    "https://doi.org/10.14778/2824032.2824076",
    "2015",
    "M",
)


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


@formula(
    "Memory that the runtime leaves",
    symbols={
        "ram": ("B", "memory of the machine"),
        "runtime": ("B", "what the operating system, the agents and the process itself take"),
    },
    gives=("B", "memory for connections, state, caches and data"),
    source=ARITHMETIC,
)
def memory_left(ram, runtime):
    """What is left for the load."""
    guard(ram > runtime, "the runtime leaves nothing of the machine's memory: take a larger machine")
    return ram - runtime
