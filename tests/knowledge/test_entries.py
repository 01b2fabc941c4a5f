"""Every entry parses, has a source with a mark, and the sort of unit its reader expects."""

from __future__ import annotations

import pytest

from nalsd.graph.source import CONFIDENCE
from nalsd.knowledge import (
    Fact,
    KnowledgeError,
    constant,
    constants,
    device,
    devices,
    engine,
    engines,
    machines,
    nearest,
    policy,
    prices,
    profile,
    profiles,
    protocol,
    protocols,
    regions,
    routes,
    versions,
)
from nalsd.knowledge.reader import topic
from nalsd.units import STANDARD, Range, assignable


def everything() -> list[Fact]:
    """Every figure of the release."""
    facts = [*constants().values(), *prices().values()]
    facts += [p.rate for p in profiles().values()]
    for item in (
        *engines().values(),
        *devices().values(),
        *protocols().values(),
        *regions().values(),
        *routes().values(),
    ):
        for value in vars(item).values():
            facts += [v for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, Fact)]
    facts += [fact for machine in machines().values() for fact in machine.facts()]
    facts += [
        policy(f"{of}.{key}") for of, table in topic("policy").items() if of != "sources" for key in table
    ]
    return [f for f in facts if f is not None]


def test_every_figure_parses_and_has_a_source() -> None:
    facts = everything()
    assert len(facts) > 1500
    for fact in facts:
        assert fact.value == fact.value, fact.name
        assert fact.source.text, fact.name
        assert fact.source.confidence in CONFIDENCE, f"{fact.name}: {fact.source.confidence}"


def test_published_figures_say_where() -> None:
    """Marks A to C are of something published: a page, or a text with its date."""
    for fact in everything():
        if fact.source.confidence in ("A", "B", "C") and fact.source.url is None:
            assert fact.source.date or fact.source.confidence != "A" or len(fact.source.text) > 20, fact.name
        if fact.source.url:
            assert fact.source.url.startswith("https://"), fact.name


def test_estimates_are_marked() -> None:
    assert constant("packets.socket").estimated
    assert constant("packets.socket").confidence == CONFIDENCE["E"]
    assert not constant("packets.xdp").estimated
    assert policy("partition.size").estimated


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("network.gap", "B/packet"),
        ("network.mss", "B/packet"),
        ("network.packets_per_ack", "1"),
        ("network.flow_limit", "B/s/flow"),
        ("packets.socket", "packet/s/core"),
        ("packets.cores_per_queue", "core/queue"),
        ("packets.per_connection", "packet/connection"),
        ("handshakes.full", "handshake/s/core"),
        ("http.tls_record", "B/message"),
        ("latency.same_zone", "s"),
        ("geography.light", "km/s"),
    ],
)
def test_units_are_what_formulas_take(name: str, unit: str) -> None:
    assert assignable(STANDARD.unit(unit).dimension, constant(name).unit.dimension)


def test_profiles_are_per_physical_core() -> None:
    for p in profiles().values():
        dimension = p.rate.unit.dimension
        assert dimension in (STANDARD.unit("op/s/core").dimension, STANDARD.unit("B/s/core").dimension), (
            p.name
        )
    classes = ("ultra_light", "light", "tls_light", "medium", "heavy", "compute")
    rates = [profile(name).rate.value for name in classes]
    assert rates == sorted(rates, reverse=True), "lighter classes do more a second"


def test_a_best_guess_is_the_median() -> None:
    """NGINX's one-CPU figures: 74,091 requests of 1 KB, 40,207 over TLS."""
    assert profile("light").rate.value == 74_091
    assert profile("tls_light").rate.value == 40_207
    quantity = profile("tls_light").rate.quantity
    assert isinstance(quantity, Range) and quantity.low.value < 40_207 < quantity.high.value


def test_engines() -> None:
    assert list(engines()) == ["log", "lsm", "btree", "memory", "objects"]
    for e in engines().values():
        assert e.space.value >= 1
        assert 0 < e.filled.value <= 1
        assert e.block.value > 0
    assert engine("log").write.value == 1
    assert engine("log").write_ios is None, "a log writes in sequence"
    assert engine("memory").write.value == 0
    assert engine("btree").write_ios.value >= 1


