"""A whole forum out of its documents into one file, and back; the sample forum too."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from moderator import paths
from moderator.desk.forum import OpenForum
from moderator.desk.keeper import Keeper
from moderator.desk.session import note_rows, speech_rows
from moderator.documents.document import (
    contacts_name,
    floor_name,
    notes_name,
    people_name,
    programme_name,
)
from moderator.documents.floor import FloorDocument
from moderator.documents.notes import NotesDocument
from moderator.documents.people import ContactsDocument, PeopleDocument
from moderator.documents.programme import ProgrammeDocument
from moderator.domain.fold import Fold
from moderator.domain.ids import ForumId, ItemId, MeetingId, new_id
from moderator.domain.notes import Line
from moderator.domain.programme import LocalText
from moderator.formats import codec, forum_json
from moderator.formats.forum_json import FloorPart, ForumFile
from moderator.formats.fresh import fresh
from moderator.store.database import Store
from moderator.store.filling import filled


def sample(first_day: dt.date, now_utc_ms: int, language: str) -> ForumFile:
    """Return a copy of the sample forum with fresh ids that begins on ``first_day``.

    Its waiting speakers asked for the floor shortly before ``now_utc_ms``. What a forum holds in
    one language only, as names of people, is in ``language``.
    """
    folder = paths.resources() / "sample"
    forum = forum_json.read((folder / "forum.json").read_text(encoding="utf-8"))
    said = codec.parse((folder / "names.json").read_text(encoding="utf-8"))
    spoken = _in_words(forum, codec.load(dict[str, LocalText], said), language)
    return fresh(spoken, new_id, first_day, now_utc_ms)


def _in_words(forum: ForumFile, words: Mapping[str, LocalText], language: str) -> ForumFile:
    """Return a forum whose English names of people and places are said in another language."""

    def say(text: str) -> str:
        return replace(words.get(text, LocalText()), en=text).best(language)

    meetings = tuple(replace(m, place=say(m.place)) for m in forum.programme.meetings)
    persons = {
        ident: replace(person, name=say(person.name), office=say(person.office))
        for ident, person in forum.people.persons.items()
    }
    floors = {
        meeting: replace(part, names={r: say(name) for r, name in part.names.items()})
        for meeting, part in forum.floors.items()
    }
    return replace(
        forum,
        programme=replace(forum.programme, meetings=meetings),
        people=replace(forum.people, persons=persons),
        floors=floors,
    )


def size(file: ForumFile) -> int:
    """Return how many things a forum holds, counted as an import counts them."""
    plan, people = file.programme, file.people
    rows = (plan.days, plan.meetings, people.organisations, people.persons, file.contacts)
    return sum(map(len, rows)) + sum(map(len, plan.items.values()))


def put(file: ForumFile, keeper: Keeper) -> OpenForum:
    """Write a whole forum down beside the others and return it opened; call inside a batch."""
    forum = OpenForum.create(file.programme.forum, keeper)
    programme, people = forum.programme, forum.people
    with programme.transaction():
        for sector in file.programme.sectors.values():
            programme.put_sector(sector)
        for day in file.programme.days:
            programme.put_day(day)
        for meeting in file.programme.meetings:
            programme.put_meeting(meeting)
            for item in file.programme.agenda(meeting.id):
                programme.put_item(item)
    with people.transaction():
        for organisation in file.people.organisations.values():
            people.put_organisation(organisation)
        for person in file.people.persons.values():
            people.put_person(person)
    with forum.contacts.transaction():
        for person_id, contact in file.contacts.items():
            forum.contacts.put(person_id, contact)
    for meeting in file.programme.meetings:
        if meeting.id in file.floors:
            _put_floor(forum, meeting.id, file.floors[meeting.id], keeper)
        _put_notes(forum, meeting.id, file, keeper)
    return forum


def _put_floor(forum: OpenForum, meeting: MeetingId, part: FloorPart, keeper: Keeper) -> None:
    document = keeper.open(FloorDocument, floor_name(forum.id, meeting))
    document.create()
    document.append(part.events, part.names)
    keeper.add(speech_rows(forum.id, meeting, Fold(part.events).state, part.names))
    document.close()


def _put_notes(forum: OpenForum, meeting: MeetingId, file: ForumFile, keeper: Keeper) -> None:
    items = [i.id for i in file.programme.agenda(meeting) if file.notes.get(i.id)]
    if not items:
        return
    document = keeper.open(NotesDocument, notes_name(forum.id, meeting))
    document.create()
    document.on_change(lambda change: keeper.add(note_rows(forum.id, meeting, change)))
    for item in items:
        document.append_lines(item, file.notes[item])
    document.close()


def export(store: Store, forum: ForumId, contacts: bool = False) -> str:
    """Return a whole forum as JSON text, contact details only where asked for; on any thread."""
    return forum_json.write(gather(store, forum, contacts))


def gather(store: Store, forum: ForumId, contacts: bool = False) -> ForumFile:
    """Return everything a forum holds as it lies on the disk.

    Raises:
        StoreFailed: the disk or the database refuses.
        DocumentBroken: a document cannot be read.
    """
    programme = filled(store, ProgrammeDocument, programme_name(forum)).programme
    people = filled(store, PeopleDocument, people_name(forum)).people
    known = filled(store, ContactsDocument, contacts_name(forum)).all() if contacts else {}
    floors: dict[MeetingId, FloorPart] = {}
    notes: dict[ItemId, tuple[Line, ...]] = {}
    for meeting in programme.meetings:
        floor = filled(store, FloorDocument, floor_name(forum, meeting.id))
        if floor.events():
            floors[meeting.id] = FloorPart(tuple(floor.events()), dict(floor.names))
        page = filled(store, NotesDocument, notes_name(forum, meeting.id))
        for item in programme.agenda(meeting.id):
            if page.line_count(item.id):
                notes[item.id] = page.lines(item.id)
    return ForumFile(programme, people, known, floors, notes)
