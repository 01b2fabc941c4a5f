"""Load and what it amounts to: rates, volumes, growth, fan-out, batches.

Averages make volumes; peaks size machines.
"""

from __future__ import annotations

from nalsd.graph import Citation, floor, formula, guard, maximum, minimum, where
from nalsd.physics.sources import ARITHMETIC, NALSD_CHAPTER, NETFLIX_MODEL

DAY = 86_400.0
YEAR = 365.0 * DAY


@formula(
    "Rate of a population",
    symbols={
        "users": ("user", "those who act"),
        "actions": ("request/user", "what each of them does in one period"),
        "period": ("s", "the period"),
    },
    gives=("request/s", "average rate"),
    source=ARITHMETIC,
)
def population_rate(users, actions, period):
    """Users times actions, spread over the period."""
    guard(period > 0, "the period must be positive")
    return users * actions / period


@formula(
    "Peak factor",
    symbols={"peak": ("?a/s", "highest sustained rate"), "average": ("?a/s", "rate over the whole day")},
    gives=("1", "how far the peak stands above the average"),
    source=ARITHMETIC,
)
def peak_factor(peak, average):
    """How many times the average the peak is."""
    guard(average > 0, "the average must be positive")
    guard(peak >= average, "a peak is not below its average")
    return peak / average


@formula(
    "Peak rate",
    symbols={"average": ("?a/s", "rate over the whole day"), "factor": ("1", "peak factor")},
    gives=("?a/s", "highest sustained rate"),
    source=ARITHMETIC,
)
def peak_rate(average, factor):
    """The average times the peak factor."""
    guard(factor >= 1, "a peak is not below its average")
    return average * factor


@formula(
    "Reads a write",
    symbols={"reads": ("request/s", "read rate"), "writes": ("request/s", "write rate")},
    gives=("1", "reads for each write"),
    limits="both at the same role: both average or both peak",
    source=ARITHMETIC,
)
def read_write_ratio(reads, writes):
    """How many reads come with one write."""
    guard(writes > 0, "there are no writes")
    return reads / writes


@formula(
    "Payload rate",
    symbols={"rate": ("?a/s", "rate"), "size": ("B/?a", "bytes of one")},
    gives=("B/s", "bytes a second, without any header"),
    source=NALSD_CHAPTER,
)
def payload(rate, size):
    """Rate times size. Headers come on top: see the formulas of `network`."""
    return rate * size


@formula(
    "Number in a day",
    symbols={"average": ("?a/s", "rate over the whole day"), "day": ("s", "length of a day")},
    gives=("?a", "number in a day"),
    limits="from an average; a peak does not last a day",
    source=NALSD_CHAPTER,
)
def daily_count(average, day=DAY):
    """The average rate times a day of 86,400 s."""
    return average * day


@formula(
    "Daily volume",
    symbols={
        "average": ("?a/s", "rate over the whole day"),
        "size": ("B/?a", "bytes of one"),
        "day": ("s", "length of a day"),
    },
    gives=("B", "bytes in a day"),
    limits="from an average; a peak does not last a day",
    source=NALSD_CHAPTER,
)
def daily_volume(average, size, day=DAY):
    """The average rate times the size times a day of 86,400 s."""
    return average * size * day


@formula(
    "Yearly volume",
    symbols={
        "average": ("?a/s", "rate over the whole year"),
        "size": ("B/?a", "bytes of one"),
        "year": ("s", "length of a year"),
    },
    gives=("B", "bytes in a year"),
    limits="from an average; without growth",
    source=ARITHMETIC,
)
def yearly_volume(average, size, year=YEAR):
    """The average rate times the size times a year of 365 days."""
    return average * size * year


@formula(
    "Growth",
    symbols={
        "today": ("?a", "what it is today"),
        "growth": ("1/y", "growth in a year, compounding"),
        "elapsed": ("s", "time from today"),
        "year": ("s", "length of a year"),
    },
    gives=("?a", "what it is then"),
    limits="growth that compounds yearly; not below -100%",
    source=ARITHMETIC,
)
def grown(today, growth, elapsed, year=YEAR):
    """Compound growth."""
    guard(1 + growth * year > 0, "growth cannot take away more than everything")
    return today * (1 + growth * year) ** (elapsed / year)


@formula(
    "Volume of the n-th year",
    symbols={
        "first_year": ("B", "volume of a year at today's rate"),
        "growth": ("1/y", "growth in a year, compounding"),
        "n": ("1", "which year, 1 is the coming one"),
        "year": ("s", "length of a year"),
    },
    gives=("B", "bytes of that year"),
    limits="the rate steps up at the end of each year",
    source=ARITHMETIC,
)
def volume_of_year(first_year, growth, n, year=YEAR):
    """The first year is at today's rate, each further one larger by the growth."""
    guard(n >= 1, "years are counted from 1")
    return first_year * (1 + growth * year) ** (n - 1)


