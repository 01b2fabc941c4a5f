"""What stands behind the numbers, at the foot of a page; a repository's settings and baseline in a build."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nalsd.checks.baseline import baseline_of
from nalsd.checks.report import Coverage, Report
from nalsd.checks.settings import BadSettings, Settings
from nalsd.pages import PageOptions, SitePages, build_pages
from tests.pages.small import CONTEXT, write

TEXT = CONTEXT + (
    "\nThe stock is 5 GB. A minute takes $20{,}000 \\times 400\\,B \\times 60 = 480\\,MB$.\n\n"
    "<!-- nalsd: ignore N401 because it is quoted -->\n[63 Mbps](nalsd:workloads.ask.peak_payload)\n\n"
    "Wrong is [65 Mbps](nalsd:workloads.ask.peak_payload).\n"
)


def made(root: Path, settings: Settings | None = None) -> SitePages:
    write(root)
    (root / "designs" / "echo" / "1-context.md").write_text(TEXT, encoding="utf-8")
    return build_pages(root, PageOptions(designs_dir=root / "designs", settings=settings or Settings()))


def codes(site: SitePages) -> list[str]:
    return [r.code for r in site.findings if r.code.startswith("N4")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SitePages:
    return made(tmp_path_factory.mktemp("backing"))


def line(site: SitePages, path: str) -> str | None:
    markdown = next(p.markdown for p in site.pages if p.path == path)
    found = BeautifulSoup(markdown, "html.parser").find("p", class_="nalsd-backing")
    return found.get_text() if found is not None else None


def test_a_page_says_what_stands_behind_its_numbers(site: SitePages) -> None:
    # 64, 63 and 65 Mbps are claims, the peak is filled in, the sum has two numbers with a unit, 5 GB is bare.
    said = "1 computed, 3 claimed, 2 verified, 1 bare."
    assert line(site, "designs/echo/context.md") == f"Numbers in the text of this page: {said}"
    assert (line(site, "designs/echo/index.md") or "").startswith("Numbers in the text of this design: ")


def test_a_page_without_numbers_says_nothing(site: SitePages) -> None:
    assert line(site, "designs/echo/slo.md") is None


def test_a_suppression_leaves_no_text_on_the_page(site: SitePages) -> None:
    markdown = next(p.markdown for p in site.pages if p.path == "designs/echo/context.md")
    assert "ignore N401" not in BeautifulSoup(markdown, "html.parser").get_text()
    assert codes(site) == ["N401"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(ignore=("N401",)), []),
        (Settings(severity={"N4": "off"}), []),
        (Settings(severity={"N401": "warning"}), ["N401"]),
    ],
)
def test_settings_count_in_a_build(settings: Settings, expected: list[str], tmp_path: Path) -> None:
    site = made(tmp_path, settings)
    assert codes(site) == expected
    assert all(str(r.severity) == "warning" for r in site.findings if r.code == "N401")


def test_a_baseline_counts_in_a_build(tmp_path: Path) -> None:
    first = made(tmp_path)
    file = tmp_path / "b.json"
    file.write_text(baseline_of(Report(first.findings, Coverage())), encoding="utf-8")
    assert codes(made(tmp_path, Settings(baseline=file))) == []
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(BadSettings, match="is not a baseline"):
        made(tmp_path, Settings(baseline=file))


def test_a_rule_page_says_how_to_suppress(site: SitePages) -> None:
    pages = {p.path: p.markdown for p in site.pages}
    assert (
        "nalsd: ignore N503 because"
        in BeautifulSoup(pages["reference/checks/n503.md"], "html.parser").get_text()
    )
    assert "cannot be suppressed" in pages["reference/checks/n116.md"]


def test_a_finding_leads_to_the_page_of_its_rule(site: SitePages) -> None:
    overview = next(p.markdown for p in site.pages if p.path == "designs/echo/index.md")
    links = BeautifulSoup(overview, "html.parser").select("ul.nalsd-findings a")
    assert "../../reference/checks/n401/" in [link["href"] for link in links]
