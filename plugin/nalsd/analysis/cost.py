"""Phase 4: what the design costs a month at list prices, part by part; a price that is not known stays
unknown."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.constants import state_fact
from nalsd.analysis.copies import ZONES, copied, readers, writers, zones_of
from nalsd.analysis.disks import drives_of
from nalsd.analysis.flows import End, ends
from nalsd.analysis.repair import OBJECT_STORES
from nalsd.analysis.resource import known
from nalsd.analysis.words import words
from nalsd.designs import Finding
from nalsd.designs.schema.iterations import COST_PARTS
from nalsd.graph import Name, total
from nalsd.graph.expr import Expr
from nalsd.knowledge import nearest
from nalsd.knowledge import price as known_price
from nalsd.physics import copies, cost

MONEY = "USD/month_730h"
TITLES = {
    "machines": "machines", "disks": "drives beside the machines", "services": "data in services",
    "cross_zone": "traffic between zones", "cross_region": "traffic between regions",
    "egress": "traffic to clients", "requests": "requests to services",
}  # fmt: skip
"""What each part of the cost is called."""


def add_cost(author: Author) -> None:
    """`cost.PART` of every part that is asked for, `cost.known` and `cost.total`."""
    declared = author.design.iterations.cost
    asked = [str(p) for p in declared.include] if declared is not None and declared.include else COST_PARTS
    if not author.design.capacity.tiers:
        return
    parts = {"machines": _machines, "disks": _disks, "services": _services, "cross_zone": _cross_zone,
             "cross_region": _cross_region, "egress": _egress, "requests": _requests}  # fmt: skip
    listed = [part for part in parts if part in asked]
    foreign = declared is not None and declared.currency is not None and declared.currency != "USD"
    for part in listed:
        if foreign:
            _unknown(author, part, f"prices are known in USD, not in {declared.currency}" if declared else "")
        else:
            parts[part](author)
    graph = author.graph
    priced = [p for p in listed if known(graph, f"cost.{p}")]
    if not listed:
        return
    if priced:
        graph.express("cost.known", total([Name(f"cost.{p}") for p in priced]),
                      label="Cost, the parts whose prices are known", unit=MONEY, role="price")  # fmt: skip
    if len(priced) == len(listed):
        for id, label in (("cost.total", "Cost"), ("design.cost", "Cost of the design")):
            graph.express(id, Name("cost.known"), label=label, unit=MONEY, role="price")
    else:
        note = "no price is known of " + ", ".join(TITLES[p] for p in listed if p not in priced)
        for id, label in (("cost.total", "Cost"), ("design.cost", "Cost of the design")):
            graph.given(id, None, label=label, unit=MONEY, role="price", note=note)


def _sum(author: Author, part: str, terms: list[Expr], note: str = "") -> None:
    id, label = f"cost.{part}", f"Cost of {TITLES[part]}"
    if terms:
        author.graph.express(id, total(terms), label=label, unit=MONEY, role="price", note=note)
    else:
        author.graph.given(id, 0.0, label=label, unit=MONEY, role="price", note=note or "there are none")


def _unknown(author: Author, part: str, why: str) -> None:
    author.graph.given(f"cost.{part}", None, label=f"Cost of {TITLES[part]}", unit=MONEY, role="price",
                       note=why)  # fmt: skip


def _price(author: Author, name: str, label: str, unit: str) -> str:
    """Id of a list price."""
    return state_fact(author, f"prices.{name}", known_price(name, author.release), label, "price", unit)


def _machines(author: Author) -> None:
    """The machines of the last iteration: those of all regions, or of the one cluster."""
    graph, declared = author.graph, author.design.iterations.cost
    bought = str(declared.commitment) if declared is not None and declared.commitment else "on_demand"
    if bought != "on_demand":
        _unknown(author, "machines", f"prices are known on demand, not {bought.replace('_', ' ')}")
        return
    source = next((s for s in ("design.regions.price", "design.cluster.price") if s in graph), None)
    if source is None:
        _unknown(author, "machines", "the price or the number of some machines is not known")
    else:
        _sum(author, "machines", [Name(source)], "in all regions" if "regions" in source else "in one region")


def _disks(author: Author) -> None:
    """Network volumes, for data whose machines have no drives; local drives are in the machines' price."""
    graph, terms = author.graph, []
    for tier in author.design.capacity.tiers:
        stocks = [s for s in drives_of(author, tier) if f"stores.{s}.stock" in graph]
        if not stocks or known(graph, f"tiers.{tier}.machine.disk_capacity"):
            continue
        id = f"cost.disks.{tier}"
        graph.express(
            f"{id}.stored",
            total([Name(f"stores.{s}.stock") * Name(f"cluster.{s}.rf") for s in stocks]
                  + [Name(id) for id in graph.ids("regions.") if id.endswith(f".tiers.{tier}.kept")]),
            label=f"{author.called(tier)}, data on network volumes, all copies", unit="B", role="size",
        )  # fmt: skip
        graph.define(
            f"{id}.space", cost.space_bought, label=f"{author.called(tier)}, space on network volumes",
            unit="B", role="size", stored=f"{id}.stored", target=f"tiers.{tier}.target.disk_capacity",
        )  # fmt: skip
        graph.define(
            id, cost.storage_cost, label=f"{author.called(tier)}, cost of network volumes", unit=MONEY,
            role="price", stored=f"{id}.space",
            price=_price(author, "ssd_zonal", "A network volume in one zone", "USD/GB/month_730h"),
        )  # fmt: skip
        terms.append(Name(id))
    _sum(author, "disks", terms, "" if terms else "drives are in the price of their machines")


