"""The design as a whole: load, objectives, examples, constraints, alternatives, published figures, years."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nalsd.analysis import Analysis, analyse
from nalsd.designs import load_design
from tests.analysis.designs import BOX, CLICKS, FLAT, about, analysed, clean, findings, write

CONTEXT = """
units: [ad]
assumptions: {active_ads: 1M .. 3M ad, dau: 300M, posts_per_user: 0.3 .. 0.7}
quantities:
  posts: {formula: dau * posts_per_user / 1 d, label: Posts, role: average}
  size_of_ads: {formula: active_ads * 40 B/ad, role: size}
  in_bits: {formula: workloads.click.peak_payload, unit: Gbps, role: peak}
constraints:
  fits: {that: 2 * (500 B + 60 B) <= 1500 B, because: two clicks a frame}
  three: {that: 3 * (500 B + 60 B) <= 1500 B}
clients: {browser: {}}
workloads:
  click: {from: browser, kind: write, average: 2M/s, peak: 5M/s, request: 500 B, response: 40 B}
  look: {from: browser, kind: read, average: 8M/s, peak_factor: 3, request: 100 B, response: 1 kB}
  tick: {kind: job, average: 100/s, peak: 100/s, request: 10 B}
apis:
  report: {method: POST, path: /v1/clicks, workload: click, request: examples/click.json}
"""
CAPACITY = (
    BOX
    + FLAT
    + """
tiers: {lb: {machine: box, datapath: ipvs}}
flows: {enter: {from: workloads.click, to: lb, protocol: tcp}}
"""
)


@pytest.fixture(scope="module")
def value(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], float]:
    return clean(tmp_path_factory.mktemp("load"), context=CONTEXT.split("apis:")[0]).graph.value


class TestLoad:
    def test_writes_reads_and_their_ratio(self, value) -> None:
        assert value("load.write_average") == 2e6
        assert value("load.write_peak") == 5e6
        assert value("load.read_average") == 8e6
        assert value("load.read_peak") == about(24e6)
        assert value("load.read_write_ratio") == 4
        assert value("load.average") == 10e6 + 100
        assert value("load.peak") == about(29e6 + 100)

    def test_peak_payload_counts_both_directions(self, value) -> None:
        """5M/s of 540 B, 24M/s of 1,100 B and 100/s of 10 B."""
        assert value("load.peak_payload") == about(5e6 * 540 + 24e6 * 1100 + 100 * 10)

    def test_volumes_of_what_is_moved(self, value) -> None:
        """Writes count their requests, reads their answers: 86.4 + 691.2 TB, and 86.4 MB of ticks."""
        assert value("workloads.look.daily_volume") == about(8e6 * 1000 * 86400)
        assert value("load.daily_volume") == about(86.4e12 + 691.2e12 + 100 * 10 * 86400)

    def test_own_formulas(self, value) -> None:
        """Medians: √(0.3 x 0.7) of a share's odds is 0.5 here, √(1M x 3M) ads of 40 B."""
        assert value("assumptions.posts_per_user") == about(0.5)
        assert value("quantities.posts") == about(300e6 * 0.5 / 86400)
        assert value("quantities.size_of_ads") == about(3e12**0.5 * 40)

    def test_constraints_hold_or_not(self, value) -> None:
        """1,120 B fit 1,500 B, and 1,680 B do not."""
        assert value("constraints.fits") is True
        assert value("constraints.three") is False

    def test_a_quantity_in_another_unit(self, value) -> None:
        assert value("quantities.in_bits") == about(2.5e9)


def test_shows_a_quantity_in_the_unit_that_was_asked_for(tmp_path: Path) -> None:
    from nalsd.graph import show

    found = analysed(tmp_path, context=CONTEXT)
    assert show(found.graph.value("quantities.in_bits"), found.graph["quantities.in_bits"].unit) == "20 Gbps"


