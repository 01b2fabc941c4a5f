"""Durability: mean time to data loss, simultaneous failures, copysets and common causes."""

from __future__ import annotations

from nalsd.graph import Citation, both, exp, floor, formula, guard, lgamma, log, sum_over, where
from nalsd.physics.distributions import Value, binomial_at_least, one_minus_exp, survives_all

RAID = Citation(
    "D. Patterson, G. Gibson, R. Katz, A case for RAID, SIGMOD 1988", "https://doi.org/10.1145/50202.50214"
)
MEANINGLESS = Citation(
    "K. Greenan, J. Plank, J. Wylie, Mean time to meaningless, HotStorage 2010",
    "http://web.eecs.utk.edu/~plank/plank/papers/Hot-Storage-2010.html",
)
RESCH = Citation(
    "J. Resch, I. Volvovski, Reliability models for highly fault-tolerant storage systems, 2013",
    "https://arxiv.org/abs/1310.4702",
)
BACKBLAZE = Citation(
    "B. Wilson, Backblaze durability calculates at 99.999999999%, 2018, and its code",
    "https://github.com/Backblaze/erasure-coding-durability",
)
COPYSETS = Citation(
    "A. Cidon et al., Copysets: reducing the frequency of data loss in cloud storage, USENIX ATC 2013",
    "https://www.usenix.org/conference/atc13/technical-sessions/presentation/cidon",
)
BETA_FACTOR = Citation(
    "K. N. Fleming, A reliability model for common mode failures in redundant safety systems, 1975"
)

REPAIRS = ("parallel", "serial")
REPAIR = {"choices": REPAIRS}
NO_REPAIR = "a repair is parallel or serial"
A_SHARE = "a probability lies between 0 and 1"


@formula(
    "Mean time to data loss",
    symbols={
        "shards": ("1", "copies of a replicated group, or data and parity shards of an erasure code"),
        "tolerated": ("1", "lost shards that can still be rebuilt: copies - 1, or the parity shards"),
        "time_to_failure": ("s", "mean time to failure of what holds one shard"),
        "time_to_repair": ("s", "mean time to detect the loss of one and rebuild it"),
        "repair": ("choice", "whether lost shards are rebuilt all at once or one after the other", REPAIR),
    },
    gives=("s", "mean time until more shards of one group are lost than can be rebuilt"),
    limits="exponential, independent failures of the hardware alone: no latent errors, no software, "
    "no operator. "
    "A figure to compare designs with, not a forecast; print a common cause beside it",
    source=(RAID, MEANINGLESS, RESCH),
)
def time_to_data_loss(shards, tolerated, time_to_failure, time_to_repair, repair="parallel"):
    """Absorbing birth-death chain over the number of lost shards.

    Sums 1 / b(j) times the product of d(q) / b(q) for q from j + 1 to k, with failures
    b(j) = (shards - j) / time to failure and repairs d(q) = q / time to repair in parallel,
    1 / time to repair in series.
    """
    guard(repair in REPAIRS, NO_REPAIR)
    guard(both(tolerated >= 0, tolerated < shards), "fewer shards can be missing than there are")
    ratio = log(time_to_failure / time_to_repair)

    def path(j: Value, k: Value) -> Value:
        crews = lgamma(k + 1) - lgamma(j + 1) if repair == "parallel" else 0
        return exp((k - j) * ratio + crews + lgamma(shards - k) - lgamma(shards - j))

    return time_to_failure * sum_over(
        0, tolerated, lambda k: sum_over(0, k, lambda j: path(j, k) / (shards - j), most=100), most=100
    )


@formula(
    "Mean time to data loss of copies, approximately",
    symbols={
        "copies": ("1", "copies"),
        "time_to_failure": ("s", "mean time to failure of what holds one copy"),
        "time_to_repair": ("s", "mean time to detect the loss of one and rebuild it"),
        "repair": ("choice", "whether lost copies are rebuilt all at once or one after the other", REPAIR),
    },
    gives=("s", "mean time until all copies are lost"),
    limits="repair much faster than failure",
    source=(RAID, MEANINGLESS),
)
def replica_loss_time(copies, time_to_failure, time_to_repair, repair="parallel"):
    """The repair time counts to the power of the copies less one."""
    guard(repair in REPAIRS, NO_REPAIR)
    orders = copies if repair == "parallel" else exp(lgamma(copies + 1))
    return time_to_failure * (time_to_failure / time_to_repair) ** (copies - 1) / orders


@formula(
    "Annual loss from the mean time to data loss",
    symbols={
        "time_to_loss": ("s", "mean time to data loss of one group"),
        "year": ("s", "length of the year"),
        "groups": ("1", "independent groups"),
    },
    gives={
        "probability": ("1", "probability that one group loses data within the year"),
        "nines": ("1", "decimal nines of one group's durability over the year"),
        "losses": ("1", "expected losses in the year over all groups"),
    },
    limits="one node holds shards of many groups, so groups are not independent: see the copysets",
    source=MEANINGLESS,
)
def annual_loss(time_to_loss, year, groups=1):
    """Losses come at random at the rate of one per mean time."""
    guard(groups >= 0, "the number of groups is not negative")
    guard(both(time_to_loss > 0, year > 0), "a time to loss, and a year, are longer than nothing")
    probability = one_minus_exp(year / time_to_loss)
    return {
        "probability": probability,
        "nines": log(1 / probability) / log(10),
        "losses": groups * year / time_to_loss,
    }


@formula(
    "Storage overhead of an erasure code",
    symbols={"data": ("1", "data shards"), "parity": ("1", "parity shards")},
    gives=("1", "bytes stored a byte of data"),
    source=BACKBLAZE,
)
def erasure_overhead(data, parity):
    """All shards over the data shards."""
    guard(data > 0, "an erasure code has data shards")
    return (data + parity) / data


