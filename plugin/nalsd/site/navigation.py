"""Navigation: the catalogue stands in the site's own, each design has one of its own.

A page of a design carries the site's top level and its own seven pages, and nothing of the other designs:
what a page weighs does not grow with the catalogue.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

DESIGNS = "designs/"
CATALOGUE = "designs/index.md"


def design_of(path: str) -> str | None:
    """The slug of the design a page belongs to: `designs/SLUG/...`."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and path.startswith(DESIGNS) else None


def leave_designs_out(files: Files) -> None:
    """Keep the designs' pages out of the site's navigation, without a warning that they are not in it."""
    for file in files.documentation_pages():
        if design_of(file.src_uri):
            file.inclusion = InclusionLevel.NOT_IN_NAV


def complete(config: MkDocsConfig, generated: Iterable[str]) -> None:
    """Put the generated pages into a `nav` that `mkdocs.yml` states; without one MkDocs finds them itself.

    An entry that ends in a slash, as `Reference: reference/`, is the place of the generated pages below that
    folder; what has no place follows at the end.
    """
    if config.nav is None:
        return
    pages = [path for path in generated if not design_of(path)]
    nav = list(_expanded(config.nav, pages))
    named = set(_named(nav))
    folders: dict[str, list[Any]] = {}
    for path in pages:
        if path not in named:
            folders.setdefault(path.split("/")[0] if "/" in path else "", []).append(path)
    for folder, paths in folders.items():
        nav.extend(paths if not folder else [{folder.replace("-", " ").capitalize(): _single(paths)}])
    config.nav = nav


def _expanded(nav: list[Any], pages: list[str]) -> Iterator[Any]:
    """The entries with their folders filled in; a folder in which nothing was generated is left out."""
    for entry in nav:
        title, value = (
            next(iter(entry.items())) if isinstance(entry, dict) and len(entry) == 1 else (None, entry)
        )
        if isinstance(value, list):
            value = list(_expanded(value, pages))
        elif isinstance(value, str) and value.endswith("/"):
            value = _single(nested([path for path in pages if path.startswith(value)], value))
        if value != []:
            yield value if title is None else {title: value}


def nested(paths: list[str], folder: str) -> list[Any]:
    """Paths below a folder as a `nav`: its own pages first, each sub-folder as a section in the order met."""
    here: list[Any] = []
    below: dict[str, list[str]] = {}
    for path in paths:
        head, _, rest = path[len(folder) :].partition("/")
        if rest:
            below.setdefault(head, []).append(path)
        else:
            here.append(path)
    here.sort(key=lambda path: path != f"{folder}index.md")
    return here + [
        {name.replace("-", " ").capitalize(): nested(paths, f"{folder}{name}/")}
        for name, paths in below.items()
    ]


def _single(nav: list[Any]) -> Any:
    """A section of one page is that page."""
    return nav[0] if len(nav) == 1 else nav


def _named(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for value in nav.values() if isinstance(nav, dict) else nav:
            yield from _named(value)


def name_pages(files: Files, titles: dict[str, str]) -> None:
    """Give generated pages their titles. The theme prints titles as they are, so they are escaped here."""
    for path, title in titles.items():
        file = files.get_file_from_path(path)
        if file is not None and file.page is not None:
            file.page.title = html.escape(title)


class DesignNavigation:
    """The navigation of each design's pages: the site's, with the design in it beside the catalogue."""

    def __init__(self, nav: Navigation, files: Files, order: Iterable[str]) -> None:
        """`order` gives the designs' generated pages as they are read; hand-written ones follow."""
        self.nav = nav
        catalogue = files.get_file_from_path(CATALOGUE)
        self.catalogue = catalogue.page if catalogue is not None else None
        known = {path: place for place, path in enumerate(order)}
        designs: dict[str, list[File]] = {}
        for file in files.documentation_pages():
            slug = design_of(file.src_uri)
            if slug is not None and file.page is not None:
                designs.setdefault(slug, []).append(file)
        self._navigations = {
            slug: self._of_design(sorted(pages, key=lambda f: (known.get(f.src_uri, len(known)), f.src_uri)))
            for slug, pages in designs.items()
        }

    def of(self, page: Page) -> Navigation | None:
        """The navigation to show on a page, None for the site's own."""
        return self._navigations.get(design_of(page.file.src_uri) or "")

    def _of_design(self, files: list[File]) -> Navigation:
        pages = [file.page for file in files if file.page is not None]
        section = _foldered(pages)
        around = [*([self.catalogue] if self.catalogue else []), *pages]
        for place, page in enumerate(pages, start=len(around) - len(pages)):
            page.previous_page = around[place - 1] if place else None
            page.next_page = around[place + 1] if place + 1 < len(around) else None
        items, placed = self._with(self.nav.items, section)
        if not placed:
            items = [*items, section]
        return Navigation(items, [*self.nav.pages, *pages])

    def _with(
        self, items: list[StructureItem], design: Section, inside: bool = False
    ) -> tuple[list[StructureItem], bool]:
        """The items with the design beside the catalogue; only what lies on the way to it is copied.

        `inside` a section of the catalogue's own, the design needs none.
        """
        changed: list[StructureItem] = []
        placed = False
        for item in items:
            if item is self.catalogue and inside:
                changed += [item, design]
                placed = True
            elif item is self.catalogue:
                section = Section(item.title or "Designs", [item, design])
                design.parent = section
                changed.append(section)
                placed = True
            elif isinstance(item, Section):
                children, here = self._with(item.children, design, item.children[:1] == [self.catalogue])
                if here:
                    copy = Section(item.title, children)
                    for child in children:
                        if isinstance(child, Section) and child not in item.children:
                            child.parent = copy
                    item, placed = copy, True
                changed.append(item)
            else:
                changed.append(item)
        return changed, placed


def _foldered(pages: list[Page]) -> Section:
    """The section of a design; the pages of a folder of its own (`designs/SLUG/FOLDER/`) are one below it.

    A page of the folder's name, `designs/SLUG/FOLDER.md`, goes with them.
    """
    design = Section(pages[0].title or "", [])
    folders: dict[str, Section] = {}
    named = {part for page in pages for part in page.file.src_uri.split("/")[2:-1]}
    for page in pages:
        *inside, last = page.file.src_uri.split("/")[2:]
        if not inside and last.removesuffix(".md") in named:
            inside = [last.removesuffix(".md")]
        if inside and inside[0] not in folders:
            folders[inside[0]] = folder = Section(inside[0].replace("-", " ").capitalize(), [])
            folder.parent = design
            design.children.append(folder)
        page.parent = folders[inside[0]] if inside else design
        page.parent.children.append(page)
    for folder in folders.values():
        folder.children.sort(key=lambda page: not page.is_index)
    return design
