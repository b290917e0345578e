"""What a command was asked for, read as the kinds it takes: anybody's script may send anything."""

import datetime as dt
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from moderator.domain.errors import Reason, Refused
from moderator.domain.programme import FIRST_DATE, LAST_DATE

Args = Mapping[str, Any]

_Kind = TypeVar("_Kind", bound=StrEnum)
_Value = TypeVar("_Value")

_SHOWN = 60
"""Characters of a refused value that its sentence repeats."""


def text(args: Args, name: str) -> str:
    """Return a text that must be there.

    Raises:
        Refused: it is missing, or no text.
    """
    value = args.get(name)
    if value is None:
        raise Refused(Reason.VALUE_MISSING, name=name)
    if not isinstance(value, str):
        raise Refused(Reason.VALUE_NO_TEXT, name=name, value=_shown(value))
    # half a pair cannot be kept, and is no sign that anybody meant
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def text_or(args: Args, name: str, default: str = "") -> str:
    """Return a text; where it is missing or empty, the default.

    Raises:
        Refused: it is no text.
    """
    return default if args.get(name) is None else text(args, name) or default


def flag(args: Args, name: str) -> bool:
    """Return whether something is wanted; where it is missing, not.

    Raises:
        Refused: it is neither true nor false.
    """
    value = args.get(name)
    if value is not None and not isinstance(value, bool):
        raise Refused(Reason.VALUE_NO_FLAG, name=name, value=_shown(value))
    return bool(value)


def number(args: Args, name: str, least: int, most: int, default: int | None = None) -> int:
    """Return a whole number; where it is missing, the default, which has to be in range too.

    Raises:
        Refused: it is missing without a default, no whole number, or out of range.
    """
    value = args.get(name)
    if value is None and default is None:
        raise Refused(Reason.VALUE_MISSING, name=name)
    value = default if value is None else value
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused(Reason.VALUE_NO_NUMBER, name=name, value=_shown(value))
    if not least <= value <= most:
        wanted = f"{least} … {most}"
        raise Refused(Reason.BAD_VALUE, value=_shown(value), name=name, wanted=wanted)
    return value


def choice(args: Args, name: str, kinds: type[_Kind], default: _Kind) -> _Kind:
    """Return one of a few values; where it is missing or empty, the default.

    Raises:
        Refused: it is none of them.
    """
    value = text_or(args, name, default)
    if value not in set(kinds):
        raise Refused(Reason.BAD_VALUE, value=_shown(value), name=name, wanted=", ".join(kinds))
    return kinds(value)


def date(args: Args, name: str) -> dt.date:
    """Return a day that a forum may have.

    Raises:
        Refused: it is missing, or none.
    """
    return _read(args, name, dt.date.fromisoformat, _is_possible, "2026-11-23")


def time(args: Args, name: str) -> dt.time:
    """Return a time of day by the forum's own clock.

    Raises:
        Refused: it is missing, or none.
    """
    return _read(args, name, dt.time.fromisoformat, _is_local, "10:00")


def _is_possible(day: dt.date) -> bool:
    return FIRST_DATE <= day <= LAST_DATE


def _is_local(moment: dt.time) -> bool:
    return moment.tzinfo is None


def _read(
    args: Args,
    name: str,
    read: Callable[[str], _Value],
    fits: Callable[[_Value], bool],
    wanted: str,
) -> _Value:
    value = text(args, name)
    try:
        found = read(value)
        if fits(found):
            return found
    except ValueError:
        pass
    raise Refused(Reason.BAD_VALUE, value=_shown(value), name=f"--{name}", wanted=wanted)


def _shown(value: object) -> str:
    words = value if isinstance(value, str) else repr(value)
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
