"""Projections can be thrown away: made anew from the documents they are the same again."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderator.documents.document import Document, floor_name, people_name, programme_name
from moderator.documents.floor import FloorChange, FloorDocument
from moderator.documents.line_index import Edit
from moderator.documents.people import PeopleDocument
from moderator.documents.programme import ProgrammeDocument
from moderator.domain.floor import FloorState
from moderator.domain.fold import Fold
from moderator.domain.ids import DayId, ItemId, OrganisationId, PersonId, SectorId
from moderator.domain.notes import Mark
from moderator.domain.programme import (
    AgendaItem,
    Day,
    Forum,
    LocalText,
    Meeting,
    Organisation,
    Person,
    Sector,
)
from moderator.store.check import Problem
from moderator.store.copies import DATABASE
from moderator.store.database import Store
from moderator.store.rebuild import differing, rebuild
from moderator.store.rows import PeopleRows, ProgrammeRows, Rows, SpeechRows, speech_changes
from moderator.store.writes import Update, Write
from tests.domain.hall import Hall
from tests.store.kit import FORUM, ITEM, MEETING, NOTES, PATIENCE_S, Typist, change, lines_of

FLOOR = floor_name(FORUM, MEETING)
TABLES = ("sector", "day", "meeting", "item", "organisation", "person", "speech", "note_line")


class Office:
    """Keeps one forum's documents in a store, with their rows, as the desk does."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: list[Rows] = []
        self._fold = Fold()
        self.programme = ProgrammeDocument(programme_name(FORUM))
        self.programme.on_change(lambda: self._rows.append(ProgrammeRows(self.programme.programme)))
        self.people = PeopleDocument(people_name(FORUM))
        self.people.on_change(lambda: self._rows.append(PeopleRows(FORUM, self.people.people)))
        self.floor = FloorDocument(FLOOR)
        self.floor.on_change(self._floor_changed)
        for document in (self.programme, self.people, self.floor):
            self._keep(document)

    def _keep(self, document: Document) -> None:
        def keep(body: bytes, local: bool) -> None:
            rows, self._rows = tuple(self._rows), []
            self._store.write(Write((Update(document.name, body, local, 5),), rows))

        document.on_update(keep)

    def _floor_changed(self, heard: FloorChange) -> None:
        before: FloorState = self._fold.state
        after = self._fold.add(heard.events)
        changed, gone = speech_changes(before, after, self.floor.names)
        self._rows.append(SpeechRows(FORUM, MEETING, changed, gone))


def plan(office: Office) -> None:
    """Write down a day with one meeting, and who comes."""
    body = Organisation(OrganisationId("o"), LocalText(kk="Ұйым"), SectorId("s"))
    office.programme.put_forum(Forum(FORUM, LocalText(en="Forum")))
    office.programme.put_sector(Sector(SectorId("s"), LocalText(ru="НПО")))
    office.programme.put_day(Day(DayId("d"), dt.date(2026, 11, 24)))
    office.programme.put_meeting(Meeting(MEETING, DayId("d"), LocalText(en="One"), dt.time(10)))
    office.programme.put_item(AgendaItem(ITEM, MEETING, LocalText(en="Topic"), "a"))
    office.programme.put_item(AgendaItem(ItemId("gone"), MEETING, LocalText(en="No"), "b"))
    office.programme.remove_item(ItemId("gone"))
    office.people.put_organisation(body)
    office.people.put_person(Person(PersonId("p"), "Айгүл", organisation=body.id))


