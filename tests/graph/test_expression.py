"""Authors' formulas: what they may hold, what is refused with its mend, and nothing of it is ever run."""

from __future__ import annotations

import pytest

from nalsd.graph import ExpressionError, GuardError, parse
from nalsd.graph.evaluate import evaluate
from nalsd.graph.expr import Op, names, walk
from nalsd.graph.writing import to_text
from nalsd.physics import FORMULAS
from nalsd.units import STANDARD
from tests.cost import holds_within

STEPS = 20
"""Each hostile formula is refused within this CPU time."""


def read(text: str):
    return parse(text, STANDARD, FORMULAS)


def value(text: str, **values: float) -> float:
    return evaluate(read(text), values)


class TestReads:
    @pytest.mark.parametrize(
        ("text", "result"),
        [
            ("2 + 3 * 4", 14),
            ("(2 + 3) * 4", 20),
            ("(2 ** 3) ** 2", 2**6),
            ("-2 ** 2", -4),
            ("7 - 2 - 1", 4),
            ("8 / 2 / 2", 2),
            ("+5", 5),
            ("86400 s / 1 d", 1),
            ("5 GB/s / 1 GB/s", 5),
            ("50% * 8", 4),
            ("1 - 97%", 0.03),
            ("ceil(20.000000000000004)", 20),
            ("max(1, 5, 3) - min(2, 1)", 4),
            ("sqrt(16) + abs(-3) + floor(2.9)", 9),
            ("exp(log(7))", 7),
            ("1 if 2 > 3 else 4", 4),
            ("3 * (5 if 1 <= 1 else 6)", 15),
            ("2 ** 0.5", 2**0.5),
            ("4 ** -1", 0.25),
        ],
    )
    def test_arithmetic(self, text: str, result: float) -> None:
        assert value(text) == pytest.approx(result, rel=1e-12)

    def test_names_and_dotted_names_in_base_units(self) -> None:
        expr = read("dau * posts_per_user / 1 d + flows.push.rate")
        assert names(expr) == ["dau", "posts_per_user", "flows.push.rate"]
        given = {"dau": 86400.0, "posts_per_user": 0.5, "flows.push.rate": 1.0}
        assert evaluate(expr, given) == 1.5

    def test_a_literal_binds_tighter_than_any_operator(self) -> None:
        """`a / 1 d` divides by a day, `2 * 500 B` is 1,000 bytes."""
        assert value("a / 1 d", a=86400.0) == 1
        assert value("2 * 500 B") == 1000
        assert value("20 Gbps") == 2.5e9

    def test_the_written_order_is_kept(self) -> None:
        assert to_text(read("b + a * 2 - max(d, c)")) == "b + a × 2 − max(d, c)"

    def test_names_that_look_like_the_parser_s_own(self) -> None:
        assert names(read("v_0 + v_1 * 2")) == ["v_0", "v_1"]


class TestFormulasOfTheEngine:
    def test_are_called_by_name(self) -> None:
        """1,460 B take a 4,000 B message in 3 packets."""
        assert value("packets_per_message(4000 B/message, 1460 B/packet)") == 3

    def test_stay_one_node_that_reads_as_a_call(self) -> None:
        expr = read("2 * packets_per_message(size, mss)")
        assert to_text(expr) == "2 × packets_per_message(size, mss)"
        assert names(expr) == ["size", "mss"]

    def test_their_limits_hold(self) -> None:
        with pytest.raises(GuardError, match="segment size must be positive"):
            value("packets_per_message(10 B/message, mss)", mss=0.0)

    def test_their_limits_hold_only_where_they_are_reached(self) -> None:
        text = "packets_per_message(10 B/message, mss) if mss > 0 B/packet else 3"
        assert value(text, mss=0.0) == 3
        assert value(text, mss=5.0) == 2

    def test_defaults_may_be_left_out(self) -> None:
        assert value("daily_count(2 request/s)") == 172800

    @pytest.mark.parametrize(
        ("text", "message", "mend"),
        [
            (
                "packet_per_message(1 B, 2 B)",
                "no function `packet_per_message`",
                "did you mean `packets_per_message`?",
            ),
            ("packets_per_message(1 B)", "takes message, mss; got 1", "nalsd formulas packets_per_message"),
            ("node_count(3)", "takes needs", "nalsd formulas node_count"),
            ("sqrt(1, 2)", "takes one value, got 2", ""),
            ("max()", "takes one value, got 0", ""),
            ("2(3)", "not a formula|cannot be called", ""),
        ],
    )
    def test_wrong_calls_say_what_is_known(self, text: str, message: str, mend: str) -> None:
        with pytest.raises(ExpressionError, match=message) as caught:
            read(text)
        assert mend in caught.value.mend


