"""What one machine of a tier gives of each resource, the policy it is held to, and where each number comes from."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.constants import constant, policy
from nalsd.analysis.words import words
from nalsd.designs.schema.capacity import Tier
from nalsd.graph import Name
from nalsd.knowledge import machine as known_machine
from nalsd.physics import network, packets

RESOURCES = ("network", "packets", "cpu", "disk_iops", "disk_throughput", "disk_capacity", "memory")
"""The seven resources, in the order in which ties are decided."""

LABELS = {
    "network_in": "network, inbound",
    "network_out": "network, outbound",
    "network": "network",
    "packets": "packets",
    "cpu": "CPU",
    "disk_iops": "disk IOPS",
    "disk_throughput": "disk throughput",
    "disk_capacity": "disk capacity",
    "memory": "memory",
}
"""Resources as readers see them."""

FIELDS = {
    "threads": ("hardware threads", "thread/node", "count"),
    "cores": ("physical cores", "core/node", "supply"),
    "ram": ("memory", "B/node", "supply"),
    "network": ("network, sustained, each direction", "bit/s/node", "supply"),
    "packets": ("packet allowance", "packet/s/node", "supply"),
    "queues": ("receive queues", "queue/node", "count"),
    "price": ("price", "USD/month_30d/node", "price"),
    "disk_capacity": ("disk capacity", "B/node", "supply"),
    "disk_read_iops": ("disk read IOPS", "io/s/node", "supply"),
    "disk_write_iops": ("disk write IOPS", "io/s/node", "supply"),
    "disk_read": ("disk read throughput", "B/s/node", "supply"),
    "disk_write": ("disk write throughput", "B/s/node", "supply"),
    "disk_endurance": ("rated drive writes", "1/s", "limit"),
    "disk_life": ("rated life of the drives", "s", "limit"),
}
"""What the analysis reads of a machine: label, unit, role."""
