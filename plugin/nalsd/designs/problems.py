"""Reading a tree with a model so that one bad entry costs one entry.

pydantic validates; what it refuses becomes a finding, the offending entry is taken out, and the rest is
read again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from nalsd.designs.findings import Finding
from nalsd.designs.model import Model
from nalsd.designs.nearest import nearest
from nalsd.designs.tree import Mapping, Sequence, Text, kind_of, shortened
from nalsd.designs.values import refused
from nalsd.graph.source import Location

MOST_FINDINGS = 100
"""Findings of one file; what is beyond is counted."""
MOST_PASSES = 60
"""Readings of one part, each without what the last one refused."""

M = TypeVar("M", bound=Model)


class Step(NamedTuple):
    """One step down a tree: the container, and the key or index in it."""

    container: Mapping | Sequence
    key: Any


class Problems:
    """Collects what is wrong while a file is read; it is the context of pydantic's validation."""

    def __init__(self, elsewhere: dict[str, str] | None = None) -> None:
        self.findings: list[Finding] = []
        self.broken: set[str] = set()
        """Dotted paths of entries that were left out because of a finding."""
        self.more = 0
        self._elsewhere = elsewhere or {}
        self._seen: set[tuple[str, Location]] = set()
        self._dropped: set[tuple[int, Any]] = set()
        self._models: dict[int, type[Model]] = {}
        self._meant: dict[int, set[str]] = {}
        self._root: Any = None
        self._keep: list[Any] = []

    def reads(self, tree: Mapping, model: type[Model]) -> None:
        """A model is about to read a mapping."""
        self._models[id(tree)] = model

    def unknown_key(self, key: str, known: Iterable[str], tree: Mapping) -> None:
        """A key that nothing knows."""
        known = list(known)
        place = tree.keys_at.get(key, tree.location)
        meant = None if len(self.findings) >= MOST_FINDINGS else nearest(key, known)
        if " " in key and isinstance(tree[key], Text) and tree[key].null:
            mend = "inside `{}` a `,` begins a new entry: quote the text before this one if they are one text"
        elif meant is not None and meant not in tree:
            self._meant.setdefault(id(tree), set()).add(meant)
            mend = f"did you mean `{meant}`?"
        elif key in self._elsewhere:
            mend = f"`{key}` belongs into {self._elsewhere[key]}"
        elif meant is not None:
            mend = f"did you mean `{meant}`? It is written already"
        else:
            left = [k for k in known if k not in tree] or known
            mend = "known here: " + ", ".join(f"`{k}`" for k in left[:12]) + (", …" if len(left) > 12 else "")
        self.add("N104", f"`{shortened(key)}` is not a key known here", place, mend, printed=shortened(key))

    def add(self, code: str, message: str, location: Location, help: str = "", printed: str = "") -> None:
        """Keeps a finding, each place and rule once."""
        if (code, location) in self._seen:
            return
        self._seen.add((code, location))
        if len(self.findings) >= MOST_FINDINGS:
            self.more += 1
            return
        self.findings.append(Finding(code, message, location, help, printed))

    def read_root(self, model: type[M], tree: Mapping) -> M | None:
        """Reads a whole front-matter; None when nothing of it can be kept."""
        self._root = tree
        try:
            return self.read(model, tree)
        except ValueError:
            return None

    def read(self, model: type[M], tree: Mapping) -> M:
        """Reads a mapping, leaving out of it what is refused; raises when nothing can be kept."""
        for _ in range(MOST_PASSES):
            try:
                return model.model_validate(tree, context=self)
            except ValidationError as error:
                drops: dict[tuple[int, Any], Step] = {}
                for one in error.errors(include_url=False, include_input=False):
                    step = self._report(one, tree)
                    if step is None:
                        raise refused("", code="") from None
                    drops[id(step.container), step.key] = step
                self._drop(drops.values())
        raise refused("", code="")

    def _drop(self, steps: Iterable[Step]) -> None:
        lists: dict[int, list[Step]] = {}
        for step in steps:
            self._dropped.add((id(step.container), step.key))
            self._keep.append(step.container)
            if isinstance(step.container, list):
                lists.setdefault(id(step.container), []).append(step)
            else:
                self._keep.append(step.container.pop(step.key, None))
        for group in lists.values():
            for step in sorted(group, key=lambda s: s.key, reverse=True):
                self._keep.append(step.container.pop(step.key))

    def _report(self, error: Any, tree: Mapping) -> Step | None:
        """Turns one error into a finding; gives what has to be left out, or None for the whole tree."""
        steps, node, rest, is_key = descend(tree, error["loc"])
        context = error.get("ctx") or {}
        kind = error["type"]
        way = [*path_to(self._root, tree), *steps]
        path = dotted(way)
        here = self._place(way, node)
        if kind == "missing":
            key = str(rest[-1]) if rest else ""
            if (id(node), key) not in self._dropped and key not in self._meant.get(id(node), ()):
                self._missing(key, node, path, here)
        elif kind == "refused":
            if context.get("code"):
                place = context.get("at") or (here if not is_key else self._key_place(node, rest))
                name = "" if is_key or not path else f"`{path}`: "
                self.add(context["code"], name + context["message"], place, context.get("help", ""))
            if context.get("drop") and isinstance(node, Mapping):
                return Step(node, context["drop"])
        elif kind == "dict_type":
            self.add(
                "N110",
                f"`{path}`: {found(node)} where entries by name are expected",
                here,
                f"write `{path.rpartition('.')[2]}:` and below it, indented, a line `name: ...` for each",
            )
        elif kind == "list_type":
            self.add(
                "N110", f"`{path}`: {found(node)} where a list is expected", here, "write it as `[one, two]`"
            )
        else:
            self.add(
                "N110",
                f"`{path}`: {found(node)}, which does not fit here",
                here,
                "see the reference of the front-matter's keys",
            )
        if is_key and isinstance(node, Mapping):
            bad = next((k for k in node if k == rest[0]), None)
            return None if bad is None else Step(node, bad)
        if not steps:
            return None  # the whole of what is being read
        self.broken.add(path)
        return steps[-1]

    def _missing(self, key: str, node: Any, path: str, place: Location) -> None:
        model = self._models.get(id(node))
        described = model.known_keys().get(key) if model else None
        mend = f"write `{key}: ...`"
        if described is not None:
            if described.examples:
                mend = f"write `{key}: {described.examples[0]}`"
            mend += f" ({described.description.rstrip('.')})"
        self.add("N109", f"`{key}` is missing in {f'`{path}`' if path else 'the front-matter'}", place, mend)

    @staticmethod
    def _place(steps: list[Step], node: Any) -> Location:
        """Where an author looks for a node: at its key for a mapping or a list, at the text for a scalar."""
        if steps and not isinstance(node, Text) and isinstance(steps[-1].container, Mapping):
            container, key = steps[-1]
            return container.keys_at.get(key, container.location)
        return getattr(node, "location", None) or Location("", 1, 1)

    @staticmethod
    def _key_place(node: Any, rest: list[Any]) -> Location:
        return (
            node.keys_at.get(rest[0], node.location) if isinstance(node, Mapping) and rest else node.location
        )


