"""`nalsd new`: a design in six phases from a few answers."""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path

import click

from nalsd.cli.locate import catalogue_root, designs_option, site_root, stated_folder

PHASES = ("1-context", "2-slo", "3-capacity", "4-iterations", "5-architecture", "6-stress-test")


@dataclass(frozen=True)
class Answers:
    """What a new design is made from, as an author writes it; the defaults are what an empty answer means."""

    title: str
    summary: str = "One sentence on what it does, for whom."
    kind: str = "read"
    peak: str = "10k/s"
    average: str = "4k/s"
    """Without an answer, `BUSY` of the peak."""
    request: str = "500 B"
    response: str = "1 kB"
    keeps: str = "no"
    machine: str = "aws/c7g.2xlarge"
    availability: str = "99.9%"


ASKED = {
    "title": "What is it called",
    "summary": "What does it do, in one sentence",
    "kind": "Does it mostly read or write",
    "peak": "Requests in the busiest second",
    "average": "Requests a second on average",
    "request": "Size of a request",
    "response": "Size of a response",
    "keeps": "How long is what was written kept (`30 d`; `no` when nothing is)",
    "machine": "Which machine",
    "availability": "Which share of requests must succeed",
}
"""Question by answer. The flags have the same names."""

BUSY = 0.4
"""Average over peak where only the peak is said: the ratio of the two defaults."""

UNITS = {"peak": "request/s", "average": "request/s", "request": "B", "response": "B", "keeps": "s"}
"""What an answer must be able to be: this unit, or a plain rate."""


@click.command(short_help="A new design from a few answers.")
@click.argument("slug")
@designs_option
@click.option("--title", help=ASKED["title"] + ".")
@click.option("--summary", help=ASKED["summary"] + ".")
@click.option("--kind", type=click.Choice(["read", "write"]), help=ASKED["kind"] + ".")
@click.option("--peak", metavar="RATE", help=ASKED["peak"] + ", as `10k/s`.")
@click.option("--average", metavar="RATE", help=ASKED["average"] + ", as `4k/s`.")
@click.option("--request", metavar="SIZE", help=ASKED["request"] + ", as `500 B`.")
@click.option("--response", metavar="SIZE", help=ASKED["response"] + ", as `1 kB`.")
@click.option("--keeps", metavar="TIME", help=ASKED["keeps"] + ".")
@click.option("--machine", help=ASKED["machine"] + ", from the reference.")
@click.option("--availability", metavar="SHARE", help=ASKED["availability"] + ", as `99.9%`.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; what no flag says takes its default.")
def new(slug: str, designs: str | None, yes: bool, **flags: str | None) -> None:
    """Write the six phases of a new design called SLUG: small, complete, and accepted by `nalsd check`.

    In a terminal each answer is asked for; without one, or with --yes, the flags and defaults are taken.
    """
    from nalsd.cli.scaffolding import titled, valid_slug, write

    home = stated_folder() if designs is None else None
    folder = (home or catalogue_root(designs) or Path("designs")) / valid_slug(slug)
    if folder.exists():
        raise click.UsageError(f"{folder} is there already; nothing was written")
    answers = Answers(titled(slug))
    answers = replace(answers, **{key: value for key, value in flags.items() if value is not None})
    for key in flags:
        _accept(key, getattr(answers, key))
    missing = [field.name for field in fields(answers) if flags[field.name] is None]
    asked = not yes and sys.stdin.isatty()
    if asked:
        answers = _ask(answers, missing)
    elif "average" in missing:
        answers = replace(answers, average=_usual(answers.peak))
    _compare(answers)
    write(files := design_files(folder, answers))
    for file in files:
        click.echo(f"  wrote {file}")
    if missing and not asked:
        # A number that nobody gave must not pass for one that somebody did.
        click.echo("not stated, so taken by default:")
        for key in missing:
            click.echo(f"  --{key} {getattr(answers, key)!r}")
    click.echo(f"next:\n  nalsd check {shlex.quote(str(folder))}")
    click.echo(f"  nalsd serve {slug}" if site_root() else "  nalsd init . --no-example    a site around it")


def _ask(answers: Answers, missing: list[str]) -> Answers:
    """Each missing answer, asked until it can be read."""
    for key in missing:
        if key == "average":
            answers = replace(answers, average=_usual(answers.peak))
        while True:
            kind = click.Choice(["read", "write"]) if key == "kind" else None
            text = click.prompt(ASKED[key], default=getattr(answers, key), type=kind)
            try:
                _accept(key, text)
                if key in ("peak", "average") and ("average" not in missing or key == "average"):
                    _compare(replace(answers, **{key: text}))
            except click.UsageError as error:
                click.echo(f"  {error.message}", err=True)
                continue
            answers = replace(answers, **{key: text})
            break
    return answers


