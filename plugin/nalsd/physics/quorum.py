"""Replication.

Quorum overlap and staleness, commit latency across regions, synchronous against asynchronous copies.
"""

from __future__ import annotations

from itertools import combinations

from nalsd.graph import Citation, both, exp, floor, formula, guard, log, maximum, minimum, solve, total, where
from nalsd.physics.distributions import Value, log_choose

STALENESS = Citation(
    "P. Bailis et al., Probabilistically bounded staleness for practical partial quorums, PVLDB 5(8), 2012",
    "https://arxiv.org/abs/1204.6082",
)
VOTING = Citation(
    "D. K. Gifford, Weighted voting for replicated data, SOSP 1979", "https://doi.org/10.1145/800215.806583"
)
RAFT = Citation(
    "D. Ongaro, J. Ousterhout, In search of an understandable consensus algorithm, USENIX ATC 2014",
    "https://raft.github.io/raft.pdf",
)
PACELC = Citation(
    "D. Abadi, Consistency tradeoffs in modern distributed database system design, IEEE Computer 45(2), 2012",
    "https://doi.org/10.1109/MC.2012.33",
)

MOST_FOLLOWERS = 10


@formula(
    "Quorum overlap",
    symbols={
        "replicas": ("?n", "copies of each item (N)"),
        "read": ("?n", "copies a read waits for (R)"),
        "write": ("?n", "copies a write waits for (W)"),
        "versions": ("1", "how many versions a read may lag behind"),
    },
    gives={
        "strict": ("1", "1 when every read meets the latest write"),
        "overlap": ("?n", "copies that every read quorum shares with every write quorum"),
        "stale": ("1", "probability that a read right after a write misses it"),
        "staler": ("1", "probability that it misses as many versions"),
        "write_failures": ("?n", "failed copies that writes survive"),
        "read_failures": ("?n", "failed copies that reads survive"),
    },
    limits="read at once after the write, random copies, no read repair; a regular register, not "
    "linearizability; "
    "a sloppy quorum voids it",
    source=(STALENESS, VOTING),
)
def quorum_overlap(replicas, read, write, versions=1):
    """R + W > N makes every read meet the latest write."""
    guard(both(read >= 1, read <= replicas), "a read waits for one to all copies")
    guard(both(write >= 1, write <= replicas), "a write waits for one to all copies")
    stale = where(
        read + write > replicas,
        0,
        lambda: exp(log_choose(replicas - write, read) - log_choose(replicas, read)),
    )
    return {
        "strict": where(read + write > replicas, 1, 0),
        "overlap": maximum(0, read + write - replicas),
        "stale": stale,
        "staler": stale**versions,
        "write_failures": replicas - write,
        "read_failures": replicas - read,
    }


@formula(
    "Majority",
    symbols={"replicas": ("?n", "voters")},
    gives=("?n", "fewest voters that are more than half"),
    source=RAFT,
)
def majority(replicas):
    """Any two majorities share a voter."""
    return floor(replicas / 2) + 1


def kth_smallest(values: list[Value], k: int) -> Value:
    """The k-th smallest of a list: the quickest set of k is as slow as its slowest member."""
    return minimum(*(maximum(*chosen) for chosen in combinations(values, k)))


def _followers_needed(followers: list[Value], lost: int = 0) -> int:
    """Acknowledgements that make a majority with the leader's own."""
    guard(len(followers) <= MOST_FOLLOWERS, f"no more than {MOST_FOLLOWERS} followers")
    needed = (len(followers) + 1) // 2
    guard(1 <= needed <= len(followers) - lost, "too few followers are left for a majority")
    return needed


COMMIT = {
    "local": ("s", "time of the leader's own durable write"),
    "followers": ("s", "round trip from the leader to each follower", {"many": True}),
}


@formula(
    "Commit latency of a majority",
    symbols=COMMIT,
    gives={
        "latency": ("s", "time until a majority has the write"),
        "serial_rate": ("1/s", "commits a second of one log or key that waits for each"),
    },
    limits="leader-based consensus, round trips without jitter; the client's way to the leader comes on top",
    source=RAFT,
)
def majority_commit(local, followers):
    """The leader's write and the quickest followers that make a majority with it."""
    latency = maximum(local, kth_smallest(followers, _followers_needed(followers)))
    guard(latency > 0, "a commit takes some time")
    return {"latency": latency, "serial_rate": 1 / latency}


@formula(
    "Commit latency with the nearest follower gone",
    symbols=COMMIT,
    gives=("s", "time until a majority has the write"),
    limits="as the commit latency of a majority; at least three voters",
    source=RAFT,
)
def majority_commit_after_loss(local, followers):
    """The next follower makes the majority in its place, one round trip further away."""
    return maximum(local, kth_smallest(followers, _followers_needed(followers, lost=1) + 1))


@formula(
    "Percentile of the commit latency",
    symbols={
        "local": ("s", "time of the leader's own durable write"),
        "followers": ("s", "round trip from the leader to each follower, without jitter", {"many": True}),
        "jitter": ("s", "mean of the exponential jitter on each round trip"),
        "quantile": ("1", "level of the percentile"),
    },
    gives=("s", "percentile of the time until a majority has the write"),
    limits="independent exponential jitter on every follower",
    source=RAFT,
)
def majority_commit_quantile(local, followers, jitter, quantile=0.99):
    """Number of acknowledgements by time t has a Poisson-binomial law; its tail is solved for t."""
    guard(both(quantile > 0, quantile < 1), "a quantile lies between 0 and 1")
    guard(jitter > 0, "without jitter a commit always takes the same")
    needed = _followers_needed(followers)

    def enough(time: Value) -> Value:
        counts: list[Value] = [1.0]
        for follower in followers:
            arrived = 1 - exp(-maximum(0, (time - follower) / jitter))
            stay = [c * (1 - arrived) for c in counts] + [0.0]
            come = [0.0] + [c * arrived for c in counts]
            counts = [s + c for s, c in zip(stay, come, strict=True)]
        return total(counts[needed:])

    slowest = maximum(*followers) - jitter * log((1 - quantile) / len(followers))
    alone = solve(lambda t: enough(t) - quantile, minimum(*followers), slowest)
    return maximum(local, alone)


@formula(
    "What asynchronous replication loses with its region",
    symbols={
        "rate": ("?a/s", "writes a second"),
        "lag": ("s", "replication lag"),
        "size": ("B/?a", "bytes of one write"),
    },
    gives={
        "writes": ("?a", "acknowledged writes lost"),
        "bytes": ("B", "bytes of them"),
        "recovery_point": ("s", "age of the newest write that survives (RPO)"),
    },
    limits="lag at the moment of the failure; overload precedes both, so plan with the lag's 99th percentile",
    source=PACELC,
)
def asynchronous_loss(rate, lag, size):
    """The recovery point is the lag."""
    writes = rate * lag
    return {"writes": writes, "bytes": writes * size, "recovery_point": lag}


@formula(
    "Latency price of synchronous replication",
    symbols={
        "local": ("s", "time of the local durable write"),
        "round_trip": ("s", "round trip to the other copy"),
    },
    gives={
        "commit": ("s", "commit latency with the other copy waited for"),
        "asynchronous": ("s", "commit latency without"),
        "ratio": (
            "1",
            "how many times the asynchronous commit that is; connections and locks are held as much longer",
        ),
    },
    source=PACELC,
)
def synchronous_commit(local, round_trip):
    """Else latency: without a partition consistency is paid for in round trips."""
    guard(local > 0, "a write takes some time")
    commit = local + round_trip
    return {"commit": commit, "asynchronous": local, "ratio": commit / local}
