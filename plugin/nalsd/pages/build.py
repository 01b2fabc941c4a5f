"""All pages of a site: loads the designs, analyses and checks each once, makes their pages and the reference.

What was made of a design is kept under a digest of its files, so that a preview makes only
what changed again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import nalsd
from nalsd.analysis import analyse
from nalsd.checks import Coverage, Report, Reported, check_design, severity_of
from nalsd.checks.settings import BadSettings, Settings
from nalsd.designs import Design, Finding, load_catalogue
from nalsd.graph import Location
from nalsd.pages import calls
from nalsd.pages.assets import page_assets
from nalsd.pages.book import Book, make_book
from nalsd.pages.compare import compare_page
from nalsd.pages.composing import Made, SitePage, phase_page
from nalsd.pages.data import catalogue, results, schemas
from nalsd.pages.listing import catalogue_page
from nalsd.pages.original import original_page
from nalsd.pages.overview import overview_page
from nalsd.pages.phases import CONTENTS
from nalsd.pages.phases.objectives import rules_file
from nalsd.pages.quantities import quantities_pages
from nalsd.pages.reference import CommandLine, key_entries, reference_pages
from nalsd.pages.search import SearchEntry, quantity_entries, shared_out
from nalsd.pages.tags import tags_page
from nalsd.pages.templating import template_folders
from nalsd.pages.view import DesignView
from nalsd.pages.whatif import whatif_page

NOTHING = "N113"
"""The code of a folder without designs."""


@dataclass
class PageOptions:
    """How the pages are made."""

    designs_dir: Path
    """The folder with one folder for each design."""
    templates_dir: Path | None = None
    """A folder whose templates take the place of the shipped ones; it need not exist."""
    settings: Settings = field(default_factory=Settings)
    """Which rules count, and how much."""
    only: tuple[str, ...] = ()
    """The designs to make, by slug; all of them when empty."""
    line: CommandLine | None = None
    """The command line, for its page in the reference."""
    cache: dict[str, object] = field(default_factory=dict)
    """What was made before, for the same process to use again."""


@dataclass
class SitePages:
    """Everything that the site is given to publish."""

    pages: list[SitePage] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    """Data, by its path on the site."""
    assets: list[tuple[str, bytes | Path]] = field(default_factory=list)
    """Style sheets and scripts, by their path on the site."""
    findings: list[Reported] = field(default_factory=list)
    searched: list[SearchEntry] = field(default_factory=list)
    """What the search finds beside the text of the pages."""


def build_pages(root: Path, options: PageOptions) -> SitePages:
    """Everything that is generated. Never raises for what a design holds: that becomes a finding.

    `root` is the folder that paths are relative to. Raises TemplateError for a template that does not fit.
    """
    override = options.templates_dir if options.templates_dir and options.templates_dir.is_dir() else None
    loaded = load_catalogue(options.designs_dir, options.only)
    slugs = frozenset(design.slug for design in loaded.designs)
    frame = _frame(override, slugs)
    kept: dict[str, object] = {}
    site = SitePages(assets=list(page_assets()))
    books: list[Book] = []
    made_of: list[Made] = []
    for design in loaded.designs:
        key = f"design:{design.slug}:{_digest(design.folder)}:{frame}:{options.settings}"
        entry = options.cache.get(key) or _design(design, slugs, override, options.settings)
        kept[key] = entry
        book, made = entry
        books.append(book)
        made_of.append(made)
    side_by_side = compare_page(books, override)
    tags = tags_page(books, override)
    site.pages.append(catalogue_page(books, override, side_by_side is not None, tags is not None))
    site.pages += [page for page in (side_by_side, tags) if page is not None]
    for book, made in zip(books, made_of, strict=True):
        site.pages += made.pages
        site.files.update(made.files)
        site.findings += [*book.view.findings]
        site.findings += [Reported(f, severity_of(f, book.view.design.status)) for f in made.findings]
    site.searched = [*shared_out([made.searched for made in made_of]), *key_entries()]
    site.findings[:0] = [Reported(f, severity_of(f, None)) for f in loaded.findings if f.design is None]
    if not books and not any(reported.code == NOTHING for reported in site.findings):
        site.findings.append(_nothing(options.designs_dir))
    site.findings = _accepted(site.findings, books, options.settings)
    site.files["catalogue.json"] = catalogue([book.view for book in books])
    reference_key = f"reference:{frame}"
    reference = options.cache.get(reference_key) or _reference(override, options.line)
    kept[reference_key] = reference
    site.pages += reference[0]
    site.files.update(reference[1])
    options.cache.clear()
    options.cache.update(kept)
    calls.offer({book.slug: book for book in books})
    return site


def _design(
    design: Design, slugs: frozenset[str], override: Path | None, settings: Settings
) -> tuple[Book, Made]:
    """The pages of one design."""
    analysis = analyse(design, alternatives=True)
    findings, coverage = check_design(design, analysis)
    report = Report([Reported(f, severity_of(f, design.status)) for f in findings]).configured(settings)
    view = DesignView(design, analysis, report.findings, coverage.by_design.get(design.slug, {}))
    book, made = make_book(view), Made()
    overview_page(book, slugs, override, made)
    for phase in CONTENTS:
        phase_page(book, phase, slugs, override, made)
    whatif_page(book, override, made)
    original_page(book, slugs, override, made)
    quantities_pages(book, override, made)
    made.files[f"designs/{design.slug}/results.json"] = results(view)
    made.files.update(rules_file(view))
    made.searched = quantity_entries(book)
    return book, made


def _accepted(findings: list[Reported], books: list[Book], settings: Settings) -> list[Reported]:
    """The findings that no baseline accepts, as `nalsd check` reports them. Raises BadSettings."""
    report = Report(findings, Coverage(by_design={book.slug: book.view.numbers for book in books}))
    report = report.configured(settings)
    if settings.baseline is None:
        return report.findings
    from nalsd.checks.baseline import BadBaseline, against, read_baseline

    try:
        return against(report, read_baseline(settings.baseline), settings.baseline.name).findings
    except (BadBaseline, OSError) as error:
        raise BadSettings(f"the baseline cannot be used: {error}") from None


def _reference(override: Path | None, line: CommandLine | None) -> tuple[list[SitePage], dict[str, bytes]]:
    return reference_pages(override, line), schemas(line.printed if line is not None else {})


def _nothing(folder: Path) -> Reported:
    finding = Finding(
        NOTHING,
        f"there is no design in {folder}",
        Location(str(folder)),
        help="make a folder with an index.md below it, or name the folder: `designs_dir`",
    )
    return Reported(finding, severity_of(finding, None))


def _frame(override: Path | None, slugs: frozenset[str]) -> str:
    """A digest of what every page depends on: the engine's version, the templates, the designs' names."""
    digest = hashlib.sha256(f"{nalsd.__version__}\0{sorted(slugs)}".encode())
    for folder in template_folders(override):
        digest.update(_digest(folder).encode())
    return digest.hexdigest()


def _digest(folder: Path) -> str:
    """A digest of the files below a folder, with their paths."""
    digest = hashlib.sha256(str(folder).encode())
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"\0{file.relative_to(folder).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
