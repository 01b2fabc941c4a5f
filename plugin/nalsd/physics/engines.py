"""Storage engines: how often a byte is written, read and stored by logs, LSM trees and B-trees."""

from __future__ import annotations

from nalsd.graph import Citation, ceil, exp, floor, formula, guard, log, maximum, minimum, sum_over, where
from nalsd.physics.distributions import one_minus_exp
from nalsd.physics.sources import DOSTOEVSKY, LSM_TREE, MONKEY, ROCKSDB_TUNING

MOST_LEVELS = 24
SIZE_RATIO = ("1", "T: how much larger each level is than the one above")
LEVELS = ("1", "L: levels on disk")
LOGGED = ("1", "1 if each write also goes to a log, 0 if not")

FAST_2016 = Citation(
    "H. Lim, D. Andersen, M. Kaminsky, Towards accurate and fast evaluation of multi-stage "
    "log-structured designs, FAST 2016",
    "https://www.usenix.org/conference/fast16/technical-sessions/presentation/lim",
    "2016",
    "B",
)
POSTGRES_WAL = Citation(
    "PostgreSQL documentation, WAL configuration: checkpoints and full_page_writes",
    "https://www.postgresql.org/docs/current/wal-configuration.html",
    None,
    "B",
)
BLOOM = Citation(
    "B. Bloom, Space/time trade-offs in hash coding with allowable errors, CACM 13(7), 1970",
    "https://doi.org/10.1145/362686.362692",
    "1970",
    "B",
)


@formula(
    "Write amplification of a log",
    symbols={"copies": ("1", "times each record is written: 1 for a segmented log, 2 with a log before it")},
    gives=("1", "bytes written to disk for each byte taken in"),
    limits="append only, without compaction of keys",
    source=Citation("J. Kreps, The log, LinkedIn Engineering, 2013", None, "2013-12-16", "M"),
)
def log_write_amplification(copies):
    """A segmented log writes each record once."""
    guard(copies >= 1, "a record is written at least once")
    return copies


@formula(
    "LSM tree with whole-level merges",
    symbols={"size_ratio": SIZE_RATIO, "levels": LEVELS, "logged": LOGGED},
    gives={
        "per_level": ("1", "rewrites a level, leveled"),
        "write": ("1", "write amplification, leveled"),
        "write_tiered": ("1", "write amplification, tiered"),
        "runs": ("1", "runs to look into, leveled"),
        "runs_tiered": ("1", "most runs to look into, tiered"),
        "space": ("1", "space amplification, leveled, worst"),
        "space_tiered": ("1", "space amplification, tiered, worst"),
    },
    limits="textbook merges of whole levels, the memtable merges straight into level 1",
    source=(LSM_TREE, DOSTOEVSKY, MONKEY),
)
def lsm_textbook(size_ratio, levels, logged):
    """Leveled merging rewrites each byte (T + 1) / 2 times a level; tiered merging once."""
    guard(size_ratio > 1, "levels grow")
    guard(levels >= 1, "there is at least one level")
    per_level = (size_ratio + 1) / 2
    return {
        "per_level": per_level,
        "write": logged + levels * per_level,
        "write_tiered": logged + 1 + levels,
        "runs": levels,
        "runs_tiered": (size_ratio - 1) * levels,
        "space": sum_over(0, levels - 1, lambda j: size_ratio ** (-j), most=MOST_LEVELS),
        "space_tiered": size_ratio,
    }


@formula(
    "LSM tree with partial leveled compaction",
    symbols={
        "data": ("B", "live data"),
        "buffered": ("B", "level 0: what is flushed before it is merged into level 1"),
        "first": ("B", "level 1"),
        "size_ratio": SIZE_RATIO,
        "logged": LOGGED,
    },
    gives={
        "levels": ("1", "levels on disk"),
        "last_ratio": ("1", "how much larger the last level is than the one above"),
        "write": ("1", "write amplification, typical"),
        "write_most": ("1", "write amplification, upper bound"),
    },
    limits=(
        "uniform updates of a fixed key set, round-robin choice of files; RocksDB's own choice writes "
        "about 30% less, skewed updates less still"
    ),
    source=(ROCKSDB_TUNING, FAST_2016),
)
def lsm_partial(data, buffered, first, size_ratio, logged):
    """Level by level: what flows down, merged with the part of the next level that it overlaps."""
    guard(size_ratio > 1, "levels grow")
    guard(data > 0, "there is data")
    levels = maximum(1, 1 + ceil(log(data / first) / log(size_ratio)))
    above = levels - 1

    def share(j):
        """Size of a level as a share of the data; the last one holds all of it."""
        return where(j < levels, first / data * size_ratio ** (j - 1), 1)

    def flow(j):
        """Share of the bytes taken in that still has to move down from level j: what is no duplicate yet."""
        return exp(sum_over(1, j, lambda k: log(1 - minimum(share(k), 1 - 1e-12)), most=MOST_LEVELS))

    def overlap(j):
        """Bytes of the next level for each byte that moves; the file at the cursor is twice as dense as
        the rest.
        """
        into = where(j < 1.5, 2 * first + buffered, 2 * first * size_ratio ** (j - 1))
        return where(j + 1 < levels, first * size_ratio**j, data) / into

    typical = where(
        levels > 1.5,
        lambda: (
            logged
            + 1
            + (1 + first / buffered - share(1))
            + sum_over(1, above, lambda j: flow(j) * (1 + overlap(j) - share(j + 1)), most=MOST_LEVELS)
        ),
        logged + 1 + data / buffered,
    )
    last_ratio = where(levels > 1.5, lambda: data / (first * size_ratio ** (levels - 2)), data / first)
    most = where(
        levels > 1.5,
        lambda: logged + 1 + (1 + first / buffered) + (levels - 2) * (1 + size_ratio) + (1 + last_ratio),
        logged + 1 + data / buffered,
    )
    return {"levels": levels, "last_ratio": last_ratio, "write": typical, "write_most": most}


