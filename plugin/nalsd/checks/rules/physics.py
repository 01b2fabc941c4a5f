"""N502 to N508: the errors of physics that published designs make most, each with its documentation."""

from __future__ import annotations

from nalsd.checks.rules.formulas import in_formulas
from nalsd.checks.rules.hardware import floors_for_round_trips, ratings_of_writes
from nalsd.checks.rules.rule import Example, Rule, Severity
from nalsd.checks.rules.sentences import in_sums

_CONTEXT = (
    "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n"
    "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"
    "%s---\n## Problem statement\n\nEach click is recorded once.\n"
)
_MACHINE = """\
---
phase: 3
machines:
  box:
    cores: 16
    threads: 32
    ram: 128 GiB
    nic: 10 Gbps
    queues: 16
    packets: 4M packet/s
    disks: [{capacity: 4 TB, read_iops: 500k IOPS, write_iops: %s, read: 3 GB/s, write: 2 GB/s,
             endurance: 1 /d, life: 5 y}]
tiers:
  front: {machine: box, nodes: 1, stateless: true}
  log: {machine: box, nodes: 3, work: {append: {rate: 50k op/s/core}}}
flows:
  append: {from: workloads.click, to: log, protocol: tcp}
---
Three nodes, one a zone.
"""
_REGIONS = (
    "---\nphase: 4\nzones: 3\ncluster:\n  click_log: {rf: 3, write: 2, read: 2}\nregions:\n"
    "  us_east: {place: aws/us-east-1, runs: all, rtt: {eu_west: %s}}\n"
    "  eu_west: {place: aws/eu-west-1, runs: all}\n---\nThree copies.\n"
)


def _quantity(name: str, formula: str) -> Example:
    return Example(_CONTEXT % f"quantities:\n  {name}: {{formula: {formula}}}\n", "1-context.md")


MTU_PACKING = Rule(
    code="N502",
    name="mtu-packing",
    what="A formula or a sum of the text puts more messages into a packet than fit: it divides the size of a "
    "frame by the size of a message, without the headers, or in fractions.",
    why="Three messages of 500 B and their headers are 1,560 B. In a frame of 1,500 B two of them fit, and "
    "the "
    "packet rate is half as large again as the plan says.",
    bad=_quantity("clicks_per_packet", "1500 B / workloads.click.request"),
    good=_quantity("clicks_per_packet", '"messages_per_packet(workloads.click.request, 1448 B/packet)"'),
    mend="Use `messages_per_packet(size, 1448 B/packet)` for messages that stay whole. A contiguous stream "
    "fills "
    "its packets: `ceil(bytes / 1448 B)`.",
    check=in_formulas,
)

PEAK_TIMES_A_DAY = Rule(
    code="N503",
    name="peak-times-a-day",
    what="A peak rate is multiplied by a day or more, in a formula or in a sum of the text, or said by the "
    "day (`2.5 MB/s = 216 GB/day`).",
    why="A peak lasts for minutes or hours. Storage, archive and bills that are computed from it come out "
    "too "
    "large by the peak factor, often two to five.",
    bad=_quantity("daily", "workloads.click.peak * workloads.click.request * 1 d"),
    good=_quantity("daily", "workloads.click.average * workloads.click.request * 1 d"),
    mend="Compute volumes from the average, or divide the peak by its `peak_factor`. Where the load really "
    "stands at its peak all day, state that as the average. A bound that is meant as one is said to be one: "
    "`at most`, `an upper bound`.",
    check=in_sums,
)

HEADROOM_TWICE = Rule(
    code="N504",
    name="headroom-twice",
    what="A formula or a sum of the text divides by a target utilisation what has been divided by it before; "
    "or a formula multiplies such a need by `1 + 40%` and calls that headroom, or takes it over what is "
    "installed and calls that utilisation.",
    why="The fleet is bought twice with the same argument, and then looks comfortably idle: the figure on "
    "the "
    "dashboard is not the one that was planned.",
    bad=_quantity("nodes_with_room", "tiers.log.single.cpu.need / 60%"),
    good=_quantity("cores_with_room", "tiers.log.single.cpu.demand / 60%"),
    mend="Headroom is applied once, to what is busy (`demand`); `need`, `needed` and `nodes` have it in "
    "them. "
    "Utilisation is busy over installed.",
)

