"""Invariants over the machine catalogue, and the published figures of some machines."""

from __future__ import annotations

import itertools

import pytest

from nalsd.knowledge import KnowledgeError, Machine, machine, machines
from nalsd.units import STANDARD

ALL = pytest.mark.parametrize("m", machines().values(), ids=machines())


def v(text: str) -> float:
    return STANDARD.literal(text).value


@ALL
def test_invariants(m: Machine) -> None:
    assert m.cores.value in (m.threads.value, m.threads.value / 2), "one or two threads a core"
    assert m.cores.value >= 1
    assert 1.9 <= m.ram.value / v("1 GiB") / m.threads.value <= 8.1
    assert v("0.3 Gbps") <= m.network.value <= v("400 Gbps")
    if m.burst:
        assert m.burst.value >= m.network.value
    for disk in m.disks:
        assert disk.count >= 1
        assert disk.write_iops.value <= disk.read_iops.value
        assert disk.write.value <= disk.read.value
        assert v("400 GB") <= disk.size.value <= v("8 TB")
    assert m.packets is None and m.queues is None, "not published: unknown, not infinite"
    assert m.price.value > 0


@pytest.mark.parametrize("family", sorted({name.partition(".")[0] for name in machines()}))
def test_a_family_grows_together(family: str) -> None:
    """Within a family more threads come with no less of anything, and cost more in proportion."""
    members = sorted(
        (m for name, m in machines().items() if name.partition(".")[0] == family),
        key=lambda m: m.threads.value,
    )
    for small, large in itertools.pairwise(members):
        assert large.cores.value >= small.cores.value
        assert large.ram.value > small.ram.value
        assert large.network.value >= small.network.value
        assert large.of_disks("size") >= small.of_disks("size")
        assert large.of_disks("write_iops") >= small.of_disks("write_iops")
        per_thread = [m.price.value / m.threads.value for m in (small, large)]
        assert per_thread[0] == pytest.approx(per_thread[1], rel=0.02) or small.threads.value == 1


@pytest.mark.parametrize(
    ("name", "threads", "cores", "ram", "network"),
    [
        ("aws/c7i.large", 2, 1, "4 GiB", "0.781 Gbps"),
        ("aws/m7i.2xlarge", 8, 4, "32 GiB", "3.125 Gbps"),
        ("aws/m7i.8xlarge", 32, 16, "128 GiB", "12.5 Gbps"),
        ("aws/r7i.8xlarge", 32, 16, "256 GiB", "12.5 Gbps"),
        ("aws/r7i.16xlarge", 64, 32, "512 GiB", "25 Gbps"),
        ("aws/c7i.48xlarge", 192, 96, "384 GiB", "50 Gbps"),
        ("aws/c7a.8xlarge", 32, 32, "64 GiB", "12.5 Gbps"),
        ("aws/c7g.8xlarge", 32, 32, "64 GiB", "15 Gbps"),
        ("aws/c5n.9xlarge", 36, 18, "96 GiB", "50 Gbps"),
        ("aws/c5n.18xlarge", 72, 36, "192 GiB", "100 Gbps"),
        ("aws/m6in.8xlarge", 32, 16, "128 GiB", "50 Gbps"),
        ("aws/m6in.32xlarge", 128, 64, "512 GiB", "200 Gbps"),
        ("aws/i4i.8xlarge", 32, 16, "256 GiB", "18.75 Gbps"),
        ("aws/i4i.32xlarge", 128, 64, "1024 GiB", "75 Gbps"),
        ("aws/i7ie.6xlarge", 24, 12, "192 GiB", "12.5 Gbps"),
        ("aws/i3en.24xlarge", 96, 48, "768 GiB", "100 Gbps"),
    ],
)
def test_published_shapes(name: str, threads: int, cores: int, ram: str, network: str) -> None:
    m = machine(name)
    assert (m.threads.value, m.cores.value, m.ram.value, m.network.value) == (
        threads,
        cores,
        v(ram),
        v(network),
    )


@pytest.mark.parametrize(
    ("name", "size", "reads", "writes"),
    [
        ("aws/i4i.large", "436 GiB", 50e3, 27.5e3),
        ("aws/i4i.8xlarge", "6985 GiB", 800e3, 440e3),
        ("aws/i4i.32xlarge", "27940 GiB", 3.2e6, 1.76e6),
        ("aws/i7ie.large", "1164 GiB", 54e3, 43e3),
        ("aws/i7ie.6xlarge", "13970 GiB", 650e3, 520e3),
        ("aws/i7ie.48xlarge", "111759 GiB", 5.2e6, 4.16e6),
        ("aws/i3en.24xlarge", "55879 GiB", 2.04e6, 1.56e6),
    ],
)
def test_published_drives(name: str, size: str, reads: float, writes: float) -> None:
    m = machine(name)
    assert m.of_disks("size") == pytest.approx(v(size), rel=2e-3)
    assert m.of_disks("read_iops") == pytest.approx(reads, rel=0.01)
    assert m.of_disks("write_iops") == pytest.approx(writes, rel=0.01)


def test_measured_throughput() -> None:
    """Redpanda measured 5.70 GB/s of reads and 4.52 GB/s of writes on an i4i.8xlarge."""
    m = machine("aws/i4i.8xlarge")
    assert m.of_disks("read") == pytest.approx(5.70e9, rel=5e-3)
    assert m.of_disks("write") == pytest.approx(4.52e9, rel=5e-3)


def test_no_drives_is_zero_and_unknown_is_none() -> None:
    assert machine("aws/c7g.8xlarge").disks == ()
    assert machine("aws/c7g.8xlarge").of_disks("size") == 0
    assert machine("aws/i4i.8xlarge").of_disks("endurance") is None


def test_facts_name_their_machine_and_figure() -> None:
    names = [fact.name for fact in machine("aws/i4i.8xlarge").facts()]
    assert "aws/i4i.8xlarge.ram" in names and "aws/i4i.8xlarge.disk.write_iops" in names
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "name",
    ["aws/i4i.9xlarge", "aws/nothing.large", "i4i.8xlarge", "", "aws/../x.large", "../../etc/x", "aws/"],
)
def test_unknown_machines(name: str) -> None:
    """Names come from strangers' designs: no name reaches outside the folder."""
    assert machine(name) is None


def test_unknown_release() -> None:
    with pytest.raises(KnowledgeError):
        machine("aws/i4i.8xlarge", "../..")


def test_one_machine_reads_one_file() -> None:
    from nalsd.knowledge.reader import topic

    topic.cache_clear()
    machine.__globals__["_family"].cache_clear()
    assert machine("aws/r8g.large") is not None
    assert topic.cache_info().currsize == 1
