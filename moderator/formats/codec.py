"""Frozen dataclasses to JSON values and back, by their annotations."""

import dataclasses
import datetime as dt
import json
import math
import re
import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")

MAX_WHOLE = 2**53
"""The largest whole number that every reader of JSON keeps as it is."""

_HALF = re.compile("[\ud800-\udfff]")


class NotThis(ValueError):
    """A JSON text is unsound or not of the wanted shape; the message says where."""


def parse(text: str | bytes) -> Any:
    """Return the value of a JSON text.

    Raises:
        NotThis: it is no JSON, or has what the standard leaves open and others choke on: a key
            twice, NaN, half a surrogate pair, nesting without end.
    """
    try:
        value = json.loads(
            text,
            parse_constant=_no_constant,
            parse_float=_finite,
            object_pairs_hook=_each_once,
        )
        _no_half_pairs(value)
    except (ValueError, RecursionError) as error:
        raise NotThis(str(error)) from error
    return value


def _no_constant(name: str) -> float:
    raise NotThis(f"{name} is no number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise NotThis(f"{text} is too large")
    return value


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotThis("a key comes twice")
    return found


def _no_half_pairs(value: Any) -> None:
    match value:
        case str():
            if _HALF.search(value):
                raise NotThis("half a surrogate pair")
        case dict():
            for key, inner in value.items():
                _no_half_pairs(key)
                _no_half_pairs(inner)
        case list():
            for inner in value:
                _no_half_pairs(inner)


def dump(value: Any) -> Any:
    """Return a dataclass, or what one may hold, as values that ``json`` can write."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: dump(getattr(value, f.name)) for f in _given(value)}
    match value:
        case StrEnum():
            return value.value
        case dt.date() | dt.time():
            return value.isoformat()
        case tuple() | list():
            return [dump(v) for v in value]
        case Mapping():
            return {str(k): dump(v) for k, v in value.items()}
    return value


def _given(dataclass: Any) -> list[dataclasses.Field[Any]]:
    """Return the fields that a dataclass is made of; it works out the others by itself."""
    return [f for f in dataclasses.fields(dataclass) if f.init]


def load(kind: type[T], value: Any) -> T:
    """Return a ``kind`` read from what ``dump`` made; missing fields take their default.

    Raises:
        NotThis: the value is not of that shape.
    """
    try:
        found = _load(kind, value, kind.__name__)
    except RecursionError as error:
        raise NotThis("nested too deeply") from error
    return typing.cast(T, found)


def _load(kind: Any, value: Any, where: str) -> Any:
    kind = getattr(kind, "__supertype__", kind)  # an id is a NewType over text
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _load_any(inner, value, where)
    if origin is tuple and isinstance(value, list):
        return tuple(_load(inner[0], v, f"{where}[{n}]") for n, v in enumerate(value))
    if origin is not None and issubclass(origin, Mapping) and isinstance(value, dict):
        return {k: _load(inner[1], v, f"{where}.{k}") for k, v in value.items()}
    if dataclasses.is_dataclass(kind) and isinstance(value, dict):
        return _load_fields(kind, value, where)
    return _load_plain(kind, value, where)


def _load_any(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    for kind in kinds:
        try:
            return _load(kind, value, where)
        except NotThis:
            continue
    raise NotThis(where)


def _load_fields(kind: Any, value: dict[str, Any], where: str) -> Any:
    hints = typing.get_type_hints(kind)
    given = {
        f.name: _load(hints[f.name], value[f.name], f"{where}.{f.name}")
        for f in _given(kind)
        if f.name in value
    }
    try:
        return kind(**given)
    except TypeError as error:
        raise NotThis(f"{where} is incomplete") from error


def _load_plain(kind: Any, value: Any, where: str) -> Any:
    if kind is types.NoneType and value is None:
        return None
    if kind in (str, int, bool) and type(value) is kind:
        if kind is int and abs(value) > MAX_WHOLE:
            raise NotThis(f"{where} is too large")
        return value
    if isinstance(kind, type) and isinstance(value, str):
        try:
            if issubclass(kind, StrEnum):
                return kind(value)
            if issubclass(kind, dt.date | dt.time):
                return kind.fromisoformat(value)
        except ValueError as error:
            raise NotThis(where) from error
    raise NotThis(where)
