"""Caches under Zipf: hit ratio from size and size from hit ratio (Che), misses, time to live, cold starts.

Popularity is binned so that it stays cheap: the first ranks one by one, the long tail by the Euler-Maclaurin
formula and Gauss-Legendre quadrature in the logarithm of the rank. Some fifty terms stand for a million
objects, to six digits.
"""

from __future__ import annotations

from nalsd.graph import Citation, exp, expm1, formula, guard, log, minimum, solve, sum_over, where
from nalsd.physics.sources import ARITHMETIC, CHE, ZIPF_ON_THE_WEB

HEAD = 12
"""Ranks that are summed one by one."""
PANELS = 12
"""Panels of the quadrature over the logarithm of the rank."""
NODES = (-0.7745966692414834, 0.0, 0.7745966692414834)
WEIGHTS = (5 / 9, 8 / 9, 5 / 9)
STEPS = 50
"""Halvings of the logarithm of Che's time: 13 digits, so that two machines agree on 12."""

OBJECTS = ("object", "objects that are asked for")
SKEW = (
    "1",
    "exponent of Zipf's law: the object of rank i is asked for in proportion to i to the power of minus it",
)
CACHED = ("object", "objects that the cache holds")
ONE_OBJECT = ("object", "one object")
ONE_REQUEST = ("request", "one request")
LRU_LIMITS = (
    "least recently used, independent requests, objects of one size, 10 objects and more; a real cache hits "
    "more often where requests cluster in time, and less often where scans pass through"
)


def over_ranks(objects, term):
    """Sum of term(rank) over the ranks 1 to `objects` of a smooth term."""
    head = sum_over(1, minimum(objects, HEAD), term, most=HEAD)

    def tail():
        low, high = HEAD + 0.5, objects + 0.5
        width = log(high / low) / PANELS

        def panel(k):
            middle = log(low) + (k - 0.5) * width

            def weighted(node, weight):
                rank = exp(middle + node * width / 2)
                return weight * term(rank) * rank

            return (
                weighted(NODES[0], WEIGHTS[0])
                + weighted(NODES[1], WEIGHTS[1])
                + weighted(NODES[2], WEIGHTS[2])
            ) * (width / 2)

        # midpoint rule: the sum is the integral less 1/24 of the slope's change
        slope_low = term(low + 0.5) - term(low - 0.5)
        slope_high = term(high + 0.5) - term(high - 0.5)
        return sum_over(1, PANELS, panel, most=PANELS) - (slope_high - slope_low) / 24

    return head + where(objects > HEAD, tail, 0.0)


def weight(skew):
    """Popularity of a rank before it is divided by the sum over all ranks."""
    return lambda rank: rank ** (-skew)


def solved_time(objects, skew, whole, held):
    """Che's time over the sum of all weights, at which `held` different objects have been asked for on
    average.
    """
    w = weight(skew)
    u = solve(
        lambda u: over_ranks(objects, lambda rank: -expm1(-w(rank) * exp(u))) - held,
        log(held / whole) - 1e-9,
        log(60 / w(objects)),
        steps=STEPS,
    )
    return exp(u)


def hits(objects, skew, whole, time):
    """Hit ratio at Che's time over the sum of all weights."""
    w = weight(skew)
    return over_ranks(objects, lambda rank: w(rank) * -expm1(-w(rank) * time)) / whole


def guard_zipf(objects, skew):
    """Limits that all formulas over a Zipf popularity share."""
    guard(objects >= 1, "there is at least one object")
    guard(skew >= 0, "the exponent of Zipf's law is not negative")
    guard(skew <= 3, "an exponent above 3 is one hot object and a few more: state a hot key instead")


@formula(
    "Share of the most popular",
    symbols={
        "objects": OBJECTS,
        "skew": SKEW,
        "first": ("object", "how many of the most popular"),
        "object": ONE_OBJECT,
    },
    gives=("1", "share of the requests that they get"),
    source=ZIPF_ON_THE_WEB,
)
def popular_share(objects, skew, first, object=1.0):
    """Zipf's law summed over the first ranks."""
    guard_zipf(objects / object, skew)
    guard(first <= objects, "there are not so many objects")
    return over_ranks(first / object, weight(skew)) / over_ranks(objects / object, weight(skew))


