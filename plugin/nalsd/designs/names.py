"""The rule for names: `[a-z][a-z0-9_]*`, never a unit's name, never a word of the expression language."""

from __future__ import annotations

import keyword
import re

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def trouble_with_name(name: str, units: str = "measures") -> tuple[str, str] | None:
    """What is wrong with a name and the mend, or None.

    `units` says which units' names are refused: `measures` (time, information, money: `min` in
    `workloads.min.peak` would read as minutes), `all` (counts as well, for names that stand in expressions by
    themselves), or `none`.
    """
    if not NAME.fullmatch(name):
        shown = "".join(c if c.isprintable() else "?" for c in name[:40])
        better = re.sub(r"_+", "_", re.sub(r"[^a-z0-9_]+", "_", name[:64].lower())).strip("_")
        better = f"n{better}" if better[:1].isdigit() else better
        mend = f"write `{better}`" if better else "write a name of small letters, digits and `_`"
        return f"`{shown}` is not a name: small letters, digits and `_`, beginning with a letter", mend
    if keyword.iskeyword(name):
        return f"`{name}` is a reserved word of expressions", f"write `{name}_` or a longer name"
    if units != "none" and is_unit(name, rates=units == "all"):
        return (
            f"`{name}` is the name of a unit",
            f"write a name that says of what, such as `{name}_of_clicks`",
        )
    return None


def is_unit(name: str, rates: bool) -> bool:
    """Whether a name is a built-in unit: of time, information or money, or with `rates` also `qps`."""
    from nalsd.units.table import MEASURES, RATES

    return name in _names(MEASURES) or (rates and name in _names(RATES))


_CACHE: dict[int, frozenset[str]] = {}


def _names(declarations: tuple) -> frozenset[str]:
    key = id(declarations)
    if key not in _CACHE:
        _CACHE[key] = frozenset(name for declaration in declarations for name in declaration.names)
    return _CACHE[key]
