"""What the site is made of, computed again only when what it is made from has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import nalsd
from nalsd import pages
from nalsd.checks.settings import settings_of
from nalsd.cli.app import EXITS
from nalsd.cli.app import nalsd as nalsd_command
from nalsd.cli.schemas import NAMES, schema
from nalsd.site import assets
from nalsd.site.macros import MACROS

if TYPE_CHECKING:
    from nalsd.checks import Reported
    from nalsd.pages import SitePages


class Contents:
    """The designs as pages, kept from one build to the next while serving.

    The key is a digest of the content that went in, never a name or a date: saving a page of the site
    analyses nothing, and switching a branch under a running preview shows that branch.
    """

    def __init__(self) -> None:
        self.site: SitePages
        self._digest: str | None = None
        self._cache: dict[str, object] = {}

    def refresh(self, config: Path, designs: Path, templates: Path, only: tuple[str, ...] = ()) -> bool:
        """Compute the pages, unless nothing changed; return whether they were computed.

        `config` is the file with the site's settings. With `only`, the pages of those designs alone.
        """
        root, settings = config.parent, settings_of(config.parent, config)
        digest = (
            f"{digest_of(root, (*chosen(designs, only), templates))}:{settings}:{_bytes(settings.baseline)!r}"
        )
        if digest == self._digest:
            return False
        options = pages.PageOptions(
            designs_dir=designs,
            templates_dir=templates,
            settings=settings,
            only=only,
            line=pages.CommandLine(nalsd_command, EXITS, {name: schema(name) for name in NAMES}),
            cache=self._cache,
        )
        self.site = pages.build_pages(root, options)
        self.site.assets.extend(assets.own())
        self._digest = digest
        return True

    @property
    def findings(self) -> list[Reported]:
        """What the checks report, with how much each finding weighs."""
        return self.site.findings

    @property
    def calls(self) -> Mapping[str, Callable[..., str]]:
        """The calls for hand-written pages, by name."""
        return {name: getattr(pages.calls, name) for name in MACROS}

    def on_page(self, path: str) -> None:
        """The hand-written page on which the next calls stand."""
        pages.calls.on_page(path)


def chosen(designs: Path, only: tuple[str, ...]) -> list[Path]:
    """The folders that are read: of all designs, or of those named."""
    return [designs / slug for slug in only] if only else [designs]


def _bytes(file: Path | None) -> bytes | None:
    try:
        return hashlib.sha256(file.read_bytes()).digest() if file is not None else None
    except OSError:
        return None


def digest_of(root: Path, folders: Iterable[Path]) -> str:
    """A digest of all files below the folders with their paths, of the root and of the engine's version."""
    digest = hashlib.sha256(f"{nalsd.__version__}\0{root}".encode())
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(b"\0" + str(file.relative_to(folder)).encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        digest.update(b"\1")
    return digest.hexdigest()
