"""Names that look like a unit and are not: what is wrong with each, and what to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nalsd.units.errors import excerpt
from nalsd.units.prefix import BINARY, DECIMAL, SCALES, SMALL, SPELLED

_MONTH = (
    "a month has no fixed length",
    "write 30 d, 730 h (what clouds bill) or 30.44 d (the mean), "
    "or the unit month_30d, month_730h or month_mean",
)
_MONEY = (
    "exchange rates move, so money is in USD only",
    "write the amount in USD and name the rate in `because`",
)

REFUSED: dict[str, tuple[str, str]] = {
    "m": ("`m` is minutes, milli or metres: min or ms?", "write min or ms; a million is M"),
    "mo": _MONTH,
    "mos": _MONTH,
    "month": _MONTH,
    "months": _MONTH,
    "mth": _MONTH,
    "mths": _MONTH,
    "EUR": _MONEY,
    "eur": _MONEY,
    "GBP": _MONEY,
    "CHF": _MONEY,
    "JPY": _MONEY,
    "CNY": _MONEY,
    "INR": _MONEY,
    "euro": _MONEY,
    "euros": _MONEY,
    "€": _MONEY,
    "£": _MONEY,
    "¥": _MONEY,
    "mB": ("`mB` is a thousandth of a byte", "write MB, a million bytes"),
    "mb": ("`mb` is a thousandth of a bit", "write Mb or Mbit for a million bits, MB for a million bytes"),
    "mbit": ("`mbit` is a thousandth of a bit", "write Mbit, a million bits"),
    "mbps": ("`mbps` is a thousandth of a bit per second", "write Mbps (megabit) or MBps (megabyte)"),
    "mBps": ("`mBps` is a thousandth of a byte per second", "write MBps (megabyte) or Mbps (megabit)"),
    "gb": ("`gb` is not a unit: bits or bytes?", "write Gb or Gbit for bits, GB for bytes"),
    "tb": ("`tb` is not a unit: bits or bytes?", "write Tb or Tbit for bits, TB for bytes"),
    "pb": ("`pb` is not a unit: bits or bytes?", "write Pb or Pbit for bits, PB for bytes"),
    "cpu": ("`cpu` is a physical core or a hardware thread", "write core, or vcpu for a hardware thread"),
    "cpus": ("`cpus` is a physical core or a hardware thread", "write core, or vcpu for a hardware thread"),
    "MM": ("`MM` is a million in finance and nothing in engineering", "write M or million"),
    "mm": ("`mm` is a million in finance and a length elsewhere", "write M or million"),
    "mn": ("`mn` is not a prefix here", "write M or million"),
    "Mio": ("`Mio` is not a prefix here", "write M or million"),
    "mio": ("`mio` is not a prefix here", "write M or million"),
    **{
        name: (f"`{name}`: bits or bytes per second?", f"write {name[0]}bps for bits, {name[0]}B/s for bytes")
        for name in ("kbs", "Kbs", "Mbs", "Gbs", "Tbs")
    },
    "BPS": ("`BPS`: bits or bytes per second?", "write bps (bits) or Bps (bytes)"),
}
"""Exact names; the rest is found by rule in `explain_unknown`."""


def explain_unknown(name: str, known: Iterable[str], resolves: Callable[[str], bool]) -> tuple[str, str]:
    """The message and the mend for a name that is no unit. `resolves` tells whether a shorter name is one."""
    if name in REFUSED:
        return REFUSED[name]
    if name in BINARY:
        return (
            f"`{name}` alone is a prefix without its unit",
            f"write {name}B for memory, or the number in full",
        )
    if name in SCALES:
        return (f"`{name}` scales a number and stands directly after it", f"write 5{name} or 5 {name} unit")
    found = _case_variant(name, resolves)
    if found:
        return (
            f"unknown unit {excerpt(name)}, did you mean {found}?",
            f"write {found}: upper and lower case differ",
        )
    for prefix in (*BINARY, *DECIMAL, *SPELLED, *SMALL):
        rest = name[len(prefix) :]
        if rest and name.startswith(prefix) and resolves(rest):
            if prefix in SMALL:
                return (
                    f"`{rest}` takes no prefix `{prefix}`, so {excerpt(name)} is no unit",
                    f"write the number in {rest}",
                )
            return (
                f"`{rest}` takes no prefix, so {excerpt(name)} is no unit",
                f"write the scale after the number: 3{prefix} {rest}"
                if prefix in DECIMAL
                else f"write the number in {rest}",
            )
    from difflib import get_close_matches  # only when something is wrong: costs a few ms to import

    near = get_close_matches(name[:40], list(known), n=1, cutoff=0.75)
    if near:
        return (
            f"unknown unit {excerpt(name)}, did you mean {near[0]}?",
            "or declare it under `units:` if it is a count",
        )
    return (f"unknown unit {excerpt(name)}", "declare it under `units:` if it is a count of things")


def _case_variant(name: str, resolves: Callable[[str], bool]) -> str:
    if len(name) > 20:
        return ""
    lower = name.lower()
    for other in (
        lower,
        name.upper(),
        lower[:1].upper() + lower[1:],
        lower[:1].upper() + name[1:],
        lower[:1].upper() + lower[1:2] + name[2:],
        name[:1] + lower[1:],
        lower[:2].title() + lower[2:].upper(),
        lower[:1] + name[1:],
    ):
        if other != name and resolves(other):
            return other
    return ""
