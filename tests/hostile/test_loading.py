"""Files of strangers: nothing is executed, nothing takes long, each fault is a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.designs import Design, load_catalogue, load_design
from nalsd.designs.prose import Prose
from tests.cost import holds_within
from tests.designs.folders import SMALL, phase, write


def loaded(tmp_path: Path, name: str, content: str | bytes) -> Design:
    return load_design(write(tmp_path / "clicks", {**SMALL, name: content}))


ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS = {
    "alias bomb": ALIASES,
    "merge bomb": "a: &a {x: 1}\nb: {<<: *a, <<: *a}\n",
    "deep brackets": "zones: " + "[" * 100_000,
    "deep braces": "zones: " + "{a: " * 50_000,
    "deep closed": "zones: " + "[" * 5000 + "]" * 5000,
    "deep dashes": "zones:\n  " + "- " * 100_000,
    "deep indentation": "".join(" " * i + "a:\n" for i in range(700)),
    "question marks": "? " * 100_000,
    "many keys": "".join(f"k{i}: {i}\n" for i in range(18_000)),
    "many entries": "cluster:\n" + "".join(f"  c{i}: {{rf: 3}}\n" for i in range(15_000)),
    "the same key": "zones: 3\n" * 20_000,
    "a long key": "k" * 200_000 + ": 1",
    "a long value": "zones: " + "1" * 200_000,
    "open quotes": "zones: '" + "x\n" * 100_000,
    "open flow": "zones: {" + "a: 1, " * 30_000,
    "colons": "zones: " + "a: " * 60_000,
    "long anchors": "zones: &" + "a" * 200_000 + " 3",
    "many tags": "zones: !" + "a" * 200_000 + " 3",
    "percent signs": "%" * 100_000,
    "comments": "# x\n" * 60_000,
    "near misses": "cluster: {db: {" + ", ".join(f"quorun{i}: 1" for i in range(9_000)) + "}}",
    "bad names": "cluster:\n" + "".join(f"  C{i}: {{}}\n" for i in range(10_000)),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_a_finding_and_soon(tmp_path: Path, bomb: str) -> None:
    design = loaded(tmp_path, "4-iterations.md", phase(4, BOMBS[bomb]))
    holds_within(200, lambda: load_design(tmp_path / "clicks"))
    if bomb != "comments":
        assert design.findings
    assert len(design.findings) <= 120
    assert all(finding.location.file.endswith("4-iterations.md") for finding in design.findings)
    assert all(len(finding.message) + len(finding.help) < 1000 for finding in design.findings)
    assert list(design.context.workloads) == ["click"]


@pytest.mark.parametrize("bomb", ["alias bomb", "merge bomb", "deep brackets", "deep dashes", "long anchors"])
def test_one_bomb_is_one_finding(tmp_path: Path, bomb: str) -> None:
    design = loaded(tmp_path, "4-iterations.md", phase(4, BOMBS[bomb]))
    assert [finding.code for finding in design.findings] == ["N101"]
    assert design.findings[0].help


@pytest.mark.parametrize("megabytes", [0.3, 1, 5, 50])
def test_huge_front_matter_is_one_finding_and_soon(tmp_path: Path, megabytes: float) -> None:
    content = phase(4, "zones: 3\n" + "# padding\n" * int(megabytes * 1e5))
    folder = write(tmp_path / "clicks", {**SMALL, "4-iterations.md": content})
    design = load_design(folder)
    holds_within(20, lambda: load_design(folder))
    assert [finding.code for finding in design.findings] == ["N101"]
    assert "256 KB" in design.findings[0].message
    assert design.findings[0].location.file.endswith("4-iterations.md")


def test_other_designs_are_still_loaded(tmp_path: Path) -> None:
    write(tmp_path / "good", SMALL)
    for number, bomb in enumerate(("alias bomb", "deep brackets", "many keys")):
        write(tmp_path / f"bad-{number}", {**SMALL, "4-iterations.md": phase(4, BOMBS[bomb])})
    catalogue = load_catalogue(tmp_path)
    assert len(catalogue.designs) == 4
    assert catalogue.design("good").findings == []


SIZE = 250_000
BODIES = {
    "one line": "x" * SIZE,
    "brackets": "[" * SIZE,
    "closing brackets": "]" * SIZE,
    "claims begun": "[a](nalsd:" * (SIZE // 10),
    "claims": "[1](nalsd:a.b) " * (SIZE // 15),
    "braces": "{" * SIZE,
    "double braces": "{{ " * (SIZE // 3),
    "closing braces": "}}" * (SIZE // 2),
    "bad calls": "{{ x }} " * (SIZE // 8),
    "calls": '{{ value("a") }} ' * (SIZE // 17),
    "percent braces": "{% " * (SIZE // 3),
    "comments begun": "{#" * (SIZE // 2),
    "ticks": "`" * SIZE,
    "ticks of all lengths": " ".join("`" * i for i in range(1, 700)),
    "ticks apart": "` " * (SIZE // 2) + "``",
    "dollars": "$" * SIZE,
    "dollars apart": "$a " * (SIZE // 3),
    "backslashes": "\\" * SIZE,
    "mathematics begun": "\\( " * (SIZE // 3),
    "fences": "```a\n" * (SIZE // 5),
    "fences of all lengths": "".join("`" * (3 + i % 200) + "a\n" for i in range(9_000)),
    "headings": "# a\n" * (SIZE // 4),
    "dashes": "a\n---\n" * (SIZE // 6),
    "hashes": "#" * SIZE,
    "comments": "<!-- " * (SIZE // 5),
    "lines": "\n" * SIZE,
    "links": "[a](b) " * (SIZE // 7),
    "a heading of links": "# " + "[" * SIZE,
}


@pytest.mark.parametrize("body", BODIES)
def test_prose_of_any_kind_costs_no_more_than_it_is_long(body: str) -> None:
    held: list[Prose] = []

    def read_and_written() -> None:
        held[:] = [Prose(BODIES[body], "f.md")]
        held[0].rewrite(lambda claim: "1", lambda call: "2")

    holds_within(500, read_and_written)
    [prose] = held
    assert len(prose.findings) <= 50
    assert len(prose.sections) <= 2001
    written = prose.rewrite(lambda claim: "1", lambda call: "2")
    if "braces" in body or "calls" in body:
        assert "{{" not in written
        assert "{%" not in written


PAYLOADS = [
    '{{ cycler.__init__.__globals__.os.popen("touch pwned").read() }}',
    "{{ config.config_file_path }}",
    '{% include "../../../etc/passwd" %}',
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    '{{ value("a").__init__.__globals__ }}',
    "{%- set x = 1 -%}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("quote", ["'", '"', "", ">\n  "])
def test_template_injection_is_a_finding_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, payload: str, quote: str
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (
        payload.replace('"', '\\"')
        if quote == '"'
        else payload.replace("'", "''")
        if quote == "'"
        else payload
    )
    closing = quote if quote in ("'", '"') else ""
    design = loaded(tmp_path, "index.md", f"---\ntitle: A\nsummary: {quote}{text}{closing}\n---\n{payload}\n")
    findings = [(finding.code, finding.location.line) for finding in design.findings]
    assert {code for code, _ in findings} <= {"N112", "N101"}
    assert "N112" in {code for code, _ in findings}
    assert not (tmp_path / "pwned").exists()
    written = design.files["index"].prose.rewrite(lambda claim: "", lambda call: "")
    assert "{{" not in written
    assert "{%" not in written


def test_template_injection_in_keys_and_values(tmp_path: Path) -> None:
    front = "assumptions:\n  dau: '{{ 7*7 }}'\n  '{{x}}': 3\nrequirements: {a: '{% x %}'}"
    design = loaded(tmp_path, "1-context.md", phase(1, front))
    places = [(finding.code, finding.location.line, finding.location.column) for finding in design.findings]
    assert ("N112", 4, 8) in places
    assert ("N112", 5, 3) in places
    assert ("N112", 6, 19) in places


@pytest.mark.parametrize(
    "tag",
    ["!!python/object/apply:os.system ['touch pwned']", "!!python/name:os.system", "!include /etc/passwd"],
)
def test_tags_build_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str) -> None:
    monkeypatch.chdir(tmp_path)
    design = loaded(tmp_path, "4-iterations.md", phase(4, f"zones: {tag}"))
    assert [finding.code for finding in design.findings] == ["N101"]
    assert not (tmp_path / "pwned").exists()


def test_random_bytes_never_raise(tmp_path: Path) -> None:
    import random

    rng = random.Random(7)
    alphabet = "---\n\n\n:::  {}[]\"'&*!|>%@`#,?\t\\abc013phase: tiers: é\x00\x07"
    for number in range(150):
        text = "".join(rng.choice(alphabet) for _ in range(rng.randrange(200)))
        if number % 2:
            text = f"---\nphase: 4\n{text}\n---\n{text}"
        design = loaded(tmp_path, "4-iterations.md", text)
        for file in design.files.values():
            file.prose.rewrite(lambda claim: "", lambda call: "")


def test_many_files_are_bounded(tmp_path: Path) -> None:
    files = {f"x{number}.md": phase(4, "zones: 3") for number in range(300)}
    folder = write(tmp_path / "clicks", {**SMALL, **files})
    holds_within(200, lambda: load_design(folder))
    design = load_design(folder)
    assert "N101" in {finding.code for finding in design.findings}