@formula(
    "Characteristic time of a cache",
    symbols={
        "objects": OBJECTS,
        "skew": SKEW,
        "cached": CACHED,
        "object": ONE_OBJECT,
        "request": ONE_REQUEST,
    },
    gives=("request", "requests until an object that is not asked for again drops out"),
    limits=LRU_LIMITS,
    source=CHE,
)
def characteristic_time(objects, skew, cached, object=1.0, request=1.0):
    """The number of requests in which as many different objects are asked for as the cache holds."""
    guard_zipf(objects / object, skew)
    guard(cached >= object, "the cache holds at least one object")
    guard(cached < objects, "a cache that holds everything has no misses but the first")
    n = objects / object
    whole = over_ranks(n, weight(skew))
    return solved_time(n, skew, whole, cached / object) * whole * request


@formula(
    "Hit ratio of an LRU cache",
    symbols={"objects": OBJECTS, "skew": SKEW, "cached": CACHED, "object": ONE_OBJECT},
    gives=("1", "share of the requests that the cache answers"),
    limits=LRU_LIMITS,
    source=CHE,
)
def hit_ratio(objects, skew, cached, object=1.0):
    """Che's approximation: an object is in the cache when it was asked for within the characteristic time."""
    guard_zipf(objects / object, skew)
    guard(cached >= object, "the cache holds at least one object")
    n, held = objects / object, minimum(cached / object, objects / object)

    def solved():
        whole = over_ranks(n, weight(skew))
        return hits(n, skew, whole, solved_time(n, skew, whole, held))

    return where(held < n, solved, 1.0)


@formula(
    "Hit ratio of one object",
    symbols={
        "objects": OBJECTS,
        "skew": SKEW,
        "cached": CACHED,
        "rank": ("1", "its rank by popularity"),
        "object": ONE_OBJECT,
    },
    gives=("1", "share of the requests for it that the cache answers"),
    limits=LRU_LIMITS,
    source=CHE,
)
def object_hit_ratio(objects, skew, cached, rank, object=1.0):
    """Popular objects are nearly always there, rare ones hardly ever."""
    guard_zipf(objects / object, skew)
    guard(cached >= object, "the cache holds at least one object")
    guard(cached < objects, "a cache that holds everything has no misses but the first")
    n = objects / object
    whole = over_ranks(n, weight(skew))
    return 1 - exp(-weight(skew)(rank) * solved_time(n, skew, whole, cached / object))


@formula(
    "Cache for a hit ratio",
    symbols={
        "objects": OBJECTS,
        "skew": SKEW,
        "target": ("1", "hit ratio that is wanted"),
        "size": ("B/object", "bytes of one object"),
        "overhead": ("B/object", "what the cache adds to each"),
        "object": ONE_OBJECT,
    },
    gives={
        "cached": ("object", "objects to hold"),
        "share": ("1", "share of all objects"),
        "memory": ("B", "memory of the cache"),
    },
    limits=LRU_LIMITS,
    source=CHE,
)
def cache_for_hit_ratio(objects, skew, target, size, overhead, object=1.0):
    """Che's approximation the other way round. The last points of hit ratio cost the most memory."""
    guard_zipf(objects / object, skew)
    guard(target > 0, "a hit ratio is above 0")
    guard(target < 1, "no cache answers everything")
    n = objects / object
    w = weight(skew)
    whole = over_ranks(n, w)
    u = solve(
        lambda u: hits(n, skew, whole, exp(u)) - target,
        log(target / whole) - 1e-9,
        log(60 / w(n)),
        steps=STEPS,
    )
    time = exp(u)
    cached = over_ranks(n, lambda rank: -expm1(-w(rank) * time)) * object
    return {"cached": cached, "share": cached / objects, "memory": cached * (size + overhead)}


