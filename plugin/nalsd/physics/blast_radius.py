"""Blast radius: poison pills and shuffle sharding."""

from __future__ import annotations

from nalsd.graph import Citation, both, exp, formula, guard, where
from nalsd.physics.distributions import log_choose

SHUFFLE_SHARDING = (
    Citation(
        "C. MacCarthaigh, Shuffle sharding: massive and magical fault isolation, AWS Architecture Blog",
        "https://aws.amazon.com/blogs/architecture/shuffle-sharding-massive-and-magical-fault-isolation/",
    ),
    Citation(
        "C. MacCarthaigh, Workload isolation using shuffle-sharding, Amazon Builders' Library",
        "https://aws.amazon.com/builders-library/workload-isolation-using-shuffle-sharding/",
    ),
)
DEAD_LETTERS = Citation(
    "Amazon Simple Queue Service Developer Guide, Using dead-letter queues",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
)


@formula(
    "Poison pills",
    symbols={
        "rate": ("?a/s", "messages a second"),
        "share": ("1", "share of them that kill or stall their worker"),
        "attempts": ("1", "attempts until the dead-letter queue"),
        "work": ("s/?a", "time of an ordinary message"),
        "poison_work": (
            "s/?a",
            "time a poison pill takes a worker each attempt: crash and restart, or the timeout",
        ),
        "workers": ("1", "workers"),
        "partitions": ("1", "ordered partitions"),
        "period": ("s", "time over which dead letters are counted"),
        "blocked": ("s", "time for which a partition without a dead-letter limit stands still"),
    },
    gives={
        "mean_work": ("s/?a", "mean time of a message"),
        "utilisation": ("1", "share of the workers that is busy"),
        "without_poison": ("1", "the same without poison"),
        "largest_rate": ("?a/s", "messages a second that fill the workers"),
        "dead_letters": ("?a", "dead letters in the period"),
        "blocked_backlog": ("?a", "backlog of one partition that a pill blocks"),
        "largest_share": ("1", "share of poison that fills the workers"),
    },
    limits="independent pills; one that crashes its process also takes along what else that worker "
    "has in flight",
    source=DEAD_LETTERS,
)
def poison_pill(rate, share, attempts, work, poison_work, workers, partitions, period, blocked):
    """Each pill occupies a worker once per attempt."""
    guard(both(share >= 0, share <= 1), "a share lies between 0 and 1")
    mean_work = (1 - share) * work + share * attempts * poison_work
    return {
        "mean_work": mean_work,
        "utilisation": rate * mean_work / workers,
        "without_poison": rate * work / workers,
        "largest_rate": workers / mean_work,
        "dead_letters": rate * share * period,
        "blocked_backlog": rate / partitions * blocked,
        "largest_share": (workers / rate - work) / (attempts * poison_work - work),
    }


@formula(
    "Shuffle sharding",
    symbols={
        "workers": ("1", "workers"),
        "per_tenant": ("1", "workers each tenant is dealt"),
        "tenants": ("1", "tenants"),
    },
    gives={
        "hands": ("1", "different sets of workers"),
        "same": ("1", "probability that another tenant has the same set"),
        "others_down": ("1", "mean number of other tenants that lose all their workers with one"),
        "touching": ("1", "probability that another tenant shares at least one worker"),
        "plain": ("1", "share of tenants that go down with plain shards of that size"),
    },
    limits="a tenant retries over its own workers, and its load fits into them",
    source=SHUFFLE_SHARDING,
)
def shuffle_sharding(workers, per_tenant, tenants):
    """Like hands of cards: few share all of theirs."""
    guard(both(per_tenant >= 1, per_tenant <= workers), "a tenant is dealt one to all workers")
    hands = exp(log_choose(workers, per_tenant))
    apart = where(
        2 * per_tenant <= workers,
        lambda: exp(log_choose(workers - per_tenant, per_tenant) - log_choose(workers, per_tenant)),
        0,
    )
    return {
        "hands": hands,
        "same": 1 / hands,
        "others_down": (tenants - 1) / hands,
        "touching": 1 - apart,
        "plain": per_tenant / workers,
    }
