"""Phase 3: machines, tiers, how load reaches them, and what bounds them, all at one copy."""

from nalsd.designs.fields import choice, entries, flag, many, part, quantity, scalar, text
from nalsd.designs.kinds import KNOWN, PHASE, REFERENCE, Naming
from nalsd.designs.laws import LAW, Law, counted
from nalsd.designs.leaves import AnyText, Name, PartName, Reference, Target
from nalsd.designs.model import Entry, Model
from nalsd.designs.tree import Mapping, Text
from nalsd.designs.values import Value, refused

RESOURCES = ("network", "packets", "cpu", "disk_iops", "disk_throughput", "disk_capacity", "memory")
DATAPATHS = ("socket", "ipvs", "forward", "xdp", "dpdk")
MODES = ("call", "async", "pull", "background")
PROTOCOLS = ("https", "http", "http2", "http3", "grpc", "tls", "tcp", "quic", "udp")


class Resources(Entry):
    """A share of each of the seven resources."""

    noun = "policy per resource"

    network: Value | None = quantity("%", "Network interface, each direction by itself.", example="70%")
    packets: Value | None = quantity("%", "Packets a second.", example="60%")
    cpu: Value | None = quantity("%", "Physical cores.", example="60%")
    disk_iops: Value | None = quantity("%", "Reads and writes of disks a second.", example="70%")
    disk_throughput: Value | None = quantity("%", "Bytes a second of disks.", example="70%")
    disk_capacity: Value | None = quantity("%", "Space on disks.", example="80%")
    memory: Value | None = quantity("%", "Memory.", example="80%")

    def of(self, resource: str) -> Value | None:
        """The share of one resource."""
        return getattr(self, resource)


class Nic(Entry):
    """The network interfaces of a machine."""

    short = "rate"
    noun = "network interface"

    count: Value = quantity("1", "How many interfaces.", default="1")
    rate: Value = quantity(
        "bit/s", "Line rate of one interface, each direction.", required=True, example="100 Gbps"
    )
    baseline: Value | None = quantity("bit/s", "What is sustained, when the line rate is only a burst.")

    @classmethod
    def expand(cls, text: Text) -> Mapping:
        """`2 x 100 Gbps`."""
        return _counted(text, "rate")


class Disk(Entry):
    """Drives of one kind in a machine."""

    short = "model"
    noun = "disk"

    count: Value = quantity("1", "How many drives.", default="1")
    model: Text | None = scalar(
        KNOWN,
        "A drive of the knowledge base; the keys beside it override its figures.",
        example="samsung/pm9a3_7680",
    )
    capacity: Value | None = quantity("B", "Space on one drive.", example="7.68 TB")
    read_iops: Value | None = quantity("IOPS", "Random reads a second of one drive.", "op/s", "1/s")
    write_iops: Value | None = quantity(
        "IOPS", "Random writes a second of one drive, sustained.", "op/s", "1/s"
    )
    read: Value | None = quantity("B/s", "Sequential reading of one drive.", example="6.8 GB/s")
    write: Value | None = quantity("B/s", "Sequential writing of one drive, sustained.", example="2.7 GB/s")
    endurance: Value | None = quantity(
        "1/d", "How often the whole drive may be written a day.", example="1 /d"
    )
    life: Value | None = quantity("y", "The years for which the endurance is rated.", example="5 y")
    price: Value | None = quantity("USD", "Price of one drive.")

    @classmethod
    def expand(cls, text: Text) -> Mapping:
        """`4 x samsung/pm9a3_7680`."""
        return _counted(text, "model")

    @classmethod
    def check(cls, tree: Mapping) -> None:
        """A drive is known by its model or by its capacity."""
        if "model" not in tree and "capacity" not in tree:
            raise refused(
                "a disk needs a `model` of the knowledge base or a `capacity`",
                "write `{count: 2, model: samsung/pm9a3_7680}` or "
                "`{count: 2, capacity: 7.68 TB, read_iops: 1M, write_iops: 180k, ...}`",
                code="N109",
            )


def _counted(text: Text, key: str) -> Mapping:
    mapping = Mapping(text.location)
    count, thing = counted(text)
    if count is not None:
        mapping.put(Text("count", text.location), count)
    mapping.put(Text(key, thing.location), thing)
    return mapping


class Machine(Entry):
    """A hardware profile of the design's own."""

    label: Text | None = text("What it is called on the page.")
    cores: Value = quantity("core", "Physical cores; a vCPU is not a core.", required=True, example="32")
    threads: Value | None = quantity(
        "thread", "Hardware threads; as many as cores by default.", "1", example="64"
    )
    ram: Value = quantity("B", "Memory.", required=True, example="128 GiB")
    nic: Nic | None = part("Network interfaces: `2 x 100 Gbps`, or `{rate: 15 Gbps, baseline: 7.5 Gbps}`.")
    queues: Value | None = quantity(
        "queue", "Receive queues of the network interfaces together.", "1", example="64"
    )
    packets: Value | None = quantity(
        "packet/s", "Packets a second that the instance is allowed.", words=("unknown",)
    )
    disks: list[Disk] = many(
        "Drives: a drive of the knowledge base (`4 x samsung/pm9a3_7680`), a mapping, or a "
        "list of both; `[]` or `none` for none."
    )
    price: Value | None = quantity(
        "USD/month_730h",
        "Price of one machine; a month is the one of 730 h that clouds bill.",
        "USD",
        example="900 USD/month",
    )