def _accept(key: str, text: str) -> None:
    """Raises a usage error for an answer that cannot be read."""
    if key in ("title", "summary"):
        _line(key, text)
    elif key == "availability":
        _value(key, text, "1", 0.0, 1.0)
    elif key == "machine":
        _machine(text)
    elif key in UNITS and not (key == "keeps" and text == "no"):
        _value(key, text, UNITS[key], 0.0, float("inf"))


def _line(key: str, text: str) -> None:
    """One line of plain text, as the check wants it in front-matter."""
    from nalsd.designs.syntax import TEMPLATE

    if not text.strip():
        raise click.UsageError(f"--{key}: it cannot be empty")
    if found := TEMPLATE.search(text):
        raise click.UsageError(f"--{key}: `{found[0]}` begins template syntax, which a design cannot hold")
    # A byte that is no UTF-8 arrives as half a character.
    if not all(character.isprintable() for character in text):
        raise click.UsageError(f"--{key}: it must be one line of printable text in UTF-8")


def _usual(peak: str) -> str:
    """The average that goes with a peak nobody gave an average for, in the peak's own unit."""
    number = re.match(r"[0-9][0-9.,_]*", peak)
    assert number is not None  # the peak has been accepted
    return f"{BUSY * float(re.sub('[,_]', '', number[0])):.4g}{peak[number.end() :]}"


def _value(key: str, text: str, unit: str, low: float, high: float) -> float:
    from nalsd.units import STANDARD, UnitError, assignable

    # What goes into the files is one number with its unit: nothing that YAML could read as more.
    if not re.fullmatch(r"[0-9][0-9A-Za-z., _%/µ]*", text):
        raise click.UsageError(
            f"--{key}: `{text}` is not a number with its unit, as `{getattr(Answers, key)}`"
        )
    try:
        literal = STANDARD.literal(text)
    except UnitError as error:
        raise click.UsageError(f"--{key}: {error.message}; write it as `{getattr(Answers, key)}`") from None
    if literal.unit is None or not assignable(STANDARD.unit(unit).dimension, literal.unit.dimension):
        raise click.UsageError(f"--{key}: `{text}` is not in {unit}, as `{getattr(Answers, key)}` is")
    if not low < literal.value < high:
        raise click.UsageError(
            f"--{key}: `{text}` must be above 0" + (" and below 100%" if high == 1 else "")
        )
    return literal.value


def _machine(name: str) -> None:
    import difflib

    from nalsd.knowledge import machines

    known = list(machines())
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.3)
        hint = f"; near it: {', '.join(near)}" if near else ""
        raise click.UsageError(f"--machine: there is no machine `{name}`{hint}")


def _compare(answers: Answers) -> None:
    peak, average = (
        _value(key, getattr(answers, key), "request/s", 0, float("inf")) for key in ("peak", "average")
    )
    if average > peak:
        raise click.UsageError(
            f"--average {answers.average} is more than --peak {answers.peak}; give both, the peak the larger"
        )


def design_files(folder: Path, answers: Answers) -> dict[Path, str]:
    """The files of a design."""
    from nalsd.cli.scaffolding import quoted, template

    stores = answers.keeps != "no"
    values = {key.upper(): getattr(answers, key) for key in ASKED}
    values |= {
        "TITLE": quoted(answers.title),
        "SUMMARY": quoted(answers.summary),
        "METHOD": "POST" if answers.kind == "write" else "GET",
        "STATELESS": ", stateless: true",
        "NONE": "" if stores else "not_applicable: {stores: It keeps no data of its own}\n",
        "STORE2": _store(answers) if stores else "",
        "STORE3": "  database: {machine: aws/i4i.2xlarge}\n" if stores else "",
        "FLOW3": "  kept: {from: service, to: database, of: requests_in}\n" if stores else "",
        "STORE4": (
            "  database: {spread: zone, survive: {zones: 1}}\n  records: {rf: 3, write: 2, read: 2}\n"
            if stores
            else ""
        ),
        "STORE5": "      - call: kept\n" if stores else "",
    }
    names = ("index", *PHASES)
    return {folder / f"{name}.md": template(f"design/{name}.md", values) for name in names}


def _store(answers: Answers) -> str:
    """What is written is kept; of a workload that reads, what is kept is what it reads."""
    of = "written_by: [kept]" if answers.kind == "write" else "written_by: [], read_by: [kept]"
    size = answers.request if answers.kind == "write" else answers.response
    record = f"tier: database, engine: btree, row: {size}, {of}, keep: [{{for: {answers.keeps}}}]"
    return f"stores:\n  records: {{{record}}}\n"