HOSTILE = {
    "tower of powers": "9**9**9**9",
    "tower of powers, spaced": "9 ** 9 ** 9 ** 9",
    "huge power": "2**3000000",
    "power of a power": "((((9 ** 8) ** 8) ** 8) ** 8) ** 9",
    "import": "__import__('os').getcwd()",
    "import of a name": "__import__(os)",
    "subclasses": "().__class__.__base__.__subclasses__()",
    "called lambda": "(lambda: 1)()",
    "lambda": "lambda x: x",
    "list of a billion": "max([i for i in range(10**9)])",
    "generator": "max(i for i in range(10**9))",
    "factorial": "factorial(200000)",
    "5,000 minus signs": "-" * 5000 + "1",
    "400 minus signs": "-" * 400 + "1",
    "20,000 terms": "1" + "+1" * 20000,
    "240 terms": "1" + " + 1" * 120,
    "240 brackets": "(" * 240 + "1" + ")" * 240,
    "100 brackets of sums": "(1 + " * 90 + "1" + ")" * 90,
    "5,000 brackets": "(" * 5000 + "1" + ")" * 5000,
    "attribute": "a.__class__.__mro__ + (1).real",
    "attribute of a value": "(a).b",
    "attribute of a call": "max(1, 2).real",
    "subscript": "a[0]",
    "slice": "a[0:1]",
    "text": "'a' * 1000000000",
    "f-string": "f'{a}'",
    "bytes": "b'1'",
    "walrus": "(a := 1)",
    "assignment": "a = 1",
    "two statements": "1; 2",
    "two lines": "1\nimport os",
    "starred": "max(*a)",
    "keyword": "max(a, key=b)",
    "dictionary": "{1: 2}",
    "set": "{1, 2}",
    "tuple": "1, 2",
    "shift": "1 << 1000000000",
    "remainder": "7 % 3",
    "floor division": "7 // 2",
    "matrix product": "a @ b",
    "bit or": "1 | 2",
    "not": "not a",
    "and": "1 < 2 and 2 < 3",
    "chained comparison": "1 < a < 3",
    "is": "a is b",
    "in": "a in b",
    "await": "await a",
    "yield": "(yield 1)",
    "ellipsis": "...",
    "eval": "eval(1)",
    "exec": "exec(1)",
    "open": "open(1)",
    "getattr": "getattr(a, b)",
    "dunder call": "__build_class__(1)",
    "look-alike letters": "mаx(1, 2)",
    "full-width digits": "１ + １",
    "full-width name": "ｍａｘ(1, 2)",
    "ligature name": "ﬁoor(1)",
    "zero-width space": "a\u200b + b",
    "right-to-left override": "a \u202e+ b",
    "null character": "a\x00 + b",
    "comment": "1 # + 2",
    "line continuation": "1 + \\\n 2",
    "template": "{{ 7 * 7 }}",
    "shell": "$(ls)",
    "back-ticks": "`ls`",
    "empty": "",
    "spaces": "   ",
    "an operator": "+",
    "unbalanced": "(1 + 2",
    "no operator": "1 2",
    "huge literal": "1e400",
    "a literal above 1e30": "1e31",
    "hexadecimal": "0xff",
    "imaginary": "5j",
    "underscores": "1_000",
    "nested calls": "sqrt(" * 80 + "2" + ")" * 80,
    "calls of formulas": "concurrency_quantile(" * 20 + "2" + ", 0.9)" * 20 + " + " + "1 + " * 60 + "1",
}
"""Formulas of strangers; every one is refused by `parse`."""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_formulas_are_refused_at_once(text: str) -> None:
    def refused() -> None:
        with pytest.raises(ExpressionError):
            read(text)

    holds_within(STEPS, refused)
    with pytest.raises(ExpressionError) as caught:
        read(text)
    assert caught.value.message
    assert len(caught.value.message) < 300, "a message does not repeat a hostile text"
    assert 0 <= caught.value.column <= len(text)


