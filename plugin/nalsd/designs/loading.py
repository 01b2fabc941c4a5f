"""From folders to designs: which file is which phase, and what is missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import Any

from nalsd.designs.design import FILES, PHASES, USUAL_NAMES, Catalogue, Design, PhaseFile
from nalsd.designs.files import inside, read_text, shown
from nalsd.designs.findings import Finding
from nalsd.designs.frontmatter import FrontMatter, split
from nalsd.designs.problems import Problems
from nalsd.designs.prose import Prose
from nalsd.designs.schema.index import STATUSES
from nalsd.designs.syntax import TEMPLATE, template
from nalsd.designs.tree import Mapping, Text, copied, kind_of, texts
from nalsd.graph.source import Location

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PHASE_LINE = re.compile(r"^phase:[ \t]*[\"']?([1-6])\b", re.M)
STATUS_LINE = re.compile(r"^status:[ \t]*[\"']?([a-z]+)", re.M)
MOST_FILES = 60
"""Markdown files of one design that are read at most."""
IGNORED = ("readme.md", "license.md", "changelog.md", "contributing.md")

ELSEWHERE = {key: "`index.md`" for key in FILES["index"][1].known_keys()} | {
    key: f"the file of phase {phase}"
    for phase, (_, model) in PHASES.items()
    for key in model.known_keys()
    if key != "phase"
}
"""Which file each top-level key belongs into."""


def load_catalogue(root: Path | str, only: Collection[str] = ()) -> Catalogue:
    """Loads every design of a folder: of `root` itself, of the folders in it, or of those in its `designs`.

    With `only`, those of that name. Never raises for what is in the files; what is wrong with one design
    leaves the others alone.
    """
    root = Path(root)
    folders, findings = design_folders(root)
    if only:
        folders = [folder for folder in folders if folder.name in only]
    return Catalogue(root, [load_design(folder) for folder in folders], findings)


def design_folders(root: Path) -> tuple[list[Path], list[Finding]]:
    """The folders that `load_catalogue` reads, and what is wrong with the folder itself."""
    if not root.is_dir():
        what = "is not a folder" if root.exists() else "does not exist"
        mend = "name a folder of designs; `nalsd init` makes one"
        return [], [Finding("N113", f"`{shown(root)}` {what}", Location(shown(root), 1, 1), mend)]
    home = root / "designs" if (root / "designs").is_dir() and not (root / "index.md").exists() else root
    if home is root and _is_design(root):
        return [root], []
    found: list[Path] = []
    findings: list[Finding] = []
    try:
        folders = sorted(home.iterdir(), key=lambda folder: folder.name)
    except OSError:
        folders = []
    for folder in folders:
        if folder.is_symlink() and not inside(folder, home):
            what = "the folder is a link to a place outside the folder of designs"
            place = Location(shown(folder), 1, 1)
            findings.append(Finding("N101", what, place, "put the design itself here"))
        elif _is_design(folder):
            found.append(folder)
    if not found:
        nothing = f"there is no design in `{shown(home)}`"
        mend = "a design is a folder with an `index.md`; `nalsd new SLUG` makes one"
        findings.append(Finding("N113", nothing, Location(shown(home), 1, 1), mend))
    return found, findings


def load_design(folder: Path | str) -> Design:
    """Loads one design folder. Never raises for what is in its files."""
    folder = Path(folder)
    return _Loader(folder).load()


def _is_design(folder: Path) -> bool:
    """Whether a folder is a design: it holds an index, or a Markdown file that is a phase."""
    if folder.name.startswith((".", "_")) or not folder.is_dir():
        return False
    if (folder / "index.md").exists():
        return True
    return any(re.match(r"[1-6]\b", path.name) or _says_phase(path) for path in _markdown(folder))


def _says_phase(path: Path) -> bool:
    if not path.is_file():  # a pipe would never answer
        return False
    try:
        with path.open("rb") as stream:
            return PHASE_LINE.search(stream.read(4096).decode("utf-8", "replace")) is not None
    except OSError:
        return False


def _markdown(folder: Path) -> list[Path]:
    return sorted(
        (
            path
            for path in folder.glob("*.md")
            if not path.name.startswith((".", "_")) and path.name.lower() not in IGNORED
        ),
        key=lambda path: path.name,
    )


class _Loader:
    """Loads one design."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slug = folder.resolve().name
        self.design = Design(self._clean_slug(), folder)

    def _clean_slug(self) -> str:
        plain = unicodedata.normalize("NFKD", self.slug).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80] or "design"

    def load(self) -> Design:
        """The design with all its findings, in order of files and lines."""
        if not SLUG.fullmatch(self.slug):
            self._add(
                Finding(
                    "N110",
                    f"`{self._printable()}` is not a name for a design's folder",
                    Location(shown(self.folder), 1, 1),
                    f"rename it to `{self.design.slug}`",
                )
            )
        paths = _markdown(self.folder)
        if len(paths) > MOST_FILES:
            self._add(
                Finding(
                    "N101",
                    f"the folder has {len(paths)} Markdown files; {MOST_FILES} are read at most",
                    Location(shown(self.folder), 1, 1),
                    "a design has eight at most",
                )
            )
            paths = paths[:MOST_FILES]
        for path in sorted(paths, key=lambda path: path.name != "index.md"):
            self._file(path)
        self._missing()
        order = {file.location.file: i for i, file in enumerate(self._in_order())}
        self.design.findings = [
            finding.of(self.design.slug)
            for finding in sorted(
                self.design.findings, key=lambda f: (order.get(f.location.file, -1), f.location)
            )
        ]
        return self.design

    def _in_order(self) -> list[PhaseFile]:
        return [self.design.files[key] for key in FILES if key in self.design.files]

    def _printable(self) -> str:
        return "".join(c if c.isprintable() else "?" for c in self.slug[:60])

    def _add(self, *findings: Finding) -> None:
        self.design.findings.extend(findings)

    def _file(self, path: Path) -> None:
        file = shown(path)
        text, unreadable = read_text(path, self.folder)
        front = FrontMatter(body="") if unreadable else split(text, file)
        key = self._key_of(path, front, text)
        if unreadable:
            self._add(unreadable)
        elif not text.strip():
            self._add(Finding("N108", "the file is empty", Location(file, 1, 1), self._beginning(key)))
        elif not front.present:
            self._add(
                Finding("N102", "the file has no front-matter", Location(file, 1, 1), self._beginning(key))
            )
        self._add(*front.findings)
        if key is None:
            if front.tree is not None:
                self._phaseless(front.tree, file)
            return
        if key in self.design.files:
            first = self.design.files[key]
            place = front.tree.keys_at.get("phase") if front.tree else None
            self._add(
                Finding(
                    "N111",
                    f"phase {key} has two files",
                    place or Location(file, 1, 1),
                    f"merge it into `{first.path.name}`, or give it another phase",
                    related=((first.location, "the first one, which is used"),),
                )
            )
            return
        prose = Prose(front.body, file, front.body_line)
        self.design.files[key] = PhaseFile(path, Location(file, 1, 1), prose, front.tree)
        self._add(*prose.findings)
        if key == "index":
            self._status(text, front)
        if front.tree is not None:
            self._read(key, front.tree, file)

    def _beginning(self, key: int | str | None) -> str:
        first = "title: ..." if key == "index" else f"phase: {key if isinstance(key, int) else 1}"
        return f"begin it with a line `---`, a line `{first}` and a line `---`"

    def _key_of(self, path: Path, front: FrontMatter, text: str) -> int | str | None:
        """Which part of the design a file is; a file that cannot be read counts as what it seems to be."""
        if path.name in ("index.md", "published.md"):
            return path.stem
        if front.tree is not None:
            phase = front.tree.get("phase")
            if isinstance(phase, Text) and phase in ("1", "2", "3", "4", "5", "6"):
                return int(phase)
            if phase is None or (isinstance(phase, Text) and phase.null):
                return None
        elif found := PHASE_LINE.search(text[:300_000]):
            return int(found[1])
        begins = re.match(r"([1-6])(?![0-9])", path.name)
        return int(begins[1]) if begins and int(begins[1]) not in self.design.files else None

    def _phaseless(self, tree: Mapping, file: str) -> None:
        phase = tree.get("phase")
        if phase is None or (isinstance(phase, Text) and phase.null):
            self._add(
                Finding(
                    "N109",
                    "`phase` is missing in the front-matter",
                    Location(file, 1, 1),
                    "write `phase: 3`, or move the file out of the design's folder",
                )
            )
        else:
            self._bad_phase(tree)

    def _bad_phase(self, tree: Mapping) -> None:
        self._add(
            Finding(
                "N110",
                f"`phase`: {kind_of(tree['phase'])} stands where a number from 1 to 6 is expected",
                tree["phase"].location,
                "write `phase: 3`",
            )
        )

    def _status(self, text: str, front: FrontMatter) -> None:
        found = STATUS_LINE.search(text[:300_000]) if front.tree is None else None
        if found and found[1] in STATUSES:
            self.design.fallback_status = found[1]

    def _read(self, key: int | str, tree: Mapping, file: str) -> None:
        name, model = FILES[key]
        problems = Problems({k: v for k, v in ELSEWHERE.items() if k not in model.known_keys()})
        templates = [text for text in texts(tree) if TEMPLATE.search(text)]
        for text in templates[:20]:
            finding = template(text.location, text)
            problems.add(finding.code, finding.message, finding.location, finding.help, finding.printed)
        read = problems.read_root(model, copied(tree))
        if read is not None:
            setattr(self.design, name, read)
        if key == "index" and not tree.get("title"):
            problems.add(
                "N109",
                "`title` is missing in the front-matter",
                Location(file, 1, 1),
                "write `title: Ad click aggregator`",
            )
        self.design.broken |= problems.broken
        self._add(*problems.findings)
        if problems.more:
            self._add(
                Finding(
                    "N110",
                    f"{problems.more} more findings of this file are not shown",
                    Location(file, 1, 1),
                    "mend those that are shown first",
                )
            )

    def _missing(self) -> None:
        for key in ("index", *PHASES):
            if key in self.design.files:
                continue
            what = "`index.md`" if key == "index" else f"phase {key}"
            self._add(Finding("N105", f"{what} is missing", self.design.location, self._mend_missing(key)))

    @staticmethod
    def _mend_missing(key: Any) -> str:
        if key == "index":
            return "create `index.md` with a `title`"
        return f"create `{USUAL_NAMES[key]}` with `phase: {key}` in its front-matter"
