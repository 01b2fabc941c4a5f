"""Findings that an author accepts, each with a reason: in the front-matter of phase 6 or in a comment.

    ignore: [{rule: N604, at: tiers.log, because: sized for 2027}]

    <!-- nalsd: ignore N401 because the figure is quoted from the original -->

A comment covers the paragraph that it stands in or before. An entry of the front-matter covers what its
`at` names: a quantity or an entry with all below it, or a file; without `at`, the whole design.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from nalsd.designs.findings import Finding
from nalsd.designs.tree import Mapping, Sequence, Text
from nalsd.graph import Location

if TYPE_CHECKING:
    from nalsd.designs import Design, Prose

WITHOUT_REASON, UNUSED = "N115", "N116"
NEVER = (WITHOUT_REASON, UNUSED)
"""What cannot be suppressed: it is about suppressions."""
MOST_COMMENTS = 200
"""Suppressions of one body; those beyond them suppress nothing."""

_COMMENT = re.compile(
    r"<!--\s*nalsd(?:\s*:|(?=\s+ignore\b))(?P<said>(?:[^\n]|\n(?![ \t]*\n)){0,400}?)-->", re.I
)
_SAID = re.compile(
    r"\s*ignore\s+(?P<rules>[A-Za-z][\w-]*(?:\s*,\s*[A-Za-z][\w-]*)*)"
    r"(?:\s*(?:because|:|--|—|–)\s*(?P<reason>.*?))?\s*",
    re.I | re.S,
)


@dataclass
class Suppression:
    """One accepted finding, or kind of findings."""

    rules: tuple[str, ...]
    """Codes or names of rules."""
    reason: str
    location: Location
    file: str = ""
    lines: tuple[int, int] | None = None
    """First and last line that it covers; None for a whole file or design."""
    at: str = ""
    """A quantity or an entry, with all below it."""
    text: str = ""
    """The comment as it is written."""
    used: bool = field(default=False, compare=False)

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        from nalsd.checks.report import matches

        if finding.code in NEVER or not matches(finding.code, self.rules):
            return False
        if self.at and finding.quantity and _below(finding.quantity, self.at):
            return True
        if self.file and finding.location.file != self.file:
            return False
        if self.lines is None:
            return not self.at
        return self.lines[0] <= finding.location.line <= self.lines[1]


@dataclass
class Sifted:
    """The findings of a design after its suppressions."""

    kept: list[Finding]
    suppressed: list[tuple[Finding, str]]
    """Accepted findings, each with the reason."""


def sift(
    design: Design, findings: Iterable[Finding], explained: Iterable[Finding] = (), *, whole: bool = True
) -> Sifted:
    """Takes the accepted findings out, and adds findings on suppressions that say or cover nothing.

    A suppression is used, too, by what is `explained` by another finding and not told; and in a design that
    was not read as a `whole` nobody knows what is unused.
    """
    own: list[Finding] = []
    all_of_them = [*_of_front_matter(design, own)]
    for file in design.files.values():
        if "<!--" in file.prose.text:
            all_of_them += _of_comments(file.prose, own)
    sifted = Sifted([], [])
    for finding in findings:
        by = next((s for s in all_of_them if s.covers(finding)), None)
        if by is None:
            sifted.kept.append(finding)
        else:
            by.used = True
            sifted.suppressed.append((finding, by.reason))
    for finding in explained:
        for suppression in all_of_them:
            suppression.used |= suppression.covers(finding)
    if whole:
        own += [_unused(suppression) for suppression in all_of_them if not suppression.used]
    sifted.kept += [finding.of(design.slug) for finding in own]
    return sifted


def _of_front_matter(design: Design, findings: list[Finding]) -> Iterable[Suppression]:
    for entry in design.stress.ignore:
        at = str(entry.at or "")
        place = entry.location
        if not _known(str(entry.rule)):
            findings.append(
                Finding(
                    WITHOUT_REASON,
                    f"there is no rule `{entry.rule}`; nothing is suppressed",
                    entry.key_location("rule"),
                    help="write the code or the name of a rule, `rule: N401`",
                )
            )
            continue
        if not at:
            yield Suppression((str(entry.rule),), str(entry.because), place)
            continue
        named = [f for f in design.files.values() if f.path.name == at]
        if named:
            yield Suppression((str(entry.rule),), str(entry.because), place, file=named[0].location.file)
            continue
        file, lines = _lines_of(design, at)
        yield Suppression((str(entry.rule),), str(entry.because), place, file=file, lines=lines, at=at)


def _lines_of(design: Design, at: str) -> tuple[str, tuple[int, int]]:
    """The lines of an entry of the front-matter, `tiers.log`; lines that nothing is on when there is none."""
    head, *rest = at.split(".")
    for file in design.files.values():
        if file.tree is None or head not in file.tree:
            continue
        here, place = file.tree[head], file.tree.keys_at[head]
        for key in rest:
            if not isinstance(here, Mapping) or key not in here:
                break
            here, place = here[key], here.keys_at.get(key, place)
        else:
            return file.location.file, (place.line, max(place.line, _last_line(here)))
    return "", (0, 0)


def _last_line(node: object) -> int:
    if isinstance(node, Text):
        return node.location.line + str(node).count("\n")
    parts = node.values() if isinstance(node, Mapping) else node if isinstance(node, Sequence) else ()
    return max((_last_line(part) for part in parts), default=0)


def _of_comments(prose: Prose, findings: list[Finding]) -> Iterable[Suppression]:
    for comment in islice(_COMMENT.finditer(prose.text), MOST_COMMENTS):
        if any(start <= comment.start() < end for start, end in prose.code):
            continue
        place = prose.place(comment.start())
        said = _SAID.fullmatch(comment["said"])
        if said is None:
            findings.append(
                Finding(
                    WITHOUT_REASON,
                    f"the comment `{comment[0][:80]}` cannot be read",
                    place,
                    help="write `<!-- nalsd: ignore N401 because ... -->`",
                    printed=comment[0],
                )
            )
            continue
        rules = tuple(part.strip() for part in said["rules"].split(","))
        unknown = [rule for rule in rules if not _known(rule)]
        if unknown or not (said["reason"] or "").strip():
            what = f"there is no rule `{unknown[0]}`" if unknown else "a suppression gives no reason"
            findings.append(
                Finding(
                    WITHOUT_REASON,
                    f"{what}; nothing is suppressed",
                    place,
                    help=f"write `<!-- nalsd: ignore {rules[0] if not unknown else 'N401'} because ... -->`",
                    printed=comment[0],
                )
            )
            continue
        first, last = _paragraph(prose, comment.start(), comment.end())
        yield Suppression(
            rules,
            " ".join(said["reason"].split()),
            place,
            file=prose.file,
            lines=(first, last),
            text=comment[0],
        )


def _paragraph(prose: Prose, start: int, end: int) -> tuple[int, int]:
    """The lines of the paragraph that a comment stands in; of the next one when it stands by itself."""
    text = prose.text
    begin = text.rfind("\n\n", 0, start) + 1
    close = text.find("\n\n", end)
    if not text[begin:start].strip() and not text[end : close if close >= 0 else len(text)].strip():
        following = re.compile(r"\S").search(text, end)
        end = following.start() if following else end
        close = text.find("\n\n", end)
    first = prose.place(start if not text[begin:start].strip() else begin + 1).line
    return first, prose.place(close if close >= 0 else len(text)).line


def _known(rule: str) -> bool:
    from nalsd.checks.rules import RULES

    return rule.upper() in RULES or any(rule == known.name for known in RULES.values())


def _unused(suppression: Suppression) -> Finding:
    rules = ", ".join(suppression.rules)
    where = f" at `{suppression.at}`" if suppression.at else ""
    return Finding(
        UNUSED,
        f"nothing is found that this suppression of {rules}{where} covers",
        suppression.location,
        help="delete it; or look whether it stands where the finding is",
        printed=suppression.text or rules,
    )


def _below(id: str, at: str) -> bool:
    return id == at or id.startswith(f"{at}.")
