"""N502, N503 and N506 in the sums of the text: right arithmetic with wrong physics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nalsd.checks.rules.formulas import DAY, REPLICATION, SEGMENT, average_of, named
from nalsd.checks.rules.rule import Subject
from nalsd.checks.sums import sums_of
from nalsd.designs.findings import Finding

if TYPE_CHECKING:
    from nalsd.designs import Prose
    from nalsd.graph import Graph

_TEX = (("\\,", " "), ("{,}", ","), ("\\times", "×"), ("\\cdot", "×"), ("\\text", ""), ("\\mathrm", ""))
_FACTOR = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(?P<scale>thousand|million|billion|[kKMGT](?![a-zA-Z]))?\s*(?P<unit>[A-Za-z%]+(?:/[A-Za-z]+)?|/[A-Za-z]+)?"
)
_SCALES = {"k": 1e3, "K": 1e3, "thousand": 1e3, "M": 1e6, "million": 1e6, "G": 1e9, "billion": 1e9, "T": 1e12}
_DOUBT = re.compile(
    r"\b(?:would|not|never|instead|if|wrong|wrongly|error|mistake|unlike|were|claims?|says|said|published)\b",
    re.I,
)
"""A sentence with one of these tells of a plan that is not this design's."""
_ELSEWHERE = re.compile(
    r"\b(?:regions?|followers?|others?|further|remaining|consumers?|subscribers?)\b", re.I
)
"""Whom a write may well be sent to as often as it has copies."""
_LONG = {"day": DAY, "days": DAY, "d": DAY, "year": 365 * DAY, "years": 365 * DAY, "y": 365 * DAY,
         "week": 7 * DAY, "weeks": 7 * DAY, "month": 30 * DAY, "months": 30 * DAY}  # fmt: skip
_SECONDS = (86_400.0, 604_800.0, 2_592_000.0, 2_628_000.0, 31_536_000.0)
_TIMES, _OVER = re.compile(r"[×*]"), re.compile(r"[÷/]|\\div")
_EQUALS = re.compile(r"=|≈|\\approx|→")
_PER_SECOND = re.compile(r"(?:/|\bper\s+|\ba\s+)s(?:ec(?:ond)?)?\b|bps\b", re.I)
NEAR = 1e-3
PACKETS = (1_500.0, 1_460.0, 1_448.0)


def in_sums(subject: Subject) -> Iterator[Finding]:
    """Sums of the text that are right, and mean something else than they say."""
    graph = subject.analysis.graph
    peaks, others = _rates(graph)
    copies = {graph.value(id) for id in graph.ids("cluster.") if id.endswith(".rf")}
    for key, file in subject.design.files.items():
        if key == "published":
            continue  # it repeats somebody else's sums
        for sum in sums_of(file.prose):
            if str(sum.verdict) != "ok":
                continue
            text = _plain(sum.text)
            left, *rest = _EQUALS.split(text)
            sentence = _sentence(file.prose.text, sum.start, sum.end)
            if not rest or _DOUBT.search(sentence):
                continue
            yield from _peak_day(file.prose, graph, sum, left, peaks, others)
            yield from _packed(file.prose, sum, left, rest[0])
            if REPLICATION.search(sentence) and not _ELSEWHERE.search(sentence) and _PER_SECOND.search(left):
                yield from _copied(file.prose, sum, left, copies)


def _peak_day(
    prose: Prose, graph: Graph, sum, left: str, peaks: dict[float, str], others: set[float]
) -> Iterator[Finding]:
    factors = list(_factors(left))
    if not _TIMES.search(left) or not any(_is_long(value, unit) for value, unit in factors):
        return
    for value, _ in factors:
        id = next((id for peak, id in peaks.items() if abs(peak - value) <= NEAR * peak), None)
        if id is None or any(abs(a - value) <= NEAR * a for a in others):
            continue
        average = average_of(graph, id)
        yield _finding(
            prose,
            sum,
            "N503",
            f"the sum `{_short(sum.text)}` multiplies the peak, `{id}`, by a day or more",
            "volumes are kept at the average rate: "
            + (f"take {named(graph, average)}" if average else "a peak does not last"),
            id,
        )
        return


