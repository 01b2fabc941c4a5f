"""Disks: operations and bytes with amplification and cache, utilisation, capacity, retention, endurance."""

from __future__ import annotations

from nalsd.graph import Citation, formula, guard, total
from nalsd.physics.sources import ARITHMETIC, NALSD_CHAPTER

NVME_ENDURANCE = Citation(
    "JEDEC JESD218B, Solid-state drive requirements and endurance test method",
    "https://www.jedec.org/standards-documents/docs/jesd218b01",
    None,
    "M",
)
HIT_SYMBOL = ("1", "share that a cache answers; 0 without a cache")


@formula(
    "Write operations of the disks",
    symbols={
        "writes": ("op/s", "writes a second that the engine takes"),
        "ios": ("io/op", "disk operations for each write: rows share pages, indexes and the log add some"),
    },
    gives=("IOPS", "disk writes a second"),
    limits="held against the write rating of the drives, which is 2 to 10 times below the read rating",
    source=ARITHMETIC,
)
def write_iops(writes, ios):
    """Writes times the disk operations of each."""
    guard(ios >= 0, "operations are not negative")
    return writes * ios


@formula(
    "Write throughput of the disks",
    symbols={
        "writes": ("op/s", "writes a second that the engine takes"),
        "row": ("B/op", "bytes of one"),
        "amplification": ("1", "write amplification of the engine"),
    },
    gives=("B/s", "bytes written to disk a second"),
    source=ARITHMETIC,
)
def write_throughput(writes, row, amplification):
    """Each byte is written as often as the engine rewrites it."""
    guard(amplification >= 0, "an amplification is not negative")
    return writes * row * amplification


@formula(
    "Read operations of the disks",
    symbols={
        "reads": ("op/s", "reads a second"),
        "hit_ratio": HIT_SYMBOL,
        "ios": ("io/op", "disk operations for each read that misses"),
    },
    gives=("IOPS", "disk reads a second"),
    source=ARITHMETIC,
)
def read_iops(reads, hit_ratio, ios):
    """Only what the cache does not answer reaches the disk."""
    guard(hit_ratio <= 1, "a hit ratio is a share")
    return reads * (1 - hit_ratio) * ios


@formula(
    "Read throughput of the disks",
    symbols={
        "reads": ("op/s", "reads a second"),
        "hit_ratio": HIT_SYMBOL,
        "ios": ("io/op", "disk operations for each read that misses"),
        "block": ("B/io", "bytes of one disk operation"),
    },
    gives=("B/s", "bytes read from disk a second"),
    source=ARITHMETIC,
)
def read_throughput(reads, hit_ratio, ios, block):
    """Disk reads times the block that each fetches, however small the row."""
    guard(hit_ratio <= 1, "a hit ratio is a share")
    return reads * (1 - hit_ratio) * ios * block


@formula(
    "Disk operations of a byte stream",
    symbols={"rate": ("B/s", "bytes a second"), "block": ("B/io", "bytes of one disk operation")},
    gives=("IOPS", "disk operations a second"),
    limits="sequential: an append-only log writes full blocks",
    source=ARITHMETIC,
)
def sequential_iops(rate, block):
    """The stream cut into blocks."""
    guard(block > 0, "a block has a size")
    return rate / block


@formula(
    "Utilisation of drives that read and write",
    symbols={
        "reads": ("?a", "what is read"),
        "read_rating": ("?a", "what the drives read when they do nothing else"),
        "writes": ("?a", "what is written"),
        "write_rating": ("?a", "what the drives write when they do nothing else"),
    },
    gives=("1", "share of the drives' time"),
    limits=(
        "operations with operations, bytes with bytes; ratings at the block size and queue depth of the load"
    ),
    source=ARITHMETIC,
)
def drive_utilisation(reads, read_rating, writes, write_rating):
    """Reads and writes share the drive's time, each at its own rating."""
    guard(read_rating > 0, "a drive reads something")
    guard(write_rating > 0, "a drive writes something")
    return reads / read_rating + writes / write_rating


@formula(
    "Operations in the drives' write rating",
    symbols={
        "reads": ("?a", "what is read"),
        "read_rating": ("?a", "what one machine's drives read when they do nothing else"),
        "writes": ("?a", "what is written"),
        "write_rating": ("?a", "what one machine's drives write when they do nothing else"),
    },
    gives=("?a", "writes that would take the drives as much time"),
    limits="operations with operations, bytes with bytes",
    source=ARITHMETIC,
)
def as_writes(reads, read_rating, writes, write_rating):
    """Reads at the exchange rate of the two ratings, so that one demand stands against one supply."""
    guard(read_rating > 0, "a drive reads something")
    return reads * write_rating / read_rating + writes


