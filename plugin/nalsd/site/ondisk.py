"""A site that is opened from disk, as Material's `offline` plugin prepares it: pages are files, not folders.

`nalsd.pages` writes addresses as a server has them, `../capacity/#nodes`; from disk that is a folder. And the
script with which the search works there is brought along: the theme would ask another host for it.
"""

from __future__ import annotations

import posixpath
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from nalsd.pages.addresses import address
from nalsd.site.assets import PLACE

WORKER = f"{PLACE}lazy/iframe-worker.js"
OFFLINE = ("material/offline", "offline")

_LINK = re.compile(r'(?<=\s)(href|src)="([^":?#]+)([?#][^"]*)?"')


def bring_worker(config: MkDocsConfig) -> None:
    """Let the search work from disk without asking another host, where the site is built for that."""
    if any(name in config.plugins for name in OFFLINE):
        scripts = config.extra.setdefault("polyfills", [])
        if not any("iframe-worker" in script for script in scripts):
            scripts.append(WORKER)


class Addresses:
    """Where each page and each file lies on disk."""

    def __init__(self, files: Files) -> None:
        self._places = {
            address(file.src_uri) if file.is_documentation_page() else file.dest_uri: file.dest_uri
            for file in files
        }

    def turned(self, output: str, page: str) -> str:
        """The finished page `page` (a `.md` path), its links to folders turned into links to files."""
        base = address(page)
        folder = posixpath.dirname(self._places.get(base, ""))

        def turn(match: re.Match[str]) -> str:
            found = posixpath.normpath(posixpath.join(base, match[2])).removeprefix("./")
            if match[2].endswith("/") or found == ".":
                found = "" if found == "." else f"{found}/"
            place = self._places.get(found)
            if place is None:
                return match[0]
            return f'{match[1]}="{posixpath.relpath(place, folder or ".")}{match[3] or ""}"'

        return _LINK.sub(turn, output)

    def location(self, text: str) -> str:
        """An address from the site's root, `designs/x/slo/#store`, as it is on disk."""
        path, mark, anchor = text.partition("#")
        return self._places.get(path, path) + mark + anchor
