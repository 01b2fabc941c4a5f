"""Phase 1, APIs: what an example of a request or of a response takes on the wire."""

from __future__ import annotations

import json

from nalsd.analysis.author import Author
from nalsd.analysis.words import words
from nalsd.designs import Finding
from nalsd.units import UnitError


def add_apis(author: Author) -> None:
    """`apis.NAME.{request_size,response_size}`."""
    for name, api in author.design.context.apis.items():
        for part in ("request", "response"):
            example = getattr(api, part)
            if example is None:
                continue
            text = author.design.example(example)
            if isinstance(text, Finding):
                author.findings.append(_size_for_a_file(author, part, str(example), text))
                continue
            author.graph.given(
                f"apis.{name}.{part}_size",
                float(encoded_size(text)),
                label=f"{words(name)}, encoded example {part}",
                unit="B/request",
                role="size",
                source=getattr(example, "location", None) or api.location,
                note=f"{example}, encoded without white space",
            )


def _size_for_a_file(author: Author, part: str, example: str, missing: Finding) -> Finding:
    """The finding on a file that is not there; where a size is written instead of one, it says so."""
    try:
        size = author.graph.units.literal(example)
    except UnitError:
        return missing
    if not size.unit.is_information:
        return missing
    return Finding(
        "N110",
        f"`{part}` names a file with an example, and `{example}` is a size",
        missing.location,
        help=f"write `{part}_size: {example}`, or a file such as `{part}: examples/click.json`, and its size "
        "is computed",
        printed=example,
    )


def encoded_size(text: str) -> int:
    """Bytes of an example on the wire: JSON without white space between its parts, anything else as it
    stands."""
    try:
        text = json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False)
    except ValueError:
        text = text.strip()
    return len(text.encode())


__all__ = ["add_apis", "encoded_size"]