@formula(
    "Bytes retained",
    symbols={
        "average": ("op/s", "writes a second, on average"),
        "row": ("B/op", "bytes of one, with its indexes"),
        "keep": ("s", "how long it is kept"),
        "compression": ("1", "raw bytes for each stored one"),
        "space": ("1", "space amplification of the engine"),
        "copies": ("1", "copies kept"),
    },
    gives=("B", "bytes on the medium"),
    limits="from an average; steady state, when the oldest is being deleted",
    source=NALSD_CHAPTER,
)
def retained(average, row, keep, compression, space, copies):
    """What is written while the oldest is still kept, compressed, amplified and copied."""
    guard(compression > 0, "compression is a positive ratio")
    guard(copies >= 1, "there is at least one copy")
    return average * row * keep / compression * space * copies


@formula(
    "Bytes of a stock",
    symbols={
        "rows": ("row", "rows in stock"),
        "row": ("B/row", "bytes of one, with its indexes"),
        "compression": ("1", "raw bytes for each stored one"),
        "space": ("1", "space amplification of the engine"),
        "copies": ("1", "copies kept"),
    },
    gives=("B", "bytes on the medium"),
    source=NALSD_CHAPTER,
)
def stocked(rows, row, compression, space, copies):
    """A stock of known size, compressed, amplified and copied."""
    guard(compression > 0, "compression is a positive ratio")
    guard(copies >= 1, "there is at least one copy")
    return rows * row / compression * space * copies


@formula(
    "Retention of several tiers",
    symbols={"tiers": ("B", "bytes retained by each medium", {"many": True})},
    gives=("B", "bytes in all"),
    source=ARITHMETIC,
)
def retained_in_all(tiers):
    """The sum over the media; each is sized and priced by itself."""
    return total(tiers)


@formula(
    "Capacity with free space",
    symbols={"stored": ("B", "bytes to store"), "filled": ("1", "how full the drives may become")},
    gives=("B", "bytes of drives to install"),
    limits="file systems, compaction and rebuilds need the rest",
    source=ARITHMETIC,
)
def capacity_needed(stored, filled):
    """The stored bytes over the filling that is allowed."""
    guard(filled > 0, "drives hold something")
    guard(filled <= 1, "drives are at most full")
    return stored / filled


@formula(
    "Drive writes per day",
    symbols={
        "written": ("B/s", "bytes written to the drives a second, on average, amplification included"),
        "capacity": ("B", "capacity of these drives"),
    },
    gives=("DWPD", "how often the drives are overwritten in a day"),
    limits="from an average; what the flash itself rewrites is in the rating already",
    source=NVME_ENDURANCE,
)
def drive_writes_per_day(written, capacity):
    """Bytes a day over the capacity."""
    guard(capacity > 0, "drives have a capacity")
    return written / capacity


@formula(
    "Life of the drives",
    symbols={
        "rated": ("DWPD", "drive writes per day that the maker warrants"),
        "rated_life": ("s", "for how long"),
        "actual": ("DWPD", "drive writes per day of the load"),
    },
    gives=("s", "time until the warranted bytes are written"),
    limits="wear only; drives also fail of other causes",
    source=NVME_ENDURANCE,
)
def drive_life(rated, rated_life, actual):
    """The warranted bytes, at the pace of the load."""
    guard(actual > 0, "nothing is written")
    return rated_life * rated / actual


@formula(
    "Endurance of a drive",
    symbols={
        "capacity": ("B", "capacity of the drive"),
        "rated": ("DWPD", "drive writes per day that the maker warrants"),
        "rated_life": ("s", "for how long"),
    },
    gives=("B", "bytes that may be written in its life"),
    source=NVME_ENDURANCE,
)
def endurance(capacity, rated, rated_life):
    """Capacity times writes a day times life: 7,008 TB for 3.84 TB at one a day for five years."""
    return capacity * rated * rated_life


@formula(
    "Time until drives are full",
    symbols={
        "free": ("B", "space that is free"),
        "filled": ("B/s", "bytes that are added"),
        "freed": ("B/s", "bytes that retention frees"),
    },
    gives=("s", "time until nothing is free"),
    limits="retention that goes on freeing what it freed before",
    source=ARITHMETIC,
)
def time_until_full(free, filled, freed):
    """Free space over what is added beyond what is freed."""
    guard(filled > freed, "as much is freed as is added: the drives never fill")
    return free / (filled - freed)
