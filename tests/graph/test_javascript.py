"""Generated JavaScript: the same numbers as Python, nothing evaluated, nothing of an author's as code."""

from __future__ import annotations

import json
import random
import re

import pytest

from nalsd.graph import Citation, Name, formula, guard, parse, solve, sum_over, where
from nalsd.graph.expr import Const, Op
from nalsd.graph.javascript import expression, function, runtime, script, variable
from nalsd.units import STANDARD

SOURCE = Citation("a test")


def declared(body, gives=("1", "r"), options=None, **symbols):
    given = {n: (u, n, (options or {}).get(n, {})) for n, u in symbols.items()}
    return formula("T", symbols=given, gives=gives, source=SOURCE)(body)


def nodes(demand, supply, target, spare=1.0):
    """The worked example of the guarded ceiling: round inputs that floats miss."""
    from nalsd.graph import ceil, maximum

    guard(target > 0, "a target is above 0")
    return maximum(1, ceil(demand * (1 + 0.1 + 0.1) / (supply * target))) + spare


NODES = declared(nodes, demand="1", supply="1", target="1", spare="1")


def harmonic(n, x):
    def term(k):
        guard(k < 40, "a term is below 40")
        return where(k > x, lambda: 1 / (k - x), 0.0)

    return {"sum": sum_over(1, n, term), "root": solve(lambda y: y * y - n, 0, n + 1)}


HARMONIC = declared(harmonic, gives={"sum": ("1", "s"), "root": ("1", "r")}, n="1", x="1")


def test_a_formula_is_a_static_function() -> None:
    text = function(NODES)
    assert text.startswith("function f_nodes(v_demand, v_supply, v_target, v_spare = 1.0) {")
    assert 'N.guard((v_target > 0.0), "a target is above 0");' in text


def test_whole_formulas_agree_to_the_last_bit(node) -> None:
    """Round decimals and random numbers, a thousand of each."""
    draw = random.Random(4)
    inputs = [
        [
            draw.choice([1.0, 5, 10, 20, 36, 7.5]),
            draw.choice([0.1, 0.5, 1, 2, 10]),
            draw.choice([0.3, 0.6, 0.7]),
        ]
        for _ in range(1000)
    ]
    inputs += [[draw.uniform(0, 1e6), draw.uniform(0.1, 1e3), draw.uniform(0.01, 1)] for _ in range(1000)]
    text = f"{runtime()}{function(NODES)}console.log(JSON.stringify(INPUT.map((x) => f_nodes(...x))))"
    assert node(text, inputs) == [NODES(*values) for values in inputs]


def test_sums_and_solutions_with_their_guards(node) -> None:
    text = f"""{runtime()}{function(HARMONIC)}
    const of = (x) => {{ try {{ return f_harmonic(...x); }} catch (e) {{ return e.message; }} }};
    console.log(JSON.stringify(INPUT.map(of)))"""
    found = node(text, [[10.0, 0.5], [30.0, 2.5], [45.0, 0.5]])
    assert found[:2] == [HARMONIC(10.0, 0.5), HARMONIC(30.0, 2.5)]
    assert found[2] == "a term is below 40"


def test_lists_are_arrays(node) -> None:
    from nalsd.graph import total

    found = declared(lambda parts: total(parts), options={"parts": {"many": True}}, parts="1")
    text = (
        runtime()
        + function(found, {"parts": [0.0] * 3}).replace("f_<lambda>", "f")
        + "console.log(f([1, 2, 4.5]))"
    )
    assert node(text) == 7.5


def test_an_author_s_formula_calls_the_engine_s(node) -> None:
    expr = parse("2 * nodes(a, b.c, 60%) - (1 if a > 5 else -2)", STANDARD, {"nodes": NODES})
    text = f"{script([expr])}const v_a = 10, v_b$c = 1;console.log({expression(expr)})"
    assert node(text) == 2 * NODES(10.0, 1.0, 0.6) - 1 == 2 * 21 - 1


def test_numbers_are_written_to_the_last_bit(node) -> None:
    values = [0.1, 1 / 3, 1e-300, 1.7976931348623157e308, 5e-324, 123456789.123456789, -0.0, -2.5]
    text = ", ".join(expression(Const(v)) for v in values)
    found = node(f"console.log(JSON.stringify([{text}].map(String)))")
    assert [float(x) for x in found] == values
    for bad in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="finite"):
            expression(Const(bad))


def test_names_cannot_leave_their_place() -> None:
    assert variable("tiers.log.single.nodes") == "v_tiers$log$single$nodes"
    assert variable("parts[2]") == "v_parts[2]"
    assert variable("a.b") != variable("a_b")
    for bad in ("a;b", "a b", "a-b", "</script>", "a\n", "", "1a", "ａ", "a'", "x[0][1];"):
        with pytest.raises(ValueError, match="cannot be named"):
            variable(bad)


def test_text_is_json_that_may_stand_in_a_page() -> None:
    """Messages, categories and tables are data: they close neither a string nor a script element."""
    message = "</script><script>alert(1)//\" \u2028 ' \\"
    found = declared(lambda x: (guard(x > 0, message), x)[1], x="1")
    text = function(found)
    assert "</script" not in text and "\u2028" not in text
    literal = re.search(r"N\.guard\(.*?, (\".*\")\);", text)[1]
    assert json.loads(literal) == message
    expr = Op("argmax", Name("a"), Name("b"), extra=("</script>", 'x"];alert(1);//'))
    assert json.loads(re.search(r"argmax\((\[.*?\]), \[v_a", expression(expr))[1]) == list(expr.extra)


def test_nothing_is_evaluated_from_text() -> None:
    text = runtime() + function(NODES) + function(HARMONIC)
    for word in ("eval", "Function(", "import(", "require", "document", "window", "innerHTML", "setTimeout"):
        assert word not in text, word


def test_is_the_same_each_time() -> None:
    assert function(HARMONIC) == function(HARMONIC)


def test_what_occurs_twice_is_computed_once(node) -> None:
    """Eight squarings of the same sum: as a tree 2^8 additions, here one."""

    def body(x):
        value = x + 1
        for _ in range(8):
            value = value * value
        return value

    found = declared(body, x="1")
    text = function(found)
    assert text.count("+ 1.0") == 1
    assert node(f"{runtime()}{text}console.log(f_body(1))") == 2.0**256


def test_a_value_of_a_branch_is_not_computed_outside_it(node) -> None:
    """1 / x stands in both branches and after them: only where x is not 0 may it be met."""

    def body(x, y):
        inverse = 1 / x
        return where(x > 0, lambda: inverse + inverse, y) + where(y > 5, lambda: inverse * 3, 0.0)

    found = declared(body, x="1", y="1")
    text = f"{runtime()}{function(found)}console.log(JSON.stringify(INPUT.map((x) => f_body(...x))))"
    assert node(text, [[0.0, 2.0], [4.0, 1.0], [4.0, 8.0]]) == [2.0, 0.5, 1.25]


def test_sums_keep_what_each_term_computes(node) -> None:
    """Sums of (k^2 + n) + (k^2 + n)^2 for k to 3, and of m k for k, m to 2, by hand."""

    def body(n):
        def term(k):
            inner = k * k + n
            return inner + inner * inner

        return sum_over(1, 3, term) + sum_over(
            1, 2, lambda k: sum_over(1, 2, lambda m: m * k * n + m * k * n)
        )

    found = declared(body, n="1")
    assert node(f"{runtime()}{function(found)}console.log(f_body(1))") == (2 + 5 + 10) + (4 + 25 + 100) + 18
