"""Phase 2, what stores hold year by year: they begin empty, what is too old goes, and the load grows."""

from __future__ import annotations

import re

from nalsd.analysis.author import Author
from nalsd.analysis.context import YEARS
from nalsd.analysis.resource import known
from nalsd.analysis.words import words
from nalsd.graph import Name, total
from nalsd.physics import data

_WORKLOAD = re.compile(r"workloads\.(\w+)\.average")


def add_filling(author: Author) -> None:
    """Ids `stores.S.keep_N.stock_year_Y`, and `design.stored.{drives,objects}_year_Y` over all stores.

    Only of stores whose rows come and go; nothing for a design that is sized at a later load than today's.
    """
    graph, sums = author.graph, {"drives": [], "objects": []}
    if "design.plan_for" in graph:
        return
    for name, store in author.design.slo.stores.items():
        id = f"stores.{name}"
        if store.rows is not None or store.caches is not None or not store.keep:
            continue
        growth = _growth(author, name)
        if growth is None:
            continue
        for number, keep in enumerate(store.keep, 1):
            medium = f"{id}.keep_{number}"
            if not all(part in graph and known(graph, part) for part in (f"{medium}.stock", f"{medium}.for")):
                continue
            place = f" in {keep.in_}" if keep.in_ else ""
            for year in YEARS:
                graph.define(
                    f"{medium}.stock_year_{year}", data.stock_of_year, unit="B", role="size",
                    label=f"{words(name)}, stock{place} at the end of year {year}", partial=True,
                    stock=f"{medium}.stock", keep=f"{medium}.for", growth=growth, n=float(year),
                )  # fmt: skip
            sums["objects" if keep.in_ is not None or store.service is not None else "drives"].append(medium)
    for where, media in sums.items():
        for year in YEARS if media else ():
            graph.express(
                f"design.stored.{where}_year_{year}", total([Name(f"{m}.stock_year_{year}") for m in media]),
                label=f"All stores, {_WHERE[where]}, at the end of year {year}", unit="B", role="size",
            )  # fmt: skip


_WHERE = {"drives": "on the tiers' drives, one copy", "objects": "in services and objects"}


def _growth(author: Author, store: str) -> str | None:
    """Id of the growth of what is written to a store; None when it comes from workloads that grow apart."""
    graph, rate = author.graph, f"stores.{store}.write_rate"
    if rate not in graph:
        return None
    found = {m[1] for id in graph.ancestors(rate) if (m := _WORKLOAD.fullmatch(id))}
    stated = [f"workloads.{w}.growth" for w in sorted(found)]
    grows = [id for id in stated if id in graph]
    if not grows:
        id = f"stores.{store}.growth"
        graph.given(id, 0.0, label=f"{words(store)}, growth", unit="1/y", role="ratio", default=True,
                    note="no growth is stated of what writes to it")  # fmt: skip
        return id
    return grows[0] if len(grows) == len(stated) and len({graph.value(g) for g in grows}) == 1 else None