def _services(author: Author) -> None:
    """What is kept in services, at the price each names."""
    graph, terms = author.graph, []
    for store, declared in author.design.slo.stores.items():
        for number, keep in enumerate(declared.keep, 1):
            service = str(keep.in_ or declared.service or "").removeprefix("services.")
            stock = f"stores.{store}.keep_{number}.stock"
            if service not in author.design.slo.services or stock not in graph:
                continue
            price = _service_price(author, service)
            if price is None:
                _unknown(author, "services", f"no price of {service} is known")
                return
            id = f"cost.services.{store}_{number}"
            graph.define(
                id, cost.storage_cost, label=f"{words(store)}, cost of what is kept in {service}", unit=MONEY,
                role="price", stored=stock, price=price,
            )  # fmt: skip
            terms.append(Name(id))
    _sum(author, "services", terms, "" if terms else "no store keeps data in a service")


def _service_price(author: Author, service: str) -> str | None:
    """Id of what a service asks for a byte kept; None when it names no price that is known."""
    named = author.design.slo.services[service].price
    if named is None:
        return None
    if known_price(str(named), author.release) is None:
        near = nearest(str(named), "prices", author.release)
        author.findings.append(
            Finding(
                "N201", f"no price is called `{named}`", named.location, printed=str(named),
                help=f"did you mean `{near}`?" if near else "the reference lists the prices that are known",
            )
        )  # fmt: skip
        return None
    return _price(author, str(named), f"{words(service)}, price of a byte kept", "USD/GB/month_730h")


def _average(name: str, way: str) -> Expr:
    """Bytes a second of a flow on average, one way, with the headers that a cloud bills."""
    part = "message" if way == "out" else "response"
    return Name(f"flows.{name}.{part}_wire") / Name(f"flows.{name}.batch") * Name(f"flows.{name}.average")


def _traffic(author: Author, part: str, terms: list[Expr], price: tuple[str, str], note: str) -> None:
    graph, name = author.graph, f"cost.{part}"
    if not terms:
        _sum(author, part, [], note)
        return
    graph.express(f"{name}.traffic", total(terms), label=f"{TITLES[part].capitalize()}, average",
                  unit="B/s", role="average", note=note)  # fmt: skip
    graph.define(
        name, cost.traffic_cost, label=f"Cost of {TITLES[part]}", unit=MONEY, role="price",
        traffic=f"{name}.traffic", price=_price(author, price[0], price[1], "USD/GB"),
    )  # fmt: skip