class Profile(Entry):
    """The cost of an operation on one physical core."""

    short = "each"

    label: Text | None = text("What it is called on the page.")
    each: Value | None = quantity("core*s/op", "CPU time of one operation.", example="8 us .. 20 us")
    rate: Value | None = quantity(
        "op/s/core", "Operations, or bytes, that one core does a second.", "B/s/core", example="50k op/s/core"
    )
    end_to_end: bool = flag(
        "Whether it was measured through the network, so that the kernel's work on its packets is in it."
    )

    @classmethod
    def check(cls, tree: Mapping) -> None:
        """Exactly one of each and rate."""
        _one_of(tree, ("each", "rate"))


class Work(Entry):
    """What a tier's CPUs do for one flow."""

    short = "profile"

    profile: Text | None = scalar(
        KNOWN, "A load profile of the design or of the knowledge base.", example="tls_light"
    )
    each: Value | None = quantity("core*s/op", "CPU time of one operation.")
    rate: Value | None = quantity(
        "op/s/core", "Operations, or bytes, that one core does a second.", "B/s/core", example="300 MB/s/core"
    )

    @classmethod
    def check(cls, tree: Mapping) -> None:
        """Exactly one of profile, each and rate."""
        _one_of(tree, ("profile", "each", "rate"))


def _one_of(tree: Mapping, keys: tuple[str, ...]) -> None:
    written = [key for key in keys if key in tree]
    if len(written) > 1:
        raise refused(
            f"`{written[0]}` and `{written[1]}` are both written",
            f"keep `{written[0]}` or `{written[1]}`",
            tree[written[1]],
            drop=written[1],
        )
    if not written:
        raise refused(
            f"one of {', '.join(f'`{k}`' for k in keys)} is missing",
            f"write `{keys[-1]}: ...`",
            code="N109",
        )


class State(Entry):
    """What a tier holds in memory."""

    holds: Text = choice(("keys", "events"), "One entry a key, or one an event.", required=True)
    entries: Value | None = quantity(None, "How many keys there are.", example="active_ads")
    of: Text | None = scalar(REFERENCE, "The flow whose events are held.")
    row: Value = quantity("B", "Size of one entry in memory.", "B/entry", required=True, example="64 B")
    window: Value | None = quantity("s", "How long an entry is held.", example="1 min")
    lateness: Value | None = quantity("s", "How much longer late events keep it.", example="10 min")


class Memory(Entry):
    """Memory that a tier's processes take."""

    per_connection: Value | None = quantity(
        "B", "Buffers of one open connection.", "B/connection", example="32 KiB"
    )
    runtime: Value | None = quantity(
        "B", "What the process takes on each node, whatever the load.", "B/node", example="4 GiB"
    )


class Overhead(Entry):
    """CPU on top of the application's own work, as shares of it."""

    os: Value | None = quantity("%", "The operating system.", example="5%")
    runtime: Value | None = quantity("%", "The runtime: garbage collection, scheduling.", example="10%")


class Background(Entry):
    """Work that no request waits for."""

    every: Value | None = quantity("s", "How often it runs.", example="60 s")
    writes: Value | None = quantity("%", "The share of `of` that one run writes.", "B", example="10%")
    reads: Value | None = quantity("%", "The share of `of` that one run reads.", "B")
    of: Text | None = scalar(REFERENCE, "What it works over: `state`, a part of the state, or a store.")
    to: Text | None = scalar(
        REFERENCE, "The tier or the service that it writes to; the tier's own disks by default."
    )
    reserve: Resources | None = part("Shares of the node's resources that it takes.")


class Tier(Entry):
    """A group of identical machines doing one job."""

    label: Text | None = text("What it is called on the page.")
    machine: Text = scalar(
        KNOWN, "A machine of the design or of the knowledge base.", required=True, example="aws/c7g.8xlarge"
    )
    nodes: Value | None = quantity("node", "What is deployed; sized when it is not stated.", "1", example="3")
    stateless: bool = flag("Whether any node can serve any request.", default=False)
    datapath: Text = choice(DATAPATHS, "How packets reach the work.", default="socket")
    profile: Text | None = scalar(
        KNOWN, "Load profile of the flows for which `work` says nothing.", example="tls_light"
    )
    work: dict[Name, Work] = entries("The cost of an operation, by incoming flow.")
    overhead: Overhead | None = part("CPU on top of the application's own work.")
    state: dict[PartName, State] = entries("What it holds in memory.")
    memory: Memory | None = part("Memory that its processes take.")
    background: dict[PartName, Background] = entries("Work that no request waits for.")
    concurrency: Value | None = quantity("core", "Cores that one process can use.", "1", example="1")
    scaling: Law | None = scalar(LAW, "How throughput grows with cores.", example="usl(0.03, 0.0005)")
    headroom: Resources | None = part("Target utilisation that differs from the design's.")