def _packed(prose: Prose, sum, left: str, right: str) -> Iterator[Finding]:
    """`1,500 B / 500 B = 3`: as many messages as fit the frame were it not for the headers in it."""
    parts = _OVER.split(left)
    result = next(iter(_factors(right)), None)
    if len(parts) != 2 or result is None or _TIMES.search(left):
        return
    packet, message = (next(iter(_factors(part)), None) for part in parts)
    if packet is None or message is None or packet[0] not in PACKETS or result[0] != int(result[0]):
        return
    if not {packet[1], message[1]} & {"B", "bytes", "byte"}:
        return
    fit = int(min(packet[0], SEGMENT) / message[0] + 1e-9) if message[0] else 0
    if fit < result[0]:
        yield _finding(
            prose, sum, "N502",
            f"{result[0]:g} messages of {message[0]:g} B do not fit a packet of {packet[0]:,.0f} B: beside "
            "its "
            f"headers it has room for {SEGMENT:,.0f} B, {fit} whole ones",
            "count whole messages in the segment, or bytes of a contiguous stream", None,
        )  # fmt: skip


def _copied(prose: Prose, sum, left: str, copies: set) -> Iterator[Finding]:
    if not _TIMES.search(left):
        return
    for value, unit in list(_factors(left))[1:]:
        if not unit and value > 1 and value in copies:
            yield _finding(
                prose, sum, "N506",
                f"the sum `{_short(sum.text)}` counts the client's own copy as replication traffic",
                f"each write is sent to the other copies: {value - 1:g} times, not {value:g}", None,
            )  # fmt: skip
            return


def _rates(graph: Graph) -> tuple[dict[float, str], set[float]]:
    """The peaks of the load and of its payload; and every other number that a factor may stand for."""
    peaks: dict[float, str] = {}
    others: set[float] = set()
    for quantity in graph:
        value = graph.value(quantity.id)
        if not isinstance(value, float) or value <= 0 or quantity.unit is None:
            continue
        if quantity.role == "peak" and quantity.id.startswith(("workloads.", "load.")):
            peaks.setdefault(value, quantity.id)
        elif quantity.role == "average" or quantity.id.startswith(("assumptions.", "quantities.")):
            others.add(value)
    return peaks, others


def _factors(text: str) -> Iterator[tuple[float, str]]:
    for match in _FACTOR.finditer(text):
        unit = match["unit"] or ""
        value = float(match["number"].replace(",", "")) * _SCALES.get(match["scale"] or "", 1.0)
        for prefix, size in (("GB/s", 1e9), ("MB/s", 1e6), ("kB/s", 1e3), ("KB/s", 1e3), ("TB/s", 1e12)):
            if unit == prefix:
                value *= size
        yield value, unit


def _is_long(value: float, unit: str) -> bool:
    if unit in _LONG:
        return value >= 1
    if unit in ("h", "hours") and value >= 24:
        return True
    return any(abs(value - seconds) <= NEAR * seconds for seconds in _SECONDS)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a place, up to a full stop or a blank line; in a table, its row."""
    line = text.rfind("\n", 0, start) + 1
    if text[line : line + 1] == "|":
        stop = text.find("\n", end)
        return text[line : stop if stop >= 0 else len(text)][:1_000]
    before = re.split(r"[.!?:;]\s|\n\s*\n|\|", text[max(0, start - 400) : start])[-1]
    after = re.split(r"[.!?;](?:\s|$)|\n\s*\n|\|", text[end : end + 400])[0]
    return before + text[start:end] + after


def _plain(text: str) -> str:
    for tex, sign in _TEX:
        text = text.replace(tex, sign)
    return text


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 120 else f"{text[:119]}…"


def _finding(prose: Prose, sum, code: str, message: str, help: str, quantity: str | None) -> Finding:
    return Finding(
        code=code,
        message=message,
        location=prose.place(sum.start),
        help=help,
        printed=prose.text[sum.start : sum.end].split("\n")[0],
        quantity=quantity,
        claimed=sum.claimed,
    )
