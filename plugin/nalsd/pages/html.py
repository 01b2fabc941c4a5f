"""A tiny element builder. What it returns is escaped and on one line, so that Markdown leaves it alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from markupsafe import Markup, escape

__all__ = ["Child", "Markup", "anchor", "attributes", "element", "escape", "join", "one_line", "raw", "slug"]

Child: TypeAlias = "str | Markup | int | Iterable[Child] | None"
"""What may stand inside an element: text (escaped), Markup (as it is), nothing, or several of these."""

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "col"})

# XML 1.0 has no way to write these, not even escaped, and HTML browsers drop or replace them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def element(tag: str, *children: Child, **attribute: object) -> Markup:
    """An element. `class_` and `for_` lose their underscore, other underscores become hyphens.

    An attribute that is None or False is left out, True stands by its name alone.
    """
    head = f"<{tag}{attributes(attribute)}>"
    if tag in VOID:
        return Markup(head)
    return Markup(f"{head}{join(*children)}</{tag}>")


def attributes(attribute: dict[str, object]) -> Markup:
    """Attributes as they stand in a tag, each with a space before it, in the order given."""
    parts = []
    for name, value in attribute.items():
        if value is None or value is False:
            continue
        name = name.rstrip("_").replace("_", "-")
        parts.append(f" {name}" if value is True else f' {name}="{_text(value)}"')
    return Markup("".join(parts))


def join(*children: Child) -> Markup:
    """Children one after the other: text escaped, Markup as it is, None left out."""
    return Markup("".join(_flat(children)))


def raw(text: str) -> Markup:
    """Markup that another part of nalsd wrote (MathML, SVG), put on one line and taken as it is."""
    return one_line(Markup(text))


def one_line(markup: Markup) -> Markup:
    """The same markup without a line break: an empty line or an indent in it would be Markdown."""
    return Markup(re.sub(r"\r\n?|\n", "&#10;", markup))


def anchor(identity: str, prefix: str = "q") -> str:
    """The stable anchor of a quantity: `q-tiers.log.nodes`; what no id may hold is replaced."""
    return f"{prefix}-" + re.sub(r"[^A-Za-z0-9_.-]+", "-", identity)


def slug(text: str) -> str:
    """A heading's or figure's words as an id: lower case, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "part"


def clean(text: object) -> str:
    """Text without the control characters that no markup can hold."""
    return _CONTROL.sub("\ufffd", str(text))


def _flat(children: Iterable[Child]) -> Iterator[str]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, Markup):
            yield str(child)
        elif isinstance(child, str | int | float):
            yield _text(child)
        else:
            yield from _flat(child)


def _text(value: object) -> str:
    return str(one_line(escape(clean(value))))
