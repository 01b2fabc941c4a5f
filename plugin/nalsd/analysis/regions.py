"""Phase 4, iteration 3: users' round trips, and the load that each region takes."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from nalsd.analysis.analysis import RegionResult
from nalsd.analysis.author import Author
from nalsd.analysis.context import planned
from nalsd.analysis.flows import End, ends
from nalsd.analysis.places import Places
from nalsd.analysis.words import words
from nalsd.designs import Value
from nalsd.graph import Const, Name, maximum, total
from nalsd.graph.expr import Expr
from nalsd.graph.words import in_words


def runs(author: Author, region: str, tier: str) -> bool:
    """Whether a tier runs in a region; where nothing is said all do, with an empty list none."""
    declared = author.design.iterations.regions[region]
    named = [str(n).removeprefix("tiers.") for n in declared.runs]
    return "all" in named or tier in named or not declared.given("runs")


def stated_share(author: Author, region: str, workload: str) -> Value | None:
    """The share of a workload that a region is said to take; None where its nearest users decide."""
    takes = author.design.iterations.regions[region].takes
    if takes is None:
        return None
    value = takes.workloads.get(workload) or takes.share
    return None if value is None or value.automatic else value


class Regions:
    """Shares, loads and nodes of the regions of a design."""

    def __init__(self, author: Author, places: Places) -> None:
        self.author = author
        self.places = places
        self.names = [str(n) for n in author.design.iterations.regions]
        self.entry = {w: self._entry(w) for w in map(str, author.design.context.workloads)}
        self.serves: dict[str, list[tuple[str, str]]] = {name: [] for name in self.names}

    def _entry(self, workload: str) -> str | None:
        """The tier at which a workload arrives."""
        for flow in self.author.design.capacity.flows.values():
            source, target = ends(self.author, flow)
            if source == End("workload", workload) and target is not None and target.kind == "tier":
                return target.name
        return None

    def add(self, tiers: list[str]) -> dict[str, RegionResult]:
        """Everything about regions; ids `regions.NAME.*`, `clients.NAME.rtt`."""
        if not self.names:
            return {}
        for client in self.author.design.context.clients:
            self._users(str(client))
        located = {w: self._client(w) in self.places.users and bool(self.places.users[self._client(w)])
                   for w in self.entry}  # fmt: skip
        for workload in sorted(self.entry, key=lambda w: not located[w]):
            self._workload(workload, self.entry[workload], [w for w in self.entry if located[w]])
        self._loads()
        for one, other in combinations(self.places.regions.values(), 2):
            self.places.rtt(one, other)
        return {
            name: RegionResult(
                name, self._title(name), name in self.places.regions,
                [t for t in tiers if runs(self.author, name, t)], self.serves[name],
            )
            for name in self.names
        }  # fmt: skip

    def _title(self, name: str) -> str:
        place = self.author.design.iterations.regions[name].place
        return str(place.city or place.at or name) if place is not None else name

    def _users(self, client: str) -> None:
        """The round trip of users at each place to the nearest region that takes them."""
        graph, taken = self.author.graph, self._takers(client)
        times, shares = [], []
        for place, spot in self.places.users[client].items():
            region = self.places.nearest(spot, taken)
            if region is None:
                continue
            stem = self.places.rtt(spot, self.places.regions[region])
            self.serves[region].append((client, place))
            id = f"clients.{client}.located.{place}"
            graph.express(f"{id}.rtt", Name(f"{stem}.rtt"),
                          label=f"{words(client)} in {in_words(place)}, round trip to {words(region)}",
                          unit="s", role="duration")  # fmt: skip
            times.append(Name(f"{id}.rtt"))
            shares.append(Name(id))
        if not times or len(times) < len(self.author.design.context.clients[client].located):
            return
        weighted = total([t * s for t, s in zip(times, shares, strict=True)])
        graph.express(
            f"clients.{client}.rtt", weighted / total(shares),
            label=f"{words(client)}, mean round trip to the nearest region", unit="s", role="duration",
        )  # fmt: skip
        graph.express(f"clients.{client}.worst_rtt", maximum(*times),
                      label=f"{words(client)}, longest round trip to the nearest region", unit="s",
                      role="duration")  # fmt: skip

    def _takers(self, client: str) -> list[str]:
        """Regions that run what the client's workloads arrive at."""
        entries = {
            self.entry[w]
            for w, x in self.author.design.context.workloads.items()
            if x.from_ == client and self.entry[w]
        }
        return [n for n in self.names if all(runs(self.author, n, e) for e in entries if e)]

    def _client(self, workload: str) -> str:
        return str(self.author.design.context.workloads[workload].from_ or "")

    def _workload(self, workload: str, entry: str | None, located: list[str]) -> None:
        """The share of a workload that each region takes: stated, or its nearest users' of what is left."""
        graph = self.author.graph
        takers = [n for n in self.names if entry is None or runs(self.author, n, entry)]
        stated = {n: v for n in takers if (v := stated_share(self.author, n, workload)) is not None}
        for name, value in stated.items():
            self.author.state(self.share_id(name, workload), value,
                              label=f"{words(name)}, share of {in_words(workload)}", role="ratio",
                              unit="%")  # fmt: skip
        free = [n for n in takers if n not in stated]
        left: Any = 1.0
        if stated:
            left = 1.0 - total([Name(self.share_id(n, workload)) for n in stated])
        shares = self._by_users(workload, free, located) if free else {}
        for name in self.names:
            if name in stated:
                continue
            share = shares.get(name)
            id, label = self.share_id(name, workload), f"{words(name)}, share of {in_words(workload)}"
            if share is None:
                graph.given(id, 0.0, label=label, unit="%", role="ratio", note="none of it arrives here")
            else:
                graph.express(id, share * left if stated else share, label=label, unit="%", role="ratio")

    def share_id(self, region: str, workload: str) -> str:
        """Id of the share of a workload that a region takes."""
        return f"regions.{region}.workloads.{workload}"

    def _by_users(self, workload: str, free: list[str], located: list[str]) -> dict[str, Expr]:
        """By the places of the workload's users; of users who have none as the others, or else evenly."""
        client = self._client(workload)
        shares: dict[str, list[Expr]] = {}
        for place, spot in self.places.users.get(client, {}).items():
            region = self.places.nearest(spot, free)
            if region is not None:
                shares.setdefault(region, []).append(Name(f"clients.{client}.located.{place}"))
        if shares:
            everyone = total([term for terms in shares.values() for term in terms])
            return {name: total(terms) / everyone for name, terms in shares.items()}
        peaks = {w: Name(planned(self.author, w, "peak")) for w in located}
        if peaks:
            load = {n: total([p * Name(self.share_id(n, w)) for w, p in peaks.items()]) for n in free}
            return {name: terms / total(list(load.values())) for name, terms in load.items()}
        return {name: Const(1.0) / float(len(free)) for name in free}

    def _loads(self) -> None:
        graph, workloads = self.author.graph, self.entry
        if not workloads:
            return
        for name in self.names:
            graph.express(
                f"regions.{name}.load",
                total([Name(planned(self.author, w, "peak")) * Name(self.share_id(name, w))
                       for w in workloads]),
                label=f"{words(name)}, load at peak", unit="request/s", role="peak",
            )  # fmt: skip
            graph.express(
                f"regions.{name}.share",
                Name(f"regions.{name}.load")
                / total([Name(planned(self.author, w, "peak")) for w in workloads]),
                label=f"{words(name)}, share of the whole load", unit="%", role="ratio",
            )  # fmt: skip


__all__ = ["Regions", "runs", "stated_share"]