class TestExamples:
    def test_are_counted_without_white_space(self, tmp_path: Path) -> None:
        folder = write(tmp_path, context=CONTEXT)
        (folder / "examples").mkdir()
        (folder / "examples/click.json").write_text('{\n  "ad": 17,\n  "who": "é"\n}\n', encoding="utf-8")
        found = analyse(load_design(folder))
        # {"ad":17,"who":"é"} is 19 characters, the é of two bytes.
        assert found.graph.value("apis.report.request_size") == 20

    def test_that_are_missing_are_a_finding(self, tmp_path: Path) -> None:
        assert "N201" in [f.code for f in analysed(tmp_path, context=CONTEXT).findings]


class TestObjectives:
    SLO = """
slos:
  up: {for: workloads.click, availability: 99.9%}
  seven: {for: workloads.click, availability: 99.99%, window: 7 d}
  fast: {for: workloads.click, latency: 50 ms, at: p99}
"""

    def test_error_budgets(self, tmp_path: Path) -> None:
        """0.1% of 30 d are 43.2 min; 0.01% of the 5,184M requests of a month at 2k/s are 5.184M at 0.1%."""
        value = clean(tmp_path, slo=self.SLO).graph.value
        assert value("slos.up.error_budget_time") == about(43.2 * 60, 1e-9)
        assert value("slos.up.error_budget_requests") == about(2e3 * 30 * 86400 * 0.001, 1e-9)
        assert value("slos.seven.error_budget_time") == about(7 * 86400 * 1e-4, 1e-9)
        assert value("slos.fast.target") == about(0.05)

    def test_the_window_is_a_default_and_says_so(self, tmp_path: Path) -> None:
        window = clean(tmp_path, slo=self.SLO).graph["slos.up.window"]
        assert window.default and window.source is None


class TestAlternatives:
    TEXT = (
        CAPACITY
        + """
alternatives:
  xdp: {set: {tiers.lb.datapath: xdp}, because: more packets a core}
  fewer: {set: {tiers.lb.nodes: 1, workloads.click.peak: 1M/s}}
"""
    )
    CONTEXT = CLICKS.replace("2k/s, peak: 5k/s", "2M/s, peak: 5M/s")

    def test_are_designs_evaluated_in_full(self, tmp_path: Path) -> None:
        """10M packets: 8.3 cores by IPVS at 1.2M a core, 1.9 by XDP at 5.2M; packets bind either way."""
        found = clean(tmp_path, context=self.CONTEXT, capacity=self.TEXT)
        xdp = found.alternatives["xdp"]
        assert found.graph.value("tiers.lb.single.cpu.demand") == about(10e6 / 1.2e6)
        assert xdp.graph.value("tiers.lb.single.cpu.demand") == about(10e6 / 5.2e6)
        assert xdp.graph.value("tiers.lb.single.needed") == found.graph.value("tiers.lb.single.needed") == 5

    def test_may_set_keys_of_other_phases(self, tmp_path: Path) -> None:
        fewer = clean(tmp_path, context=self.CONTEXT, capacity=self.TEXT).alternatives["fewer"]
        assert fewer.graph.value("workloads.click.peak") == 1e6
        assert fewer.graph.value("tiers.lb.single.deployed") == 1

    def test_leave_the_design_as_it_is(self, tmp_path: Path) -> None:
        found = clean(tmp_path, context=self.CONTEXT, capacity=self.TEXT)
        assert found.graph.value("workloads.click.peak") == 5e6
        assert str(found.design.capacity.tiers["lb"].datapath) == "ipvs"

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ("tiers.lbb.datapath: xdp", "N201"),
            ("nonsense: 3", "N110"),
            ("tiers.lb.datapth: xdp", "N104"),
            ("tiers.lb.nodes: 3 B", "N301"),
        ],
    )
    def test_that_set_nothing_are_a_finding(self, tmp_path: Path, change: str, code: str) -> None:
        text = CAPACITY + f"alternatives: {{other: {{set: {{{change}}}}}}}\n"
        found = analysed(tmp_path, context=self.CONTEXT, capacity=text)
        other = found.alternatives["other"]
        mine = [f.code for f in (*found.findings, *(other.findings if other else ()))]
        assert code in mine

    def test_are_not_evaluated_when_nobody_looks(self, tmp_path: Path) -> None:
        design = load_design(write(tmp_path, context=self.CONTEXT, capacity=self.TEXT))
        assert analyse(design, alternatives=False).alternatives == {}


