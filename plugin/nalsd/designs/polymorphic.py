"""Parts that come in kinds: the kind is chosen by a key or a word, and only that kind's model is built."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from nalsd.designs.kinds import DEFINED
from nalsd.designs.nearest import did_you_mean
from nalsd.designs.tree import Mapping, Text, kind_of, shortened
from nalsd.designs.values import refused

if TYPE_CHECKING:
    from nalsd.designs.model import Model


class Polymorphic:
    """Chooses the model of a mapping; the models are the `KINDS` of a module."""

    def __init__(self, noun: str, module: str) -> None:
        self.noun = noun
        self.module = module

    def kinds(self) -> dict[str, type[Model]]:
        """Every kind by the word or key that chooses it."""
        return import_module(self.module).KINDS

    def choose(self, data: Mapping, problems: Any) -> type[Model]:
        """The model that fits the mapping; raises `refused` when none does."""
        raise NotImplementedError

    def _validate(self, data: Any, info: Any) -> Any:
        if any(isinstance(data, kind) for kind in self.kinds().values()):
            return data
        if not isinstance(data, Mapping):
            raise refused(
                f"{kind_of(data)} stands where a mapping is expected: a {self.noun}",
                f"kinds: {', '.join(f'`{kind}`' for kind in self.kinds())}",
                data,
            )
        model = self.choose(data, info.context)
        if info.context is None:
            return model.model_validate(data)
        return info.context.read(model, data)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [{DEFINED: kind.__name__} for kind in self.kinds().values()]}


class ByKey(Polymorphic):
    """The kind is the one key that no other kind has: `queue: edge`."""

    def choose(self, data: Mapping, problems: Any) -> type[Model]:
        kinds = self.kinds()
        written = [key for key in data if key in kinds]
        if len(written) == 1:
            return kinds[written[0]]
        if written:
            raise refused(
                f"`{written[0]}` and `{written[1]}` are two {self.noun}s in one",
                f"give each {self.noun} its own place in the list",
                data,
            )
        first = next(iter(data), Text(""))
        begun = " or ".join(f"`{shortened(key)}`" for key in list(data)[:3]) or "nothing"
        raise refused(
            f"no kind of {self.noun} begins with {begun}",
            did_you_mean(first, kinds),
            data,
        )


class ByWord(Polymorphic):
    """The kind is the word that a key holds: `kind: surge`."""

    def __init__(self, key: str, noun: str, module: str) -> None:
        super().__init__(noun, module)
        self.key = key

    def choose(self, data: Mapping, problems: Any) -> type[Model]:
        kinds = self.kinds()
        word = data.get(self.key)
        if isinstance(word, Text) and word in kinds:
            return kinds[word]
        known = ", ".join(f"`{kind}`" for kind in kinds)
        if word is None or (isinstance(word, Text) and word.null):
            raise refused(
                f"`{self.key}` is missing in this {self.noun}", f"write one of {known}", code="N109"
            )
        if not isinstance(word, Text):
            raise refused(f"{kind_of(word)} stands where one of {known} is expected", node=word)
        raise refused(f"{kind_of(word)} is no kind of {self.noun}", did_you_mean(word, kinds), word)
