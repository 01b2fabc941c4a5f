"""Sections, claims and calls of a body; nothing else happens to it."""

from __future__ import annotations

import pytest

from nalsd.designs.calls import BadCall, parse_call
from nalsd.designs.prose import Prose


def claims(text: str) -> list[tuple[str, str]]:
    return [(claim.text, claim.quantity) for claim in Prose(text).claims]


def calls(text: str) -> list[tuple]:
    return [(call.name, *call.args) for call in Prose(text).calls]


def codes(text: str) -> list[str]:
    return [finding.code for finding in Prose(text).findings]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("is [20 Gbps](nalsd:workloads.click.peak).", [("20 Gbps", "workloads.click.peak")]),
        ("[](nalsd:a.b)", [("", "a.b")]),
        ("| [1](nalsd:a) | [2](nalsd:b) |", [("1", "a"), ("2", "b")]),
        ("[**20** Gbps](nalsd:a)", [("**20** Gbps", "a")]),
        ("[a [b] c](nalsd:a)", [("a [b] c", "a")]),
        ("[see [20](nalsd:a)](https://x)", [("20", "a")]),
        ('[20](nalsd:a "title")', [("20", "a")]),
        ("[20](<nalsd:a>)", [("20", "a")]),
        ("[20]( nalsd:a )", [("20", "a")]),
        ("[$20\\,Gbps$](nalsd:a)", [("$20\\,Gbps$", "a")]),
        ("[a\nb](nalsd:a)", [("a\nb", "a")]),
        ("[20](nalsd:)", [("20", "")]),
        ("[20](https://nalsd:a)", []),
        ("[20](nalsd:a b)", []),
        ("[20](nalsd:a 'title')", [("20", "a")]),
        ("<!-- [20](nalsd:a) --> [30](nalsd:b)", [("30", "b")]),
        ("<!--\n\n[20](nalsd:a)\n\n-->\n[30](nalsd:b)", [("30", "b")]),
        ("`<!--` [20](nalsd:a) `-->`", [("20", "a")]),
        ("<!-- never closed [20](nalsd:a)", [("20", "a")]),
        ("`[20](nalsd:a)`", []),
        ("```\n[20](nalsd:a)\n```", []),
        ("$[20](nalsd:a)$", []),
        ("\\[20](nalsd:a)", []),
        ("[20\n\n](nalsd:a)", []),
        ("20](nalsd:a)", []),
        ("`a` [20](nalsd:a) `b`", [("20", "a")]),
    ],
)
def test_claims(text: str, found: list[tuple[str, str]]) -> None:
    assert claims(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{{ value("a.b") }}', [("value", "a.b")]),
        ("{{value('a')}}", [("value", "a")]),
        ('{{ chart("a", 3, -1.5, "x") }}', [("chart", "a", 3, -1.5, "x")]),
        ('{{ table("a") }}\n\n{{ diagram("b") }}', [("table", "a"), ("diagram", "b")]),
        ('`{{ value("a") }}`', []),
        ('``{{ value("a") }} ` ``', []),
        ('~~~\n{{ value("a") }}\n~~~', []),
        ('````\n```\n{{ value("a") }}\n````', []),
        ('$$\n{{ value("a") }}\n$$', []),
        ('\\( {{ value("a") }} \\)', []),
        ('costs $5 {{ value("a") }} and $6', [("value", "a")]),
        ('a ` b {{ value("a") }}', [("value", "a")]),
        ('```\nnever closed\n\n{{ value("a") }}', [("value", "a")]),
        ('> ```\n> {{ value("a") }}\n> ```\n{{ value("b") }}', [("value", "b")]),
    ],
)
def test_calls(text: str, found: list[tuple]) -> None:
    assert calls(text) == found
    assert codes(text) == []


BAD = [
    "{{ x }}",
    "{{ 7*7 }}",
    "{{ config.config_file_path }}",
    '{{ cycler.__init__.__globals__.os.popen("id").read() }}',
    '{{ value("a").__class__ }}',
    '{{ value("a") | upper }}',
    "{{ value(a) }}",
    "{{ value() }}",
    "{{ value }}",
    '{{ value("a", x="b") }}',
    '{{ value("a" "b") }}',
    '{{ value("a", ) }}',
    '{{ value("a\\x41") }}',
    '{{ value(["a"]) }}',
    '{{ value(value("a")) }}',
    "{{ value(3) }}",
    '{{ valeu("a") }}',
    '{{ value("" ) }}',
    "{{ value(“a”) }}",
    "{% raw %}",
    '{% include "../../x" %}',
    "{# comment #}",
    "{{ never closed",
    "{{}}",
    "\\{{ x }}",
    "[{{ x }}](nalsd:a)",
    '{{ value("a", 1, 2, 3, 4, 5, 6, 7, 8) }}',
    "{{ value(1e309) }}",
]


@pytest.mark.parametrize("text", BAD)
def test_anything_else_in_braces_is_a_finding_and_plain_text(text: str) -> None:
    prose = Prose(text, "f.md", 5)
    assert [finding.code for finding in prose.findings] == ["N112"]
    assert prose.calls == []
    finding = prose.findings[0]
    assert finding.help
    assert finding.location.line == 5
    written = prose.rewrite(lambda claim: f"<{prose.text[slice(*claim.span)]}>", lambda call: "CALL")
    if not text.startswith("["):
        assert "{{" not in written
        assert "{%" not in written
        assert "{#" not in written


