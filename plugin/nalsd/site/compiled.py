"""The theme's templates are compiled once in a preview, and not at every save.

MkDocs makes a new Jinja environment for each build, and with it compiles some forty templates of the
theme again: a sixth of what a save costs. The code of a template depends on nothing but its source and
the environment's syntax, so it is kept from one build to the next. Jinja has a place for that; what stands
there is only asked for the two methods below.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import CodeType
from typing import Any


@dataclass
class _Compiled:
    key: tuple[object, ...]
    code: CodeType | None = None


class CompiledTemplates:
    """Code of templates by name, file, source and the extensions of the syntax."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], CodeType] = {}

    def get_bucket(self, environment: Any, name: str, filename: str | None, source: str) -> _Compiled:
        """What is kept of a template; its `code` is None where there is none yet."""
        key = (name, filename, source, tuple(sorted(environment.extensions)))
        return _Compiled(key, self._kept.get(key))

    def set_bucket(self, bucket: _Compiled) -> None:
        """Keeps the code that Jinja has made."""
        if bucket.code is not None:
            self._kept[bucket.key] = bucket.code
