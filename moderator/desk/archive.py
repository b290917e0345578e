"""A whole forum out of its documents into one file, and back; the sample forum too."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from moderator import paths
from moderator.desk.forum import OpenForum, Whole
from moderator.desk.keeper import Keeper
from moderator.desk.session import note_rows, speech_rows
from moderator.documents.document import floor_name, notes_name
from moderator.documents.floor import FloorDocument
from moderator.documents.notes import NotesDocument
from moderator.domain.fold import Fold
from moderator.domain.ids import ForumId, ItemId, MeetingId, new_id
from moderator.domain.notes import Line
from moderator.domain.programme import LocalText
from moderator.formats import codec, forum_json
from moderator.formats.forum_json import FloorPart, ForumFile
from moderator.formats.fresh import fresh
from moderator.formats.merge import Merged
from moderator.store.database import Store
from moderator.store.filling import NOTHING_WAITS, Waiting, filled


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
    plan, people = file.programme, file.people
    parts = Merged(
        sectors=tuple(plan.sectors.values()),
        days=plan.days,
        meetings=plan.meetings,
        items=tuple(item for meeting in plan.meetings for item in plan.agenda(meeting.id)),
        organisations=tuple(people.organisations.values()),
        persons=tuple(people.persons.values()),
        contacts=file.contacts,
    )
    write_down(parts, forum.whole)
    for meeting in file.programme.meetings:
        if meeting.id in file.floors:
            _put_floor(forum, meeting.id, file.floors[meeting.id], keeper)
        _put_notes(forum, meeting.id, file, keeper)
    return forum


def write_down(parts: Merged, whole: Whole) -> None:
    """Write what is new or differs, in one update for each document; remove nothing."""
    programme, people, contacts = whole.programme, whole.people, whole.contacts
    with programme.transaction():
        for sector in parts.sectors:
            programme.put_sector(sector)
        for day in parts.days:
            programme.put_day(day)
        for meeting in parts.meetings:
            programme.put_meeting(meeting)
        for item in parts.items:
            programme.put_item(item)
    with people.transaction():
        for organisation in parts.organisations:
            people.put_organisation(organisation)
        for person in parts.persons:
            people.put_person(person)
    with contacts.transaction():
        for person_id, contact in parts.contacts.items():
            contacts.put(person_id, contact)


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


def export(store: Store, forum: ForumId, contacts: bool, waiting: Waiting) -> str:
    """Return a whole forum as JSON text, contact details only where asked for; on any thread."""
    return forum_json.write(gather(store, forum, contacts, waiting))


def gather(
    store: Store, forum: ForumId, contacts: bool = False, waiting: Waiting = NOTHING_WAITS
) -> ForumFile:
    """Return everything a forum holds on the disk, and what waits for it.

    Raises:
        StoreFailed: the disk or the database refuses.
        DocumentBroken: a document cannot be read.
    """
    whole = Whole.read(store, forum, waiting)
    programme = whole.programme.programme
    floors: dict[MeetingId, FloorPart] = {}
    notes: dict[ItemId, tuple[Line, ...]] = {}
    for meeting in programme.meetings:
        floor = filled(store, FloorDocument, floor_name(forum, meeting.id), waiting)
        if floor.events():
            floors[meeting.id] = FloorPart(tuple(floor.events()), dict(floor.names))
        page = filled(store, NotesDocument, notes_name(forum, meeting.id), waiting)
        for item in programme.agenda(meeting.id):
            if page.line_count(item.id):
                notes[item.id] = page.lines(item.id)
    known = whole.contacts.all() if contacts else {}
    return ForumFile(programme, whole.people.people, known, floors, notes)