@formula(
    "Ingest that the disks allow",
    symbols={
        "disk": ("B/s", "bytes a second that the disks write"),
        "amplification": ("1", "write amplification"),
    },
    gives=("B/s", "bytes a second that the engine takes in"),
    source=ROCKSDB_TUNING,
)
def ingest_limit(disk, amplification):
    """The disks' write throughput over the amplification."""
    guard(amplification > 0, "every byte is written at least in part")
    return disk / amplification


@formula(
    "Bloom filters",
    symbols={"bits": ("1", "bits of the filter for each key"), "size_ratio": SIZE_RATIO, "levels": LEVELS},
    gives={
        "hashes": ("1", "hash functions"),
        "false_positives": ("1", "chance that a filter lies"),
        "false_positives_ideal": ("1", "the same with a fractional number of hash functions"),
        "absent_reads": ("1", "disk reads for a key that is not there, the same bits at every level"),
        "absent_reads_ideal": ("1", "the same with a fractional number of hash functions"),
        "absent_reads_monkey": ("1", "the same, bits shared out at best"),
    },
    limits="leveled; sharing out at best needs so many bits that no level's chance reaches 1",
    source=(BLOOM, MONKEY),
)
def bloom(bits, size_ratio, levels):
    """A key that is not there is looked for once a level, unless the filter says no."""
    guard(bits > 0, "a filter has bits")
    guard(size_ratio > 1, "levels grow")
    hashes = maximum(1, floor(bits * log(2) + 0.5))
    false_positives = (1 - exp(-hashes / bits)) ** hashes
    ideal = exp(-bits * log(2) ** 2)
    return {
        "hashes": hashes,
        "false_positives": false_positives,
        "false_positives_ideal": ideal,
        "absent_reads": levels * false_positives,
        "absent_reads_ideal": levels * ideal,
        "absent_reads_monkey": ideal * size_ratio ** (size_ratio / (size_ratio - 1)) / (size_ratio - 1),
    }


@formula(
    "Memory of Bloom filters",
    symbols={"bits": ("bit/key", "bits of the filter for each key"), "keys": ("key", "keys")},
    gives=("B", "bytes of the filters"),
    source=BLOOM,
)
def bloom_memory(bits, keys):
    """Bits a key times keys."""
    return bits * keys


@formula(
    "B-tree with checkpoints",
    symbols={
        "page": ("B/page", "bytes of a page"),
        "row": ("B/op", "bytes of a row that an update changes"),
        "updates": ("op/s", "updates a second"),
        "checkpoint": ("s", "time between checkpoints"),
        "pages": ("page", "pages that the updates fall on"),
        "record": ("B/op", "bytes of one record of the log"),
        "full_pages": (
            "1",
            "1 if the log takes each page whole at its first change after a checkpoint, 0 if not",
        ),
        "update": ("op/page", "one update on one page"),
    },
    gives={
        "dirty": ("page", "different pages changed in a checkpoint"),
        "pages_write": ("1", "write amplification of the pages"),
        "write": ("1", "write amplification, log included"),
        "page_writes": ("page/s", "page writes a second"),
        "log_rate": ("B/s", "bytes of log a second"),
        "worst": ("1", "write amplification of the pages when no two updates share one"),
    },
    limits=(
        "uniform updates: skew lowers it; a double-write buffer writes the pages once more; "
        "splits are left out"
    ),
    source=POSTGRES_WAL,
)
def btree(page, row, updates, checkpoint, pages, record, full_pages, update=1.0):
    """Updates between two checkpoints fall on pages like balls into bins; each page hit is written whole."""
    guard(pages > 0, "there are pages")
    guard(updates > 0, "there are updates")
    changed = updates * checkpoint
    dirty = pages * one_minus_exp(changed / (pages * update))
    logged = changed * record + full_pages * dirty * page
    return {
        "dirty": dirty,
        "pages_write": dirty * page / (changed * row),
        "write": (dirty * page + logged) / (changed * row),
        "page_writes": dirty / checkpoint,
        "log_rate": logged / checkpoint,
        "worst": page / (update * row),
    }
