"""Ids in words."""

from __future__ import annotations

from functools import lru_cache

_CAPITALS = (
    "AP API CDN CPU DB DNS EU GPU HTTP HTTPS IOPS IP JSON L4 L7 LB NIC OLAP OLTP RAM RPC SLO SQL SSD TCP TLS "
    "TTL UDP UK URL US XDP"
)
ABBREVIATIONS = {word.lower(): word for word in _CAPITALS.split(" ")}
"""Words of ids that people write in capitals."""


@lru_cache(4096)
def in_words(id: str) -> str:
    """`disk_iops` inside a sentence: `disk IOPS`."""
    return " ".join([ABBREVIATIONS.get(word, word) for word in id.replace("_", " ").split(" ")])
