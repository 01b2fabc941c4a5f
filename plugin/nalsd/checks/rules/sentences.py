"""N502 to N507 and N509 in the sums of the text: right arithmetic with wrong physics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from nalsd.checks.rules.copied import REPLICATION
from nalsd.checks.rules.equations import SECONDS, Factor, Side, equations
from nalsd.checks.rules.expressions import average_of, named
from nalsd.checks.rules.figures import Figures, meant
from nalsd.checks.rules.formulas import DAY, SEGMENT
from nalsd.checks.rules.rule import MOST_TOLD, Subject
from nalsd.checks.rules.wording import doubted, quoted, sentence
from nalsd.checks.sums import Said, short
from nalsd.designs.findings import Finding

BYTES, BYTES_A_SECOND = (1, 0, 0), (1, -1, 0)
PACKETS = (1_500.0, 1_460.0, 1_448.0)
LEAST_ROOM, MOST_ROOM = 0.3, 0.95
"""Shares that a divisor is taken for a target utilisation between."""
FEW = 10.0
"""Nodes below which a number may be that of anything."""
_STEPS = (7, 24, 30, 60, 365, 1_440, 3_600, 86_400, 604_800, 2_592_000, 2_628_000, 31_536_000)
"""Bare numbers that make days out of seconds."""
_LONG_TIME = re.compile(
    r"day|week|month|year|\b[dhy]\b|3[,.]?600|\b24\b|1[,.]?440|86[{},.]*4|604|2[{},.]*592|31[{},.]*536"
)
_A_DAY = re.compile(r"(?:/|\bper\s+|\ban?\s+)\s*(?:d|day|week|wk|month|mo|y|yr|year)s?\b", re.I)
_MOST = re.compile(
    r"\bat (?:the )?most\b|\bupper bound|\bworst case|\bceiling\b|\bno more than\b|\bduty\b", re.I
)
_PACKING = re.compile(r"1[{},.]*(?:500|460|448)")
_A_PACKET = re.compile(r"\b(?:packet|frame|segment|MTU|MSS)s?\b", re.I)
_TOO_LARGE = re.compile(r"\bexceed|\bno\b|\btoo\b|\bmore than\b|\bonly\b|\boverflow", re.I)
_REPLICATES = re.compile(rf"{REPLICATION.pattern}|inter-?(?:broker|node|replica)\b", re.I)
_ELSEWHERE = re.compile(
    r"\b(?:regions?|followers|others?(?! (?:cop|replica|broker|node))|further|remaining|consumers?"
    r"|subscribers?|written|total|of which)\b",
    re.I,
)
"""Whom a write may well be sent to as often as it has copies; and what is written to all of them."""
_ROOM = re.compile(
    r"\b(?:headroom|utili[sz]ation|target|spare|reserve|busy|cores?|nodes?|machines?|servers?)\b", re.I
)
_WRITES = re.compile(r"\b(?:writes?|written|writing|inserts?|appends?|updates?|fsyncs?|flush(?:es)?)\b", re.I)
_READS = re.compile(r"\b(?:reads?|reading|lookups?|gets?|quer(?:y|ies))\b", re.I)
_LINK = re.compile(r"\b(?:link|nic|card|network|port|interface|uplink|bandwidth)s?\b|bps\b", re.I)
_GROSS = re.compile(r"\b(?:payload|alone|headers?|overhead|goodput|without|net of)\b", re.I)
_COPIES = re.compile(r"\b(?:cop(?:y|ies)|replicas?|replicat\w+|rf)\b", re.I)


@dataclass(frozen=True)
class _Sum:
    """A sum that is right, and the sentence around it."""

    said: Said
    sentence: str

    @property
    def text(self) -> str:
        """The sum as written."""
        return self.said.found.text


def in_sums(subject: Subject) -> Iterator[Finding]:
    """Sums of the text that are right, and mean something else than they say."""
    yield from islice(_in_sums(subject), MOST_TOLD)


def _in_sums(subject: Subject) -> Iterator[Finding]:
    figures = Figures(subject)
    padded: dict[float, _Sum] = {}
    for said in subject.sums:
        found = said.found
        if said.published or str(found.verdict) != "ok" or quoted(said.text, found.start):
            continue
        sum = _Sum(said, sentence(said.text, found.start, found.end))
        looks = [look for asked, look in _LOOKS if asked(sum)]
        if not looks or doubted(sum.sentence):
            continue
        sides = list(equations(sum.text))
        for look in looks:
            yield from look(sum, sides, figures)
        if _ROOM.search(sum.sentence):
            yield from _room_again(sum, sides, padded)


def _peak_day(sum: _Sum, sides: list[tuple[Side, Side]], figures: Figures) -> Iterator[Finding]:
    graph = figures.graph
    for left, right in sides:
        if any(divisor.bare and _is_near(divisor.number, figures.peak_factors) for divisor in left.under):
            continue
        by_the_day = _in_days(left, right)
        id = next(
            (id for each in left.over if (by_the_day or _lasts(left, each)) and (id := _rate(each, figures))),
            "",
        )
        if id:
            average = average_of(graph, id)
            yield _finding(
                sum, "N503",
                f"the sum `{short(sum.text)}` multiplies the peak, `{id}`, by a day or more",
                "volumes are kept at the average rate: "
                + (f"take {named(graph, average)}" if average else "a peak does not last"),
                id,
            )  # fmt: skip
            return


def _rate(factor: Factor, figures: Figures) -> str:
    """The peak that a factor stands for, if it cannot stand for anything else."""
    id = meant(factor, figures.peaks)
    return id if id and not meant(factor, figures.others) else ""


def _lasts(side: Side, rate: Factor) -> bool:
    """Whether a rate is multiplied by a day or more; a bare one by the seconds of it."""
    lasting = 1.0
    for factor in side.over:
        if factor.powers == SECONDS:
            lasting *= factor.number if rate.bare else factor.value
        elif factor is not rate and factor.bare and factor.number in _STEPS:
            lasting *= factor.number
    return lasting >= DAY * 0.999


def _in_days(left: Side, right: Side) -> bool:
    """`2.5 MB/s = 216 GB a day`: a rate that is said by the day."""
    one, other = left.only, right.only
    if one is None or other is None or one.powers != other.powers or one.powers[1] != -1:
        return False
    return _A_DAY.search(other.text) is not None and _A_DAY.search(one.text) is None


def _packed(sum: _Sum, sides: list[tuple[Side, Side]], figures: Figures) -> Iterator[Finding]:
    """`1,500 B / 500 B = 3`: as many messages as fit the frame were it not for the headers in it."""
    for left, right in sides:
        packed = _messages(left, right, sum)
        if packed is None:
            continue
        packet, message, count = packed
        fit = int(min(packet, SEGMENT) / message + 1e-9) if message else 0
        if fit < count:
            yield _finding(
                sum, "N502",
                f"{count:g} messages of {message:g} B do not fit a packet of {packet:,.0f} B: beside its "
                f"headers it has room for {SEGMENT:,.0f} B, {fit} whole ones",
                "count whole messages in the segment, or bytes of a contiguous stream",
            )  # fmt: skip
            return


def _messages(left: Side, right: Side, sum: _Sum) -> tuple[float, float, float] | None:
    """A packet, a message and how many of them it is said to take, from `a / b = n` or `n * b = a`."""
    result = right.only
    if result is None:
        return None
    if len(left.over) == len(left.under) == 1:
        packet, message, count = left.over[0], left.under[0], result
    elif len(left.over) == 2 and not left.under:
        count, message = sorted(left.over, key=lambda factor: factor.powers == BYTES)
        packet = result
    else:
        return None
    sizes = [packet.powers, message.powers]
    said = _A_PACKET.search(sum.sentence) is not None
    if left.under:
        said = said or BYTES in sizes
    elif _TOO_LARGE.search(sum.sentence):
        return None
    if not said or any(powers not in (BYTES, (0, 0, 0)) for powers in sizes) or not count.bare:
        return None
    if packet.value not in PACKETS or count.value != int(count.value):
        return None
    return packet.value, message.value, count.value


def _copied(sum: _Sum, sides: list[tuple[Side, Side]], figures: Figures) -> Iterator[Finding]:
    for left, _ in sides:
        copies = _times_copies(left, figures)
        if copies is None or copies + 1 in figures.copies:
            continue  # two times are too often for two copies, and right for three
        if any(each.powers[1] == -1 for each in left.over):
            yield _finding(
                sum, "N506",
                f"the sum `{short(sum.text)}` counts the client's own copy as replication traffic",
                f"each write is sent to the other copies: {copies - 1:g} times, not {copies:g}",
            )  # fmt: skip
            return


def _copied_again(sum: _Sum, sides: list[tuple[Side, Side]], figures: Figures) -> Iterator[Finding]:
    for left, _ in sides:
        copies = _times_copies(left, figures)
        id = next((id for each in left.over if not each.bare and (id := meant(each, figures.held))), "")
        if copies is not None and id:
            yield _finding(
                sum, "N509",
                f"the sum `{short(sum.text)}` multiplies `{id}` by {copies:g} copies, which are in it "
                "already",
                f"it is what all copies take; one takes `{id.replace('.disk', '.single.disk')}`",
                id,
            )  # fmt: skip
            return


def _times_copies(side: Side, figures: Figures) -> float | None:
    """The copies of a store that a product has for a factor."""
    if len(side.over) < 2:
        return None
    return next((f.value for f in side.over if f.bare and f.value > 1 and f.value in figures.copies), None)


def _room_twice(sum: _Sum, sides: list[tuple[Side, Side]], figures: Figures) -> Iterator[Finding]:
    for left, _ in sides:
        targets = [each for each in left.under if _is_target(each)]
        id = meant(left.over[0], figures.needs) if len(left.over) == 1 and targets else ""
        if len(targets) > 1 and targets[0].value == targets[1].value:
            yield _room(sum, f"divides by {targets[0].text} twice")
            return
        if id and left.over[0].bare and left.over[0].value >= FEW:
            yield _room(
                sum, f"divides `{id}`, which has the headroom in it already, by {targets[0].text}", id
            )
            return


def _room_again(sum: _Sum, sides: list[tuple[Side, Side]], padded: dict[float, _Sum]) -> Iterator[Finding]:
    """`26 / 60% = 43.3`, and further on `43.3 / 60% = 72.2`."""
    for left, right in sides:
        target = next((each for each in left.under if _is_target(each)), None)
        if target is None:
            continue
        before = padded.get(left.over[0].value) if len(left.over) == 1 else None
        if before is not None and _same_thing(left.over[0], before):
            yield _room(sum, f"divides what `{short(before.text)}` gave, headroom and all, by {target.text}")
            return
        if right.only is not None:
            padded[right.only.value] = sum


def _same_thing(factor: Factor, before: _Sum) -> bool:
    """Whether a number is the result of an earlier sum: a broken one, or one of the same things."""
    return not factor.value.is_integer() or (factor.text[-1:].isalpha() and factor.text in before.text)


def _room(sum: _Sum, what: str, id: str | None = None) -> Finding:
    return _finding(
        sum, "N504", f"the sum `{short(sum.text)}` {what}",
        "headroom is taken once, off what is busy", id,
    )  # fmt: skip


def _is_target(factor: Factor) -> bool:
    return factor.bare and LEAST_ROOM <= factor.value <= MOST_ROOM


def _read_rating(sum: _Sum, sides: list[tuple[Side, Side]], figures: Figures) -> Iterator[Finding]:
    for left, _ in sides:
        id = next((id for each in left.under if (id := meant(each, figures.read_ratings))), "")
        if id:
            right = id.replace("read_iops", "write_iops")
            yield _finding(
                sum, "N505",
                f"the sum `{short(sum.text)}` holds writes against `{id}`, what the drives do of reads",
                f"hold them against {named(figures.graph, right)}", id,
            )  # fmt: skip
            return


def _on_a_link(sum: _Sum, sides: list[tuple[Side, Side]], figures: Figures) -> Iterator[Finding]:
    for left, right in sides:
        if len(left.over) != 1 or len(left.under) != 1 or left.under[0].powers != BYTES_A_SECOND:
            continue
        if right.only is None and not any(each.bare for each in right.over):
            continue
        payload = left.over[0]
        id = meant(payload, figures.payloads) if payload.powers == BYTES_A_SECOND else ""
        if id and not meant(payload, figures.wires):
            wire = id.replace("payload", "wire")
            yield _finding(
                sum, "N507",
                f"the sum `{short(sum.text)}` holds payload, `{id}`, against what a link carries",
                f"headers, acknowledgements and answers come on top: take {named(figures.graph, wire)}"
                if wire in figures.graph
                else "headers, acknowledgements and answers come on top",
                id,
            )  # fmt: skip
            return


def _is_near(value: float, among: list[float]) -> bool:
    return any(abs(value - each) <= 0.05 * each for each in among)


def _finding(sum: _Sum, code: str, message: str, help: str, quantity: str | None = None) -> Finding:
    return Finding(
        code=code,
        message=message,
        location=sum.said.place,
        help=help,
        printed=sum.said.printed,
        quantity=quantity or None,
        claimed=sum.said.found.claimed,
    )


_LOOKS = (
    (lambda sum: _LONG_TIME.search(sum.sentence) and not _MOST.search(sum.sentence), _peak_day),
    (lambda sum: _PACKING.search(sum.text), _packed),
    (lambda sum: _REPLICATES.search(sum.sentence) and not _ELSEWHERE.search(sum.sentence), _copied),
    (lambda sum: _COPIES.search(sum.sentence), _copied_again),
    (lambda sum: _ROOM.search(sum.sentence), _room_twice),
    (lambda sum: _WRITES.search(sum.sentence) and not _READS.search(sum.sentence), _read_rating),
    (lambda sum: _LINK.search(sum.sentence) and not _GROSS.search(sum.sentence), _on_a_link),
)
"""What a sum is looked at for, and which words and numbers have to be there for it."""
