"""Cores: application work, overheads, headroom by target or by staffing, scaling that is not linear."""

from __future__ import annotations

from nalsd.graph import Citation, ceil, floor, formula, guard, maximum, minimum, solve, sqrt, total, where
from nalsd.physics.sources import ARITHMETIC, GUNTHER, HALFIN_WHITT, LITTLE, NETFLIX_MODEL

CONTENTION = ("1", "share of the work that cannot overlap")
COHERENCY = ("1", "cost of keeping each pair in agreement")


@formula(
    "Physical cores",
    symbols={
        "threads": ("thread", "hardware threads (vCPU)"),
        "per_core": ("thread/core", "threads of one core"),
    },
    gives=("core", "physical cores"),
    source=Citation(
        "AWS, CPU options for Amazon EC2 instances",
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/cpu-options-supported-instances-values.html",
        None,
        "M",
    ),
)
def physical_cores(threads, per_core):
    """A vCPU is a hardware thread; with two to a core, half of them are cores."""
    guard(per_core >= 1, "a core has at least one thread")
    return threads / per_core


@formula(
    "Cores from a rate per core",
    symbols={
        "rate": ("op/s", "operations a second"),
        "per_core": ("op/s/core", "operations that one core does"),
    },
    gives=("core", "busy cores"),
    source=ARITHMETIC,
)
def cores_from_rate(rate, per_core):
    """The rate over what one physical core does."""
    guard(per_core > 0, "a core does something")
    return rate / per_core


@formula(
    "Cores from the CPU time of an operation",
    symbols={"rate": ("op/s", "operations a second"), "each": ("core*s/op", "CPU time of one operation")},
    gives=("core", "busy cores"),
    limits="CPU time only: time spent waiting for others uses no core",
    source=LITTLE,
)
def cores_from_time(rate, each):
    """Little's law: busy cores are the rate times the time each operation holds one."""
    return rate * each


@formula(
    "Cores from a byte rate per core",
    symbols={"rate": ("B/s", "bytes a second"), "per_core": ("B/s/core", "bytes that one core moves")},
    gives=("core", "busy cores"),
    source=ARITHMETIC,
)
def cores_from_bytes(rate, per_core):
    """The byte rate over what one physical core moves."""
    guard(per_core > 0, "a core moves something")
    return rate / per_core


@formula(
    "Busy cores with overheads",
    symbols={
        "work": ("core", "busy cores of each kind of work", {"many": True}),
        "overheads": ("1", "runtime, operating system and the like, as shares of the work", {"many": True}),
    },
    gives=("core", "busy cores"),
    limits="overheads add up: each is a share of the work, not of the other overheads",
    source=ARITHMETIC,
)
def busy_cores(work, overheads):
    """All work, and the overheads on top of it: 20 cores with 20% and 10% are 26."""
    return total(work) * (1 + total(overheads))


@formula(
    "Cores that a process can use",
    symbols={
        "cores": ("core", "cores of the machine"),
        "concurrency": ("core", "cores that the software can keep busy"),
    },
    gives=("core", "usable cores"),
    source=ARITHMETIC,
)
def usable_cores(cores, concurrency):
    """A single-threaded process keeps one core busy, however many there are."""
    return minimum(cores, concurrency)


@formula(
    "Need at target utilisation",
    symbols={"busy": ("core", "busy cores"), "target": ("1", "utilisation that is allowed")},
    gives=("core", "cores to install"),
    source=ARITHMETIC,
)
def target_need(busy, target):
    """Busy cores over the target: the rest is headroom."""
    guard(target > 0, "a target utilisation is above 0")
    guard(target <= 1, "a target utilisation is at most 100%")
    return busy / target


@formula(
    "Need by square-root staffing",
    symbols={
        "busy": ("core", "busy cores, the offered load in erlang"),
        "quality": ("1", "Q: how seldom a request waits"),
    },
    gives=("core", "cores to install"),
    limits="one queue before all these cores; load of about 10 and more; no loss of nodes",
    source=(HALFIN_WHITT, NETFLIX_MODEL),
)
def staffing_need(busy, quality):
    """The load and Q times its square root: big pools need less headroom, in proportion."""
    guard(busy >= 0, "a load is not negative")
    return busy + quality * sqrt(busy)


@formula(
    "Square-root staffing",
    symbols={
        "busy": ("core", "busy cores, the offered load in erlang"),
        "quality": ("1", "Q: how seldom a request waits"),
    },
    gives=("core", "whole cores to install"),
    limits="one queue before all these cores; load of about 10 and more; no loss of nodes",
    source=(HALFIN_WHITT, NETFLIX_MODEL),
)
def square_root_staffing(busy, quality):
    """Whole cores for the load and Q times its square root."""
    guard(busy >= 0, "a load is not negative")
    return ceil(busy + quality * sqrt(busy))


