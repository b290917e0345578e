"""A whole forum as one JSON text: programme, people, floors and notes; contacts only when asked.

Lists in their order, fields as in ``moderator.domain``. Readers pass over fields they do not know
and take the default for missing ones; a higher ``version`` means that older programs would misread
it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from moderator.documents.people import Contact
from moderator.domain.errors import BadInput, Reason
from moderator.domain.events import FloorEvent
from moderator.domain.ids import ItemId, MeetingId, PersonId, RequestId
from moderator.domain.notes import Line
from moderator.domain.programme import (
    FIRST_DATE,
    LAST_DATE,
    AgendaItem,
    Day,
    Forum,
    Meeting,
    Organisation,
    People,
    Person,
    Programme,
    Sector,
)
from moderator.formats import codec

FORMAT = "moderator-forum"
VERSION = 1

MAX_UTC_MS = 32_503_593_600_000
"""The last day a forum may have."""
MAX_SPAN_MS = 31 * 86_400_000

_DAYS = (FIRST_DATE.toordinal(), LAST_DATE.toordinal())

_ID = re.compile("[A-Za-z0-9_-]{1,100}")
"""An id is part of names in which / and . mean something."""


@dataclass(frozen=True, slots=True)
class FloorPart:
    """What happened on the floor of one meeting."""

    events: tuple[FloorEvent, ...] = ()
    names: Mapping[RequestId, str] = field(default_factory=dict)
    """Names typed at the list."""


@dataclass(frozen=True, slots=True)
class ForumFile:
    """Everything a forum holds."""

    programme: Programme
    people: People = field(default_factory=People)
    contacts: Mapping[PersonId, Contact] = field(default_factory=dict)
    """Empty unless whoever exports asked for them."""
    floors: Mapping[MeetingId, FloorPart] = field(default_factory=dict)
    notes: Mapping[ItemId, tuple[Line, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Written:
    """The shape of the JSON text."""

    format: str
    version: int
    forum: Forum
    sectors: tuple[Sector, ...] = ()
    days: tuple[Day, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    items: tuple[AgendaItem, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    persons: tuple[Person, ...] = ()
    contacts: Mapping[PersonId, Contact] = field(default_factory=dict)
    floors: Mapping[MeetingId, FloorPart] = field(default_factory=dict)
    notes: Mapping[ItemId, tuple[Line, ...]] = field(default_factory=dict)


def write(forum: ForumFile) -> str:
    """Return a forum as JSON text, the same for the same forum."""
    plan, people = forum.programme, forum.people
    order = [m.id for m in plan.meetings]
    written = _Written(
        format=FORMAT,
        version=VERSION,
        forum=plan.forum,
        sectors=tuple(sorted(plan.sectors.values(), key=lambda s: (s.order, s.id))),
        days=plan.days,
        meetings=plan.meetings,
        items=tuple(i for m in order for i in plan.agenda(m)),
        organisations=tuple(people.organisations.values()),
        persons=tuple(people.persons.values()),
        contacts=dict(sorted(forum.contacts.items())),
        floors={
            m: replace(forum.floors[m], names=dict(sorted(forum.floors[m].names.items())))
            for m in order
            if m in forum.floors
        },
        notes=dict(sorted(forum.notes.items())),
    )
    return json.dumps(codec.dump(written), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def is_forum(value: Any) -> bool:
    """Return whether a JSON value is a forum in this form."""
    return isinstance(value, dict) and value.get("format") == FORMAT


def read(text: str, file: str = "") -> ForumFile:
    """Return the forum a JSON text holds; ``file`` is named in what is raised.

    Raises:
        BadInput: it is no forum, damaged, or written by a newer program.
    """
    try:
        value = codec.parse(text)
    except codec.NotThis as error:
        raise BadInput(Reason.FILE_BROKEN, file=file, where=str(error)) from error
    return forum_of(value, file)


def forum_of(value: Any, file: str = "") -> ForumFile:
    """Return the forum a JSON value holds; ``file`` is named in what is raised.

    Raises:
        BadInput: it is no forum, damaged, or written by a newer program.
    """
    if not is_forum(value) or value.get("version") != VERSION:
        raise BadInput(Reason.FILE_KIND, file=file)
    try:
        written = codec.load(_Written, value)
        _check_links(written)
        _check_values(written)
    except codec.NotThis as error:
        raise BadInput(Reason.FILE_BROKEN, file=file, where=str(error)) from error
    agendas: dict[MeetingId, tuple[AgendaItem, ...]] = {}
    for item in sorted(written.items, key=lambda i: (i.key, i.id)):
        agendas[item.meeting] = (*agendas.get(item.meeting, ()), item)
    programme = Programme(
        forum=written.forum,
        sectors={s.id: s for s in written.sectors},
        days=written.days,
        meetings=written.meetings,
        items={m.id: agendas[m.id] for m in written.meetings if m.id in agendas},
    )
    people = People(
        persons={p.id: p for p in written.persons},
        organisations={o.id: o for o in written.organisations},
    )
    return ForumFile(programme, people, written.contacts, written.floors, written.notes)


def _check_links(written: _Written) -> None:
    """Refuse a forum in which a part belongs to none, two share an id, or one has no sound one.

    Who is named may have been removed since: a presenter or a body that is not there does no harm.
    """
    _ids("forum", [written.forum.id])
    _ids("organisations", (o.id for o in written.organisations))
    _ids("persons", (p.id for p in written.persons))
    _ids("sectors", (s.id for s in written.sectors))
    days = _ids("days", (d.id for d in written.days))
    meetings = _ids("meetings", (m.id for m in written.meetings))
    items = _ids("items", (i.id for i in written.items))
    for where, named, there in (
        ("meetings", {m.day for m in written.meetings}, days),
        ("items", {i.meeting for i in written.items}, meetings),
        ("floors", set(written.floors), meetings),
        ("notes", set(written.notes), items),
    ):
        if not named <= there:
            raise codec.NotThis(f"{where}: {sorted(named - there)[0]} is not there")


def _ids(where: str, ids: Iterable[str]) -> set[str]:
    given = list(ids)
    if len(set(given)) != len(given):
        raise codec.NotThis(f"{where}: an id comes twice")
    if not all(_ID.fullmatch(i) for i in given):
        raise codec.NotThis(f"{where}: an id is none")
    return set(given)


def _check_values(written: _Written) -> None:
    """Refuse what no program of ours writes and what could not be shown or kept."""
    try:
        ZoneInfo(written.forum.zone)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise codec.NotThis(f"forum.zone: {written.forum.zone}") from error
    moments = [e.at.utc_ms for part in written.floors.values() for e in part.events]
    moments += [n.began_utc_ms or 0 for lines in written.notes.values() for n in lines]
    spans = [s for i in written.items for s in (i.planned_ms, i.speech_ms)]
    spans += [s for m in written.meetings for s in (m.speech_ms, m.warn_ms, m.start_delay_ms)]
    for where, given, least, most in (
        ("days", [d.date.toordinal() for d in written.days], *_DAYS),
        ("times", moments, 0, MAX_UTC_MS),
        ("lengths", spans, 0, MAX_SPAN_MS),
    ):
        if not all(least <= number <= most for number in given):
            raise codec.NotThis(f"{where}: out of range")
