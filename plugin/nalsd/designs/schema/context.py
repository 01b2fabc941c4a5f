"""Phase 1: requirements, who sends what, how much of it, and the interface."""

from nalsd.designs.fields import choice, empty_list, entries, many, part, quantity, scalar, text
from nalsd.designs.kinds import FREE, PHASE, REFERENCE, Pattern
from nalsd.designs.leaves import AnyValue, BareName, Name, Number, PartName, Reference
from nalsd.designs.model import Entry, Model
from nalsd.designs.tree import Mapping, Text
from nalsd.designs.values import Value, refused

WORKLOAD_KINDS = ("write", "read", "forward", "job")
WORKLOAD_UNITS = ("request", "message", "packet")
METHODS = (
    "GET",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "HEAD",
    "OPTIONS",
    "RPC",
    "PUBLISH",
    "SUBSCRIBE",
    "STREAM",
)
EXAMPLE = Pattern(
    r"[A-Za-z0-9_][A-Za-z0-9_ ./-]{0,199}", "a file of the design's folder such as `examples/click.json`"
)


class Requirement(Entry):
    """A functional requirement."""

    short = "text"

    text: Text = text("What the system must do.", required=True)
    apis: list[Reference] = many("The APIs that serve it.")


class Formula(Entry):
    """A quantity of the author's own."""

    short = "formula"
    noun = "quantity"

    formula: Value = quantity(
        None,
        "An expression over assumptions and quantities.",
        required=True,
        example="dau * posts_per_user / 1 d",
    )
    unit: Text | None = scalar(FREE, "The unit it is shown in.", example="post/s")
    label: Text | None = text("What it is called on the page.")
    role: Text | None = scalar(
        REFERENCE, "Its role: `average`, `peak`, `limit`, `size`, ...", example="average"
    )


class Constraint(Entry):
    """A comparison that must hold."""

    short = "that"

    that: Value = quantity(None, "The comparison.", required=True, example="2 * (500 B + 60 B) <= 1500 B")
    label: Text | None = text("What it is called on the page.")


class Located(Model):
    """Where a part of a client's users is."""

    short = "share"
    noun = "client's place"

    share: Value = quantity("%", "The share of the client's users who are here.", required=True)
    city: Text | None = text("The city, when the place is not a region of this design.")
    coordinates: list[Number] = entries(
        "Latitude and longitude in degrees, north and east positive.", factory=empty_list
    )


class Tls(Model):
    """How connections are secured."""

    noun = "client's TLS"

    full: Value | None = quantity("%", "The share of new connections that make a full handshake.")
    resumed: Value | None = quantity("%", "The share of new connections that resume a session.")


class Connections(Entry):
    """A client's connections. Any two of rate, new and requests are stated; the third is computed."""

    open: Value | None = quantity("1", "Connections open at the same time.", example="15M")
    new: Value | None = quantity("1/s", "New connections a second.", example="300k/s")
    requests: Value | None = quantity("1", "Requests sent over one connection.", example="2")
    rate: Value | None = quantity("request/s", "Requests a second over all connections.")
    tls: Tls | None = part("Handshakes; without it the connections are not encrypted.")


class Client(Entry):
    """Who sends: an end of flows and of round trips."""

    label: Text | None = text("What it is called on the page.")
    located: dict[PartName, Located] = entries(
        "Where its users are: regions or cities, shares that add up to 100%."
    )
    connections: Connections | None = part("Its connections.")


class Workload(Entry):
    """One stream of like requests."""

    label: Text | None = text("What it is called on the page.")
    from_: Text | None = scalar(REFERENCE, "The client that sends it.", alias="from", example="browser")
    kind: Text = choice(
        WORKLOAD_KINDS,
        "`write`, `read`, `forward` (a load balancer's or proxy's) or `job` (periodic work).",
        required=True,
    )
    unit: Text = choice(WORKLOAD_UNITS, "What one of its arrivals is.", default="request")
    average: Value = quantity(
        "request/s",
        "Average rate over a whole day, weeks and seasons included.",
        required=True,
        example="2M/s",
    )
    peak: Value | None = quantity("request/s", "Peak rate; or state `peak_factor`.", example="5M/s")
    peak_factor: Value | None = quantity("1", "Peak over average; or state `peak`.", example="2.5")
    peak_lasts: Value | None = quantity(
        "s", "How long a peak lasts: bounds window state, backlog and burst credit.", example="15 min"
    )
    peaks_with: list[Reference] = many(
        "Workloads whose peaks coincide with this one's: `all` (the default) or names."
    )
    request: Value | None = quantity("B/request", "Payload of a request.", example="500 B")
    response: Value | None = quantity(
        "B/request", "Payload of a response; headers only by default.", example="0 B"
    )
    growth: Value | None = quantity("%/y", "Growth of the rate.", example="30%/y")

    @classmethod
    def check(cls, tree: Mapping) -> None:
        """Exactly one of peak and peak_factor."""
        written = [key for key in ("peak", "peak_factor") if key in tree]
        if len(written) == 2:
            raise refused(
                "`peak` and `peak_factor` are both written; one follows from the other",
                "keep the one that was measured",
                tree[written[1]],
                drop=written[1],
            )
        if not written and "average" in tree:
            raise refused(
                "the peak is missing",
                "write `peak: 5M/s`, or `peak_factor: 2.5` times the average",
                code="N109",
            )

    def model_post_init(self, context: object) -> None:
        """A workload of packets or messages counts those."""
        super().model_post_init(context)
        if self.unit != "request":
            for key in ("average", "peak"):
                value = getattr(self, key)
                if value is not None:
                    value.expects = f"{self.unit}/s"
            for key in ("request", "response"):
                value = getattr(self, key)
                if value is not None:
                    value.expects = f"B/{self.unit}"


class Api(Entry):
    """One call of the interface."""

    noun = "API"

    text: Text | None = text("What the call does.")
    method: Text | None = choice(METHODS, "HTTP method, or how the call is made.")
    path: Text | None = scalar(
        Pattern(r"\S{1,300}", "a path such as `/v1/clicks`"),
        "Path, topic or procedure.",
        example="/v1/clicks",
    )
    workload: Text | None = scalar(REFERENCE, "The workload of its calls.")
    request: Text | None = scalar(
        EXAMPLE, "File with an example of the request.", example="examples/click.json"
    )
    response: Text | None = scalar(EXAMPLE, "File with an example of the response.")
    request_size: Value | None = quantity(
        "B/request", "Stated size of the request; held against the example."
    )
    response_size: Value | None = quantity(
        "B/request", "Stated size of the response; held against the example."
    )


class Context(Model):
    """The front-matter of phase 1."""

    noun = "phase 1 file"

    phase: Text | None = scalar(PHASE, "The phase of this file: 1.")
    requirements: dict[PartName, Requirement] = entries("Functional requirements by name.")
    units: list[Name] = many("Counts that this design declares: `click`, `ad`.")
    assumptions: dict[BareName, AnyValue] = entries(
        "Values that the design takes as given; in expressions by name."
    )
    quantities: dict[BareName, Formula] = entries("The author's own formulas; in expressions by name.")
    constraints: dict[PartName, Constraint] = entries("Comparisons that must hold.")
    clients: dict[Name, Client] = entries("Who sends.")
    workloads: dict[Name, Workload] = entries("Streams of like requests.")
    apis: dict[PartName, Api] = entries("Calls of the interface.")
