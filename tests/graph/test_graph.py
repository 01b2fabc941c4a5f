"""The graph: values in any order of definition, and what is wrong as problems that name their inputs."""

from __future__ import annotations

import itertools

import pytest

from nalsd.graph import Citation, Formula, Graph, Location, Name, argmax, formula, guard, lookup, parse, total
from nalsd.units import STANDARD

SOURCE = Citation("a test")


def declared(function, gives: str = "1", options: dict | None = None, **symbols: str) -> Formula:
    given = {n: (u, f"the {n}", (options or {}).get(n, {})) for n, u in symbols.items()}
    return formula("A test", symbols=given, gives=(gives, "r"), source=SOURCE)(function)


def rate_over(bytes, per):
    guard(per > 0, "one has a size")
    return bytes / per


RATIO = declared(rate_over, "1", bytes="?a", per="?a")


def place(line: int) -> Location:
    return Location("designs/x/1-context.md", line, 5)


def graph_of(**formulas: str) -> Graph:
    graph = Graph()
    for line, (id, text) in enumerate(formulas.items(), 1):
        state(graph, id, text, line)
    return graph


def state(graph: Graph, id: str, text: str, line: int = 1) -> None:
    if text[0].isdigit() and " / " not in text:
        graph.given(id, STANDARD.literal(text), label=id, role="assumption", source=place(line))
    else:
        graph.express(id, parse(text, STANDARD), label=id, role="computed", source=place(line))


class TestOrder:
    def test_of_definition_does_not_matter(self) -> None:
        texts = {"a": "2 B", "b": "a * 3", "c": "b + a", "d": "c - b"}
        for order in itertools.permutations(texts):
            graph = graph_of(**{id: texts[id] for id in order})
            assert graph.resolve() == []
            assert {id: graph.value(id) for id in texts} == {"a": 2, "b": 6, "c": 8, "d": 2}
            assert graph["d"].unit.dimension == STANDARD.unit("B").dimension

    def test_a_quantity_added_later_counts(self) -> None:
        graph = graph_of(a="1 B", b="a * 2")
        assert graph.value("b") == 2
        state(graph, "c", "b * 2")
        assert graph.value("c") == 4

    def test_a_long_chain_needs_no_recursion(self) -> None:
        graph = Graph()
        for i in reversed(range(1, 5000)):
            graph.express(f"q{i}", Name(f"q{i - 1}") + 1, label="", role="computed", unit="1")
        graph.given("q0", 0.0, label="", unit="1", role="count")
        assert graph.value("q4999") == 4999

    def test_an_id_stands_once(self) -> None:
        graph = graph_of(a="1 B")
        with pytest.raises(KeyError, match="defined twice"):
            state(graph, "a", "2 B")


