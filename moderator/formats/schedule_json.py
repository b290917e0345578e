"""Schedule JSON, version 1, as c3voc, frab and pretalx write it: a meeting for each day and room.

Abstracts and descriptions are not kept: an agenda has no place for them.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from moderator.domain.errors import BadInput, Reason
from moderator.domain.programme import FIRST_DATE, LAST_DATE, LocalText
from moderator.domain.texts import one_line
from moderator.formats.cells import length_ms, times_of
from moderator.formats.values import (
    Gathered,
    Imported,
    ImportedItem,
    ImportedMeeting,
    ImportedPerson,
    item_key,
    local_text,
    normal,
    person_key,
)
from moderator.formats.words import kind_named, likely_kind


def is_schedule(value: Any) -> bool:
    """Return whether a JSON value is a schedule of this form."""
    return isinstance(value, dict) and isinstance(value.get("schedule"), dict)


def read_schedule(value: Any, file: str) -> Imported:
    """Return what a schedule says.

    Raises:
        BadInput: an event's date, time or length cannot be used; says which event.
    """
    conference = value["schedule"].get("conference")
    if not isinstance(conference, dict) or not isinstance(conference.get("days"), list):
        raise BadInput(Reason.FILE_BROKEN, file=file)
    reader = _Reader(file, _text(conference, "acronym"))
    for number, day in enumerate(conference["days"], start=1):
        for room, events in reader.rooms(day, number):
            reader.read_room(room, events)
    return Imported(
        title=_text(conference, "title"),
        zone=_text(conference, "time_zone_name"),
        meetings=tuple(reader.meetings.values()),
        items=tuple(reader.items.values()),
        organisations=tuple(reader.gathered.organisations.values()),
        persons=tuple(reader.gathered.persons.values()),
    )


@dataclass(slots=True)
class _Reader:
    file: str
    acronym: str
    gathered: Gathered = field(default_factory=Gathered)
    meetings: dict[str, ImportedMeeting] = field(default_factory=dict)
    items: dict[str, ImportedItem] = field(default_factory=dict)

    def rooms(self, day: Any, number: int) -> Iterator[tuple[str, list["_Event"]]]:
        """Yield each room of a day that has events, with the events in the order they begin."""
        rooms = day.get("rooms") if isinstance(day, dict) else None
        if not isinstance(rooms, dict):
            raise self._bad(f"day {number}", "rooms", rooms)
        for room, raw in rooms.items():
            if not isinstance(raw, list) or not all(isinstance(e, dict) for e in raw):
                raise self._bad(f"day {number}", one_line(room), raw)
            if raw:
                events = [self._event(e, day) for e in raw]
                yield one_line(room), sorted(events, key=lambda e: (e.day, e.starts))

    def read_room(self, room: str, events: list["_Event"]) -> None:
        """Take a room's events of one day; those past midnight belong to the evening before."""
        first = events[0]
        key = f"{first.day.isoformat()}|{normal(room)}"
        known = self.meetings.get(key)
        starts = min(known.starts, first.starts) if known else first.starts
        self.meetings[key] = ImportedMeeting(key, first.day, starts, place=room)
        for event in events:
            self._read_event(event, self.meetings[key])

    def _read_event(self, event: "_Event", meeting: ImportedMeeting) -> None:
        presenters = self._presenters(event.raw)
        key = self._key(event.raw)
        if not key:
            key = item_key(event.day, event.starts, meeting.place or "", event.title.best(""))
        kind = _text(event.raw, "type")
        self.items[key] = ImportedItem(
            key=key,
            meeting=meeting.key,
            title=event.title,
            # a time past midnight would lie before its own meeting
            starts=event.starts if event.day == meeting.day else None,
            planned_ms=event.planned_ms,
            kind=kind_named(kind) if kind else None,
            likely=likely_kind(event.title, bool(presenters)),
            presenters=presenters,
        )

    def _event(self, raw: dict[str, Any], day: dict[str, Any]) -> "_Event":
        title = _local(raw)
        name = title.best("") or _text(raw, "id")
        if title == LocalText():
            raise self._bad(name, "title", raw.get("title"))
        moment = _text(raw, "date") or _text(day, "date")
        start = times_of(_text(raw, "start") or moment)
        try:
            date = dt.date.fromisoformat(moment[:10])
        except ValueError as error:
            raise self._bad(name, "date", moment) from error
        if not FIRST_DATE <= date <= LAST_DATE:
            raise self._bad(name, "date", moment)
        if not start:
            raise self._bad(name, "start", raw.get("start"))
        length = raw.get("duration")
        planned_ms = length_ms(length) if isinstance(length, str | int) else None
        if length and planned_ms is None:
            raise self._bad(name, "duration", length)
        return _Event(raw, title, date, start[0], planned_ms)

    def _key(self, raw: dict[str, Any]) -> str:
        if guid := _text(raw, "guid"):
            return f"guid:{guid}"
        known = _text(raw, "id")
        return f"id:{self.acronym}:{known}" if known else ""

    def _presenters(self, raw: dict[str, Any]) -> tuple[str, ...] | None:
        persons = raw.get("persons")
        if not isinstance(persons, list):
            return None
        keys: list[str] = []
        for person in persons:
            if not isinstance(person, dict):
                continue
            names = ("public_name", "full_public_name", "name", "full_name")
            name = next((n for n in (_text(person, field) for field in names) if n), "")
            if name:
                key = self._key(person) or person_key(name)
                keys.append(self.gathered.person(ImportedPerson(key, name)))
        return tuple(dict.fromkeys(keys))

    def _bad(self, where: str, column: str, value: Any) -> BadInput:
        return BadInput(
            Reason.FILE_BAD_LINE,
            file=self.file,
            line=0,
            column=column,
            value=one_line(str(value))[:60],
            place=f"{where} · {column}",
        )


@dataclass(frozen=True, slots=True)
class _Event:
    """One event with what must be sound about it."""

    raw: dict[str, Any]
    title: LocalText
    day: dt.date
    starts: dt.time
    planned_ms: int | None


def _text(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    return one_line(str(found)) if isinstance(found, str | int) else ""


def _local(raw: dict[str, Any]) -> LocalText:
    """Return an event's title: text in its language, or a text for each language."""
    title = raw.get("title")
    if isinstance(title, dict):
        texts = {lang: _text(title, lang) for lang in ("kk", "ru", "en")}
        return LocalText(**texts)
    text = _text(raw, "title")
    language = _text(raw, "language")
    single = language if len(language) <= 5 and "," not in language else ""
    return local_text(text, single) if text else LocalText()