def debate(office: Office) -> None:
    """Hold a debate of three speeches, one of them undone, one still running."""
    hall = Hall().begin()
    known, typed, undone = hall.ask("p"), hall.ask(), hall.ask()
    hall.call(known)
    hall.wait(4_000)
    hall.call(typed)
    hall.wait(2_000)
    hall.call(undone)
    office.floor.append(hall.fold.events[:-1], {typed: "Қонақ"})
    office.floor.append(hall.fold.events[-1:])
    hall.undo()
    office.floor.append(hall.fold.events[-1:])


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Store]:
    """Return a store with a forum that was planned, held and noted down."""
    store = Store.open(tmp_path)
    office = Office(store)
    plan(office)
    debate(office)
    typist = Typist(store)
    for key in "First line\nsecond\n\nfourth":
        typist.type(key)
    typist.notes.edit(ITEM, Edit(3, 5, "\n"), 2_000)
    typist.notes.set_mark(ITEM, 1, Mark.COMMITMENT, "m")
    typist.notes.undo()
    assert store.flush(PATIENCE_S)
    yield store
    store.close()


def test_rows_written_step_by_step_are_what_the_documents_make(held: Store) -> None:
    assert differing(held, FORUM) == ()
    assert held.check() == ()
    assert [s.speech.name for s in held.speeches(FORUM)] == ["", "Қонақ"]
    assert len(lines_of(held)) > 3


def test_projections_thrown_away_are_made_equal(held: Store) -> None:
    lines, speeches = lines_of(held), held.speeches(FORUM)
    held.close()
    for table in (*TABLES, "note_text"):
        change(held.file, f"DELETE FROM {table}")
    again = Store.open(held.folder)
    assert set(differing(again, FORUM)) == set(TABLES)
    assert {f.what for f in again.check()} == {Problem.PROJECTION_DIFFERS}
    rebuild(again)
    assert again.flush(PATIENCE_S)
    assert again.check() == ()
    assert lines_of(again) == lines
    assert again.speeches(FORUM) == speeches
    again.close()


def damaged(held: Store, sql: str) -> set[tuple[Problem, str]]:
    """Return what is found in a closed and changed database."""
    held.close()
    change(held.folder / DATABASE, sql)
    again = Store.open(held.folder)
    found = {(f.what, f.where) for f in again.check()}
    again.close()
    return found


def test_a_lost_update_is_found(held: Store) -> None:
    sql = "DELETE FROM doc_update WHERE number = 3 AND document ="
    found = damaged(held, f"{sql} (SELECT id FROM document WHERE name = '{NOTES}')")
    assert (Problem.UPDATE_MISSING, NOTES) in found


def test_an_unreadable_document_is_found(held: Store) -> None:
    sql = "UPDATE doc_update SET body = x'ffffff' WHERE number = 1 AND document ="
    found = damaged(held, f"{sql} (SELECT id FROM document WHERE name = '{NOTES}')")
    assert (Problem.DOCUMENT_BROKEN, NOTES) in found


def test_a_search_text_out_of_step_is_found(held: Store) -> None:
    found = damaged(held, "UPDATE note_text SET text = 'other' WHERE rowid = 1")
    assert found == {(Problem.PROJECTION_DIFFERS, FORUM)}


def test_a_broken_snapshot_is_found(held: Store) -> None:
    store = held
    typist = Typist(store)
    for _ in range(240):
        typist.type("x")
    store.close()
    again = Store.open(store.folder)
    assert again.check() == ()
    found = damaged(again, "UPDATE doc_snapshot SET body = zeroblob(9)")
    assert found == {(Problem.SNAPSHOT_BROKEN, NOTES)}


def test_a_missing_floor_event_breaks_its_chain(held: Store) -> None:
    document = FloorDocument(FLOOR)
    document.load(held.load(FLOOR))
    events = document.events()
    other = FloorDocument(floor_name(FORUM, MEETING))
    bodies: list[bytes] = []
    other.on_update(lambda body, _local: bodies.append(body))
    other.append([*events[:2], *events[3:]])
    name = floor_name(FORUM, MEETING) + "2"
    held.write(Write((Update(name, bodies[0], False, 1),)))
    assert held.flush(PATIENCE_S)
    found = [(f.what, f.where, f.detail) for f in held.check()]
    assert (Problem.CHAIN_BROKEN, name, events[3].id) in found
