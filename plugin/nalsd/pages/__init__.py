"""Analysis to HTML: tables, derivations, charts, diagrams, callouts and the templates that put them on pages.

`build_pages` makes everything that the site publishes; `calls` places computed things on hand-written pages.
Every widget returns one line of escaped markup that Markdown leaves alone, the same bytes for the same input.
A `Scope` is one page: it knows which figures already stand there and where all others live. An author's text
goes through `authored`, which lets no HTML of theirs through. Nothing here asks another host for anything,
and nothing needs a script to be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nalsd.pages import calls
    from nalsd.pages.build import PageOptions, SitePages, build_pages
    from nalsd.pages.composing import SitePage
    from nalsd.pages.reference import CommandLine

_HOMES = {
    "CommandLine": "reference",
    "PageOptions": "build",
    "SitePage": "composing",
    "SitePages": "build",
    "build_pages": "build",
}

__all__ = ["CommandLine", "PageOptions", "SitePage", "SitePages", "build_pages", "calls"]


def __getattr__(name: str) -> Any:
    """The names above, imported when they are asked for: a widget alone needs none of the rest."""
    from importlib import import_module

    if name == "calls":
        return import_module("nalsd.pages.calls")
    if name in _HOMES:
        return getattr(import_module(f"nalsd.pages.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
