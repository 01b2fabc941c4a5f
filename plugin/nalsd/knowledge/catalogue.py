"""Constants, policies, prices, profiles, engines, devices and protocols by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from nalsd.knowledge.entries import Device, Engine, Profile, Protocol
from nalsd.knowledge.facts import Fact, citation, fact
from nalsd.knowledge.reader import RELEASE, topic

CONSTANT_TOPICS = (
    "network",
    "packets",
    "handshakes",
    "http",
    "latency",
    "storage",
    "geography",
    "durability",
)


def constant(name: str, release: str = RELEASE) -> Fact | None:
    """A constant by its dotted name, as `network.tcp_header`; None when there is none or it is unknown."""
    of, _, key = name.partition(".")
    return _facts(of, release).get(key) if of in CONSTANT_TOPICS else None


def constants(release: str = RELEASE) -> dict[str, Fact]:
    """Every known constant by its dotted name."""
    return {item.name: item for of in CONSTANT_TOPICS for item in _facts(of, release).values()}


def policy(name: str, release: str = RELEASE) -> Fact | None:
    """A default that a design may override, as `target.cpu` or `staffing.quality`."""
    of, _, key = name.partition(".")
    data = topic("policy", release)
    entry = data.get(of, {}).get(key) if of != "sources" else None
    return None if entry is None else fact(f"policy.{name}", entry, data["sources"])


def price(name: str, release: str = RELEASE) -> Fact | None:
    """A list price, as `aws/s3_standard`."""
    return prices(release).get(name)


@cache
def prices(release: str = RELEASE) -> dict[str, Fact]:
    """Every list price by name."""
    data = topic("prices", release)
    return _known(data, "prices", data.get("prices", {}))


def profile(name: str, release: str = RELEASE) -> Profile | None:
    """A load profile by name, as `tls_light`."""
    return profiles(release).get(name)


@cache
def profiles(release: str = RELEASE) -> dict[str, Profile]:
    """Every load profile by name, light ones first."""
    data = topic("profiles", release)
    return {
        name: Profile(
            name,
            entry["title"],
            entry["about"],
            Fact(
                f"profiles.{name}",
                entry["rate"],
                citation(data["sources"][entry["source"]], entry.get("confidence")),
                entry["about"],
            ),
            entry.get("end_to_end", False),
        )
        for name, entry in data.get("profiles", {}).items()
    }


def engine(name: str, release: str = RELEASE) -> Engine | None:
    """A storage engine by name: `log`, `lsm`, `btree`, `memory`, `objects`."""
    return engines(release).get(name)


@cache
def engines(release: str = RELEASE) -> dict[str, Engine]:
    """Every storage engine by name."""
    data = topic("engines", release)
    return {
        name: Engine(
            name,
            entry["title"],
            entry["about"],
            **{key: fact(f"engines.{name}.{key}", value, data["sources"])
               for key, value in entry.items() if isinstance(value, dict)},
        )
        for name, entry in data.get("engines", {}).items()
    }  # fmt: skip


def device(name: str, release: str = RELEASE) -> Device | None:
    """A drive or a network volume by name, as `samsung/pm9a3`."""
    return devices(release).get(name)


@cache
def devices(release: str = RELEASE) -> dict[str, Device]:
    """Every device by name."""
    data = topic("devices", release)
    return {name: _device(name, entry, data["sources"]) for name, entry in data.get("devices", {}).items()}


def protocol(name: str, release: str = RELEASE) -> Protocol | None:
    """A protocol by name, as `https`."""
    return protocols(release).get(name)


@cache
def protocols(release: str = RELEASE) -> dict[str, Protocol]:
    """Every protocol by name."""
    data = topic("protocols", release)
    found = {}
    for name, entry in data.get("protocols", {}).items():
        request, response = (
            fact(f"protocols.{name}.{k}", entry[k], data["sources"]) for k in ("request", "response")
        )
        assert request is not None and response is not None
        found[name] = Protocol(
            name, entry["title"], entry["about"], request, response, entry["tls"], entry["transport"]
        )
    return found


@cache
def _facts(of: str, release: str) -> dict[str, Fact]:
    data = topic(of, release)
    return _known(data, of, data.get(of, {}))


def _known(data: Mapping[str, Any], prefix: str, entries: Mapping[str, Any]) -> dict[str, Fact]:
    found = {key: fact(f"{prefix}.{key}", entry, data["sources"]) for key, entry in entries.items()}
    return {key: item for key, item in found.items() if item is not None}


def _device(name: str, entry: Mapping[str, Any], sources: Mapping[str, Any]) -> Device:
    source = citation(sources[entry["source"]], entry.get("confidence"))

    def known(key: str) -> Fact | None:
        return Fact(f"devices.{name}.{key}", entry[key], source) if key in entry else None

    return Device(
        name,
        entry["title"],
        tuple(Fact(f"devices.{name}.sizes", size, source) for size in entry["sizes"]),
        known("read"),
        known("write"),
        known("read_iops"),
        known("write_iops"),
        known("endurance"),
        known("life"),
        known("mtbf"),
    )
