"""The bridge to mkdocs-macros: computed things in the site's hand-written pages.

In designs nalsd resolves the same calls itself; there no Jinja runs on an author's text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

MACROS = ("value", "table", "chart", "diagram", "explain", "card")


def register(config: MkDocsConfig, calls: Mapping[str, Callable[..., str]]) -> None:
    """Offer the calls as macros, when the site uses mkdocs-macros at all.

    mkdocs-macros has no state across builds, so this is done in each `on_config`; the order of the two
    plugins in `mkdocs.yml` does not matter.
    """
    plugin = config.plugins.get("macros")
    if plugin is None:
        return
    try:
        plugin.register_macros(dict(calls))
    except KeyError as clash:
        raise PluginError(
            f"a macro of the site is named like one of nalsd's {', '.join(MACROS)}: rename it ({clash})"
        ) from None
