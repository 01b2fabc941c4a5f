"""An author's text on a page of its design: claims tied to quantities, calls placed, links resolved."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote

from nalsd.designs import Call, Claim, Design, Finding, PhaseFile
from nalsd.pages.addresses import PAGE_NAMES, design_page, href
from nalsd.pages.authored import Piece, pieces
from nalsd.pages.authored.markdown import Links
from nalsd.pages.authored.prose import Words
from nalsd.pages.book import Book
from nalsd.pages.derivations import folded
from nalsd.pages.figures import mention, printed
from nalsd.pages.html import Markup, element
from nalsd.pages.phases.architecture import drawn
from nalsd.pages.scope import Scope

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})
"""Files of a design that its text may show. No SVG: it can hold a script, and opens as a page."""

DOWNLOADS = frozenset({".json", ".csv", ".txt", ".mmd", ".yaml", ".yml", ".proto", ".sql", ".md", *PICTURES})
"""Files of a design that its text may link to; they are published beside its pages."""

LARGEST = 2_000_000
"""Bytes of a published file."""


@dataclass
class Text:
    """The text of one file of a design while it is put on a page."""

    book: Book
    page: str
    scope: Scope
    designs: frozenset[str] = frozenset()
    """Every design of the catalogue."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Files it links to, by their path on the site."""
    findings: list[Finding] = field(default_factory=list)
    file: PhaseFile | None = None

    def pieces(self, file: PhaseFile) -> list[Piece]:
        """The sections of the file's body."""
        self.file = file
        links = Links(self._link, self._picture, lambda text: drawn(text, self.scope, "mermaid"))
        return pieces(file.prose, Words(self._claim, self._call, links), self.scope)

    def _claim(self, claim: Claim) -> tuple[Markup, Markup | None]:
        """`[20 Gbps](nalsd:ID)` leads to the quantity and says what it is; without text it is printed."""
        quantity = self.book.view.q(claim.quantity)
        if quantity is None:  # a finding already: see the checks
            return Markup("<span>"), Markup("</span>")
        if not claim.text.strip():
            return mention(quantity, self.scope), None
        where = self.scope.href(quantity.id)
        title = f"{quantity.label}: {printed(quantity).text}" + (f" ({claim.title})" if claim.title else "")
        opening = element("a", class_="nalsd-q nalsd-claim", href=where, title=title)
        return Markup(str(opening)[: -len("</a>")]), Markup("</a>")

    def _call(self, call: Call) -> tuple[Markup, bool]:
        """A computed thing placed by hand."""
        name = str(call.args[0])
        if call.name in ("value", "explain"):
            quantity = self.book.view.q(name)
            if quantity is None:
                return element("code", name), False
            if call.name == "value":
                return mention(quantity, self.scope), False
            return folded(quantity, self.scope), True
        widget = self.book.widget(call.name, name)
        if widget is None:
            self._report("N204", f"there is no {call.name} called `{name}`", call, self._known(call.name))
            return element("p", f"There is no {call.name} called {name}.", class_="nalsd-pending"), True
        return widget.make(self.scope), True

    def _known(self, kind: str) -> str:
        names = [widget.name for widget in self.book.widgets if widget.kind == kind]
        return (
            f"known are {', '.join(f'`{name}`' for name in names)}" if names else f"the design has no {kind}"
        )

    def _report(self, code: str, message: str, call: Call, help: str) -> None:
        self.findings.append(
            Finding(code, message, call.location, help=help, printed=f'{call.name}("{call.args[0]}")',
                    design=self.book.slug)
        )  # fmt: skip

    # Links

    def _link(self, target: str) -> str | None:
        path, anchor = _parted(target)
        if not path:
            return f"#{anchor}" if anchor else None
        page = self._page(path)
        if page is not None:
            return href(self.page, page) + (f"#{anchor}" if anchor else "")
        found = self._file(path, DOWNLOADS)
        if found is None:
            self._dead(target)
        return found

    def _picture(self, target: str) -> str | None:
        found = self._file(_parted(target)[0], PICTURES)
        if found is None:
            self._dead(target)
        return found

    def _page(self, path: str) -> str | None:
        """The page that a file of this or of another design became."""
        place = posixpath.normpath(posixpath.join(self.book.slug, path))
        slug, _, name = place.partition("/")
        if slug == self.book.slug:
            return _page_of(self.book.view.design, name)
        if slug in self.designs and (not name or name.endswith(".md")):
            stem = name.removesuffix(".md").rstrip("/")
            found = next((n for key, n in PAGE_NAMES.items() if stem in (n, f"{key}-{n}")), None)
            return f"designs/{slug}/{found or 'index'}.md"
        return "designs/index.md" if place in (".", "index.md") else None

    def _file(self, path: str, kinds: frozenset[str]) -> str | None:
        """A file of the design's own folder, published beside its pages."""
        folder = self.book.view.design.folder.resolve()
        if PurePosixPath(path).suffix.lower() not in kinds:
            return None
        try:
            file = (folder / path).resolve()
            if not file.is_relative_to(folder) or not file.is_file() or file.stat().st_size > LARGEST:
                return None
            where = f"designs/{self.book.slug}/{file.relative_to(folder).as_posix()}"
            self.files[where] = file.read_bytes()
        except (OSError, ValueError):
            return None
        return href(self.page, where)

    def _dead(self, target: str) -> None:
        if self.file is None:
            return
        at = self.file.prose.text.find(f"]({target}")
        place = self.file.prose.place(at + 2) if at >= 0 else self.file.location
        self.findings.append(
            Finding(
                "N201",
                f"the link to `{target[:80]}` leads nowhere",
                place,
                help="link to a file of the design's folder, to a phase (`3-capacity.md`), or to the web",
                printed=target[:80],
                design=self.book.slug,
            )
        )


def _page_of(design: Design, name: str) -> str | None:
    """The page of a design that its file `name` became."""
    if name in ("", "."):
        return design_page(design.slug, "index")
    for key, file in design.files.items():
        if file.path.name == name and key in PAGE_NAMES:
            return design_page(design.slug, key)
    for key, stem in PAGE_NAMES.items():
        if name in (f"{stem}.md", stem):
            return design_page(design.slug, key)
    return None


def _parted(target: str) -> tuple[str, str]:
    path, _, anchor = unquote(target).partition("#")
    return path, re.sub(r"[^\w.:-]", "", anchor)


__all__ = ["Text"]
