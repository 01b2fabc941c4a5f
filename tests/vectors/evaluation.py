"""Evaluates vectors with the engine's formulas, and holds the results against what is expected."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nalsd.units import STANDARD
from tests.vectors.mapping import TOPICS
from tests.vectors.topic import Call, Topic


class BadFile(Exception):
    """A file that holds no vectors, with a message for people."""


class NoValue(Exception):
    """A vector that the engine gives no value for, with the reason."""


@dataclass(frozen=True)
class Vector:
    """Expected results of one topic at one point."""

    id: str
    topic: str
    inputs: dict[str, Any]
    expected: dict[str, float]
    relative: float
    absolute: float


@dataclass(frozen=True)
class Miss:
    """One key of a vector that does not hold; `actual` is a value or the reason why there is none."""

    vector: str
    key: str
    expected: float | None
    actual: float | str

    def __str__(self) -> str:
        if self.expected is None:
            return f"{self.vector}: {self.actual}"
        if isinstance(self.actual, str):
            return f"{self.vector} {self.key}: expected {self.expected:.12g}, no value: {self.actual}"
        difference = self.actual - self.expected
        relative = f", {difference / self.expected:+.2g} relative" if self.expected else ""
        return f"{self.vector} {self.key}: expected {self.expected:.12g}, actual {self.actual:.12g} "
        f"({difference:+.2g}{relative})"


def load(path: Path) -> list[Vector]:
    """The vectors of a file; raises BadFile."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFile(f"{path}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, RecursionError):
        raise BadFile(f"{path}: is not a text file of JSON") from None
    except json.JSONDecodeError as error:
        raise BadFile(f"{path}:{error.lineno}:{error.colno}: is not JSON: {error.msg}") from None
    if not isinstance(data, list):
        raise BadFile(f"{path}: a list of vectors is expected, this is {_kind(data)}")
    return [_vector(path, i, entry) for i, entry in enumerate(data, start=1)]


def misses(vector: Vector) -> list[Miss]:
    """What of a vector does not hold; empty when all of it does."""
    topic = TOPICS.get(vector.topic)
    if topic is None:
        return [Miss(vector.id, "", None, f"no formula for the topic {vector.topic!r}")]
    found = []
    evaluation = Evaluation(topic, vector.inputs)
    for key, expected in vector.expected.items():
        try:
            actual = evaluation.value(key)
        except NoValue as reason:
            found.append(Miss(vector.id, key, expected, str(reason)))
            continue
        if not abs(actual - expected) <= vector.absolute + vector.relative * abs(expected):
            found.append(Miss(vector.id, key, expected, actual))
    return found


class Evaluation:
    """The results of one topic at one point; each call is made once, and only when a key needs it."""

    def __init__(self, topic: Topic, inputs: Mapping[str, Any]) -> None:
        self._topic = topic
        self._inputs = {key: _number(value) for key, value in inputs.items()}
        self._results: dict[str, Any] = {}

    def value(self, key: str) -> float:
        """The number of a key in that key's unit; raises NoValue."""
        if key not in self._topic.gives:
            raise NoValue(f"no formula gives this key; known are {', '.join(self._topic.gives)}")
        source, _, unit = self._topic.gives[key].removeprefix("1 - ").partition(" ")
        value = self._result(source)
        if self._topic.gives[key].startswith("1 - "):
            value = 1 - value
        value = value / STANDARD.unit(unit).factor if unit else value
        if not math.isfinite(value):
            raise NoValue("the result is not finite")
        return float(value)

    def _result(self, source: str) -> Any:
        name, _, output = source.partition(".")
        if name not in self._results:
            self._results[name] = self._call(self._topic.calls[name])
        result = self._results[name]
        if isinstance(result, NoValue):
            raise result
        return result[output or "result"]

    def _call(self, call: Call) -> Any:
        try:
            return call.formula.values(
                {symbol: self._source(source) for symbol, source in call.inputs.items()}
            )
        except NoValue as reason:
            return reason
        except KeyError as missing:
            return NoValue(f"the input {missing} is missing")
        except (ArithmeticError, ValueError, TypeError, IndexError) as error:
            return NoValue(f"{call.formula.name}: {error}")

    def _source(self, source: Any) -> Any:
        if callable(source):
            return source(self._inputs)
        if not isinstance(source, str):
            return source
        if source.startswith("@"):
            return self._result(source[1:])
        key, _, unit = source.partition(" ")
        factor = STANDARD.unit(unit).factor if unit else 1
        value = self._inputs[key]
        if isinstance(value, str):
            return value
        return [v * factor for v in value] if isinstance(value, list) else value * factor


def _vector(path: Path, index: int, entry: Any) -> Vector:
    def bad(what: str) -> BadFile:
        name = entry.get("id") if isinstance(entry, dict) else None
        return BadFile(f"{path}: vector {index}{f' ({name})' if isinstance(name, str) else ''}: {what}")

    if not isinstance(entry, dict):
        raise bad(f"an object is expected, this is {_kind(entry)}")
    for key, kind in (("id", str), ("topic", str), ("inputs", dict), ("expected", dict), ("tolerance", dict)):
        if key not in entry:
            raise bad(f"has no {key!r}")
        if not isinstance(entry[key], kind):
            raise bad(f"{key!r} is {_kind(entry[key])}")
    for key, value in entry["expected"].items():
        if not isinstance(value, int | float) or not math.isfinite(value):
            raise bad(f"the expected {key!r} is not a finite number")
    tolerance = {}
    for key in ("rel", "abs"):
        tolerance[key] = entry["tolerance"].get(key, 0)
        if not isinstance(tolerance[key], int | float) or not tolerance[key] >= 0:
            raise bad(f"the tolerance {key!r} is not a number of 0 or more")
    expected = {key: float(value) for key, value in entry["expected"].items()}
    return Vector(entry["id"], entry["topic"], entry["inputs"], expected, tolerance["rel"], tolerance["abs"])


def _number(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return float(value)
    return [_number(v) for v in value] if isinstance(value, list) else value


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
