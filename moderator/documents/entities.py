"""Things of one sort (days, persons, …) in a root map, one entry per field.

A key is "id.field", its value JSON text, so that edits of different fields merge and two laptops
may create things apart. "id.gone" says whether the thing was removed: removal wins over edits
made elsewhere meanwhile, and putting the thing again takes it back. A field that has its default
is not written; so a default, once released, is for ever.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from enum import StrEnum
from types import MappingProxyType, UnionType
from typing import Any, Generic, NewType, TypeVar, get_args, get_type_hints

from pycrdt import Map, MapEvent

from moderator.documents.document import Document, changed_texts, weakly
from moderator.domain.programme import LocalText

Thing = TypeVar("Thing")
_GONE = "gone"
_LANGUAGES = tuple(field.name for field in fields(LocalText))


class Entities(Generic[Thing]):
    """All things of one sort, read once and then followed.

    Writing must happen inside the document's transaction. Values that cannot be read (damaged, or
    of a newer program) count as not set and stay as they are until their field is really changed;
    a thing without a field it needs is skipped.
    """

    def __init__(self, root: "Map[str]", sort: type[Thing]) -> None:
        self._root = root
        self._sort = sort
        self._fields = _fields(sort)
        self._has_id = "id" in get_type_hints(sort)
        self._texts: dict[str, dict[str, str]] = {}
        self._things: dict[str, Thing] = {}
        self._stale: dict[str, None] = {}
        self.changed = False
        """Something changed since this was last set to False."""
        root.observe(weakly(self._came))

    def all(self) -> Mapping[str, Thing]:
        """Return everything that is there, by id."""
        for name in self._stale:
            thing = self._read(name)
            if thing is None:
                self._things.pop(name, None)
            else:
                self._things[name] = thing
        self._stale.clear()
        return MappingProxyType(self._things)

    def put(self, name: str, thing: Thing) -> None:
        """Write the fields in which a thing differs from what is there."""
        present = self.all().get(name)
        texts = self._texts.get(name, {})
        for field in self._fields:
            value = getattr(thing, field.name)
            if present is None or value != getattr(present, field.name):
                for key, text, absent in field.parts(value):
                    if text != texts.get(key, absent):
                        self._write(name, key, text)
        if present is None:
            self._write(name, _GONE, "false")

    def remove(self, name: str) -> None:
        """Remove a thing and delete what it held; unknown ones are let be."""
        if name not in self.all():
            return
        for key in tuple(self._texts[name]):
            if key != _GONE:
                self._write(name, key, None)
        self._write(name, _GONE, "true")

    def _write(self, name: str, key: str, text: str | None) -> None:
        if text is None:
            del self._root[f"{name}.{key}"]
        else:
            self._root[f"{name}.{key}"] = text
        self._keep(name, key, text)  # so that a second change in one transaction sees the first

    def _came(self, event: MapEvent) -> None:
        for path, text in changed_texts(event).items():
            name, _, key = path.partition(".")
            self._keep(name, key, text)

    def _keep(self, name: str, key: str, text: str | None) -> None:
        texts = self._texts.setdefault(name, {})
        if text is None:
            texts.pop(key, None)
        else:
            texts[key] = text
        self._stale[name] = None
        self.changed = True

    def _read(self, name: str) -> Thing | None:
        texts = self._texts[name]
        if texts.get(_GONE) != "false":
            return None
        values: dict[str, Any] = {"id": name} if self._has_id else {}
        try:
            values |= {field.name: field.read(texts) for field in self._fields}
        except (ValueError, TypeError, RecursionError):
            return None
        return self._sort(**values)


class EntitiesDocument(Document):
    """A document of things of several sorts, each field merging by itself."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._sorts: list[Entities[Any]] = []
        self._listeners: list[Callable[[], None]] = []

    def on_change(self, told: Callable[[], None]) -> None:
        """Call ``told`` after each transaction that changed anything, wherever it was made."""
        self._listeners.append(told)

    def close(self) -> None:
        """Tell nobody anything any more."""
        super().close()
        self._listeners.clear()

    # for the typed documents

    def _entities(self, root: str, sort: type[Thing]) -> Entities[Thing]:
        container: Map[str] = Map()
        self._doc[root] = container
        made = Entities(container, sort)
        self._sorts.append(made)
        return made

    def _forget(self) -> None:
        """Forget what was made of the things: they have changed."""

    def _put(self, sort: Entities[Thing], name: str, thing: Thing) -> None:
        with self.transaction():
            sort.put(name, thing)
            self._forget()

    def _remove(self, sort: Entities[Thing], name: str) -> None:
        with self.transaction():
            sort.remove(name)
            self._forget()

    # private

    def _loaded(self) -> None:
        self._note_changes()

    def _settled(self, local: bool) -> None:
        if self._note_changes():
            for told in self._listeners:
                self._later(told)

    def _note_changes(self) -> bool:
        changed = any(sort.changed for sort in self._sorts)
        for sort in self._sorts:
            sort.changed = False
        if changed:
            self._forget()
        return changed


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of a thing: how it becomes JSON and comes back."""

    name: str
    needed: bool
    default: Any
    write: Callable[[Any], Any]
    parse: Callable[[Any], Any]
    is_local: bool
    """A text in several languages, each an entry of its own."""

    def parts(self, value: Any) -> Iterable[tuple[str, str, str | None]]:
        """Return key, JSON text and what an absent entry stands for, of each entry."""
        if self.is_local:
            usual = LocalText() if self.needed else self.default
            return [
                (f"{self.name}.{x}", _json(getattr(value, x)), _json(getattr(usual, x)))
                for x in _LANGUAGES
            ]
        absent = None if self.needed else _json(self.write(self.default))
        return [(self.name, _json(self.write(value)), absent)]

    def read(self, texts: Mapping[str, str]) -> Any:
        """Return the value, or the default; raises ValueError or TypeError where it is needed."""
        if self.is_local:
            usual = LocalText() if self.needed else self.default
            said = {x: _maybe_str(texts.get(f"{self.name}.{x}")) for x in _LANGUAGES}
            return replace(usual, **{x: text for x, text in said.items() if text is not None})
        text = texts.get(self.name)
        if text is None and not self.needed:
            return self.default
        try:
            return self.parse(json.loads(text or ""))
        except (ValueError, TypeError, RecursionError):
            if self.needed:
                raise
            return self.default


def _fields(sort: type[Any]) -> tuple[_Field, ...]:
    hints = get_type_hints(sort)
    found: list[_Field] = []
    for field in fields(sort):
        if field.name == "id":
            continue
        default = field.default
        if field.default_factory is not MISSING:
            default = field.default_factory()
        needed = default is MISSING
        kind = hints[field.name]
        write, parse = _codec(kind)
        found.append(_Field(field.name, needed, default, write, parse, kind is LocalText))
    return tuple(found)


def _codec(kind: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """Return how values of a type are written as JSON and parsed."""
    if isinstance(kind, NewType):
        kind = kind.__supertype__
    if isinstance(kind, UnionType):
        write, parse = _codec(next(k for k in get_args(kind) if k is not type(None)))
        return _maybe(write), _maybe(parse)
    if get_args(kind):  # tuple[SomeId, ...]
        return list, _texts
    if kind is dt.date:
        return dt.date.isoformat, dt.date.fromisoformat
    if kind is dt.time:
        return dt.time.isoformat, _time
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return str, kind
    return _same, {str: _str, int: _int, bool: _bool, LocalText: _same}[kind]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _maybe(one: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else one(value)


def _maybe_str(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return _str(json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None


def _same(value: Any) -> Any:
    return value


def _str(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(value)


def _int(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(value)


def _time(value: str) -> dt.time:
    # local to the forum: one with an offset could not even be compared with the others
    return dt.time.fromisoformat(value).replace(tzinfo=None)


def _bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError(value)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_str(part) for part in value)
    raise TypeError(value)
