"""The one table from the topics of a file of vectors to the engine's formulas; `topics/` holds its rows.

An input of a call is `"key"` or `"key unit"` (its number is then in that unit), `"@call.output"` (what an
earlier call gave), a number, or a function of the inputs. A result is `"call.output"` or
`"call.output unit"`; a formula with one value gives `call`, and `"1 - call"` is the complement of a share.
"""

from __future__ import annotations

from tests.vectors.topic import Topic
from tests.vectors.topics import (
    availability,
    caching,
    durability,
    engines,
    network,
    queueing,
    replication,
    skew,
    stress,
    tail,
)

TOPICS: dict[str, Topic] = {
    topic: row
    for family in (
        queueing,
        tail,
        availability,
        durability,
        replication,
        caching,
        network,
        skew,
        engines,
        stress,
    )
    for topic, row in family.TOPICS.items()
}
"""Every topic that can be evaluated."""