class TestProblems:
    def one(self, graph: Graph):
        problems = graph.resolve()
        assert len(problems) == 1, problems
        return problems[0]

    def test_a_cycle_names_its_ring(self) -> None:
        graph = graph_of(a="b + 1", b="c * 2", c="a - 3", d="5 s")
        problem = self.one(graph)
        assert problem.kind == "cycle"
        assert "a → b → c → a" in problem.message
        assert problem.location == place(1)
        assert [graph.value(id) for id in "abcd"] == [None, None, None, 5.0]

    def test_a_quantity_of_itself(self) -> None:
        assert "a → a" in self.one(graph_of(a="a * 2")).message

    def test_two_cycles_are_two_problems(self) -> None:
        assert [p.kind for p in graph_of(a="b", b="a", c="d", d="c").resolve()] == ["cycle", "cycle"]

    def test_an_unknown_name_has_the_nearest(self) -> None:
        problem = self.one(graph_of(active_ads="3 ad", rate="active_add / 1 s"))
        assert (problem.kind, problem.quantity) == ("unknown-name", "rate")
        assert "`active_add`" in problem.message and "`active_ads`" in problem.help
        assert (problem.location, problem.column) == (place(2), 0)

    def test_an_unknown_name_has_its_column(self) -> None:
        graph = graph_of(a="3 B", x="a + 2 * (a - b)")
        assert self.one(graph).column == 13

    def test_a_clash_names_part_place_and_column(self) -> None:
        problem = self.one(graph_of(size="3 B", time="2 s", x="size * (size + time)"))
        assert problem.kind == "dimension"
        assert "`size + time`" in problem.message
        assert (problem.location, problem.column) == (place(3), 8)

    def test_a_declared_unit_that_the_formula_misses(self) -> None:
        graph = graph_of(size="3 B", time="2 s")
        graph.express(
            "x", Name("size") * Name("time"), label="X", unit="B/s", role="computed", source=place(9)
        )
        problem = self.one(graph)
        assert "`x` is in B/s, but its formula gives [B*s]" in problem.message
        assert "1/s^2" in problem.help

    def test_an_argument_in_the_wrong_unit(self) -> None:
        graph = graph_of(size="3 B", time="2 s")
        graph.define("x", RATIO, label="X", role="ratio", bytes="size", per="time")
        problem = self.one(graph)
        assert "`per` of rate_over is in ?a, but `time` is in [s]" in problem.message
        assert problem.help == "per: the per"

    def test_a_division_by_zero_names_its_inputs(self) -> None:
        problem = self.one(graph_of(size="3 B", time="0 s", x="size / time"))
        assert (problem.kind, problem.message) == ("non-finite", "`x`: division by zero")
        assert "size = 3 B (designs/x/1-context.md:1:5)" in problem.help
        assert "time = 0 s (designs/x/1-context.md:2:5)" in problem.help

    def test_a_limit_of_validity_says_which(self) -> None:
        graph = graph_of(size="3 B", none="0 B")
        graph.define("x", RATIO, label="X", role="ratio", bytes="size", per="none")
        problem = self.one(graph)
        assert (problem.kind, problem.message) == ("outside-limits", "`x`: one has a size")
        assert problem.location == place(1), "the nearest place that a person wrote"

    def test_partial_quantities_have_no_value_without_a_problem(self) -> None:
        graph = graph_of(size="3 B", none="0 B")
        graph.define("x", RATIO, label="X", role="ratio", bytes="size", per="none", partial=True)
        assert graph.resolve() == [] and graph.value("x") is None

    @pytest.mark.parametrize("broken", ["b / 0 s", "b + 1 s", "nothing * 2", "a"])
    def test_a_broken_quantity_does_not_cascade(self, broken: str) -> None:
        """Everything above it is unknown and only it is reported."""
        graph = graph_of(b="1 B", a=broken, c="a * 2", d="c + c", e="b * 2")
        assert [p.quantity for p in graph.resolve()] == ["a"]
        assert [graph.value(id) for id in "acde"] == [None, None, None, 2.0]

    def test_unknown_is_neither_zero_nor_a_problem(self) -> None:
        graph = Graph()
        graph.given("supply", None, label="S", unit="B/s", role="supply")
        graph.express("need", 5 / Name("supply"), label="N", role="count")
        assert graph.resolve() == []
        assert graph.value("need") is None and graph["need"].unknown

    def test_what_nothing_is_known_of_has_no_dimension_to_clash(self) -> None:
        """It could not be read, which was said elsewhere: its unit is not `1`."""
        graph = graph_of(size="3 B")
        graph.given("load", None, label="L", role="demand")
        graph.express("x", Name("load") + Name("size"), label="X", role="computed")
        assert graph.resolve() == [] and graph.value("x") is None

    def test_a_category_that_a_table_has_not(self) -> None:
        graph = graph_of(a="1 B", b="2 B")
        graph.express(
            "which", argmax({"cpu": Name("a"), "disk": Name("b")}), label="", role="choice", unit="1"
        )
        graph.express("x", lookup({"cpu": 1.0}, Name("which")), label="", role="computed", unit="1")
        assert "'disk' is not one of cpu" in self.one(graph).message

    def test_a_unit_beyond_the_table(self) -> None:
        """A power that no unit text can say is still a dimension, and no crash."""
        graph = graph_of(size="3 B", x="size ** 8", y="(size ** 8) ** 8")
        assert graph.resolve() == []
        assert graph.value("x") == 3.0**8
        assert str(graph["y"].unit.dimension) == "B^64"


