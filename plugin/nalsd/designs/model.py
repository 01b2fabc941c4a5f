"""The base of every part of the front-matter: pydantic models that know where they were written."""

from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PrivateAttr,
    ValidationInfo,
)
from pydantic_core import CoreSchema, core_schema

from nalsd.designs.kinds import MODEL, NOTES, noted
from nalsd.designs.tree import NOWHERE, Mapping, Note, Text, kind_of
from nalsd.designs.values import refused
from nalsd.graph.source import Location

# Annotations are not postponed here: each subclass would compile those of its bases from strings again.


class Model(BaseModel):
    """A mapping of the front-matter with known keys."""

    model_config = ConfigDict(
        extra="forbid",
        arbitrary_types_allowed=True,
        defer_build=True,
        protected_namespaces=(),
        frozen=True,
        populate_by_name=True,
    )

    short: ClassVar[str | None] = None
    """The key that a scalar in place of the whole mapping stands for."""
    noun: ClassVar[str] = ""
    """What one of these is called in a message; the class name in small letters by default."""
    noted: ClassVar[bool] = False
    """Whether the keys of `NOTES` may stand here."""

    _tree: Mapping | None = PrivateAttr(default=None)

    @property
    def location(self) -> Location:
        """Where this mapping was written."""
        return NOWHERE if self._tree is None else self._tree.location

    def key_location(self, *keys: str) -> Location:
        """Where a key was written, `key_location("tiers", "edge")`; the nearest place known when it was
        not."""
        here: Any = self._tree
        place = self.location
        for key in keys:
            if not isinstance(here, Mapping) or key not in here:
                break
            place = here.keys_at.get(key, place)
            here = here[key]
        return place

    def given(self, key: str) -> bool:
        """Whether the author wrote this key (a default was not written)."""
        return self._tree is not None and key in self._tree and not _null(self._tree[key])

    @classmethod
    def known_keys(cls) -> dict[str, Any]:
        """The keys an author may write here, each with its field."""
        known = cls.__dict__.get("_known_keys")
        if known is None:
            known = {field.alias or name: field for name, field in cls.model_fields.items()}
            cls._known_keys = known
        return known

    _known_keys: ClassVar[dict[str, Any]]

    @classmethod
    def called(cls) -> str:
        """What one of these is called in a message."""
        return cls.noun or cls.__name__.lower()

    @classmethod
    def expand(cls, text: Text) -> Mapping:
        """The mapping that a scalar in its place stands for."""
        mapping = Mapping(text.location)
        mapping.put(Text(cls.short or "", text.location), text)
        return mapping

    @classmethod
    def check(cls, tree: Mapping) -> None:
        """Rules between keys; raises `refused`. Runs before the keys are read."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Puts `_from_tree` around pydantic's own reading.

        As a decorated validator it would be inspected once a class, which is a tenth of a cold start.
        """
        return core_schema.with_info_wrap_validator_function(cls._from_tree, handler(source))

    @classmethod
    def _from_tree(cls, data: Any, handler: Any, info: ValidationInfo) -> Any:
        """Reads a mapping of the tree: unknown keys are reported, empty ones count as not written."""
        if isinstance(data, cls):
            return data
        if isinstance(data, Text) and cls.short and not data.null:
            data = cls.expand(data)
        if not isinstance(data, Mapping):
            if isinstance(data, dict):
                return handler(data)
            expected = f"a mapping with the keys of {_article(cls.called())}"
            raise refused(f"{_sentence(data)} where {expected} is expected", _keys_help(cls), data)
        known = cls.known_keys()
        clean: dict[str, Any] = {}
        notes: dict[str, Text] = {}
        for key, value in data.items():
            if cls.noted and key in NOTES:
                if (note := noted(key, value, info)) is not None:
                    notes[str(key)] = note
            elif key not in known:
                if info.context is None:
                    clean[key] = value
                else:
                    info.context.unknown_key(key, [*known, *(NOTES if cls.noted else ())], data)
            elif not _null(value):
                clean[str(key)] = value
        if info.context is not None:
            info.context.reads(data, cls)
        cls.check(data)
        model = handler(clean)
        model._tree = data
        if notes:
            model._note = Note(**notes)
        return model

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Adds the notes and the short form."""
        inner = handler(schema)
        whole = handler.resolve_ref_schema(inner)
        whole[MODEL] = cls.__name__
        if cls.noted:
            whole.setdefault("properties", {}).update(
                {
                    key: {"description": description, **kind.json()}
                    for key, (kind, description) in NOTES.items()
                }
            )
        if not cls.short:
            return inner
        short = {"type": ["string", "number", "boolean"], "description": f"short for {{{cls.short}: ...}}"}
        return {"anyOf": [inner, short]}


class Entry(Model):
    """A part of a design about which an author may say why, from where, and since when."""

    noted: ClassVar[bool] = True

    _note: Note | None = PrivateAttr(default=None)

    @property
    def because(self) -> str | None:
        """Why it is so."""
        return self._note.because if self._note else None

    @property
    def source(self) -> str | None:
        """Where it comes from."""
        return self._note.source if self._note else None

    @property
    def measured(self) -> str | None:
        """The day it was measured or read."""
        return self._note.measured if self._note else None


def _null(value: Any) -> bool:
    return isinstance(value, Text) and value.null


def _sentence(data: Any) -> str:
    what = kind_of(data)
    return "nothing is written" if what == "empty" else f"{what} stands"


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def _keys_help(cls: type[Model]) -> str:
    keys = list(cls.known_keys())
    required = [key for key, field in cls.known_keys().items() if field.is_required()]
    shown = ", ".join(f"`{key}`" for key in (required or keys)[:8])
    return f"it needs {shown}" if required else f"its keys: {shown}"