class TestPublished:
    TEXT = """
published:
  source: An original
  figures:
    - {id: A7, what: Daily volume, printed: 216 TB, quantity: workloads.click.daily_volume, verdict: wrong}
    - {id: B1, what: A day, printed: 216 TB, quantity: workloads.click.peak_payload * 1 d, verdict: wrong}
    - {id: C1, what: A remark, printed: none, verdict: gap}
"""

    def test_stand_beside_their_quantity(self, tmp_path: Path) -> None:
        found = clean(tmp_path, context=CONTEXT.split("apis:")[0], published=self.TEXT)
        assert [(f.figure.id, f.quantity) for f in found.published] == [
            ("A7", "workloads.click.daily_volume"), ("B1", "published.b1"), ("C1", None)]  # fmt: skip
        assert found.graph.value("workloads.click.daily_volume") == about(86.4e12)
        assert found.graph.value("published.b1") == about(216e12)

    def test_of_nothing_are_a_finding(self, tmp_path: Path) -> None:
        text = self.TEXT.replace("workloads.click.daily_volume", "workloads.click.dayly_volume")
        found = analysed(tmp_path, context=CONTEXT.split("apis:")[0], published=text)
        assert "N201" in findings(found)


class TestYears:
    def test_growth_moves_what_is_planned_for_and_nothing_else(self, tmp_path: Path) -> None:
        context = CLICKS.replace("response: 40 B", "response: 40 B, growth: 100%/y")
        today = clean(tmp_path / "a", context=context, capacity=CAPACITY)
        later = clean(tmp_path / "b", context=context, capacity=CAPACITY, index="plan_for: 3 y")
        assert today.graph.value("flows.enter.rate") == 5000
        assert later.graph.value("flows.enter.rate") == about(40e3)
        assert later.graph.value("workloads.click.peak") == 5000
        assert later.graph.value("workloads.click.daily_volume") == today.graph.value(
            "workloads.click.daily_volume"
        )
        volumes = [later.graph.value(f"workloads.click.volume_year_{n}") for n in (1, 2, 3)]
        assert volumes == [about(2e3 * 500 * 86400 * 365 * 2**n) for n in range(3)]

    def test_a_load_without_growth_stays(self, tmp_path: Path) -> None:
        found = clean(tmp_path, capacity=CAPACITY, index="plan_for: 3 y")
        assert found.graph.value("flows.enter.rate") == 5000


class TestKnowledge:
    def test_a_release_that_does_not_exist_is_a_finding(self, tmp_path: Path) -> None:
        found = analysed(tmp_path, capacity=CAPACITY, index='knowledge: "1999.01"')
        assert findings(found) == ["N201"]
        assert found.graph.value("tiers.lb.single.needed") == 1, "the newest is taken"

    def test_a_known_machine_brings_its_sources(self, tmp_path: Path) -> None:
        text = CAPACITY.replace("{machine: box", "{machine: aws/i4i.8xlarge")
        found = clean(tmp_path, capacity=text)
        assert found.graph["tiers.lb.machine.cores"].source is not None

    def test_an_unknown_machine_is_a_finding_and_nothing_is_known(self, tmp_path: Path) -> None:
        text = CAPACITY.replace("{machine: box", "{machine: aws/i4i.8xlrge")
        found = analysed(tmp_path, capacity=text)
        assert findings(found) == ["N201"]
        (finding,) = [f for f in found.findings if f.code == "N201"]
        assert "aws/i4i.8xlarge" in finding.help
        assert found.verdict == "feasible as far as known"