def _cross_zone(author: Author) -> None:
    """Replication to copies in other zones, what quorum reads fetch from there, and flows between tiers that
    do not mind zones."""
    graph, share = author.graph, "cost.cross_zone.share"
    crossing: dict[str, list[Expr]] = {}
    for store in author.design.slo.stores:
        if copied(author, store) and zones_of(author, store) == ZONES:
            for f in writers(author, store):
                if f"flows.{f}.message_wire" in graph:
                    further = Name(f"cluster.{store}.rf") - 1.0
                    crossing.setdefault(f, []).append(_average(f, "out") * further)
            for f in readers(author, store):
                if f not in writers(author, store):
                    further = Name(f"cluster.{store}.read") - 1.0
                    ways = [way for way in ("out", "back") if _flows(author, f, way)]
                    crossing.setdefault(f, []).extend(_average(f, way) * further for way in ways)
    for name, flow in author.design.capacity.flows.items():
        source, target = ends(author, flow)
        if source is None or target is None or {source.kind, target.kind} != {"tier"}:
            continue
        if flow.same_zone or (flow.mode == "pull" and _everywhere(author, source.name)):
            continue
        if share not in graph:
            graph.define(share, copies.cross_zone_share, label="Share of traffic that leaves its zone",
                         unit="%", role="ratio", zones=ZONES)  # fmt: skip
        ways = [way for way in ("out", "back") if _flows(author, name, way)]
        crossing.setdefault(str(name), []).extend(_average(name, way) * Name(share) for way in ways)
    terms: list[Expr] = []
    for name, parts in crossing.items():
        if parts and author.design.iterations.zones is not None:
            id = f"cost.cross_zone.flows.{name}"
            graph.express(id, total(parts), label=f"{words(name)}, traffic between zones, average",
                          unit="B/s", role="average")  # fmt: skip
            terms.append(Name(id))
    _traffic(author, "cross_zone", terms, ("cross_zone", "Traffic between zones"),
             "copies lie in other zones; who pulls from a store with a copy in each zone stays in its own"
             if terms else "no zones are stated")  # fmt: skip


def _everywhere(author: Author, tier: str) -> bool:
    """Whether what a tier holds has copies, so that readers find one in their own zone."""
    return any(
        copied(author, s) for s, x in author.design.slo.stores.items()
        if str(x.tier or "").removeprefix("tiers.") == tier
    )  # fmt: skip


def _flows(author: Author, name: str, way: str) -> bool:
    return f"flows.{name}.{'message' if way == 'out' else 'response'}_wire" in author.graph


def _cross_region(author: Author) -> None:
    terms: list[Expr] = []
    if "design.regions.traffic" in author.graph:
        terms = [Name("design.regions.traffic")]
    _traffic(author, "cross_region", terms, ("cross_region", "Traffic between regions"),
             "" if terms else "all runs in one region")  # fmt: skip


def _egress(author: Author) -> None:
    """What goes to clients: answers to their requests, and what is sent to them unasked."""
    terms: list[Expr] = []
    for name, flow in author.design.capacity.flows.items():
        source, target = ends(author, flow)
        if source is not None and source.kind == "workload" and _has_client(author, source):
            terms += [_average(name, "back")] if _flows(author, name, "back") else []
        elif target is not None and target.kind == "client" and _flows(author, name, "out"):
            terms.append(_average(name, "out"))
    _traffic(author, "egress", terms, ("egress", "Traffic to the internet"),
             "" if terms else "nothing is sent to clients")  # fmt: skip


def _has_client(author: Author, end: End) -> bool:
    sender = author.design.context.workloads[end.name].from_
    return sender is not None and str(sender) in author.design.context.clients


def _requests(author: Author) -> None:
    """Messages to and from services that charge for each: writes and reads of object stores."""
    graph, terms = author.graph, []
    for name, flow in author.design.capacity.flows.items():
        source, target = ends(author, flow)
        writes = target is not None and target.kind == "service"
        service = target if writes else source
        if service is None or service.kind != "service":
            continue
        if str(author.design.slo.services[service.name].kind) not in OBJECT_STORES:
            _unknown(author, "requests", f"no price of requests to {service.name} is known")
            return
        id = f"cost.requests.{name}"
        graph.express(f"{id}.rate", Name(f"flows.{name}.average") / Name(f"flows.{name}.batch"),
                      label=f"{words(name)}, requests to {service.name}, average", unit="op/s",
                      role="average")  # fmt: skip
        graph.define(
            id, cost.request_cost, label=f"{words(name)}, cost of its requests", unit=MONEY, role="price",
            rate=f"{id}.rate",
            price=_price(author, "blob_write" if writes else "blob_read",
                         f"One {'write' if writes else 'read'} of an object store", "USD/op"),
        )  # fmt: skip
        terms.append(Name(id))
    _sum(author, "requests", terms, "" if terms else "no service is called")


__all__ = ["add_cost"]
