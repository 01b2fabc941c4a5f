"""Diagrams as SVG at build time. Only in here are Graphviz and a renderer of Mermaid known."""

from nalsd.pages.diagrams.drawing import Edge, Node, Topology, topology
from nalsd.pages.diagrams.mermaid import MermaidError, mermaid

__all__ = ["Edge", "MermaidError", "Node", "Topology", "mermaid", "topology"]
