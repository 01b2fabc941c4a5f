"""The plugin: MkDocs' events, wired to the modules beside this one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from nalsd.checks.settings import BadSettings
from nalsd.site import dates, head, macros, navigation, ondisk, search
from nalsd.site import files as site_files
from nalsd.site.blocks import Blocks
from nalsd.site.compiled import CompiledTemplates
from nalsd.site.config import NalsdConfig
from nalsd.site.content import Contents, chosen
from nalsd.site.kept import KeptPages
from nalsd.site.publishing import Publishing, strict_failures
from nalsd.site.report import report

OWN = "nalsd"

ONLY = "NALSD_ONLY"
"""The environment variable in which `nalsd serve` names the designs to show, with commas between."""


class NalsdPlugin(BasePlugin[NalsdConfig]):
    """Publishes the designs of a folder as pages of the site."""

    def __init__(self) -> None:
        self.contents = Contents()
        self.blocks = Blocks()
        self.kept = KeptPages()
        self.compiled = CompiledTemplates()
        self.publishing: Publishing | None = None
        self.navigation: navigation.DesignNavigation | None = None
        self.dirty = False
        self.dated = False
        self.changes: dict[Path, int] | None = None
        self.on_disk: ondisk.Addresses | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Being there at all, this keeps the instance, and so what it has computed, alive while serving."""
        self.dirty = dirty
        self.kept.serving = command == "serve"

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig | None:
        """Compute the designs, or take over what did not change, before any other plugin looks."""
        if not self.config.enabled:
            return None
        root = Path(config.config_file_path).parent
        designs, templates = Path(self.config.designs_dir), Path(self.config.templates_dir)
        only = tuple(filter(None, os.environ.get(ONLY, "").split(",")))
        # Watching means asking for each file's date twice a second: not of designs that are not shown.
        watched = [str(folder) for folder in (*chosen(designs, only), templates) if folder.is_dir()]
        config.watch.extend(folder for folder in watched if folder not in config.watch)
        if "SOURCE_DATE_EPOCH" not in os.environ:
            folders = [designs, templates, Path(config.docs_dir)]
            os.environ["SOURCE_DATE_EPOCH"] = str(dates.source_date(root, folders))
            self.dated = True
        if self.changes is None:  # a preview shows what is not committed yet: asking once is enough
            self.changes = dates.last_changes(root, [designs, Path(config.docs_dir)])
        try:
            self.contents.refresh(Path(config.config_file_path), designs, templates, only)
        except BadSettings as error:
            raise PluginError(str(error)) from None
        site_files.add_templates(config)
        macros.register(config, self.contents.calls)
        ondisk.bring_worker(config)
        if not self.dirty:
            self.publishing = Publishing(Path(config.site_dir))
            config.site_dir = str(self.publishing.begin())
        return config

    @event_priority(100)
    def on_files(self, files_: Files, /, *, config: MkDocsConfig) -> Files | None:
        """Add the generated pages and everything beside them."""
        if not self.config.enabled:
            return None
        errors = report(self.contents.findings)
        if errors and self.config.strict:
            raise PluginError(
                f"{errors} finding{'s' if errors > 1 else ''} in the designs; the site stays as it was"
            )
        site = self.contents.site
        site_files.add(site, files_, config)
        navigation.leave_designs_out(files_)
        navigation.complete(config, [page.path for page in site.pages])
        return files_

    @event_priority(-100)
    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation | None:
        """Give each design the navigation of its own pages."""
        if not self.config.enabled:
            return None
        pages = self.contents.site.pages
        navigation.name_pages(files, {page.path: page.title for page in pages})
        titles = [(page.path, page.title) for page in pages if not navigation.design_of(page.path)]
        self.kept.framed_by(config, titles)
        self.on_disk = None if config.use_directory_urls else ondisk.Addresses(files)
        self.navigation = navigation.DesignNavigation(nav, files, [page.path for page in pages])
        return nav

    def on_env(self, env: Any, /, *, config: MkDocsConfig, files: Files) -> Any:
        """Let a preview compile the theme's templates only once."""
        if self.config.enabled and self.kept.serving:
            env.bytecode_cache = self.compiled
        return env

    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> Page | None:
        """Make the edit link."""
        if self.config.enabled and self.config.edit_url:
            page.edit_url = site_files.edit_url(page, self.config.edit_url, config)
        return page

    @event_priority(100)
    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Before mkdocs-macros looks: ours it must leave alone, on others a call needs to know its page."""
        if page.file.generated_by == OWN:
            site_files.guard(page)
            if self.kept.take(page, markdown):
                return ""
            return self.blocks.hold(page.file.src_uri, markdown)
        if self.config.enabled:
            self.contents.on_page(page.file.src_uri)
        return markdown

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Let links point into what went around Markdown."""
        page.present_anchor_ids = (page.present_anchor_ids or set()) | self.blocks.ids(page.file.src_uri)
        if self.config.enabled:
            head.describe(page, html)
        return self.kept.content(page, html)

    def on_page_context(
        self, context: dict[str, Any], /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> dict[str, Any] | None:
        """Show the design's navigation on the design's pages, and on each page when it last changed."""
        source = site_files.source_of(page, config) if self.config.enabled else None
        changed = dates.changed(source, self.changes or {})
        if changed:  # where the theme looks for it
            page.meta.setdefault("git_revision_date_localized", changed)
        own = self.navigation.of(page) if self.navigation is not None else None
        return {**context, "nav": own} if own is not None else context

    @event_priority(100)
    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Put the widgets back, before any other plugin works on the finished page."""
        output = self.blocks.put_back(page.file.src_uri, output)
        if self.on_disk is not None:
            output = self.on_disk.turned(output, page.file.src_uri)
        if self.config.enabled:
            output = head.with_card(output, page, config, self.config.social_image)
        return self.kept.finished(page, output)

    @event_priority(100)
    def _searched(self, *, config: MkDocsConfig) -> None:
        """Add what the search is to find of us, before its plugin writes the index."""
        if self.config.enabled:
            placed = self.on_disk.location if self.on_disk is not None else str
            search.add(self.contents.site.searched, config, placed)

    @event_priority(-100)
    def _published(self, *, config: MkDocsConfig) -> None:
        """Put a clean build in the site's place."""
        if self.publishing is None:
            return
        config.site_dir = str(self.publishing.site)
        if strict_failures():
            self.publishing.abandon()
        else:
            self.publishing.finish()
        self._forget()

    on_post_build = CombinedEvent(_searched, _published)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the last good site as it is."""
        if self.publishing is not None:
            self.publishing.abandon()
        self._forget()

    def _forget(self) -> None:
        self.publishing = None
        if self.dated:
            os.environ.pop("SOURCE_DATE_EPOCH", None)
            self.dated = False