@pytest.mark.parametrize("text", ["a {b} c", "## Title {#anchor}", "{: .note }", "x {", "${a}$", "{ { x } }"])
def test_other_braces_are_left_alone(text: str) -> None:
    assert codes(text) == []
    assert Prose(text).rewrite(lambda claim: "", lambda call: "") == text


def test_mends_name_the_nearest_call() -> None:
    assert "`value`" in Prose('{{ valeu("a") }}').findings[0].help
    assert "quotes" in Prose("{{ value(a) }}").findings[0].message


def test_rewriting_replaces_claims_and_calls_only() -> None:
    text = 'A [1](nalsd:a) `[2](nalsd:b)` {{ value("c") }} $x_{{1}}$ {{ d }}.\n```\n{{ e }}\n```\n'
    written = Prose(text).rewrite(lambda claim: f"<{claim.quantity}>", lambda call: f"<{call.args[0]}>")
    assert written == "A <a> `[2](nalsd:b)` <c> $x_{{1}}$ &#123;&#123; d &#125;&#125;.\n```\n{{ e }}\n```\n"


def test_places_count_from_the_body() -> None:
    prose = Prose('\nüx [1](nalsd:a)\n\n  {{ value("b") }}\n{{ bad }}', "f.md", 10)
    assert str(prose.claims[0].location) == "f.md:11:4"
    assert str(prose.calls[0].location) == "f.md:13:3"
    assert str(prose.findings[0].location) == "f.md:14:1"
    start, end = prose.claims[0].span
    assert prose.text[start:end] == "[1](nalsd:a)"


PAGE = """\
Opening.

# One
Text.

## Empty

<!-- to do -->

## With *marks* and `code` {#own}
More.

```
# no heading
```

Set in text
-----------
Words.

### Deeper
x
## One
"""


def test_sections() -> None:
    sections = Prose(PAGE, "f.md", 3).sections
    assert [(s.level, s.title, s.slug, s.empty, s.location.line) for s in sections] == [
        (0, "", "", False, 3),
        (1, "One", "one", False, 5),
        (2, "Empty", "empty", True, 8),
        (2, "With marks and code", "own", False, 12),
        (2, "Set in text", "set-in-text", False, 19),
        (3, "Deeper", "deeper", False, 23),
        (2, "One", "one_1", True, 25),
    ]
    assert sections[1].markdown == "\nText.\n\n"
    assert Prose(PAGE).section("with MARKS and code").markdown.startswith("\nMore.")


def test_slugs_are_those_of_the_markdown_library() -> None:
    from markdown import Markdown
    from markdown.extensions.toc import TocExtension

    titles = [
        "API design",
        "Über p99 & more!",
        "a  b--c",
        "5:30",
        "a_b",
        "Same",
        "Same",
        "Same",
        "**Bold** `x`",
    ]
    text = "".join(f"## {title}\n\nx\n\n" for title in titles)
    library = Markdown(extensions=[TocExtension()])
    library.convert(text)
    assert [s.slug for s in Prose(text).sections] == [token["id"] for token in library.toc_tokens]


def test_a_section_of_subsections_is_not_empty() -> None:
    sections = Prose("# A\n## B\n### C\ntext\n## D\n# E\n").sections
    assert [(s.title, s.empty) for s in sections] == [
        ("A", False),
        ("B", False),
        ("C", False),
        ("D", True),
        ("E", True),
    ]


def test_one_section_is_rewritten_by_itself() -> None:
    prose = Prose("# A\n[1](nalsd:a)\n# B\n[2](nalsd:b)\n")
    written = prose.rewrite(lambda claim: claim.quantity.upper(), lambda call: "", prose.sections[1])
    assert written == "\nB\n"


@pytest.mark.parametrize(
    ("text", "empty"),
    [("", True), ("\n \n", True), ("# A\n\n## B\n", True), ("<!-- x -->", True), ("x", False)],
)
def test_empty_prose(text: str, empty: bool) -> None:
    assert Prose(text).empty is empty


def test_what_stands_in_a_call() -> None:
    assert parse_call(' value("a", 1, 2.5) ') == ("value", ("a", 1, 2.5))
    with pytest.raises(BadCall, match="no call `open`"):
        parse_call(' open("a") ')
    with pytest.raises(BadCall, match="too long"):
        parse_call(f'value("{"a" * 400}")')


@pytest.mark.parametrize(
    "text",
    [
        "[20](nalsd: a.b)",
        "[20](nalsd:a b)",
        "[20](NALSD:a)",
        "[20](nalsd:a (title))",
        "as [20][peak] says\n\n[peak]: nalsd:a",
        '<a href="nalsd:a">20</a>',
    ],
)
def test_a_link_to_a_quantity_that_is_no_claim_is_said(text: str) -> None:
    prose = Prose(text)
    (finding,) = prose.findings
    assert (finding.code, prose.claims) == ("N112", [])
    assert "no claim" in finding.message and "[20 Gbps](nalsd:ID)" in finding.help


@pytest.mark.parametrize(
    "text", ["`[20](nalsd: a)`", "<!-- [20](nalsd: a) -->", "```\n[20](nalsd: a)\n```", "\\[20](nalsd: a)"]
)
def test_code_comments_and_escaped_brackets_are_no_links(text: str) -> None:
    assert codes(text) == []