class TestArguments:
    def test_defaults_that_are_left_out_do_not_mix(self) -> None:
        """The same values under other symbols are another result."""
        found = declared(lambda a, b=1.0, d=2.0: a + 10 * b + 100 * d, a="1", b="1", d="1")
        graph = graph_of(x="3")
        graph.define("p", found, label="P", role="r", a="x", b=5.0)
        graph.define("q", found, label="Q", role="r", a="x", d=5.0)
        assert (graph.value("p"), graph.value("q")) == (3 + 50 + 200, 3 + 10 + 500)

    def test_two_formulas_of_one_name_do_not_mix(self) -> None:
        def one(x):
            return x

        def two(x):
            return 2 * x

        two.__name__ = "one"
        graph = graph_of(x="3")
        graph.define("p", declared(one, x="1"), label="", role="r", x="x")
        graph.define("q", declared(two, x="1"), label="", role="r", x="x")
        assert (graph.value("p"), graph.value("q")) == (3, 6)

    def test_lists_of_ids_and_numbers(self) -> None:
        found = declared(lambda parts: total(parts), "?a", {"parts": {"many": True}}, parts="?a")
        graph = graph_of(a="2 B", b="3 B")
        graph.define("x", found, label="X", role="size", parts=["a", STANDARD.literal("5 B"), "b"])
        assert graph.resolve() == [] and graph.value("x") == 10
        assert graph["x"].depends_on == ["a", "b"]

    def test_the_total_of_an_empty_list_is_a_number(self) -> None:
        graph = Graph()
        graph.express("x", total([]), label="X", role="computed", unit="1")
        assert graph.resolve() == [] and graph.value("x") == 0

    def test_a_choice_is_a_category_or_the_id_of_one(self) -> None:
        """In any order of definition: the choice may follow from quantities that come later."""

        def body(x, way):
            return x if way == "out" else 2 * x

        found = declared(body, "?a", {"way": {"choices": ["out", "back"]}}, x="?a", way="choice")
        graph = graph_of(a="3 B")
        graph.define("stated", found, label="", role="size", x="a", way="back")
        graph.define("computed", found, label="", role="size", x="a", way="chosen")
        graph.express(
            "chosen", argmax({"out": Name("a"), "back": 2 * Name("a")}), label="", role="choice", unit="1"
        )
        assert graph.resolve() == []
        assert (graph.value("stated"), graph.value("computed")) == (6, 6)
        assert graph["computed"].depends_on == ["a", "chosen"]
        assert graph["stated"].depends_on == ["a"]

    def test_missing_and_unknown_symbols_are_a_mistake_of_ours(self) -> None:
        with pytest.raises(TypeError, match="takes"):
            Graph().define("x", RATIO, label="", role="r", bytes="a")
        with pytest.raises(TypeError, match="takes"):
            Graph().define("x", RATIO, label="", role="r", bytes="a", per="b", other="c")

    def test_the_unit_of_a_symbol_s_variable_is_that_of_the_input(self) -> None:
        whole = declared(lambda needed: needed, "?a", needed="?a")
        graph = graph_of(a="3 s")
        graph.define("x", whole, label="", role="duration", needed="a")
        graph.define("n", whole, label="", role="count", needed=3.0)
        assert graph.resolve() == []
        assert (graph["x"].unit.text, graph["n"].unit.text) == ("s", "1")


class TestWhatIf:
    def test_other_inputs_leave_the_graph_as_it_is(self) -> None:
        graph = graph_of(a="2 B", b="a * 3", c="b + a")
        assert graph.evaluate({"a": 5.0}) == {"a": 5.0, "b": 15.0, "c": 20.0}
        assert graph.value("c") == 8

    def test_a_computed_quantity_can_be_set_too(self) -> None:
        assert graph_of(a="2 B", b="a * 3", c="b + a").evaluate({"b": 1.0}, ["c"])["c"] == 3

    def test_only_what_is_wanted_is_computed(self) -> None:
        assert graph_of(a="2 B", b="a * 3", c="b + a").evaluate({}, ["b"]) == {"a": 2, "b": 6}

    def test_no_value_there_is_none_and_no_problem_here(self) -> None:
        graph = graph_of(a="2 B", b="1 / a")
        assert graph.evaluate({"a": 0.0})["b"] is None
        assert graph.problems == [] and graph.value("b") == 0.5

    def test_a_value_there_where_there_is_none_here(self) -> None:
        graph = graph_of(a="0 B", b="1 / a")
        assert len(graph.resolve()) == 1
        assert graph.evaluate({"a": 4.0})["b"] == 0.25
        assert len(graph.resolve()) == 1


def test_what_a_quantity_follows_from_nearest_first() -> None:
    graph = graph_of(a="2 B", b="a * 3", c="b + a", d="c * 2")
    assert graph.ancestors("d") == ["c", "b", "a"]
    assert graph.ids("c") == ["c"] and len(graph) == 4 and "d" in graph and graph.get("e") is None