@formula(
    "Reads behind a cache",
    symbols={
        "reads": ("op/s", "reads a second"),
        "hit_ratio": ("1", "share that the cache answers"),
        "ios": ("io/op", "disk operations for each read that misses"),
    },
    gives={
        "backend": ("IOPS", "disk operations behind the cache"),
        "cold": ("IOPS", "the same when the cache is empty"),
        "cold_over_warm": ("1", "how much more that is"),
        "one_point_less": ("IOPS", "disk operations when the hit ratio is one point lower"),
    },
    limits="misses of one key are joined; otherwise a herd comes on top",
    source=ARITHMETIC,
)
def reads_behind_cache(reads, hit_ratio, ios):
    """A cache that answers 99% lets twice as much through at 98%."""
    guard(hit_ratio >= 0, "a hit ratio is a share")
    guard(hit_ratio < 1, "no cache answers everything")
    return {
        "backend": reads * (1 - hit_ratio) * ios,
        "cold": reads * ios,
        "cold_over_warm": 1 / (1 - hit_ratio),
        "one_point_less": reads * (1 - hit_ratio + 0.01) * ios,
    }


@formula(
    "Mean latency through a cache",
    symbols={
        "hit_ratio": ("1", "share that the cache answers"),
        "hit": ("s", "latency of a hit"),
        "miss": ("s", "latency of a miss"),
    },
    gives=("s", "mean latency"),
    limits="a mean; the quantiles come from the mixture, not from it",
    source=ARITHMETIC,
)
def latency_through_cache(hit_ratio, hit, miss):
    """Hits and misses in their shares."""
    return hit_ratio * hit + (1 - hit_ratio) * miss


@formula(
    "Cache with a time to live",
    symbols={
        "objects": OBJECTS,
        "skew": SKEW,
        "rate": ("request/s", "reads a second"),
        "ttl": ("s", "time that an entry lives, from when it was filled"),
        "object": ONE_OBJECT,
        "request": ONE_REQUEST,
    },
    gives={
        "hit_ratio": ("1", "share of the requests that the cache answers"),
        "origin": ("request/s", "requests that pass through"),
        "held": ("object", "entries held, on average"),
    },
    limits=(
        "Poisson requests, memory for everything, a life that hits do not extend; each of n separate caches "
        "sees 1/n of the rate; entries filled at once expire at once until their lives are jittered"
    ),
    source=Citation(
        "J. Jung, A. Berger, H. Balakrishnan, Modeling TTL-based Internet caches, INFOCOM 2003",
        "https://doi.org/10.1109/INFCOM.2003.1208693",
        "2003",
        "B",
    ),
)
def ttl_cache(objects, skew, rate, ttl, object=1.0, request=1.0):
    """One miss opens each life of an entry, and all requests during it hit."""
    guard_zipf(objects / object, skew)
    guard(rate * ttl > 0, "there are requests during a life")
    n, arrivals = objects / object, rate * ttl / request
    w = weight(skew)
    whole = over_ranks(n, w)
    each = arrivals / whole
    held = over_ranks(n, lambda rank: w(rank) * each / (1 + w(rank) * each))
    passed = over_ranks(n, lambda rank: w(rank) / (1 + w(rank) * each)) / whole
    return {"hit_ratio": 1 - passed, "origin": rate * passed, "held": held * object}


@formula(
    "Warm-up of a cold cache",
    symbols={
        "objects": OBJECTS,
        "skew": SKEW,
        "cached": CACHED,
        "rate": ("request/s", "reads a second"),
        "object": ONE_OBJECT,
        "request": ONE_REQUEST,
    },
    gives={
        "requests": ("request", "requests until the cache is first full"),
        "time": ("s", "time until then"),
        "mean_hit_ratio": ("1", "hit ratio meanwhile"),
        "extra": ("request", "requests that pass through beyond those of a warm cache"),
    },
    limits="a backend that can serve the misses; one that takes b a second needs at least cached / b",
    source=CHE,
)
def cold_start(objects, skew, cached, rate, object=1.0, request=1.0):
    """The first fill takes as many requests as the characteristic time."""
    guard_zipf(objects / object, skew)
    guard(cached >= object, "the cache holds at least one object")
    guard(cached < objects, "a cache that holds everything is warm after one miss of each")
    guard(rate > 0, "there are requests")
    n, held = objects / object, cached / object
    whole = over_ranks(n, weight(skew))
    scaled = solved_time(n, skew, whole, held)
    time = scaled * whole
    return {
        "requests": time * request,
        "time": time * request / rate,
        "mean_hit_ratio": 1 - held / time,
        "extra": (held - time * (1 - hits(n, skew, whole, scaled))) * request,
    }