def test_amplification_defaults_agree_with_the_formulas() -> None:
    """The defaults are what the formulas of the engines give for the cases their sources state."""
    from nalsd.physics import engines as formulas

    lsm = formulas.lsm_partial(100e9, 1e9, 1e9, 10, 1)
    assert engine("lsm").write.value == pytest.approx(lsm["write"], rel=0.01)
    assert engine("lsm").write.quantity.high.value == pytest.approx(lsm["write_most"])
    rows = [
        (8192, 200, 2000, 300, 2e6, 250, 1),
        (16384, 500, 5000, 60, 1e5, 600, 0),
        (4096, 100, 10000, 30, 5e5, 150, 0),
    ]
    high, low, middle = (formulas.btree(*row)["write"] for row in rows)
    quantity = engine("btree").write.quantity
    assert (quantity.low.value, quantity.median, quantity.high.value) == pytest.approx(
        (low, middle, high), rel=0.01
    )
    assert engine("lsm").space.value == pytest.approx(formulas.lsm_textbook(10, 3, 1)["space"])


def test_devices_write_less_than_they_read() -> None:
    for d in devices().values():
        for read, write in ((d.read_iops, d.write_iops), (d.read, d.write)):
            if read is not None and write is not None:
                assert write.value <= read.value, d.name
    assert device("samsung/pm9a3").write_iops.value == 180_000
    assert device("samsung/pm1743-1.92tb").write.value == 3e9


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("full", ["sign_ecdsa", "x25519", "x25519"]),
        ("full_rsa", ["sign_rsa", "x25519", "x25519"]),
        ("resumed", ["x25519", "x25519"]),
    ],
)
def test_handshakes_are_made_of_their_parts(name: str, parts: list[str]) -> None:
    """A signature and two operations of the key exchange, one after the other on one core, to the printed
    digits.
    """
    fact = constant(f"handshakes.{name}")
    low, high = fact.quantity.interval
    assert low <= 1 / sum(1 / constant(f"handshakes.{part}").value for part in parts) <= high


def test_network_constants_add_up() -> None:
    def n(name: str) -> float:
        return constant(f"network.{name}").value

    assert n("gap") == n("preamble") + n("interframe_gap") == 20
    assert n("mss") == n("mtu") - n("ipv4_header") - n("tcp_header") == 1448
    assert n("mss_plain") == n("mtu") - n("ipv4_header") - n("tcp_header_plain") == 1460
    assert n("mss_jumbo") == n("jumbo_mtu") - n("ipv4_header") - n("tcp_header") == 8949


@pytest.mark.parametrize(
    "name", ["cpu", "network", "packets", "disk_iops", "disk_throughput", "disk_capacity", "memory"]
)
def test_every_resource_has_a_target(name: str) -> None:
    assert 0.5 <= policy(f"target.{name}").value <= 0.9


def test_protocols() -> None:
    assert protocol("https").tls and protocol("https").transport == "tcp"
    assert not protocol("tcp").tls and protocol("tcp").request.value == 0
    assert protocol("udp").transport == "udp"


@pytest.mark.parametrize(
    ("ask", "name"),
    [(constant, "network.nothing"), (constant, "nothing"), (profile, "x"), (engine, "x"), (device, "x"),
     (policy, "target.x"), (policy, "sources.choice"), (protocol, "x")],
)  # fmt: skip
def test_what_is_not_known_is_none(ask, name: str) -> None:
    assert ask(name) is None


@pytest.mark.parametrize(
    ("typed", "among", "meant"),
    [
        ("aws/i4i.8xlrge", "machines", "aws/i4i.8xlarge"),
        ("tls_ligth", "profiles", "tls_light"),
        ("network.tcp_heder", "constants", "network.tcp_header"),
        ("aws/us-east1", "", "aws/us-east-1"),
        ("zzzzzzzz", "", None),
    ],
)
def test_nearest(typed: str, among: str, meant: str | None) -> None:
    assert nearest(typed, among) == meant


def test_releases() -> None:
    assert versions() == ("2026.11",)
    with pytest.raises(KnowledgeError, match=r"2025\.01.*2026\.11"):
        constant("network.mss", "2025.01")