def test_a_unit_s_name_cannot_be_declared(tmp_path: Path) -> None:
    found = analysed(tmp_path, context=CLICKS + "units: [second]\n")
    assert {"N110", "N302"} & {f.code for f in found.findings}


def test_unknown_is_stated_in_so_many_words(tmp_path: Path) -> None:
    found: Analysis = clean(tmp_path, context=CLICKS.replace("request: 500 B", "request: unknown"))
    assert found.graph.value("workloads.click.request") is None
    assert found.graph.value("workloads.click.peak_payload") is None
    assert found.graph.value("workloads.click.daily_requests") == about(172.8e6)


class TestWorkloadsCountedInPackets:
    CONTEXT = "workloads: {{packet: {{kind: forward, unit: {0}, average: {1}, peak: {2}, request: {3}}}}}"

    @pytest.mark.parametrize(
        ("unit", "average", "peak", "size"),
        [
            ("packet", "2M packet/s", "5M packet/s", "40 B/packet"),
            ("packet", "2M/s", "5M/s", "40 B"),
            ("packet", "2M packet/s", "5M/s", "40 B"),
            ("message", "2M message/s", "5M message/s", "40 B/message"),
        ],
    )
    def test_rates_in_what_it_counts(self, tmp_path: Path, unit, average, peak, size) -> None:
        """5M packets of 40 B are 1.6 Gbit a second."""
        context = self.CONTEXT.format(unit, average, peak, size)
        capacity = """
tiers: {lb: {machine: aws/m7i.large}}
flows: {enter: {from: workloads.packet, to: lb, protocol: udp}}
"""
        found = clean(tmp_path, context=context, capacity=capacity)
        assert found.graph.value("workloads.packet.peak") == 5e6
        assert found.graph.value("workloads.packet.average") == 2e6
        assert found.graph.value("workloads.packet.peak_payload") == about(5e6 * 40)
        assert found.graph.value("flows.enter.packets_out") == about(5e6)

    def test_requests_are_no_packets(self, tmp_path: Path) -> None:
        context = self.CONTEXT.format("request", "2M packet/s", "5M/s", "40 B")
        assert "N301" in findings(analysed(tmp_path, context=context))


@pytest.mark.parametrize(
    "formula",
    [
        "5 / (HUGE)",
        "min(HUGE, 5)",
        "max(3, -1 * HUGE)",
        "HUGE - HUGE",
        "5 + 0 * (HUGE)",
        "5 if HUGE > 3 else 4",
    ],
)
def test_what_is_too_large_on_the_way_is_a_finding(tmp_path: Path, formula: str) -> None:
    """1e360 is no number; that 5 over it would be one, and 0, does not make it right."""
    formula = formula.replace("HUGE", " * ".join(["1e30"] * 12))
    found = analysed(tmp_path, context=f"quantities: {{q: {{formula: '{formula}'}}}}{CLICKS}")
    assert "N303" in findings(found)
    assert found.graph.value("quantities.q") is None


def test_tiers_without_a_node_count_say_why(tmp_path: Path) -> None:
    dim = "  dim: {cores: unknown, ram: unknown, nic: unknown, queues: unknown, packets: unknown}\n"
    capacity = (
        BOX
        + dim
        + FLAT
        + """
tiers:
  front: {machine: box, work: {enter: {rate: 500 op/s/core}}}
  idle: {machine: box}
  dark: {machine: dim, work: {}}
flows:
  enter: {from: workloads.click, to: front, protocol: tcp}
  on: {from: front, to: dark, of: enter, protocol: udp}
"""
    )
    analysis = analysed(tmp_path, capacity=capacity)
    assert set(analysis.unsized) == {"idle", "dark"}
    assert analysis.unsized["idle"] == "no flow reaches it and it holds no data"
    assert "not known" in analysis.unsized["dark"]
