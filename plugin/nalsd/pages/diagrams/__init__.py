"""Diagrams as SVG at build time. The layout engine (Graphviz) and Mermaid's renderer are known only in here."""

from nalsd.pages.diagrams.drawing import Edge, Node, Topology, topology
from nalsd.pages.diagrams.mermaid import MermaidError, mermaid

__all__ = ["Edge", "MermaidError", "Node", "Topology", "mermaid", "topology"]