EXPLODING = [
    "1e30 * 1e30 ** 8 * 1e30 ** 8",
    "a ** (a * 8)",
    "9 ** a",
    "a ** a ** a",
    "exp(a * 10)",
    "1 / (a - a)",
    "sqrt(0 - a)",
    "(0 - a) ** 0.5",
    "log(a - a)",
    "sqrt(abs((0 - a) ** 0.5))",
]


@pytest.mark.parametrize("text", EXPLODING)
def test_what_parses_and_has_no_finite_value_is_a_problem(text: str) -> None:
    """1e308 * 10 and its like: refused when it is evaluated, with the inputs named, and at once."""
    from nalsd.graph import Graph, Problem

    def resolved() -> tuple[Graph, list[Problem]]:
        graph = Graph()
        graph.given("a", 1000.0, label="A", unit="1", role="assumption")
        graph.express("x", read(text), label="X", role="computed")
        return graph, graph.resolve()

    holds_within(STEPS, resolved)
    graph, problems = resolved()
    assert [(p.kind, p.quantity) for p in problems] == [("non-finite", "x")]
    assert graph.value("x") is None
    assert "a = 1,000" in problems[0].help or "a" not in names(graph["x"].expr)


def test_nested_calls_cost_one_evaluation_each() -> None:
    """A formula that uses its input hundreds of times, within itself: not hundreds to the power of ten."""
    text = "hit_ratio(1000, 0.9, 1000 * hit_ratio(1000, 0.9, 1000 * hit_ratio(1000, 0.9, 100)))"
    expr = read(text)
    assert 0 < evaluate(expr, {}) < 1
    assert len(list(walk(expr))) < 20
    holds_within(STEPS, lambda: evaluate(read(text), {}))


def test_nothing_is_handed_to_python() -> None:
    """An expression holds only nodes of the graph, whatever the author wrote."""
    expr = read("max(a, b.c) * 2 ** 3 if a > 1 else erlang_c(4, 3)")
    assert {type(node).__module__ for node in walk(expr)} == {"nalsd.graph.expr"}


class TestMessages:
    def refused(self, text: str) -> ExpressionError:
        with pytest.raises(ExpressionError) as caught:
            read(text)
        return caught.value

    def test_the_column_is_that_of_the_fault(self) -> None:
        assert self.refused("a + b[0]").column == 5
        assert self.refused("1 + 2 * minn(3)").column == 8
        assert self.refused("a ** 12").column == 0

    def test_what_is_too_long_is_told_how_to_split(self) -> None:
        error = self.refused("1 + " * 200 + "1")
        assert "801 characters is longer than the 500" in error.message
        assert "quantities:" in error.mend

    def test_powers_say_what_is_allowed(self) -> None:
        assert "-8 to 8, or 0.5" in self.refused("2 ** 9").message
        assert "-8 to 8, or 0.5" in self.refused("2 ** 1.5").message

    def test_billions_and_ranges_have_their_mend(self) -> None:
        assert "10 billion" in self.refused("10B tasks / 1 d").mend
        assert "assumptions" in self.refused("1..2 + 3").mend

    def test_and_is_told(self) -> None:
        assert "`and`/`or`" in self.refused("1 < 2 and 2 < 3").message


def test_bounds_leave_room_for_real_formulas() -> None:
    """30 brackets deep and 60 terms long is more than anyone writes."""
    assert value("(" * 25 + "1" + ")" * 25) == 1
    assert value(" + ".join(["1"] * 30)) == 30


def test_a_call_is_an_operation_with_its_place() -> None:
    expr = read("1 + ceil(a)")
    assert isinstance(expr, Op) and isinstance(expr.args[1], Op)
    assert expr.args[1].column == 4