@formula(
    "Volume after n years",
    symbols={
        "first_year": ("B", "volume of a year at today's rate"),
        "growth": ("1/y", "growth in a year, compounding"),
        "n": ("1", "number of years"),
        "year": ("s", "length of a year"),
    },
    gives=("B", "all bytes of these years"),
    limits="nothing is deleted; the rate steps up at the end of each year",
    source=ARITHMETIC,
)
def volume_after_years(first_year, growth, n, year=YEAR):
    """The sum of n growing years, a geometric series."""
    guard(n >= 0, "a number of years is not negative")
    factor = 1 + growth * year
    return first_year * where(growth * year > 0, lambda: (factor**n - 1) / (factor - 1), n)


@formula(
    "Rate of a flow",
    symbols={"rate": ("?a/s", "rate of the flow it comes from"), "ratio": ("1", "how many for each one")},
    gives=("?a/s", "rate of the flow"),
    source=ARITHMETIC,
)
def flow_rate(rate, ratio):
    """Fan-out above 1, a share (misses, samples) below 1."""
    guard(ratio >= 0, "a ratio is not negative")
    return rate * ratio


@formula(
    "Batch that fits a message",
    symbols={
        "bytes": ("B/message", "size at which a batch is sent"),
        "row": ("B/event", "bytes of one event"),
    },
    gives=("event/message", "events in a batch"),
    source=ARITHMETIC,
)
def batch_by_bytes(bytes, row):
    """Whole events only; an event larger than the batch travels alone."""
    guard(row > 0, "an event has a size")
    return maximum(1, floor(bytes / row))


@formula(
    "Batch that fills while it waits",
    symbols={
        "rate": ("event/s", "rate of one sender"),
        "wait": ("s/message", "how long a batch is held open"),
        "size": ("event/message", "at which a batch is sent at once"),
    },
    gives=("event/message", "events in a batch"),
    limits="the mean; arrivals of one sender, because senders do not share batches",
    source=Citation(
        "Apache Kafka documentation, producer configuration: batch.size and linger.ms",
        "https://kafka.apache.org/documentation/#producerconfigs",
        None,
        "M",
    ),
)
def batch_by_wait(rate, wait, size):
    """What arrives during the wait, at most the full batch, at least the one event that opened it."""
    return maximum(1, minimum(size, rate * wait))


@formula(
    "Messages after batching",
    symbols={"rate": ("event/s", "rate of events"), "batch": ("event/message", "events in a message")},
    gives=("message/s", "rate of messages"),
    source=NALSD_CHAPTER,
)
def batched_messages(rate, batch):
    """The rate over the batch."""
    guard(batch >= 1, "a batch holds at least one event")
    return rate / batch


@formula(
    "Traffic into replicas",
    symbols={"writes": ("B/s", "bytes written by clients"), "copies": ("1", "copies kept")},
    gives=("B/s", "bytes that reach all the copies"),
    source=NETFLIX_MODEL,
)
def traffic_into_copies(writes, copies):
    """Every copy receives every write; the client's own is one of them."""
    guard(copies >= 1, "there is at least one copy")
    return writes * copies


@formula(
    "Traffic out of replicas",
    symbols={
        "reads": ("B/s", "bytes read by clients"),
        "writes": ("B/s", "bytes written by clients"),
        "copies": ("1", "copies kept"),
    },
    gives=("B/s", "bytes that leave all the copies"),
    limits="copies are sent on by the one that received the write; reads are not replicated",
    source=NETFLIX_MODEL,
)
def traffic_out_of_copies(reads, writes, copies):
    """Reads, and each write once for every further copy."""
    guard(copies >= 1, "there is at least one copy")
    return reads + writes * (copies - 1)


@formula(
    "Replication traffic",
    symbols={"writes": ("B/s", "bytes written by clients"), "copies": ("1", "copies kept")},
    gives=("B/s", "bytes sent from copy to copy"),
    limits="writes only: reads do not replicate",
    source=NETFLIX_MODEL,
)
def replication_traffic(writes, copies):
    """Copies less one: the first is the client's own write."""
    guard(copies >= 1, "there is at least one copy")
    return writes * (copies - 1)


@formula(
    "Requests a connection",
    symbols={
        "requests": ("request/s", "rate of requests"),
        "opened": ("connection/s", "connections opened a second"),
    },
    gives=("request/connection", "requests on one connection"),
    source=ARITHMETIC,
)
def requests_per_connection(requests, opened):
    """The rate of requests over the rate of new connections."""
    guard(opened > 0, "no connection is opened")
    return requests / opened


@formula(
    "New connections",
    symbols={
        "requests": ("request/s", "rate of requests"),
        "per_connection": ("request/connection", "requests on one connection"),
    },
    gives=("connection/s", "connections opened a second"),
    source=ARITHMETIC,
)
def connections_opened(requests, per_connection):
    """The rate of requests over the requests each connection carries."""
    guard(per_connection > 0, "a connection carries at least one request")
    return requests / per_connection


@formula(
    "Request rate of connections",
    symbols={
        "opened": ("connection/s", "connections opened a second"),
        "per_connection": ("request/connection", "requests on one connection"),
    },
    gives=("request/s", "rate of requests"),
    source=ARITHMETIC,
)
def connection_requests(opened, per_connection):
    """New connections times the requests each carries."""
    return opened * per_connection
