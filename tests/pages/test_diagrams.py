"""Topology and Mermaid drawings: deterministic, well-formed, harmless, faults with their line."""

from __future__ import annotations

import re

import pytest

from nalsd.graph import Graph
from nalsd.pages.diagrams import Edge, MermaidError, Node, Topology, layout, mermaid, topology
from nalsd.pages.diagrams.drawing import text_width
from nalsd.pages.diagrams.svg import cleaned
from nalsd.pages.scope import Scope
from tests.pages.conftest import soup, well_formed

NODES = [
    Node("browser", "Browser", "client", ["15 M connections"]),
    Node("edge", "Edge", "tier", ["3 nodes"], share=0.41, href="#table-edge"),
    Node("log", "Log", "store", ["8 nodes"], tone="over", group="storage"),
    Node("objects", "Object store", "service", group="storage"),
]
EDGES = [
    Edge("browser", "edge", ["5 M req/s", "23.6 Gbps"]),
    Edge("edge", "log", ["25 k batch/s"], "async"),
    Edge("log", "objects", mode="background"),
]
HOSTILE = (
    '"];x[label="<img src=x onerror=alert(1)>\\N\\G &amp; \x00\x1b </title></svg><script>alert(1)</script>'
)


def drawn(nodes: list[Node], edges: list[Edge]) -> str:
    return topology(Topology("t", "Where a click goes", nodes, edges), Scope())


def test_every_node_and_flow_is_drawn() -> None:
    made = drawn(NODES, EDGES)
    well_formed(made)
    page = soup(made)
    assert {g["id"] for g in page.select("g.nalsd-dg-node")} == {f"diagram-t-{n.id}" for n in NODES}
    assert len(page.select("g.nalsd-dg-edge")) == 3
    assert [t.get_text() for t in page.select("g.nalsd-dg-edge text")] == [
        "5 M req/s",
        "23.6 Gbps",
        "25 k batch/s",
    ]
    assert page.select_one("g.nalsd-dg-group text").get_text() == "storage"


def test_it_is_told_in_words() -> None:
    svg = soup(drawn(NODES, EDGES)).svg
    assert svg.find(id=svg["aria-labelledby"]).get_text() == "Where a click goes"
    assert svg.find(id=svg["aria-describedby"]).get_text() == (
        "Browser to Edge: 5 M req/s, 23.6 Gbps; Edge to Log: 25 k batch/s (async); "
        "Log to Object store (background)"
    )


def test_its_colours_come_from_the_page() -> None:
    svg = str(soup(drawn(NODES, EDGES)).svg)
    assert not re.search(
        r"(fill|stroke)=|#[0-9a-fA-F]{3,6}\b(?!table)",
        svg.replace("#table-edge", "").replace("url(#", "url("),
    )


def test_its_text_fits_its_box() -> None:
    page = soup(drawn(NODES, EDGES))
    for group in page.select("g.nalsd-dg-node"):
        shape = group.select_one("rect.nalsd-dg-shape")
        if shape:
            widest = max(
                text_width(t.get_text(), 14) for t in group.find_all("text", class_="nalsd-dg-title")
            )
            assert widest < float(shape["width"])


def test_the_same_topology_is_the_same_bytes() -> None:
    assert drawn(NODES, EDGES) == drawn(NODES, EDGES)


def test_two_drawings_of_a_page_share_no_id() -> None:
    scope = Scope()
    pair = Topology("t", "c", NODES, EDGES)
    well_formed(topology(pair, scope) + topology(pair, scope))


def test_labels_never_reach_the_layout_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    run = layout._run
    monkeypatch.setattr(layout, "_run", lambda dot: asked.append(dot) or run(dot))
    nodes = [Node(HOSTILE, HOSTILE, "tier", [HOSTILE], group=HOSTILE), Node("b", "B")]
    made = drawn(nodes, [Edge(HOSTILE, "b", [HOSTILE])])
    well_formed(made)
    page = soup(made)
    assert not page.find(["script", "img"])
    assert page.find("title").get_text() == "Where a click goes"
    assert all("alert" not in dot for dot in asked)
    assert "&lt;img src=x" in made


def test_an_edge_to_nothing_is_left_out() -> None:
    assert "nalsd-dg-edge" not in drawn(NODES[:1], [Edge("browser", "nowhere")])


def test_a_chain_too_long_for_the_column_stands_upright() -> None:
    nodes = [Node(f"n{i}", f"A tier with a long name {i}") for i in range(8)]
    edges = [Edge(f"n{i}", f"n{i + 1}", ["some requests a second"]) for i in range(7)]
    _, _, width, height = map(float, soup(drawn(nodes, edges)).svg["viewbox"].split())
    assert width < height


def test_a_missing_engine_is_a_plain_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_engine", lambda: "/nowhere/graphviz-pure")
    with pytest.raises(layout.LayoutError, match="layout failed"):
        drawn(NODES, EDGES)


