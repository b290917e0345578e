"""A whole forum as one JSON text: programme, people, floors and notes; contacts only when asked.

Lists in their order, fields as in ``moderator.domain``. Readers pass over fields they do not know
and take the default for missing ones; a higher ``version`` means that older programs would misread
it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from moderator.documents.people import Contact
from moderator.domain.errors import BadInput, Reason
from moderator.domain.events import FloorEvent
from moderator.domain.ids import ItemId, MeetingId, PersonId, RequestId
from moderator.domain.notes import Line
from moderator.domain.programme import (
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
        contacts=forum.contacts,
        floors={m: forum.floors[m] for m in order if m in forum.floors},
        notes=forum.notes,
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
        if not is_forum(value) or value.get("version") != VERSION:
            raise BadInput(Reason.FILE_KIND, file=file)
        written = codec.load(_Written, value)
        _check_links(written)
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
    """Refuse a forum in which a part belongs to none, or two share an id.

    Who is named may have been removed since: a presenter or a body that is not there does no harm.
    """
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
    return set(given)
