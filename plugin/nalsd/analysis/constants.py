"""Constants of the knowledge brought into the graph when something uses them."""

from __future__ import annotations

from nalsd.analysis.author import Author
