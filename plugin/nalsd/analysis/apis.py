"""Phase 1, APIs: what an example of a request or of a response takes on the wire."""

from __future__ import annotations

import json

from nalsd.analysis.author import Author
from nalsd.analysis.words import words
from nalsd.designs import Finding


def add_apis(author: Author) -> None:
    """`apis.NAME.{request_size,response_size}`."""
    for name, api in author.design.context.apis.items():
        for part in ("request", "response"):
            example = getattr(api, part)
            if example is None:
                continue
            text = author.design.example(example)
            if isinstance(text, Finding):
                author.findings.append(text)
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


def encoded_size(text: str) -> int:
    """Bytes of an example on the wire: JSON without white space between its parts, anything else as it
    stands."""
    try:
        text = json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False)
    except ValueError:
        text = text.strip()
    return len(text.encode())


__all__ = ["add_apis", "encoded_size"]
