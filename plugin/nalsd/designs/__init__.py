"""A design as its author wrote it: loading with places, the schema of the front-matter, the prose.

Load with `load_catalogue` and `load_design`; everything wrong with a file is a `Finding`, never an exception.
Nothing here computes, and nothing that an author writes is executed.
"""

from __future__ import annotations

from nalsd.designs.design import FILES, PHASES, Catalogue, Design, PhaseFile
from nalsd.designs.findings import Finding
from nalsd.designs.laws import Law
from nalsd.designs.loading import design_folders, load_catalogue, load_design
from nalsd.designs.model import Entry, Model
from nalsd.designs.prose import Call, Claim, Prose
from nalsd.designs.sections import Section
from nalsd.designs.tree import Text
from nalsd.designs.values import Value

__all__ = [
    "FILES",
    "PHASES",
    "Call",
    "Catalogue",
    "Claim",
    "Design",
    "Entry",
    "Finding",
    "Law",
    "Model",
    "PhaseFile",
    "Prose",
    "Section",
    "Text",
    "Value",
    "design_folders",
    "load_catalogue",
    "load_design",
]
