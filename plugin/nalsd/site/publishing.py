"""A build goes to a temporary folder and takes the site's place only when it is clean."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

from mkdocs.utils import CountHandler


class Publishing:
    """One build's way to the site: redirected by `begin`, put in place by `finish` or dropped by `abandon`.

    The temporary folder is a sibling of the site, so that putting it in place is two renames on one file
    system. A build that is killed leaves the old site untouched; what it left is cleared by the next one.
    """

    def __init__(self, site: Path) -> None:
        self.site = site
        self.building = site.with_name(f".{site.name}.building")
        self.previous = site.with_name(f".{site.name}.previous")

    def begin(self) -> Path:
        """Clear what an interrupted build left and return the folder to build into."""
        if self.previous.exists() and not self.site.exists():
            # Killed between the two renames of `finish`: the last good site is the one set aside.
            self.previous.rename(self.site)
        for leftover in (self.building, self.previous):
            shutil.rmtree(leftover, ignore_errors=True)
        self.building.mkdir(parents=True)
        return self.building

    def finish(self) -> None:
        """Let the finished build take the place of the site."""
        try:
            if self.site.exists():
                self.site.rename(self.previous)
            self.building.rename(self.site)
        except OSError:
            # The site is a mount point or on another file system: its content is replaced, not the folder.
            if self.previous.exists() and not self.site.exists():
                self.previous.rename(self.site)
            replace_content(self.site, self.building)
        shutil.rmtree(self.previous, ignore_errors=True)
        shutil.rmtree(self.building, ignore_errors=True)

    def abandon(self) -> None:
        """Drop the build; the site stays as it was."""
        shutil.rmtree(self.building, ignore_errors=True)


def replace_content(folder: Path, new: Path) -> None:
    """Make the content of `folder` that of `new`; written before removed, so that no page is ever missing."""
    shutil.copytree(new, folder, dirs_exist_ok=True)
    for old in sorted(folder.rglob("*"), reverse=True):
        if not (new / old.relative_to(folder)).exists():
            if old.is_dir() and not old.is_symlink():
                os.rmdir(old)
            else:
                old.unlink()


def strict_failures() -> int:
    """How many warnings and errors `--strict` has counted so far in the build that is going on.

    MkDocs judges them only after its last event, too late to keep the site; so its counter is read here.
    """
    counters = [h for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler)]
    return sum(number for counter in counters for _, number in counter.get_counts())
