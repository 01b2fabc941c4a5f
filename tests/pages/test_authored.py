"""An author's text: what is read, what stays inert, and how it goes together with computed parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nalsd.pages import PageOptions, SitePages, build_pages
from nalsd.pages.authored.markdown import CLOSE, OPEN, Links, render_markdown
from nalsd.pages.authored.tex import to_mathml
from tests.pages.small import CAPACITY, CONTEXT, write


def rendered(text: str, links: Links | None = None) -> str:
    return "\n".join(render_markdown(text, links or Links()))


def soup(text: str, links: Links | None = None) -> BeautifulSoup:
    return BeautifulSoup(rendered(text, links), "html.parser")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='https://evil.example'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x]( javascript:alert(1) )",
    "[x]\n\n[x]: javascript:alert(1)",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "<javascript:alert(1)>",
    "x { onclick=alert(1) }\n{: onclick=alert(1) }",
    "# h { #id onclick=alert(1) }",
    "<div markdown='1' onclick=alert(1)>x</div>",
    "<style>body{display:none}</style>",
    "<form action=//evil.example><input name=x></form>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\style{background:url(//evil.example)}{x}$",
    "$<script>alert(1)</script>$",
    "<!-- --><script>alert(1)</script>",
    "<br onclick=alert(1)>",
    "<sub onclick=alert(1)>x</sub>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    '[x](https://e.example"onmouseover=alert(1))',
    '<https://e.example/"onmouseover=alert(1)>',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    page = soup(text)
    allowed = {
        "p", "a", "span", "em", "strong", "code", "pre", "div", "table", "thead", "tbody", "tr", "th", "td",
        "h1", "br", "sub", "math", "mrow", "mi", "mo", "mn", "mtext",
    }  # fmt: skip
    assert {node.name for node in page.find_all()} <= allowed
    for node in page.find_all():
        assert not [name for name in node.attrs if name.startswith("on")]
        known = {"href", "class", "display", "mathvariant", "stretchy", "title", "style"}
        assert set(node.attrs) <= known, node
        assert node.get("style", "text-align:").startswith("text-align:")
        href = node.get("href")
        assert href is None or href.startswith(("https://", "http://", "mailto:", "#"))


def test_a_picture_from_elsewhere_becomes_a_link() -> None:
    link = soup("![pixel](https://evil.example/p.png)").a
    assert (link["href"], link.get_text()) == ("https://evil.example/p.png", "pixel")


def test_a_picture_of_the_design_is_shown() -> None:
    picture = soup("![a b](shot.png)", Links(picture=lambda target: f"../{target}")).img
    assert (picture["src"], picture["alt"]) == ("../shot.png", "a b")


def test_template_syntax_in_code_is_written_as_references() -> None:
    html = rendered("```\n{{ 1 }} {% x %} {# y #}\n```\n\n`{{ 2 }}`")
    assert "{{" not in html and "{%" not in html and "{#" not in html
    assert "{{ 1 }} {% x %} {# y #}" in BeautifulSoup(html, "html.parser").get_text()


def test_an_authors_own_marks_fill_nothing_in(tmp_path: Path) -> None:
    forged = f"{OPEN}0{CLOSE}"
    write(tmp_path, context=CONTEXT + f"\nForged {forged} mark.\n")
    text = page(build(tmp_path), "context")
    assert OPEN not in text
    assert text.count("nalsd-claim") == 1


def test_comments_are_left_out() -> None:
    assert soup("one <!-- two --> three").get_text() == "one  three"
    assert rendered("<!-- a\n\nb\n-->\n\nshown").count("<p>") == 1


def test_a_few_tags_of_plain_words_are_read() -> None:
    assert rendered("H<sub>2</sub>O and x<sup>2</sup><br>") == "<p>H<sub>2</sub>O and x<sup>2</sup><br></p>"


def test_tables_lists_and_listings() -> None:
    page = soup('| a | b |\n|--|-:|\n| 1 | 2 |\n\n- x\n- y\n\n```json\n{"a": 1}\n```')
    assert [cell.get_text() for cell in page.find_all("td")] == ["1", "2"]
    assert len(page.find_all("li")) == 2
    assert page.find("pre").get_text() == '{"a": 1}'
    assert page.find("pre").find("span", class_="nt") is not None


def test_every_block_is_one_line() -> None:
    html = rendered("a\nb\n\n```\nx\n\n    y\n```\n\n> q\n>\n> r\n")
    assert all(not line.startswith((" ", "\t")) for line in html.split("\n"))
    assert len(html.split("\n")) == 3
    assert BeautifulSoup(html, "html.parser").find("pre").get_text() == "x\n\n    y"


def mathml(tex: str) -> str:
    return " ".join(
        node.get_text()
        for node in BeautifulSoup(str(to_mathml(tex)), "html.parser").find_all(["mn", "mi", "mo"])
    )


def test_a_formula_becomes_mathml() -> None:
    assert mathml(r"2\,M \times 500\,B = 1\,GB/s") == "2 M × 500 B = 1 GB / s"


def test_numbers_in_groups_stay_whole_and_units_stand_upright() -> None:
    assert mathml(r"86,400\,s") == "86,400 s"
    math = BeautifulSoup(str(to_mathml(r"5\,M/s \times x")), "html.parser")
    assert [(mi.get_text(), mi.get("mathvariant")) for mi in math.find_all("mi")] == [
        ("M", "normal"), ("s", "normal"), ("x", None),
    ]  # fmt: skip


@pytest.mark.parametrize("tex", [r"\nosuch{x}", "x^", "{", "\\" * 3, "a" * 3000])
def test_a_formula_that_cannot_be_read_is_shown_as_written(tex: str) -> None:
    assert str(to_mathml(tex)).startswith(("<code>", "<math"))


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("costs $5 and $6", 0),
        ("it is $a$ and $b$", 2),
        ("$ a$", 0),
        (r"\(a\)", 1),
        ("$$a = b$$", 1),
        ("$$\na = b\n$$", 1),
        (r"\$a$", 0),
        ("`$a$`", 0),
    ],
)
def test_what_counts_as_a_formula(text: str, formulas: int) -> None:
    assert len(soup(text).find_all("math")) == formulas


# How text and computed parts go together


def build(root: Path) -> SitePages:
    return build_pages(root, PageOptions(designs_dir=root / "designs"))


def page(site: SitePages, name: str) -> str:
    return next(p.markdown for p in site.pages if p.path == f"designs/echo/{name}.md")


def headings(text: str) -> list[str]:
    return [line[3:].partition(" {")[0] for line in text.split("\n") if line.startswith("## ")]


def below(text: str, heading: str) -> str:
    """What stands under a heading of the second level."""
    return text.partition(f"\n## {heading} ")[2].partition("\n## ")[0]


def test_a_part_follows_the_authors_section_of_that_name(tmp_path: Path) -> None:
    write(tmp_path)
    text = page(build(tmp_path), "capacity")
    assert headings(text)[0] == "Compute"
    section = below(text, "Compute")
    assert section.index("One core would do.") < section.index('id="table-compute"')
    assert text.count('id="table-compute"') == 1


def test_the_authors_sections_keep_their_order_and_the_rest_follows(tmp_path: Path) -> None:
    write(tmp_path, capacity=CAPACITY + "\n## A word on cats\n\nMeow.\n\n## Bandwidth\n\nLinks.\n")
    text = page(build(tmp_path), "capacity")
    assert headings(text)[:3] == ["Compute", "A word on cats", "Bandwidth"]
    assert 'id="table-network"' in below(text, "Bandwidth")
    assert "Network" not in headings(text)
    assert "Node count" in headings(text)[3:]


def test_a_table_placed_by_hand_is_not_shown_again(tmp_path: Path) -> None:
    call = '{{ table("compute") }}'
    write(
        tmp_path,
        capacity=CAPACITY.replace("One core would do.", f"First.\n\n{call}\n\nLast.")
        + "\n## Memory\n\nNone.\n",
    )
    text = page(build(tmp_path), "capacity")
    section = below(text, "Compute")
    assert section.index("First.") < section.index('id="table-compute"') < section.index("Last.")
    assert "table-compute-2" not in text


def test_value_and_explain_are_filled_in(tmp_path: Path) -> None:
    calls = '{{ value("workloads.ask.peak") }}\n\n{{ explain("tiers.front.single.needed") }}'
    write(tmp_path, capacity=CAPACITY.replace("One core would do.", calls))
    made = BeautifulSoup(below(page(build(tmp_path), "capacity"), "Compute"), "html.parser")
    assert made.find("p").get_text() == "20,000 requests/s"
    assert made.find("details", class_="nalsd-explain").find("math") is not None


def test_a_call_of_a_table_that_does_not_exist_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, capacity=CAPACITY.replace("One core would do.", '{{ table("fish") }}'))
    site = build(tmp_path)
    (finding,) = [f.finding for f in site.findings if f.code == "N204"]
    assert "fish" in finding.message
    assert "`compute`" in finding.help
    assert finding.location.line > 1


def test_sub_headings_stay_headings(tmp_path: Path) -> None:
    write(tmp_path, capacity=CAPACITY + "\n### Why *so* few\n\nBecause.\n")
    assert "### Why so few { #why-so-few }" in page(build(tmp_path), "capacity")


def test_a_hostile_heading_means_nothing_but_itself(tmp_path: Path) -> None:
    write(
        tmp_path, capacity=CAPACITY + "\n## <img src=x onerror=alert(1)> { #x onclick=alert(1) }\n\nText.\n"
    )
    text = page(build(tmp_path), "capacity")
    assert "<img" not in text
    assert "onclick" not in "".join(
        line for line in text.split("\n") if line.startswith("## ") and "}" not in line
    )


def test_links_to_phases_files_and_nowhere(tmp_path: Path) -> None:
    prose = (
        "\n[a](3-capacity.md#compute) [b](data/load.csv) [c](missing.md) [d](../other/2-slo.md) "
        "[e](../../secret.json) "
        "[f](https://example.org/) [g](#problem-statement) [h](index.md)\n"
    )
    folder = write(tmp_path, context=CONTEXT + prose)
    write(tmp_path, "other")
    (folder / "data").mkdir()
    (folder / "data/load.csv").write_text("a,b\n")
    (tmp_path / "secret.json").write_text("{}")
    site = build(tmp_path)
    made = BeautifulSoup(page(site, "context"), "html.parser")
    found = {
        node.get_text(): node.get("href")
        for node in made.find_all(["a", "span"])
        if node.get_text() in set("abcdefgh")
    }
    assert found == {
        "a": "../capacity/#compute",
        "b": "../data/load.csv",
        "c": None,
        "d": "../../other/slo/",
        "e": None,
        "f": "https://example.org/",
        "g": "#problem-statement",
        "h": "../",
    }
    assert site.files["designs/echo/data/load.csv"] == b"a,b\n"
    dead = sorted(f.finding.printed for f in site.findings if f.code == "N201")
    assert dead == ["../../secret.json", "missing.md"]


def test_mermaid_in_the_text_is_drawn(tmp_path: Path) -> None:
    write(tmp_path, context=CONTEXT + "\n```mermaid\nflowchart LR\n  a --> b\n```\n")
    drawn = BeautifulSoup(page(build(tmp_path), "context"), "html.parser")
    assert drawn.find("figure", class_="nalsd-drawing").svg is not None
