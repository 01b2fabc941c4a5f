"""Machines, load profiles, constants, drives, prices and regions, each figure with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from nalsd import knowledge
from nalsd.graph import Citation
from nalsd.knowledge import Fact, Machine
from nalsd.knowledge.reader import topic
from nalsd.pages.addresses import CONSTANTS, MACHINES
from nalsd.pages.composing import SitePage
from nalsd.pages.derivations import citation
from nalsd.pages.html import Markup, element, join, slug
from nalsd.pages.reference.page import Entry, coded, figure, page, source
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Column, Row, Table, render_table
from nalsd.pages.view import words


def knowledge_pages(override: Path | None) -> list[SitePage]:
    """The pages of what nalsd knows."""
    return [
        _machines(override),
        _profiles(override),
        _constants(override),
        _devices(override),
        _regions(override),
    ]


def _release() -> str:
    return f"Release {knowledge.RELEASE} of the knowledge base; a design can pin it with `knowledge:`."


def _table(name: str, title: str, columns: Iterable[str], rows: list[Row], note: Markup | str = "") -> Markup:
    return render_table(Table(name, title, [Column(c) for c in columns], rows, note), Scope())


# Machines


def _machines(override: Path | None) -> SitePage:
    families: dict[str, list[Machine]] = {}
    for name, machine in knowledge.machines().items():
        families.setdefault(name.partition(".")[0], []).append(machine)
    entries = [Entry(name, slug(name), [_family(name, members)]) for name, members in families.items()]
    intro = element(
        "div",
        element(
            "p",
            coded(_release()),
            " A core is a physical core; a vCPU is a hardware thread. The network is the "
            "sustained baseline in each direction. What a provider does not publish is unknown: neither "
            "infinite "
            "nor zero.",
        ),
        element("p", "Prices are on demand; designs are priced for a month of 730 h."),
    )
    return page(MACHINES, "Machines", intro, entries, override)


def _family(name: str, members: list[Machine]) -> Markup:
    rows = []
    for machine in members:
        disks = [f"{disk.count} × {disk.size.text}" for disk in machine.disks]
        rows.append(
            Row(
                (
                    element("code", machine.name),
                    figure(machine.cores),
                    figure(machine.threads),
                    figure(machine.ram),
                    figure(machine.network),
                    ", ".join(disks) or None,
                    figure(machine.price),
                )
            )
        )
    columns = ("Machine", "Cores", "Threads", "Memory", "Network", "Drives", "Price")
    sources = _sources(fact for machine in members for fact in machine.facts())
    note = join(members[0].about.rstrip("."), ". Sources: ", sources)
    return _table(f"machines-{name}", f"Machines: {name}", columns, rows, note)


def _sources(facts: Iterable[Fact]) -> Markup:
    """Each source once."""
    seen: dict[Citation, None] = {}
    for fact in facts:
        seen.setdefault(fact.source)
    return join(*(join("; " if index else "", citation(one)) for index, one in enumerate(seen)), ".")


# Load profiles


def _profiles(override: Path | None) -> SitePage:
    rows = []
    for name, profile in knowledge.profiles().items():
        kernel = "in it" if profile.end_to_end else "counted apart"
        rows.append(
            Row(
                (
                    element("code", name),
                    join(profile.title, ": ", coded(profile.about)),
                    figure(profile.rate),
                    kernel,
                    source(profile.rate.source),
                )
            )
        )
    columns = ("Profile", "What it stands for", "One physical core", "Kernel's packets", "Source")
    note = "Of a range the median counts; 5th to 95th percentile in parentheses."
    intro = element(
        "p",
        "What an operation costs on one physical core. A design names one with ",
        element("code", "profile:"),
        ", or states its own cost.",
    )
    table = _table("profiles", "Load profiles", columns, rows, note)
    return page("reference/profiles.md", "Load profiles", intro, [Entry("", "", [table])], override)


# Constants


def _constants(override: Path | None) -> SitePage:
    groups: dict[str, list[Fact]] = {}
    for name, fact in knowledge.constants().items():
        groups.setdefault(name.partition(".")[0], []).append(fact)
    entries = [
        Entry(words(name), slug(name), [_facts(name, words(name), members)])
        for name, members in groups.items()
    ]
    protocols = [fact for p in knowledge.protocols().values() for fact in (p.request, p.response)]
    entries.append(Entry("Protocols", "protocols", [_facts("protocols", "Headers of protocols", protocols)]))
    for name, engine in knowledge.engines().items():
        facts = [
            f
            for f in (
                engine.write,
                engine.read,
                engine.space,
                engine.write_ios,
                engine.block,
                engine.row_overhead,
                engine.pointer,
                engine.filled,
            )
            if f is not None
        ]
        about = element("p", coded(engine.about))
        entries.append(
            Entry(
                f"Engine: {engine.title}",
                f"engine-{slug(name)}",
                [about, _facts(f"engine-{name}", engine.title, facts)],
            )
        )
    policies = [
        fact
        for of, members in topic("policy").items()
        if of != "sources" and isinstance(members, Mapping)
        for key in members
        if (fact := knowledge.policy(f"{of}.{key}")) is not None
    ]
    about = element("p", "Choices, not physics: a design may override each.")
    entries.append(
        Entry("Default policies", "policies", [about, _facts("policies", "Default policies", policies)])
    )
    intro = element("p", coded(_release()), " What a mark of confidence means stands beside each source.")
    return page(CONSTANTS, "Constants", intro, entries, override)


def _facts(name: str, title: str, facts: Iterable[Fact]) -> Markup:
    rows = [
        Row(
            (
                element("code", fact.name),
                figure(fact),
                coded(fact.about) if fact.about else None,
                source(fact.source),
            )
        )
        for fact in facts
    ]
    return _table(f"facts-{name}", title, ("Name", "Value", "What it is", "Source"), rows)


# Drives, prices


def _devices(override: Path | None) -> SitePage:
    rows = []
    for name, device in knowledge.devices().items():
        known = [
            f
            for f in (
                device.read,
                device.write,
                device.read_iops,
                device.write_iops,
                device.endurance,
                *device.sizes,
            )
            if f is not None
        ]
        rows.append(
            Row(
                (
                    join(element("code", name), " ", element("small", device.title, class_="nalsd-muted")),
                    ", ".join(size.text for size in device.sizes), figure(device.read), figure(device.write),
                    figure(device.read_iops), figure(device.write_iops), figure(device.endurance),
                    source(known[0].source) if known else None,
                )
            )
        )  # fmt: skip
    columns = ("Drive", "Sizes", "Read", "Write", "Read IOPS", "Write IOPS", "Rated wear", "Source")
    entries = [Entry("Drives", "drives", [_table("devices", "Drives and volumes", columns, rows)])]
    prices = knowledge.prices()
    if prices:
        entries.append(Entry("Prices", "prices", [_facts("prices", "List prices", prices.values())]))
    return page(
        "reference/devices.md", "Drives and prices", element("p", coded(_release())), entries, override
    )


# Regions


def _regions(override: Path | None) -> SitePage:
    regions = knowledge.regions()
    rows = [
        Row(
            (
                element("code", name),
                region.place,
                f"{region.latitude.text}, {region.longitude.text}",
                source(region.latitude.source),
            )
        )
        for name, region in regions.items()
    ]
    table = _table("regions", "Regions", ("Region", "Place", "Latitude and longitude", "Source"), rows)
    entries = [Entry("Regions", "regions", [table])]
    routes = knowledge.routes()
    seen: set[frozenset[str]] = set()
    lines = []
    cited: list[Fact] = []
    for (one, other), route in routes.items():
        pair = frozenset((one, other))
        if pair in seen:
            continue
        seen.add(pair)
        cited.append(route.rtt)
        lines.append(
            Row(
                (
                    element("code", one),
                    element("code", other),
                    figure(route.rtt),
                    figure(route.back) if route.back else None,
                )
            )
        )
    if lines:
        made = _table(
            "routes",
            "Measured round trips",
            ("From", "To", "There", "Seen from the other end"),
            lines,
            join("Sources: ", _sources(cited)),
        )
        entries.append(Entry("Round trips", "round-trips", [made]))
    return page("reference/regions.md", "Regions", element("p", coded(_release())), entries, override)
