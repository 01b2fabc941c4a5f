"""The topology of a design: who sends, the tiers with their load, the services, the flows between."""

from __future__ import annotations

from nalsd.analysis import LABELS
from nalsd.analysis.words import title_of
from nalsd.pages.diagrams import Edge, Node, Topology, topology
from nalsd.pages.figures import printed
from nalsd.pages.html import Markup
from nalsd.pages.parts import Widget
from nalsd.pages.scope import Scope
from nalsd.pages.view import DesignView, lower_words, words
from nalsd.units import format_value


def topology_widget(view: DesignView) -> Widget | None:
    """The diagram, or None when there is nothing to draw."""
    if not view.design.capacity.tiers:
        return None
    nodes, edges = _nodes(view), _edges(view)
    used = {end for edge in edges for end in (edge.source, edge.target)}
    # Who sends and what is used stand only where a flow leads; a tier always does.
    shown = [node for node in nodes if node.kind == "tier" or node.id in used]
    copies = (
        "with all copies" if all(_stem(view, t) == f"tiers.{t}" for t in view.analysis.tiers) else "one copy"
    )
    caption = f"{view.design.title}: tiers and flows at peak, {copies}"

    def make(scope: Scope) -> Markup:
        linked = [_linked(view, node, scope) for node in shown]
        return topology(Topology("topology", caption, linked, edges), scope)

    return Widget("diagram", "topology", caption, make)


def _stem(view: DesignView, tier: str) -> str:
    """Where a tier's figures stand: with all copies where they are known, at one copy else."""
    id = f"tiers.{tier}"
    return id if view.number(f"{id}.deployed") is not None else f"{id}.single"


def _linked(view: DesignView, node: Node, scope: Scope) -> Node:
    """A tier leads to its node count."""
    if node.kind != "tier":
        return node
    name = node.id.removeprefix("tier.")
    stem = _stem(view, name)
    href = scope.href(f"{stem}.deployed") or scope.href(f"tiers.{name}.single.nodes")
    return Node(node.id, node.label, node.kind, node.details, node.share, node.tone, node.group, href)


def _nodes(view: DesignView) -> list[Node]:
    design = view.design
    found = [
        Node(f"client.{name}", title_of(name, client), "client")
        for name, client in design.context.clients.items()
    ]
    for name, workload in design.context.workloads.items():
        if workload.from_ is None or str(workload.from_) not in design.context.clients:
            found.append(Node(f"workload.{name}", title_of(name, workload), "client"))
    found += [_tier(view, str(name)) for name in design.capacity.tiers]
    for name, service in design.slo.services.items():
        held = [lower_words(s) for s, store in design.slo.stores.items() if str(store.service or "") == name]
        kept = [
            lower_words(s)
            for s, store in design.slo.stores.items()
            if any(str(keep.in_ or "").rpartition(".")[2] == name for keep in store.keep)
        ]
        details = [f"keeps {', '.join(dict.fromkeys([*held, *kept]))}"] if held or kept else []
        found.append(
            Node(f"service.{name}", title_of(name, service), "service", details, group=_group(view, name))
        )
    return found


def _tier(view: DesignView, name: str) -> Node:
    id, tier = _stem(view, name), view.design.capacity.tiers[name]
    nodes = view.number(f"{id}.deployed") or view.number(f"{id}.nodes")
    binds = view.word(f"{id}.bottleneck")
    fullest = _fullest(view, name)
    details = [f"{format_value(nodes, '1')} × {tier.machine}" if nodes is not None else str(tier.machine)]
    if fullest is not None:
        what, share = fullest
        details.append(f"{LABELS.get(what, lower_words(what))} {format_value(share, '%')} busy")
    elif binds:
        details.append(f"bound by {LABELS.get(binds, lower_words(binds))}")
    for store_name, store in view.design.slo.stores.items():
        if str(store.tier or "").removeprefix("tiers.") == name:
            size = view.first(f"stores.{store_name}.ram" if store.caches else f"stores.{store_name}.stock")
            shown = f" {printed(size).text}" if size is not None and size.value is not None else ""
            rf = view.number(f"cluster.{store_name}.rf") if "single" not in id else None
            shown += f" × {rf:g}" if shown and rf is not None and rf > 1 else ""
            details.append(f"{lower_words(store_name)}{shown}")
    over = any((view.number(f"{at}.overload") or 0.0) > 1 + 1e-9 for at in (id, f"tiers.{name}.single"))
    tone = "over" if over else "binding" if view.word("design.largest_tier") == name else ""
    return Node(
        f"tier.{name}", title_of(name, tier), "tier", details,
        fullest[1] if fullest is not None else None, tone, _group(view, name),
    )  # fmt: skip


def _fullest(view: DesignView, tier: str) -> tuple[str, float] | None:
    """The resource that is busiest for what it may be: what binds, when that is one of them."""
    id, result = _stem(view, tier), view.analysis.tiers.get(tier)
    binds = view.word(f"{id}.bottleneck")
    if binds is not None and (share := view.number(f"{id}.{binds}.utilisation")) is not None:
        return binds, share
    shares = [
        (resource, share)
        for resource in (result.resources if result else ())
        if (share := view.number(f"{id}.{resource}.utilisation")) is not None
    ]
    return max(shares, key=lambda pair: pair[1], default=None)


def _group(view: DesignView, name: str) -> str:
    diagram = view.design.architecture.diagram
    groups = diagram.groups if diagram is not None else {}
    return next((words(group) for group, members in groups.items() if name in map(str, members)), "")


def _edges(view: DesignView) -> list[Edge]:
    found = []
    for name, flow in view.design.capacity.flows.items():
        source, target = _end(view, flow.from_), _end(view, flow.to)
        if source is None or target is None:
            continue
        rate, wire = view.q(f"flows.{name}.rate"), view.number(f"flows.{name}.wire_out")
        labels = [title_of(name, flow)]
        if rate is not None and rate.value is not None:
            labels.append(printed(rate).text)
        if wire:
            labels.append(format_value(wire, "bit/s"))
        found.append(Edge(source, target, labels, str(flow.mode or "call")))
    return found


def _end(view: DesignView, name: object) -> str | None:
    """The box an end of a flow stands for."""
    design, text = view.design, str(name or "")
    bare = text.rpartition(".")[2]
    others = {*design.capacity.tiers, *design.slo.services, *design.context.clients}
    if bare in design.context.workloads and (text.startswith("workloads.") or text not in others):
        sender = design.context.workloads[bare].from_
        known = sender is not None and str(sender) in design.context.clients
        return f"client.{sender}" if known else f"workload.{bare}"
    for kind, among in (
        ("tier", design.capacity.tiers),
        ("service", design.slo.services),
        ("client", design.context.clients),
    ):
        if bare in among:
            return f"{kind}.{bare}"
    return None
