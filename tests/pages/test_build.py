"""The composer: every page of a small design, anchors that exist, the same bytes, the cache, calls."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from bs4 import BeautifulSoup

from nalsd.pages import PageOptions, SitePages, build_pages, calls
from nalsd.pages.addresses import address
from nalsd.pages.calls import UnknownThing
from tests.pages.small import CAPACITY, CONTEXT, write

PHASES = ("context", "slo", "capacity", "iterations", "architecture", "stress-test")


def made(root: Path, **options: object) -> SitePages:
    return build_pages(root, PageOptions(designs_dir=root / "designs", **options))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SitePages:
    root = tmp_path_factory.mktemp("site")
    write(root)
    return made(root)


def page(site: SitePages, path: str) -> str:
    return next(p.markdown for p in site.pages if p.path == path)


def soup(site: SitePages, path: str) -> BeautifulSoup:
    return BeautifulSoup(page(site, path), "html.parser")


def test_a_small_design_has_an_overview_and_six_pages(site: SitePages) -> None:
    paths = [p.path for p in site.pages]
    assert paths[0] == "designs/index.md"
    assert "designs/echo/index.md" in paths
    assert [p for p in paths if p in {f"designs/echo/{name}.md" for name in PHASES}] == [
        f"designs/echo/{name}.md" for name in PHASES
    ]


def test_a_design_without_published_figures_has_no_page_of_them(site: SitePages) -> None:
    assert "designs/echo/published.md" not in [p.path for p in site.pages]


def test_a_page_of_a_missing_phase_says_so(site: SitePages) -> None:
    assert "Not computed yet" in page(site, "designs/echo/stress-test.md") or "Nothing" in page(
        site, "designs/echo/stress-test.md"
    )


def test_the_load_is_on_the_page_of_phase_1(site: SitePages) -> None:
    figure = soup(site, "designs/echo/context.md").find(id="q-workloads.ask.peak")
    assert figure.get_text() == "20,000 requests/s"


def test_a_claim_leads_to_its_quantity_and_tells_the_value(site: SitePages) -> None:
    claim = soup(site, "designs/echo/context.md").find("a", class_="nalsd-claim")
    assert claim.get_text() == "64 Mbps"
    # 20 000/s x 400 B x 8 bit.
    assert claim["title"].endswith("64 Mbps (8 MB/s)")
    assert claim["href"].endswith("#q-workloads.ask.peak_payload")


def test_an_empty_claim_prints_the_value(site: SitePages) -> None:
    text = soup(site, "designs/echo/context.md").get_text()
    assert "come in, 20,000 requests/s of them" in text


def test_a_default_is_marked_as_one_with_its_source(site: SitePages) -> None:
    table = soup(site, "designs/echo/capacity.md").find(id="table-policy")
    assert {tag.get_text() for tag in table.find_all(class_="nalsd-tag")} == {"default"}
    assert "A default: the design does not state it." in table.get_text()
    assert table.find("a", href=re.compile("^https://")) is not None


def test_every_default_target_of_a_resource_is_shown(site: SitePages) -> None:
    table = soup(site, "designs/echo/capacity.md").find(id="table-policy")
    assert len(table.find_all("th", scope="row")) == 7


def links(site: SitePages) -> Iterator[tuple[str, str, str]]:
    """Page, page it leads to, anchor: of every link of a generated page that stays on the site."""
    for one in site.pages:
        here = address(one.path)
        for link in BeautifulSoup(one.markdown, "html.parser").find_all("a", href=True):
            target = link["href"]
            if not re.match(r"[a-z]+:", target):
                path, _, anchor = target.partition("#")
                yield one.path, posixpath.normpath(posixpath.join(here, path)).removeprefix("."), anchor


def test_every_link_leads_to_an_anchor_that_exists(site: SitePages) -> None:
    ids = {}
    for one in site.pages:
        found = {node["id"] for node in BeautifulSoup(one.markdown, "html.parser").find_all(id=True)}
        found |= set(re.findall(r"^#+ .*\{ #([^ }]+)", one.markdown, re.M))
        ids[posixpath.normpath(address(one.path)).removeprefix(".")] = found
    files = {posixpath.normpath(path) for path in site.files}
    checked = 0
    for source, target, anchor in links(site):
        assert target in ids or target in files, f"{source} links to {target}"
        if anchor:
            assert anchor in ids[target], f"{source} links to {target}#{anchor}"
            checked += 1
    assert checked > 100


def test_no_id_stands_twice_on_a_page(site: SitePages) -> None:
    for one in site.pages:
        found = [node["id"] for node in BeautifulSoup(one.markdown, "html.parser").find_all(id=True)]
        found += re.findall(r"^#+ .*\{ #([^ }]+)", one.markdown, re.M)
        assert len(found) == len(set(found)), (one.path, {i for i in found if found.count(i) > 1})


def test_each_quantity_has_exactly_one_anchor(site: SitePages) -> None:
    results = json.loads(site.files["designs/echo/results.json"])
    anchors = [
        node["id"]
        for one in site.pages
        if one.path.startswith("designs/echo/")
        for node in BeautifulSoup(one.markdown, "html.parser").find_all(id=re.compile("^q-"))
    ]
    wanted = {"q-" + re.sub(r"[^A-Za-z0-9_.-]+", "-", id) for id in results["quantities"]}
    assert sorted(anchors) == sorted(wanted)


def test_widgets_are_single_lines_that_markdown_leaves_alone(site: SitePages) -> None:
    for one in site.pages:
        if one.path.startswith("designs/"):
            for line in one.markdown.split("\n"):
                assert not line.startswith(("    ", "\t")), (one.path, line[:60])


def test_the_data_fits_its_schema(site: SitePages) -> None:
    for data, schema in (("designs/echo/results.json", "results"), ("catalogue.json", "catalogue")):
        jsonschema.validate(json.loads(site.files[data]), json.loads(site.files[f"schemas/{schema}.json"]))


def test_the_results_say_what_the_engine_computed(site: SitePages) -> None:
    results = json.loads(site.files["designs/echo/results.json"])
    assert results["quantities"]["workloads.ask.daily_requests"]["value"] == 10_000 * 86_400
    assert results["headline"]["load"] == {"value": 20_000.0, "unit": "request/s"}


def test_the_same_design_gives_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path)
    first, second = made(tmp_path), made(tmp_path)
    assert [(p.path, p.markdown) for p in first.pages] == [(p.path, p.markdown) for p in second.pages]
    assert first.files == second.files


def test_only_a_changed_design_is_made_again(tmp_path: Path) -> None:
    write(tmp_path, "one")
    write(tmp_path, "two")
    cache: dict[str, object] = {}
    made(tmp_path, cache=cache)
    before = dict(cache)
    write(tmp_path, "two", context=CONTEXT.replace("20k/s", "30k/s"))
    site = made(tmp_path, cache=cache)
    kept = [key for key, value in cache.items() if before.get(key) is value]
    assert any(key.startswith("design:one:") for key in kept)
    assert not any(key.startswith("design:two:") for key in kept)
    assert "30,000" in page(site, "designs/two/context.md")


def test_a_broken_design_is_a_finding_and_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path, "good")
    write(tmp_path, "bad", context="---\nphase: [\n---\n", capacity="---\nphase: 3\ntiers: nothing\n---\n")
    site = made(tmp_path)
    assert any(f.finding.design == "bad" and f.severity.value == "error" for f in site.findings)
    assert not any(f.finding.design == "good" and f.severity.value == "error" for f in site.findings)
    assert "20,000" in page(site, "designs/good/context.md")
    assert "designs/bad/context.md" in [p.path for p in site.pages]


def test_no_designs_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "designs").mkdir()
    site = made(tmp_path)
    assert [f.code for f in site.findings] == ["N113"]
    assert "No design yet" in page(site, "designs/index.md")


def test_what_does_not_apply_shows_the_reason(tmp_path: Path) -> None:
    reason = "One region is enough."
    write(
        tmp_path,
        index="---\ntitle: Echo\nstatus: draft\n"
        f"not_applicable: {{regions: {reason}, magic: None needed.}}\n---\nText.\n",
    )
    site = made(tmp_path)
    section = page(site, "designs/echo/iterations.md").partition("Multi")[2]
    assert reason in section.partition("\n## ")[0]
    assert "None needed." in page(site, "designs/echo/index.md")


def test_calls_of_other_pages_speak_of_the_built_designs(tmp_path: Path) -> None:
    write(tmp_path)
    made(tmp_path)
    calls.on_page("guide/index.md")
    figure = BeautifulSoup(calls.value("echo", "workloads.ask.peak"), "html.parser").a
    assert figure.get_text() == "20,000 requests/s"
    assert figure["href"] == "../designs/echo/context/#q-workloads.ask.peak"
    assert "Load by workload" in calls.table("echo", "scale")
    assert calls.chart("echo", "utilisation-front").strip().startswith("<figure")
    assert "<svg" in calls.diagram("echo")
    assert "<details" in calls.explain("echo", "tiers.front.single.needed")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: calls.value("eco", "workloads.ask.peak"), "there are: echo"),
        (lambda: calls.value("echo", "workloads.ask.peek"), "workloads.ask.peak"),
        (lambda: calls.table("echo", "scales-of-fish"), "known are"),
    ],
)
def test_a_call_of_what_is_not_there_names_what_is(tmp_path: Path, call, told: str) -> None:
    write(tmp_path)
    made(tmp_path)
    with pytest.raises(UnknownThing, match=re.escape(told)):
        call()


def test_a_tier_that_cannot_carry_its_load_is_told_first(tmp_path: Path) -> None:
    write(
        tmp_path, capacity=CAPACITY.replace("machine: box,", "machine: box, nodes: 1,").replace("50k", "1k")
    )
    site = made(tmp_path)
    text = soup(site, "designs/echo/index.md").get_text(" ")
    assert "Infeasible" in text
    assert "cannot carry the load" in text
    assert any(f.code == "N601" for f in site.findings)


def test_tags_lead_to_a_page_of_their_designs(tmp_path: Path) -> None:
    write(tmp_path)
    write(
        tmp_path,
        "reply",
        index="---\ntitle: Reply\nstatus: draft\ntags: [Small Things, fast]\n---\nAnswers.\n",
    )
    write(tmp_path, "tell", index="---\ntitle: Tell\nstatus: draft\ntags: [small-things]\n---\nTells.\n")
    site = made(tmp_path)
    (chip,) = soup(site, "designs/tell/index.md").select("a.nalsd-tagged")
    assert chip["href"] == "../tags/#tag-small-things"
    listed = page(site, "designs/tags.md")
    assert re.findall(r"\{ #(\S+) \}", listed) == ["tag-fast", "tag-small-things"]
    assert re.findall(r"\[(\w+)\]\((?!index)", listed.partition("tag-small-things")[2]) == ["Reply", "Tell"]
    assert "(tags.md)" in page(site, "designs/index.md")


def test_without_tags_there_is_no_page_of_them(site: SitePages) -> None:
    assert "designs/tags.md" not in [p.path for p in site.pages]
    assert "tags.md" not in page(site, "designs/index.md")
