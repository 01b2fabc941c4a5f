"""Every text that other tools read silently as something else is refused with the mend, or read as meant."""

from __future__ import annotations

import pytest

from nalsd.units import STANDARD, UnitError
from tests.cost import holds_within

DAY = 86400.0

# What pint's default registry makes of it is in the third column, to say why the row is here.
READ = [
    ("5M", 5e6, "5 molar"),
    ("5 M", 5e6, "5 molar"),
    ("250K", 250e3, "kelvin"),
    ("250k", 250e3, "boltzmann constants"),
    ("20 Gb", 2.5e9, "gilbert"),
    ("20 Mb", 2.5e6, "megabarn"),
    ("100 G", 100e9, "gauss"),
    ("10 rps", 10.0, "revolutions per second"),
    ("20 Gbps", 2.5e9, "gigabaud"),
    ("5KB", 5000.0, "undefined"),
    ("10 Kbps", 1250.0, "undefined"),
    ("3 Bps", 3.0, "undefined"),
    ("2 TBps", 2e12, "undefined"),
    ("7 QPS", 7.0, "undefined"),
    ("2M PPS", 2e6, "undefined"),
    ("120k IOPS", 120e3, "undefined"),
    ("250K QPS/core", 250e3, "undefined"),
    ("5 req", 5.0, "undefined"),
    ("5 packets", 5.0, "undefined"),
    ("44 cores", 44.0, "undefined"),
    ("5 USD", 5.0, "undefined"),
    ("$5", 5.0, "dimensionless"),
    ("$5M", 5e6, "dimensionless"),
    ("99.99%", 0.9999, "the same"),
    ("50ms", 0.05, "the same"),
    ("7d", 7 * DAY, "the same"),
    ("500B", 500.0, "the same"),
    ("20 GiB", 20 * 2**30, "the same"),
    ("86,400 s", 86400.0, "the same"),
    ("10B", 10.0, "ten bytes, here too: no word follows"),
    ("010", 10.0, "YAML 1.1 would say 8"),
    ("1.10", 1.1, "the same"),
    ("5 million requests/s", 5e6, "undefined"),
    ("10 bn rows", 10e9, "undefined"),
    ("1e6", 1e6, "the same"),
    ("14.88 Mpps", 14.88e6, "undefined"),
]

# text, what the message or its mend must say
REFUSED = [
    ("1m", "min or ms"),
    ("30 m", "min or ms"),
    ("5m/s", "min or ms"),
    ("10B tasks", "did you mean 10G or 10 billion"),
    ("10B requests/day", "10 billion requests/day"),
    ("30B tasks", "write 30G tasks or 30 billion tasks"),
    ("1,5 GB", "1.5 GB"),
    ("1,50 GB", "decimal comma"),
    ("12,34,567", "86,400"),
    ("0,500 GB", "0.500"),
    ("5 GB + 3", "expression"),
    ("5 GB / 2", "expression"),
    ("5 molar", "units:"),
    ("5 mB", "MB"),
    ("20 mbps", "Mbps"),
    ("20 mb", "Mb"),
    ("20 gb", "Gb or Gbit"),
    ("5 gbps", "Gbps"),
    ("5 Mbs", "Mbps"),
    ("3 kd", "3k d"),
    ("5 nmin", "min"),
    ("2.6 kcore", "3k core"),
    ("2 knodes", "3k nodes"),
    ("1 month", "30 d, 730 h"),
    ("1 mo", "30 d, 730 h"),
    ("900 USD/month", "month_730h"),
    ("1h30m", "1.5 h"),
    ("1h 30min", "1.5 h"),
    ("5 min 30 s", "5.5 min"),
    ("5:30", "duration"),
    ("1_000", "1,000,000"),
    ("1 000 B", "1,000,000"),
    ("1'000", "1,000,000"),
    ("0x10", "decimal"),
    ("1.2.3", "two decimal points"),
    ("5. GB", "5.0"),
    ("~5M", "range"),
    ("≈ 5M", "range"),
    (">5M", "bound"),
    ("5±1", "range"),
    ("5-10 ms", "a .. b"),
    ("1..5 ms", "range"),
    ("−5", "write -"),
    ("٣ GB", "0 to 9"),
    ("½", "0 to 9"),
    ("５ GB", "0 to 9"),
    ("5 EUR", "USD"),
    ("€5", "USD"),
    ("$5 USD", "two units"),
    ("5 cpus", "vcpu"),
    ("5$", "write $5"),
    ("1/2", "expression"),
    ("2 x 100 Gbps", "product"),
    ("512Mi", "MiB"),
    ("5 MM users", "M or million"),
    ("5 req per second", "req/s"),
    ("5 req / s", "expression"),
    ("5 req/ s", "req/s"),
    ("5 (B)", "expression"),
    ("5 B/(s*core)", "expression"),
    ("5 B/x", "stands alone"),
    ("5%%", "is no unit"),
    ("5 B//s", "is no unit"),
    ("5 B^9", "too involved"),
    ("5 B^0", "too involved"),
    ("5 frobs", "units:"),
    ("5 requsts", "did you mean request"),
    ("", "missing"),
    ("   ", "missing"),
    ("GB", "digits first"),
    ("-", "digits first"),
    (".", "write"),
    ("inf", "finite"),
    ("nan", "finite"),
    ("1e31", "out of bounds"),
    ("1e-31", "out of bounds"),
    ("1e999999999", "out of bounds"),
    ("5e25 EB", "out of bounds"),
    ("9" * 41, "40 digits"),
    ("9" * 400, "40 digits"),
    ("1e5e5", "unit"),
    ("5 \x00B", "unit"),
]


@pytest.mark.parametrize(("text", "value", "_elsewhere"), READ, ids=lambda x: str(x))
def test_read_as_meant(text: str, value: float, _elsewhere: str) -> None:
    assert STANDARD.literal(text).value == value


@pytest.mark.parametrize(("text", "says"), REFUSED, ids=lambda x: str(x)[:24])
def test_refused_with_the_mend(text: str, says: str) -> None:
    with pytest.raises(UnitError) as caught:
        STANDARD.literal(text)
    error = caught.value
    assert says in str(error)
    assert error.message and error.mend
    assert 0 <= error.offset <= len(text)
    assert len(str(error)) < 400


def test_the_fault_points_at_the_unit() -> None:
    for text, column in (("  500 Gbx/s", 6), ("20 mbps", 3), ("5 B/frobs", 4), ("  1h30m", 2)):
        with pytest.raises(UnitError) as caught:
            STANDARD.literal(text)
        assert caught.value.offset == column, text


LONG = [
    "9" * 10**6,
    "1" + ",000" * 10**5,
    "5 " + "k" * 10**6,
    "5 B" + "/s" * 10**5,
    " " * 10**6,
    "1h" * 10**5,
    "1 .. " * 10**5,
    "$" * 10**5,
    "5 " + "(" * 10**6,
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:6])
def test_long_texts_are_refused_at_once(text: str) -> None:
    def refused() -> None:
        with pytest.raises(UnitError):
            STANDARD.value(text)
        if text.strip():
            with pytest.raises(UnitError):
                STANDARD.unit("B" + text)

    holds_within(20, refused)
