"""The user's settings: one typed table, kept as a TOML file that explains itself.

The file may be edited by hand. Keys that this program does not know are kept; a value that cannot
be used is replaced by its default and told in words.
"""

import dataclasses
import datetime
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from moderator.files import write_whole
from moderator.words import tr, tr_n

FILE_NAME = "settings.toml"
_UNREADABLE_NAME = "settings.unreadable.toml"
_T = TypeVar("_T", str, int)

_MINUTE_MS = 60_000
_DAY_MS = 24 * 60 * _MINUTE_MS


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table of settings."""

    name: str
    default: str | int
    help: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    """The texts allowed; empty: any text."""
    least: int = 0
    most: int = 0

    def allowed(self) -> str:
        """Return what may be written, for the file's own comment, which is in English."""
        if self.choices:
            return ", ".join(json.dumps(choice) for choice in self.choices)
        if isinstance(self.default, str):
            return f"at most {self.most} characters"
        return f"{self.least} to {self.most} {self.unit}"

    def allowed_in_words(self) -> str:
        """Return what may be written, in the language in use."""
        if isinstance(self.default, str) and not self.choices:
            return tr_n("at most {n} character", "at most {n} characters", self.most)
        return self.allowed() if self.choices else f"{self.least}–{self.most}"

    def fits(self, value: object) -> bool:
        """Return whether ``value`` may be used."""
        if isinstance(self.default, str):
            if not isinstance(value, str):
                return False
            return value in self.choices if self.choices else len(value) <= self.most
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return is_whole and self.least <= cast(int, value) <= self.most


def _row(default: _T, about: str, **limits: Any) -> _T:
    return dataclasses.field(default=default, metadata={"help": about, **limits})


def _time(default_ms: int, about: str, least_ms: int = 1_000) -> int:
    return _row(default_ms, about, unit="milliseconds", least=least_ms, most=_DAY_MS)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has chosen; each field is one row of the table."""

    own_name: str = _row("", "Your name, shown to the others who run the meeting.", most=200)
    language: str = _row(
        "",
        "The language of windows and messages; empty: as the system says.",
        choices=("", "kk", "ru", "en"),
    )
    theme: str = _row(
        "system", "Light or dark windows.", choices=("system", "light", "dark", "contrast")
    )
    text_size_percent: int = _row(
        100, "The size of all text.", unit="per cent", least=100, most=200
    )
    speech_ms: int = _time(180_000, "The time of a speech where the agenda says nothing.")
    reply_ms: int = _time(120_000, "The time of a reply.")
    question_ms: int = _time(120_000, "The time of a question.")
    point_of_order_ms: int = _time(60_000, "The time of a point of order.")
    remark_ms: int = _time(60_000, "The time of a remark.")
    warn_ms: int = _time(30_000, "How long before the end the time is shown in amber.", least_ms=0)
    clock_start: str = _row(
        "call",
        "When a speaker's clock starts: at the call, by a key, or some time after the call.",
        choices=("call", "key", "delay"),
    )
    start_delay_ms: int = _time(
        5_000, 'The time from the call to the start of the clock, for "delay".', least_ms=0
    )


TABLE: tuple[Row, ...] = tuple(
    Row(name=field.name, default=cast(str | int, field.default), **field.metadata)
    for field in dataclasses.fields(Settings)
)
"""All settings in the order in which they are written."""


def load(folder: Path) -> tuple[Settings, list[str]]:
    """Read the settings in ``folder``; without a file all are at their defaults.

    Returns:
        The settings, and one sentence for each thing in the file that could not be used, in the
        language in use at the time of this call.
    """
    path = folder / FILE_NAME
    try:
        found = _read(path)
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        said = tr("The settings in {file} could not be read ({why}); the defaults are used.")
        return Settings(), [said.format(file=path, why=error.strerror or error)]
    except ValueError as error:
        said = tr("{file} is not valid TOML ({why}); the defaults are used. Correct or remove it.")
        return Settings(), [said.format(file=path, why=error)]
    good: dict[str, Any] = {}
    messages = []
    for row in TABLE:
        value = found.get(row.name, row.default)
        if row.fits(value):
            good[row.name] = value
        else:
            said = tr("{file}: {name} cannot be {value}; {default} is used. Allowed: {allowed}.")
            shown = {"value": _short(value), "default": _toml(row.default)}
            messages.append(
                said.format(file=path, name=row.name, allowed=row.allowed_in_words(), **shown)
            )
    return Settings(**good), messages


def save(settings: Settings, folder: Path) -> None:
    """Write ``settings`` to ``folder`` in one step, keeping keys this program does not know.

    A file that could not be read is kept beside the new one, as ``settings.unreadable.toml``.

    Raises:
        OSError: the folder cannot be written; the old file is as it was.
        ValueError: a value is outside its row's limits.
    """
    for row in TABLE:
        value = getattr(settings, row.name)
        if not row.fits(value):
            raise ValueError(f"{row.name} cannot be {value!r}; allowed: {row.allowed()}")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    known = {row.name for row in TABLE}
    try:
        others = {key: value for key, value in _read(path).items() if key not in known}
    except FileNotFoundError:
        others = {}
    except ValueError:
        path.replace(folder / _UNREADABLE_NAME)
        others = {}
    write_whole(path, _file_text(settings, others))


def _read(path: Path) -> dict[str, Any]:
    # A file with a byte order mark, as Windows' editors write, is a good file.
    return tomllib.loads(path.read_text(encoding="utf-8-sig"))


def _file_text(settings: Settings, others: Mapping[str, object]) -> str:
    lines = []
    for row in TABLE:
        lines += [f"# {row.help}", f"# {row.allowed()}"]
        lines += [f"{row.name} = {_toml(getattr(settings, row.name))}", ""]
    lines += [f"{_toml(key)} = {_toml(value)}" for key, value in others.items()]
    return "\n".join(lines).rstrip("\n") + "\n"


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            # JSON's escapes are all TOML's too; only DEL must be escaped there and is not in JSON.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case datetime.datetime() | datetime.date() | datetime.time():
            return value.isoformat()
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            pairs = (f"{_toml(key)} = {_toml(inner)}" for key, inner in value.items())
            return f"{{{', '.join(pairs)}}}"
        case _:
            return str(value)


def _short(value: object) -> str:
    text = _toml(value)
    return text if len(text) <= 40 else text[:39] + "…"