@formula(
    "Durability by repair windows (as vendors publish it)",
    symbols={
        "data": ("1", "data shards"),
        "parity": ("1", "parity shards"),
        "failure_rate": ("1/s", "rate at which what holds a shard fails"),
        "window": ("s", "time to rebuild a shard"),
        "year": ("s", "length of the year"),
    },
    gives={
        "shard_loss": ("1", "probability that one shard fails within a window"),
        "window_loss": ("1", "probability that a window loses more shards than the parity"),
        "annual_loss": ("1", "probability of loss within the year"),
        "exponent": ("1", "decimal logarithm of the annual loss"),
        "nines": ("1", "whole decimal nines"),
    },
    limits="to compare with published claims only: failures that straddle two windows are missed, "
    "and the continuous answer "
    "is (parity + 1) times the loss",
    source=BACKBLAZE,
)
def windowed_durability(data, parity, failure_rate, window, year):
    """Cuts time into repair windows and asks each whether too many shards fail in it."""
    guard(both(data >= 1, parity >= 0), "an erasure code has data shards")
    shard_loss = one_minus_exp(failure_rate * window)
    window_loss = binomial_at_least(parity + 1, data + parity, shard_loss)
    loss = survives_all(window_loss, year / window)
    exponent = log(loss) / log(10)
    return {
        "shard_loss": shard_loss,
        "window_loss": window_loss,
        "annual_loss": loss,
        "exponent": exponent,
        "nines": floor(-exponent),
    }


@formula(
    "Copysets",
    symbols={
        "nodes": ("1", "nodes"),
        "replicas": ("1", "copies of each chunk"),
        "scatter_width": ("1", "nodes that share a node's data and rebuild it together"),
        "failed": ("1", "nodes that fail at the same time"),
    },
    gives={
        "one_copyset": ("1", "probability that one given set of copies is all dead"),
        "sets_random": ("1", "copysets of random placement"),
        "sets_copyset": ("1", "copysets of copyset placement"),
        "loss_random": ("1", "probability of losing data with random placement"),
        "loss_copyset": ("1", "probability of losing data with copyset placement"),
    },
    limits="simultaneous failure, copysets taken as independent; fewer copysets lose less often but "
    "more at once",
    source=COPYSETS,
)
def copyset_loss(nodes, replicas, scatter_width, failed):
    """Data is lost when the failed nodes hold all copies of something."""
    guard(both(replicas >= 2, replicas <= nodes), "copies lie on different nodes")
    guard(
        scatter_width >= replicas - 1, "a node shares its data with at least the holders of the other copies"
    )
    guard(failed <= nodes, "no more nodes fail than there are")
    one = where(
        failed >= replicas,
        lambda: exp(
            lgamma(failed + 1)
            - lgamma(failed - replicas + 1)
            + lgamma(nodes - replicas + 1)
            - lgamma(nodes + 1)
        ),
        0,
    )
    choices = exp(lgamma(scatter_width + 1) - lgamma(replicas) - lgamma(scatter_width - replicas + 2))
    sets_random = nodes * choices / replicas
    sets_copyset = nodes * scatter_width / (replicas * (replicas - 1))
    return {
        "one_copyset": one,
        "sets_random": sets_random,
        "sets_copyset": sets_copyset,
        "loss_random": survives_all(one, sets_random),
        "loss_copyset": survives_all(one, sets_copyset),
    }


@formula(
    "Copies with a common cause of failure",
    symbols={
        "copies": ("1", "copies"),
        "failure": ("1", "probability that one copy is lost within the window"),
        "common_share": ("1", "share of it that has a cause all copies share (beta)"),
    },
    gives={
        "loss": ("1", "probability that all copies are lost"),
        "independent_loss": ("1", "the same without a common cause"),
        "ratio": ("1", "how many times likelier the common cause makes it"),
        "equivalent_copies": ("1", "independent copies the set is really worth"),
    },
    limits="one common cause; the share comes from the history of incidents: rack, power, firmware, "
    "configuration, operator",
    source=(BETA_FACTOR,),
)
def common_cause_loss(copies, failure, common_share):
    """Beyond about nine nines the common cause is all there is."""
    guard(both(failure > 0, failure < 1), A_SHARE)
    guard(both(common_share >= 0, common_share <= 1), A_SHARE)
    common = common_share * failure
    loss = common + (1 - common) * ((1 - common_share) * failure) ** copies
    independent = failure**copies
    return {
        "loss": loss,
        "independent_loss": independent,
        "ratio": loss / independent,
        "equivalent_copies": log(loss) / log(failure),
    }


@formula(
    "Time to rebuild what a node held",
    symbols={
        "stored": ("B", "bytes the lost node held"),
        "helpers": ("?n", "nodes that rebuild it together: its scatter width"),
        "throughput": ("B/s/?n", "bytes a second that one node reads or writes at full load"),
        "share": ("1", "share of that throughput spent on rebuilding"),
        "detection": ("s", "time until the loss is taken for lasting"),
    },
    gives=("s", "mean time to repair, detection included"),
    limits="the rebuild is spread evenly and the network has room for it; an erasure code reads its data "
    "shards for each one it rebuilds",
    source=(COPYSETS, MEANINGLESS),
)
def rebuild_time(stored, helpers, throughput, share, detection):
    """Durability rests on this time: it counts to the power of the losses that are survived."""
    guard(both(share > 0, share <= 1), "a share lies between 0 and 1")
    guard(both(helpers > 0, throughput > 0), "someone rebuilds, at some rate")
    return detection + stored / (helpers * throughput * share)
