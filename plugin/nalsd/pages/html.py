"""A tiny element builder. What it returns is escaped and on one line, so that Markdown lets it be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, partial
from typing import TypeAlias

from markupsafe import Markup, escape

__all__ = ["Child", "Markup", "anchor", "element", "escape", "join", "one_line", "raw", "slug"]

Child: TypeAlias = "str | Markup | int | Iterable[Child] | None"
"""What may stand inside an element: text (escaped), Markup (as it is), nothing, or several of these."""

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "col"})

# XML 1.0 has no way to write these, not even escaped, and HTML browsers drop or replace them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

# A page has ten thousands of elements: most texts need no escaping, and Markup's constructor is slow.
_NOTABLE = re.compile("[&<>\"'\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_marked = partial(str.__new__, Markup)


def element(tag: str, *children: Child, **attribute: object) -> Markup:
    """An element. `class_` and `for_` lose their underscore, other underscores become hyphens.

    An attribute that is None or False is left out, True stands by its name alone.
    """
    if tag in VOID:
        return _marked(f"<{tag}{_attributes(attribute)}>")
    parts: list[str] = []
    _flatten(children, parts)
    return _marked(f"<{tag}{_attributes(attribute)}>{''.join(parts)}</{tag}>")


def join(*children: Child) -> Markup:
    """Children one after the other: text escaped, Markup as it is, None left out."""
    parts: list[str] = []
    _flatten(children, parts)
    return _marked("".join(parts))


def raw(text: str) -> Markup:
    """Markup that another part of nalsd wrote (MathML, SVG), put on one line and taken as it is."""
    return one_line(_marked(text))


def widget(*parts: Child) -> Markup:
    """Finished HTML as one block: what does not begin with a block's tag would be read as Markdown."""
    return element("div", *parts, data_search_exclude=True)


def one_line(markup: Markup) -> Markup:
    """The same markup without a line break: an empty line or an indent in it would be Markdown."""
    if "\n" not in markup and "\r" not in markup:
        return markup
    return _marked(re.sub(r"\r\n?|\n", "&#10;", markup))


def anchor(identity: str, prefix: str = "q") -> str:
    """The stable anchor of a quantity: `q-tiers.log.nodes`; what no id may hold is replaced."""
    return f"{prefix}-" + re.sub(r"[^A-Za-z0-9_.-]+", "-", identity)


def slug(text: str) -> str:
    """A heading's or figure's words as an id: lower case, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "part"


def clean(text: object) -> str:
    """Text without the control characters that no markup can hold."""
    return _CONTROL.sub("\ufffd", str(text))


def _flatten(children: Iterable[Child], parts: list[str]) -> None:
    for child in children:
        kind = type(child)
        if kind is Markup:
            parts.append(child)
        elif kind is str or kind is int or kind is float:
            parts.append(_text(child))
        elif child is None:
            continue
        elif isinstance(child, Markup):
            parts.append(child)
        elif isinstance(child, str | int | float):
            parts.append(_text(child))
        else:
            _flatten(child, parts)


def _attributes(attribute: dict[str, object]) -> str:
    parts = []
    for name, value in attribute.items():
        if value is None or value is False:
            continue
        name = _name(name)
        parts.append(f" {name}" if value is True else f' {name}="{_text(value)}"')
    return "".join(parts)


@cache
def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _text(value: object) -> str:
    text = str.__str__(value) if isinstance(value, str) else str(value)
    if _NOTABLE.search(text) is None:
        return text
    return str(one_line(escape(clean(text))))
