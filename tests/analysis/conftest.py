"""Every design that a test computes proves that the engine's quantities are in the units they claim."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nalsd.analysis.author import Author
from nalsd.designs import Design
from nalsd.graph import Graph


@pytest.fixture(autouse=True)
def units_are_proven(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An analysis takes it for granted, so that it costs nothing where designs are checked."""
    graphs: list[Graph] = []
    begin = Author.__init__

    def remembered(author: Author, design: Design) -> None:
        begin(author, design)
        graphs.append(author.graph)

    monkeypatch.setattr(Author, "__init__", remembered)
    yield
    for graph in graphs:
        assert graph.unproven() == []
