"""The known name most like a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable

from nalsd.knowledge import catalogue
from nalsd.knowledge.machines import machines
from nalsd.knowledge.places import regions
from nalsd.knowledge.reader import RELEASE


def nearest(name: str, among: str = "", release: str = RELEASE) -> str | None:
    """The known name most like `name`; None when none is near.

    `among` narrows it to one catalogue: "machines", "profiles", "engines", "devices", "protocols",
    "constants", "prices" or "regions".
    """
    import difflib  # only a mistyped name needs it

    catalogues: dict[str, Iterable[str]] = {
        "machines": machines(release),
        "profiles": catalogue.profiles(release),
        "engines": catalogue.engines(release),
        "devices": catalogue.devices(release),
        "protocols": catalogue.protocols(release),
        "constants": catalogue.constants(release),
        "prices": catalogue.prices(release),
        "regions": regions(release),
    }
    known = [n for kind, names in catalogues.items() if among in ("", kind) for n in names]
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.6)), None)
