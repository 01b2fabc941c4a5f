"""`mkdocs.yml` read as MkDocs reads it, `INHERIT` and `!ENV` included, but as texts and without MkDocs.

Every other tag is left out with what it would do: nothing that a settings file names is imported or run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

INHERIT = "INHERIT"
MOST_INHERITED = 10
"""Settings files one above the other; MkDocs has no limit, and follows a circle until it fails."""
LARGEST = 1_000_000
"""Bytes of a file that is read."""
MERGE = "tag:yaml.org,2002:merge"
NULL = "tag:yaml.org,2002:null"


class UnreadableSettings(Exception):
    """A file that is no YAML, or that inherits from one that is not there."""


def site_settings(file: Path, most: int = MOST_INHERITED) -> Any:
    """What a site's settings say: mappings, lists, texts, and None for what has no value.

    A mapping adds to that of the same key in the file it inherits from; anything else takes its place.
    """
    found = _read(file)
    if not isinstance(found, dict) or INHERIT not in found:
        return found
    above = found.pop(INHERIT)
    if not isinstance(above, str):
        raise UnreadableSettings(f"{file.name}: `{INHERIT}` takes the path of a settings file")
    if not (parent := file.parent / above).is_file():
        raise UnreadableSettings(f"{file.name} inherits from {above}, which is not there")
    if most == 0:
        raise UnreadableSettings(f"{file.name}: more than {MOST_INHERITED} files inherit from each other")
    return _over(site_settings(parent, most - 1), found)


def _read(file: Path) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if file.stat().st_size > LARGEST:
            raise UnreadableSettings(f"{file.name} is too large for settings")
        return _Plain().of(yaml.compose(file.read_text("utf-8"), Loader=loader))
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableSettings(f"{file.name} cannot be read: {error}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark is not None else ""
        problem = getattr(error, "problem", None) or "it is no YAML"
        raise UnreadableSettings(f"{file.name} cannot be read: {where}{problem}") from None


def _over(parent: Any, child: Any) -> Any:
    if not isinstance(parent, dict) or not isinstance(child, dict):
        return child
    return {**parent, **{key: _over(parent.get(key), value) for key, value in child.items()}}


class _Plain:
    """YAML nodes as plain data; one that several aliases name is read once, so that they cannot pile up."""

    def __init__(self) -> None:
        self.known: dict[int, Any] = {}

    def of(self, node: Any) -> Any:
        if id(node) not in self.known:
            self.known[id(node)] = None  # of a node inside itself
            self.known[id(node)] = self._made(node)
        return self.known[id(node)]

    def _made(self, node: Any) -> Any:
        import yaml

        if node is None or node.tag == NULL:
            return None
        if node.tag == "!ENV":
            return self._environment(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.of(item) for item in node.value]
        return node.value

    def _mapping(self, node: Any) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for key, value in node.value:
            if key.tag == MERGE:
                given = self.of(value)
                for each in reversed(given if isinstance(given, list) else [given]):
                    merged |= each if isinstance(each, dict) else {}
            elif isinstance(key.value, str):
                own[key.value] = self.of(value)
        return {**merged, **own}

    def _environment(self, node: Any) -> Any:
        """The first of the variables that is set, or the last entry of `!ENV [NAME, OTHER, default]`."""
        if isinstance(node.value, str):
            return os.environ.get(node.value) or None
        *names, default = node.value if len(node.value) > 1 else (*node.value, None)
        for name in names:
            if isinstance(name.value, str) and name.value in os.environ:
                return os.environ[name.value] or None
        return self.of(default)
