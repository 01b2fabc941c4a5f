"""Load profiles that a design defines: quantities of their own, so that prose can speak of them."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.cpu import cost_kind, state_cost
from nalsd.graph.words import in_words


def add_profiles(author: Author) -> None:
    """`profiles.NAME.each` or `.rate`, the cost on one physical core."""
    for name, profile in author.design.capacity.profiles.items():
        kind = "each" if profile.each is not None else cost_kind(author, profile.rate)
        part = "each" if kind == "each" else "rate"
        state_cost(
            author,
            f"profiles.{name}.{part}",
            kind,
            profile.each or profile.rate,
            f"Profile {in_words(name)}",
        )
