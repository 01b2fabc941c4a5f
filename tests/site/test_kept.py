"""While serving, what a save did not change is not made again, and is whole all the same."""

from __future__ import annotations

from pathlib import Path

from mkdocs.commands.build import build

from nalsd.site import kept as kept_module
from tests.site.conftest import Page, Project, design

FORMULAS = "reference/formulas.md"


def served(project: Project) -> str:
    """One build of a preview; the reference page it gives."""
    config = project.config()
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    return (Path(config.site_dir) / "reference/formulas/index.html").read_text()


def test_an_unchanged_page_of_the_reference_stays_whole(project: Project, monkeypatch):
    project.site.pages = [*design("a"), Page(FORMULAS, "# Formulas\n\n## Little's law {#little}\n\nText.\n")]
    link = "\nSee [the law](../../reference/formulas.md#little).\n"
    project.site.pages[0].markdown += link
    first = served(project)
    taken: list[bool] = []
    take = kept_module.KeptPages.take

    def watched(self, page, markdown):
        taken.append(take(self, page, markdown))
        return taken[-1]

    monkeypatch.setattr(kept_module.KeptPages, "take", watched)
    project.write("designs/a/index.md", "# A, saved\n")
    project.site.pages[0].markdown += "\nSaved.\n"
    assert served(project) == first
    assert taken.count(True) == 1, "the page of the reference, and no page of a design"
    assert "Saved." in project.read("designs/a/index.html")


def test_a_changed_page_or_other_settings_make_it_again(project: Project):
    page = Page(FORMULAS, "# Formulas\n\nBefore.\n")
    project.site.pages = [*design("a"), page]
    assert "Before." in served(project)
    page.markdown = "# Formulas\n\nAfter.\n"
    project.write("designs/a/index.md", "# A, saved\n")
    assert "After." in served(project)
    project.settings["site_name"] = "Renamed"
    assert "Renamed" in served(project)