@formula(
    "Load of a node under square-root staffing",
    symbols={
        "cores": ("core", "usable cores of one node"),
        "quality": ("1", "Q: how seldom a request waits"),
        "core": ("core", "one core"),
    },
    gives=("core", "busy cores that one node may have"),
    limits="each node has a queue of its own; nodes of few cores are then left rather idle",
    source=HALFIN_WHITT,
)
def staffed_load(cores, quality, core=1.0):
    """The load a for which a + Q * sqrt(a) is the node's cores."""
    guard(cores > 0, "a node has cores")
    root = (sqrt(quality**2 + 4 * (cores / core)) - quality) / 2
    return root**2 * core


@formula(
    "Cores needed",
    symbols={
        "by_target": ("core", "need at target utilisation"),
        "by_staffing": ("core", "need by staffing"),
    },
    gives=("core", "cores to install"),
    limits="alternatives, not parts: the larger counts, nothing is added twice",
    source=ARITHMETIC,
)
def cores_needed(by_target, by_staffing):
    """The larger of the two needs."""
    return maximum(by_target, by_staffing)


@formula(
    "Reserve of a pool, fitted to waiting",
    symbols={"cores": ("core", "cores of the pool"), "core": ("core", "one core")},
    gives=("1", "share of the cores that is kept free"),
    limits="a fit of Erlang C for a 30% chance of waiting, 1 to 64 cores",
    source=NETFLIX_MODEL,
)
def erlang_reserve(cores, core=1.0):
    """The share shrinks as the pool grows: 0.712 for one core, 0.111 for 64."""
    guard(cores > 0, "a pool has cores")
    return 0.712 / (cores / core) ** 0.448


@formula(
    "Throughput by the universal scalability law",
    symbols={
        "one": ("op/s", "throughput of one"),
        "contention": CONTENTION,
        "coherency": COHERENCY,
        "n": ("1", "how many work together"),
    },
    gives={
        "throughput": ("op/s", "throughput of n"),
        "efficiency": ("1", "throughput over n times that of one"),
    },
    limits=(
        "a fitted law: needs points past the bend, and holds to about twice the largest n that was measured"
    ),
    source=GUNTHER,
)
def usl(one, contention, coherency, n):
    """Contention costs each further worker, coherency each further pair."""
    guard(n >= 1, "at least one works")
    slowdown = 1 + contention * (n - 1) + coherency * n * (n - 1)
    return {"throughput": one * n / slowdown, "efficiency": 1 / slowdown}


@formula(
    "Best size by the universal scalability law",
    symbols={"one": ("op/s", "throughput of one"), "contention": CONTENTION, "coherency": COHERENCY},
    gives={
        "turning_point": ("1", "n at which throughput no longer grows"),
        "best": ("1", "whole n of the highest throughput"),
        "throughput": ("op/s", "highest throughput"),
    },
    limits="coherency above 0: without it throughput only levels off, at one / contention",
    source=GUNTHER,
)
def usl_best(one, contention, coherency):
    """Past the turning point every further worker makes the whole slower."""
    guard(coherency > 0, "without coherency cost there is no turning point")
    guard(contention <= 1, "contention is a share")
    turning_point = sqrt((1 - contention) / coherency)

    def throughput(n):
        return one * n / (1 + contention * (n - 1) + coherency * n * (n - 1))

    below = maximum(1, floor(turning_point))
    best = where(throughput(below) >= throughput(below + 1), below, below + 1)
    return {"turning_point": turning_point, "best": best, "throughput": throughput(best)}


@formula(
    "Cores worth after scaling losses",
    symbols={
        "cores": ("core", "cores that work together"),
        "contention": CONTENTION,
        "coherency": COHERENCY,
        "core": ("core", "one core"),
    },
    gives=("core", "cores that do useful work"),
    limits="a fitted law; past its turning point more cores are worth less",
    source=GUNTHER,
)
def effective_cores(cores, contention, coherency, core=1.0):
    """The universal scalability law in cores: what n cores are worth."""
    guard(cores >= core, "at least one core works")
    n = cores / core
    return cores / (1 + contention * (n - 1) + coherency * n * (n - 1))


@formula(
    "Workers needed by the universal scalability law",
    symbols={
        "load": ("op/s", "throughput that is needed"),
        "one": ("op/s", "throughput of one"),
        "contention": CONTENTION,
        "coherency": COHERENCY,
    },
    gives=("1", "workers, not rounded"),
    limits="loads below the highest throughput; coherency above 0",
    source=GUNTHER,
)
def usl_workers(load, one, contention, coherency):
    """The n below the turning point whose throughput is the load."""
    guard(coherency > 0, "without coherency cost use Amdahl's law")
    guard(load >= one, "one worker is enough")
    most = sqrt((1 - contention) / coherency)
    return solve(lambda n: one * n / (1 + contention * (n - 1) + coherency * n * (n - 1)) - load, 1.0, most)
