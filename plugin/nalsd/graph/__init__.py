"""The quantity graph: operations, formulas traced from plain functions, authors' expressions, values and
derivations.

Imports nothing above `nalsd.units`. Formulas import their verbs from here; analysis builds a `Graph`;
pages and commands read it.
"""

from nalsd.graph.arrays import SNAP
from nalsd.graph.derivation import Derivation, Ingredient, derive
from nalsd.graph.expr import Const, Expr, Name
from nalsd.graph.expression import ExpressionError, parse
from nalsd.graph.formula import Formula, Symbol, formula
from nalsd.graph.functions import (
    absolute,
    argmax,
    asin,
    both,
    ceil,
    cos,
    either,
    equal,
    exp,
    expm1,
    floor,
    guard,
    iterate,
    lgamma,
    log,
    lookup,
    maximum,
    minimum,
    negate,
    normal_quantile,
    product,
    sin,
    solve,
    sqrt,
    sum_over,
    total,
    where,
)
from nalsd.graph.graph import Graph
from nalsd.graph.operations import GuardError
from nalsd.graph.quantity import Problem, Quantity, show
from nalsd.graph.source import CONFIDENCE, Citation, Location

__all__ = [
    "CONFIDENCE", "SNAP", "Citation", "Const", "Derivation", "Expr", "ExpressionError", "Formula", "Graph",
    "GuardError",
    "Ingredient", "Location", "Name", "Problem", "Quantity", "Symbol", "absolute", "argmax", "asin",
    "both", "ceil", "cos",
    "derive", "either", "equal", "exp", "expm1", "floor",
    "formula", "guard", "iterate", "lgamma", "log", "lookup",
    "maximum",
    "minimum", "negate", "normal_quantile", "parse", "product", "show", "sin", "solve", "sqrt", "sum_over",
    "total", "where",
]  # fmt: skip
