"""Small design folders, written by the tests themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nalsd.designs import Design, load_design
from tests.designs.folders import SMALL, write


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Design]:
    """Loads the small design, with some files replaced, added, or (None) left out."""

    def load(files: dict[str, str | bytes | None] | None = None) -> Design:
        return load_design(write(tmp_path / "clicks", {**SMALL, **(files or {})}))

    return load
