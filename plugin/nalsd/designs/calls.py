"""Calls in an author's text: `{{ value("ID") }}`. A known name and literal arguments, nothing else."""

from __future__ import annotations

import re

from nalsd.designs.nearest import did_you_mean

CALLS = ("value", "table", "chart", "diagram", "explain")
"""What can be placed by hand."""
MOST_CHARACTERS = 300
MOST_ARGUMENTS = 8

NAME = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*")
STRING = re.compile(r"\"([^\"\\{}\n]*)\"|'([^'\\{}\n]*)'")
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?(?![\w.])")
SPACE = re.compile(r"\s*")

Argument = str | float | int


class BadCall(ValueError):
    """A text between braces that is no call."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend


def parse_call(text: str) -> tuple[str, tuple[Argument, ...]]:
    """The name and the arguments of what stands between `{{` and `}}`; raises `BadCall`."""
    if len(text) > MOST_CHARACTERS:
        raise BadCall("what stands between the braces is too long for a call", usage())
    name = NAME.match(text)
    if name is None or not text[name.end() :].startswith("("):
        word = "" if name is None else name[1]
        if word in CALLS:
            raise BadCall(f"`{word}` is written without its arguments", f'write `{{{{ {word}("...") }}}}`')
        raise BadCall("template syntax stands in the prose; nothing in a design is executed", usage())
    if name[1] not in CALLS:
        raise BadCall(f"there is no call `{name[1][:40]}`", did_you_mean(name[1], CALLS))
    args, end = _arguments(text, name.end() + 1, name[1])
    if text[end:].strip():
        raise BadCall(
            f"something follows the call of `{name[1]}`; nothing in a design is executed",
            "write the call alone between the braces",
        )
    if not args or not isinstance(args[0], str) or not args[0].strip():
        raise BadCall(f"`{name[1]}` needs the name of what it places", f'write `{{{{ {name[1]}("...") }}}}`')
    return name[1], tuple(args)


def _arguments(text: str, at: int, call: str) -> tuple[list[Argument], int]:
    args: list[Argument] = []
    at = SPACE.match(text, at).end()
    if text[at : at + 1] == ")":
        return args, at + 1
    while len(args) < MOST_ARGUMENTS:
        if found := STRING.match(text, at):
            args.append(found[1] if found[1] is not None else found[2])
        elif found := NUMBER.match(text, at):
            args.append(float(found[0]) if found[1] else int(found[0]))
        else:
            raise BadCall(f"an argument of `{call}` is not a text in quotes or a number", usage(call))
        at = SPACE.match(text, found.end()).end()
        if text[at : at + 1] == ")":
            return args, at + 1
        if text[at : at + 1] != ",":
            raise BadCall(f"the arguments of `{call}` are not closed", usage(call))
        at = SPACE.match(text, at + 1).end()
    raise BadCall(f"`{call}` has more than {MOST_ARGUMENTS} arguments", usage(call))


def usage(call: str = "value") -> str:
    """How a call is written, as the mend of a finding."""
    return (
        f"a call is a known name ({', '.join(CALLS)}) with texts in straight quotes or numbers: "
        f'`{{{{ {call}("...") }}}}`; put braces that are meant literally into `code`'
    )