READS_RATING_FOR_WRITES = Rule(
    code="N505",
    name="reads-iops-for-writes",
    what="Writes are held against what a drive does of reads, in a formula or in a sum of the text; or a "
    "flash drive is said to write as often a second as it reads.",
    why="The large figure on a data sheet is for reads. Sustained random writes are a fifth to a half of it.",
    bad=Example(_MACHINE.replace("%s", "500k IOPS"), "3-capacity.md"),
    good=Example(_MACHINE.replace("%s", "100k IOPS"), "3-capacity.md"),
    mend="Take `write_iops`, sustained, from the data sheet. In a formula, `disk_write_iops`.",
    check=ratings_of_writes,
)

REPLICATION_TIMES_COPIES = Rule(
    code="N506",
    name="replication-times-rf",
    what="Replication traffic is computed as writes times the number of copies, or from reads as well.",
    why="The first copy is the client's own write. Replication sends each write to the other copies, RF - 1 "
    "times, and reads not at all: with three copies the plan is half as large again.",
    bad=_quantity("replication", "workloads.click.peak_payload * cluster.click_log.rf"),
    good=_quantity("replication", "workloads.click.peak_payload * (cluster.click_log.rf - 1)"),
    mend="Multiply by RF - 1, or use `cluster.STORE.replication`.",
)

PAYLOAD_FOR_WIRE = Rule(
    code="N507",
    name="payload-for-wire",
    what="A formula, a constraint or a sum of the text holds payload against what a link carries: the peak "
    "of the payload, or the rate times the size of a request. A sentence that says that it is payload alone "
    "is left alone.",
    why="Headers of Ethernet, IP, TCP, TLS and HTTP, acknowledgements and answers come on top. For small "
    "messages that is a fifth to a half more, and the packet rate may bind first.",
    bad=_quantity("busy", "workloads.click.peak_payload / 10 Gbps"),
    good=_quantity("busy", "workloads.click.peak_wire / 10 Gbps"),
    mend="Use the bytes on the wire, `peak_wire` of a workload or `wire_out` and `wire_back` of a flow, each "
    "direction by itself.",
)

FLOOR_FOR_RTT = Rule(
    code="N508",
    name="floor-for-rtt",
    what="A stated round trip between distant places is hardly more than light needs along the great circle.",
    why="Fibre follows coasts, rails and roads. Measured round trips between regions start at 1.15 times the "
    "floor and are often one and a half times as long.",
    bad=Example(_REGIONS % "56 ms", "4-iterations.md"),
    good=Example(_REGIONS % "70 ms", "4-iterations.md"),
    mend="Measure it, or leave it out: published round trips are known for many pairs, others are modelled.",
    severity=Severity.WARNING,
    check=floors_for_round_trips,
)

COPIES_TWICE = Rule(
    code="N509",
    name="copies-twice",
    what="What holds all copies of the data already is multiplied by the number of copies once more, in a "
    "formula or in a sum of the text.",
    why="With three copies the disks, the nodes and the bill come out three times too large: nine copies are "
    "bought for three.",
    bad=_quantity("with_copies", "tiers.log.disk_capacity.demand * cluster.click_log.rf"),
    good=_quantity("with_copies", "tiers.log.single.disk_capacity.demand * cluster.click_log.rf"),
    mend="Multiply what one copy takes, `tiers.TIER.single...` or `stores.STORE.stock`, or leave the factor "
    "out: what "
    "stands directly under `tiers.TIER` is for all copies.",
)

RULES = (
    MTU_PACKING,
    PEAK_TIMES_A_DAY,
    HEADROOM_TWICE,
    READS_RATING_FOR_WRITES,
    REPLICATION_TIMES_COPIES,
    PAYLOAD_FOR_WIRE,
    FLOOR_FOR_RTT,
    COPIES_TWICE,
)