def descend(tree: Mapping, loc: tuple[Any, ...]) -> tuple[list[Step], Any, list[Any], bool]:
    """Follows an error's place down the tree as far as the author wrote it.

    Gives the steps taken, the node reached, what of the place was not written (short forms have levels that
    only the models know), and whether it is a key that does not fit.
    """
    node: Any = tree
    steps: list[Step] = []
    rest: list[Any] = []
    is_key = loc[-1:] == ("[key]",)
    for item in loc[:-2] if is_key else loc:
        known = isinstance(node, Mapping) and isinstance(item, str) and item in node
        if known or (isinstance(node, Sequence) and isinstance(item, int) and item < len(node)):
            steps.append(Step(node, item))
            node = node[item]
        else:
            rest.append(item)
    if is_key:
        rest = [loc[-2]]
    return steps, node, rest, is_key


def path_to(root: Any, node: Any) -> list[Step]:
    """The steps from a tree's root to one of its nodes."""
    stack: list[tuple[Any, list[Step]]] = [(root, [])]
    while stack:
        here, steps = stack.pop()
        if here is node:
            return steps
        inner = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        stack.extend(
            (value, [*steps, Step(here, key)]) for key, value in inner if isinstance(value, dict | list)
        )
    return []


def dotted(steps: list[Step]) -> str:
    """The path of a node as an author would say it: `flows.produce.batch`, `paths.ingest.stages[2]`."""
    path = ""
    for step in steps:
        if isinstance(step.key, int):
            path += f"[{step.key + 1}]"
        else:
            path += f"{'.' if path else ''}{shortened(step.key, 40)}"
    return path


def found(node: Any) -> str:
    """What stands in a place."""
    kind = kind_of(node)
    return "nothing is written" if kind == "empty" else f"{kind} stands"
