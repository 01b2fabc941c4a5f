"""Knowledge: machines, devices, load profiles, engines, regions, routes, constants, each with its source.

The figures stand in `data/RELEASE/*.toml`, one small file a topic, in units as people write them; a file is
read when something in it is asked for. A release never changes once it is published: designs pin one
(`knowledge: "2026.11"`), so new prices and machines arrive as a diff to review. What is not known is None,
never a guess; what is estimated says so.

Everything other packages need is imported from here. Uses `nalsd.units` and `nalsd.graph.Citation` only.
"""

from nalsd.knowledge.catalogue import (
    constant,
    constants,
    device,
    devices,
    engine,
    engines,
    policy,
    price,
    prices,
    profile,
    profiles,
    protocol,
    protocols,
)
from nalsd.knowledge.entries import Device, Engine, Profile, Protocol, Region, Route
from nalsd.knowledge.facts import Fact
from nalsd.knowledge.machines import Disk, Machine, machine, machines
from nalsd.knowledge.names import nearest
from nalsd.knowledge.places import region, regions, route, routes
from nalsd.knowledge.reader import RELEASE, KnowledgeError, versions

__all__ = [
    "RELEASE",
    "Device",
    "Disk",
    "Engine",
    "Fact",
    "KnowledgeError",
    "Machine",
    "Profile",
    "Protocol",
    "Region",
    "Route",
    "constant",
    "constants",
    "device",
    "devices",
    "engine",
    "engines",
    "machine",
    "machines",
    "nearest",
    "policy",
    "price",
    "prices",
    "profile",
    "profiles",
    "protocol",
    "protocols",
    "region",
    "regions",
    "route",
    "routes",
    "versions",
]