class Batch(Entry):
    """How messages travel together."""

    size: Value | None = quantity("1", "Messages in a batch.", "message", example="200")
    bytes: Value | None = quantity("B", "Bytes in a batch.", example="1 MiB")
    wait: Value | None = quantity("s", "How long a message waits for company.", example="5 ms")

    @classmethod
    def check(cls, tree: Mapping) -> None:
        """Messages or bytes, not both."""
        if "size" in tree and "bytes" in tree:
            raise refused(
                "`size` and `bytes` are both written",
                "keep the one that fills a batch first",
                tree["bytes"],
                drop="bytes",
            )


class Flow(Entry):
    """A directed edge by which load reaches a tier."""

    label: Text | None = text("What it is called on the page.")
    from_: Text = scalar(
        REFERENCE,
        "The workload, client or tier it comes from.",
        required=True,
        alias="from",
        example="workloads.click",
    )
    to: Text = scalar(REFERENCE, "The tier, client or service it goes to.", required=True, example="edge")
    of: Text | None = scalar(REFERENCE, "The flow that causes it.")
    ratio: Value | None = quantity("1", "Its messages for each one of `of`.", example="followers")
    rate: Value | None = quantity("request/s", "Its own rate, instead of `of`.", example="active_ads / 1 min")
    size: Value | None = quantity(
        "B/request", "Payload of one message; that of `of` by default.", example="40 B"
    )
    response: Value | None = quantity("B/request", "Payload of the answer.")
    batch: Batch | None = part("How messages travel together.")
    protocol: Text | None = choice(PROTOCOLS, "What carries it.")
    mode: Text = choice(
        MODES, "`call` (waits for the answer), `async`, `pull` or `background`.", default="call"
    )
    bypasses: list[Reference] = many("Tiers that the answers do not pass (direct server return).")
    same_zone: bool = flag("Whether both ends are in one zone, so that nothing crosses between zones.")
    adds: Value | None = quantity("B/packet", "Bytes of encapsulation on each packet.", "B", example="20 B")

    @classmethod
    def check(cls, tree: Mapping) -> None:
        """A rate of its own or another flow's."""
        if "rate" in tree and "of" in tree:
            raise refused(
                "`rate` and `of` are both written",
                "keep `of` (with a `ratio`), or the flow's own `rate`",
                tree["rate"],
                drop="rate",
            )


class Limit(Entry):
    """A ceiling beyond the seven resources."""

    label: Text | None = text("What it is called on the page.")
    of: Text = scalar(REFERENCE, "The tier, store, flow or service that has it.", required=True)
    each: Text = scalar(
        Naming("none"), "What it holds for each of: `node`, `shard`, `prefix`, `flow`, ...", required=True
    )
    load: Value = quantity(None, "What it bounds.", required=True, example="produce.bytes")
    at_most: Value | None = quantity(None, "The most that one can take.", example="50 MB/s")
    takes: Value | None = quantity("s", "How long one operation occupies a serial leader.", example="25 ms")
    serial: bool = flag("Whether operations happen one after another.")
    grows_by: Text = choice(("nodes", "shards", "nothing"), "What lifts it.", required=True)

    @classmethod
    def check(cls, tree: Mapping) -> None:
        """A ceiling, or the time one operation takes."""
        _one_of(tree, ("takes", "at_most"))


class Alternative(Entry):
    """The design with some choices made otherwise, computed in full."""

    label: Text | None = text("What it is called on the page.")
    set: dict[Target, AnyText] = entries(
        "What is different: the path of a key and its other value.", required=True
    )
    rejected: Text | None = text("Why it was not chosen; empty while it is open.")


class Capacity(Model):
    """The front-matter of phase 3."""

    noun = "phase 3 file"

    phase: Text | None = scalar(PHASE, "The phase of this file: 3.")
    headroom: Resources | None = part("Target utilisation of each resource: one policy.")
    machines: dict[PartName, Machine] = entries("Hardware profiles of the design's own.")
    profiles: dict[PartName, Profile] = entries("Load profiles of the design's own.")
    tiers: dict[Name, Tier] = entries("Groups of identical machines.")
    flows: dict[Name, Flow] = entries("How load reaches the tiers.")
    limits: dict[Name, Limit] = entries("Ceilings beyond the seven resources.")
    alternatives: dict[PartName, Alternative] = entries("Choices made otherwise, side by side.")