FLOW = "flowchart LR\n  A[Client] -->|5M/s| B(Edge)\n  B --> C[(Log)]\n"
SEQUENCE = "sequenceDiagram\n  A->>B: hello\n  Note over A,B: note\n"
OTHERS = [
    "stateDiagram-v2\n [*] --> Pending\n Pending --> Done: take\n",
    "erDiagram\n CLICK ||--o{ AD : has\n",
    "classDiagram\n class A {\n  +int x\n }\n A <|-- B\n",
]


@pytest.mark.parametrize("text", [FLOW, SEQUENCE, *OTHERS])
def test_mermaid_is_drawn_in_the_colours_of_the_page(text: str) -> None:
    made = mermaid(text, Scope(), caption="Own")
    well_formed(made)
    assert "var(--nalsd-mmd-" in made
    assert not re.search(r"#fe0\d0\d", made, re.I)
    assert "http://" not in made.replace("http://www.w3.org/", "")


@pytest.mark.parametrize("text", [FLOW, SEQUENCE, *OTHERS])
def test_mermaid_has_a_name_for_those_who_do_not_see_it(text: str) -> None:
    assert soup(mermaid(text, Scope(), caption="Own")).svg["aria-label"] == "Own"
    assert soup(mermaid(text, Scope())).svg["aria-label"] == "The author's diagram"


def test_mermaid_that_names_itself_keeps_its_name() -> None:
    picture = soup(mermaid("flowchart LR\n  accTitle: How clicks go\n  A --> B\n", Scope())).svg
    assert picture.find(id=picture["aria-labelledby"]).get_text() == "How clicks go"
    assert "aria-label" not in picture.attrs


def test_mermaid_is_the_same_bytes_and_its_ids_are_unique() -> None:
    assert mermaid(FLOW, Scope()) == mermaid(FLOW, Scope())
    scope = Scope()
    well_formed(mermaid(FLOW, scope) + mermaid(FLOW, scope))


def test_mermaid_styles_touch_nothing_but_the_drawing() -> None:
    css = soup(mermaid(FLOW, Scope())).style.get_text()
    selectors = [s.strip() for rule in css.split("}") if rule for s in rule.split("{")[0].split(",")]
    assert selectors
    assert all(s.startswith("#diagram-mermaid-svg") for s in selectors)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("flowchart LR\n A --> B\n B[[ ---> C", 3),
        ("sequenceDiagram\n A-B: x\n", 2),
        ("nonsense", 1),
        ("", 1),
    ],
)
def test_a_syntax_error_is_a_message_with_its_line(text: str, line: int) -> None:
    with pytest.raises(MermaidError) as raised:
        mermaid(text, Scope())
    assert raised.value.line == line
    assert raised.value.message
    assert "Traceback" not in raised.value.message


def test_mermaid_without_end_is_refused() -> None:
    with pytest.raises(MermaidError, match="longer"):
        mermaid("flowchart LR\n" + "A --> B\n" * 10_000, Scope())


@pytest.mark.parametrize(
    "line",
    [
        'A["<script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>"]',
        'A --> B\nclick A "javascript:alert(1)"',
        "A --> B\nclick A call alert()",
        'A@{ img: "https://evil.example/x.png", label: "I" }',
        "A --> B\nstyle A fill:url(https://evil.example/x)",
        "A --> B\nclassDef x fill:#f00,background:url(//evil.example)\nclass A x",
    ],
)
def test_mermaid_brings_nothing_active_and_nothing_from_elsewhere(line: str) -> None:
    try:
        made = mermaid(f"flowchart LR\n{line}\n", Scope())
    except MermaidError:
        return
    page = soup(made)
    assert not page.find(["script", "img", "image", "iframe", "object"])
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.lower().startswith("on")]
        assert not re.search(r"javascript:|evil", " ".join(map(str, tag.attrs.values())))
    assert "evil" not in (page.style.get_text() if page.style else "")


def test_mermaid_cannot_style_the_page() -> None:
    css = "} body { display: none } .node { background: url(https://evil.example) }"
    text = f'%%{{init: {{"themeCSS": "{css}"}}}}%%\n'
    try:
        made = mermaid(text + FLOW, Scope())
    except MermaidError:
        return
    assert "body" not in soup(made).style.get_text()
    assert "evil" not in made


def test_cleaning_takes_out_what_a_browser_would_run_or_fetch() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()">'
        '<script>x()</script><image href="https://e/x.png"/><use href="https://e/x.svg#a"/>'
        '<a xlink:href="javascript:x()"><text>t</text></a><a href="https://ok.example/"><text>u</text></a>'
        '<rect style="fill:url(https://e/x)"/><animate attributeName="href" to="javascript:x()"/>'
        '<style>#i .a{fill:red}#i rect{fill:url(http://e)}body{display:none}@import "x";</style></svg>'
    )
    made = cleaned(svg, "i", {}, "Own")
    page = soup(made)
    assert [tag.name for tag in page.find_all(True)] == [
        "svg",
        "use",
        "a",
        "text",
        "a",
        "text",
        "rect",
        "style",
    ]
    assert page.style.get_text() == ""
    assert [a.get("xlink:href") for a in page.find_all("a")] == [None, "https://ok.example/"]
    assert "https://e/" not in made


def test_graph_is_not_needed(graph: Graph) -> None:
    assert topology(Topology("x", "One", NODES[:1], []), Scope(graph))
