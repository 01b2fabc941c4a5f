"""Every built-in unit, one declaration each: this page is for a domain expert to review.

A declaration reads `measure(name, other names, size, of, prefixes, about)`: the size is exact (a whole
number, or numerator and denominator), `of` a product of powers of the base units byte, second and USD and of
counts. Counts have no size: one request is one request. The first name of a count is its base.
"""

from __future__ import annotations

from nalsd.units.dimension import Dimension
from nalsd.units.prefix import BINARY, DECIMAL, LARGE, SPELLED

INFORMATION = {**DECIMAL, **BINARY}
NONE: dict[str, int] = {}


class Declaration:
    """One unit: its names, the exact ratio `num`/`den` to base units, its dimension and its prefixes."""

    __slots__ = (
        "about",
        "den",
        "dimension",
        "kind",
        "name",
        "names",
        "num",
        "plural",
        "prefixable",
        "prefixes",
    )

    def __init__(
        self,
        kind: str,
        name: str,
        names: str,
        ratio: tuple[int, int],
        dimension: Dimension,
        prefixes: dict[str, int],
        about: str,
        plural: str = "",
        prefixable: str = "",
    ) -> None:
        self.kind = kind
        """`measure` (hard), `rate` (an abbreviation such as QPS), `thing` or `hardware`."""
        self.name = name
        self.names = (name, *names.split())
        self.num, self.den = ratio
        self.dimension = dimension
        self.prefixes = prefixes
        self.prefixable = tuple(prefixable.split())
        """The names that take the prefixes."""
        self.about = about
        self.plural = plural
        """The plural of a word ("requests"); empty for symbols, which have none."""


def measure(
    name: str,
    also: str,
    size: int | tuple[int, int],
    of: dict[str, int],
    prefixes: dict[str, int] = NONE,
    about: str = "",
) -> Declaration:
    """A unit of information, time or money, or a plain number."""
    ratio = size if isinstance(size, tuple) else (size, 1)
    return Declaration(
        "measure", name, also, ratio, Dimension(of), prefixes, about, prefixable=f"{name} {also}"
    )


def rate(name: str, also: str, of: dict[str, int], about: str = "") -> Declaration:
    """The abbreviation of a count per second; takes k, M and G."""
    return Declaration("rate", name, also, (1, 1), Dimension(of), LARGE, about, prefixable=f"{name} {also}")


def thing(name: str, also: str = "", short: str = "", about: str = "", plural: str = "") -> Declaration:
    """A count of things that load consists of. `short` names take k, M and G: `Mpkt`, `kreq`."""
    plural = plural or plural_of(name)
    return Declaration(
        "thing",
        name,
        f"{plural} {also} {short}",
        (1, 1),
        Dimension({name: 1}),
        LARGE,
        about,
        plural,
        prefixable=short,
    )


def hardware(name: str, also: str = "", short: str = "", about: str = "", plural: str = "") -> Declaration:
    """A count of equipment or of its parts: never taken for another count."""
    plural = plural or plural_of(name)
    return Declaration(
        "hardware",
        name,
        f"{plural} {also} {short}",
        (1, 1),
        Dimension({name: 1}),
        LARGE,
        about,
        plural,
        prefixable=short,
    )


