"""The templates of generated pages: Jinja that writes Markdown with one-line blocks of HTML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import nalsd
from nalsd.pages.html import Markup, clean, one_line, slug

SUFFIX = ".md.j2"

_MARKDOWN = {ord(c): f"&#{ord(c)};" for c in "\\`*_{}[]<>#|~^$!&\"'="}


class TemplateError(ValueError):
    """A template that is missing or asks for something its page does not give."""


def render_template(name: str, context: Mapping[str, Any], override: Path | None = None) -> str:
    """A page of the template `name` (without suffix); `override` is a folder whose templates go first.

    Strings of the context are escaped, Markup goes in as it is. Raises TemplateError.
    """
    from jinja2 import TemplateError as JinjaError

    try:
        text = environment(override).get_template(name + SUFFIX).render(context)
    except JinjaError as error:
        where = f"{getattr(error, 'name', None) or name + SUFFIX}:{getattr(error, 'lineno', None) or 1}"
        raise TemplateError(f"template {where}: {error.message or type(error).__name__}") from error
    return text.strip() + "\n"


def template_folders(override: Path | None = None) -> list[Path]:
    """Where templates are looked up, first come first served: the override, the wheel, the repository."""
    package = Path(nalsd.__path__[0]).resolve()
    folders = [override] if override else []
    return [*folders, *(f for f in (package / "templates", package.parents[1] / "templates") if f.is_dir())]


@lru_cache(maxsize=8)
def environment(override: Path | None = None) -> Environment:
    """The Jinja environment: everything escaped, nothing undefined, no extensions."""
    found = Environment(
        loader=FileSystemLoader([str(folder) for folder in template_folders(override)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters["text"] = plain
    found.filters["front_matter"] = front_matter
    found.filters["block"] = block
    found.filters["slug"] = slug
    return found


def plain(text: object) -> Markup:
    """Text for a heading or a link of the page's Markdown: neither HTML nor Markdown in it means anything."""
    return Markup(" ".join(clean(text).split()).translate(_MARKDOWN))


def block(markup: object) -> Markup:
    """A widget as a block of its own; a plain string would be text, so it is escaped first."""
    return one_line(Markup.escape(markup))


def front_matter(meta: Mapping[str, Any]) -> Markup:
    """The page's own front-matter for MkDocs."""
    return Markup(f"---\n{yaml.safe_dump(dict(meta), sort_keys=False, allow_unicode=True, width=10**6)}---")