def plural_of(name: str) -> str:
    """The regular English plural: `entries`, `batches`, `rows`."""
    if name.endswith("y") and name[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        return name[:-1] + "ies"
    if name.endswith(("s", "x", "z", "ch", "sh")):
        return name + "es"
    return name + "s"


BYTE, SECOND = {"byte": 1}, {"second": 1}
BYTE_RATE, PER_SECOND = {"byte": 1, "second": -1}, {"second": -1}
DAY = 24 * 60 * 60
PRICED_BY = "month_730h"
"""The month of a price that names none: the one that cloud price lists bill."""

MEASURES = (
    # information
    measure("B", "", 1, BYTE, INFORMATION, "a byte; never a billion"),
    measure("byte", "bytes octet octets", 1, BYTE, SPELLED),
    measure("bit", "bits", (1, 8), BYTE, {**INFORMATION, **SPELLED}, "exactly 1/8 byte"),
    measure("b", "", (1, 8), BYTE, INFORMATION, "a bit, as in Gb; never a byte"),
    measure("Bps", "", 1, BYTE_RATE, INFORMATION, "B/s"),
    measure("bps", "", (1, 8), BYTE_RATE, INFORMATION, "bit/s"),
    # time
    measure("s", "sec secs second seconds", 1, SECOND),
    measure("ms", "msec millisecond milliseconds", (1, 10**3), SECOND),
    measure("µs", "μs us usec microsecond microseconds", (1, 10**6), SECOND, about="U+00B5 and U+03BC alike"),
    measure("ns", "nsec nanosecond nanoseconds", (1, 10**9), SECOND),
    measure("ps", "picosecond picoseconds", (1, 10**12), SECOND),
    measure("min", "mins minute minutes", 60, SECOND),
    measure("h", "hr hrs hour hours", 3600, SECOND),
    measure("d", "day days", DAY, SECOND),
    measure("w", "wk wks week weeks", 7 * DAY, SECOND),
    measure("month_30d", "months_30d", 30 * DAY, SECOND, about="a month of 30 days"),
    measure(PRICED_BY, "months_730h", 730 * 3600, SECOND, about="the month that cloud price lists bill"),
    measure(
        "month_mean",
        "months_mean",
        (3_652_425 * DAY, 120_000),
        SECOND,
        about="1/12 of the mean Gregorian year, 30.436875 d",
    ),
    measure("y", "yr yrs year years", 365 * DAY, SECOND, about="365 days, no leap day"),
    # money
    measure("USD", "usd dollar dollars", 1, {"USD": 1}, about="also `$5`"),
    measure("cent", "cents", (1, 100), {"USD": 1}),
    # frequency and endurance
    measure("Hz", "", 1, PER_SECOND, LARGE),
    measure("DWPD", "", (1, DAY), PER_SECOND, about="drive writes per day"),
    # plain numbers
    measure("%", "percent", (1, 100), {}),
    measure("ppm", "", (1, 10**6), {}, about="parts per million"),
    measure("x", "times", 1, {}, about="a factor, as in `10x`"),
)

RATES = (
    rate("QPS", "qps", {"request": 1, "second": -1}, about="queries per second"),
    rate("RPS", "rps", {"request": 1, "second": -1}, about="requests per second"),
    rate("PPS", "pps", {"packet": 1, "second": -1}, about="packets per second"),
    rate("TPS", "tps", {"transaction": 1, "second": -1}, about="transactions per second"),
    rate("WPS", "wps", {"write": 1, "second": -1}, about="writes per second"),
    rate("IOPS", "iops", {"io": 1, "second": -1}, about="input and output operations of a disk per second"),
)

THINGS = (
    # what is sent and done
    thing("request", "query queries", short="req reqs", about="a query is a request"),
    thing("response", "reply replies"),
    thing("message", short="msg msgs"),
    thing("event", "evt evts"),
    thing("op", "operation operations", short="op ops", about="an operation of a store or of a CPU"),
    thing("io", "ios", about="one read or write of a disk"),
    thing("read"),
    thing("write"),
    thing("call"),
    thing("transaction", "txn txns"),
    thing("handshake"),
    thing("task"),
    thing("job"),
    thing("batch"),
    thing("attempt"),
    thing("retry"),
    thing("lookup"),
    # what is kept
    thing("row"),
    thing("record"),
    thing("entry"),
    thing("key"),
    thing("item"),
    thing("object"),
    thing("file"),
    thing("block"),
    thing("page"),
    thing("entity"),
    thing("prefix"),
    thing("bucket"),
    thing("tenant"),
    # who sends
    thing("user"),
    thing("client"),
    thing("session"),
    thing("connection", "conn conns"),
    thing("flow"),
    thing("follower"),
    # what is observed
    thing("sample"),
    thing("series", plural="series", about="time series; singular and plural are one word"),
    thing("metric"),
    thing("span"),
    thing("trace"),
    thing("line"),
    thing("cycle", about="of a CPU clock"),
    thing("failure"),
    # what readers ask for
    thing("ad"),
    thing("click"),
    thing("post"),
)

HARDWARE = (
    hardware("packet", short="pkt pkts", about="on the wire; a packet is never a message"),
    hardware("core", about="a physical core"),
    hardware("thread", "vcpu vcpus vCPU vCPUs", about="a hardware thread; a vCPU is one, and not a core"),
    hardware("node", "machine machines server servers host hosts instance instances"),
    hardware("disk", "drive drives ssd ssds"),
    hardware("queue", about="of a network card, or of a broker"),
    hardware("shard", "partition partitions"),
    hardware("copy", "replica replicas"),
    hardware("rack"),
    hardware("zone"),
    hardware("region"),
    hardware(
        "km", "kilometre kilometres kilometer kilometers", plural="km", about="distance, for light in fibre"
    ),
)
