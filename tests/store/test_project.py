"""Rows become tables that answer questions: notes by line, words by search, speeches by meeting."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from moderator.domain.floor import ClockState, FloorState, Speech
from moderator.domain.ids import (
    DayId,
    EventId,
    ItemId,
    MeetingId,
    OrganisationId,
    PersonId,
    RequestId,
    SectorId,
)
from moderator.domain.kinds import Kind
from moderator.domain.notes import Line, Mark
from moderator.domain.programme import (
    AgendaItem,
    Day,
    Forum,
    LocalText,
    Meeting,
    Organisation,
    People,
    Person,
    Programme,
    Sector,
)
from moderator.store import driver, schema
from moderator.store.columns import COLUMNS, PLAIN
from moderator.store.database import Store
from moderator.store.driver import Raw, scalar
from moderator.store.project import Projector
from moderator.store.rows import (
    NoteRows,
    PeopleRows,
    ProgrammeRows,
    Rows,
    SpeechRows,
    speech_changes,
    speech_row,
)
from moderator.store.writes import Write
from tests.store.kit import FORUM, ITEM, MEETING, PATIENCE_S, forum_row, line, lines_of


def kept(store: Store, *rows: Rows) -> None:
    """Write rows and wait until they are committed."""
    store.write(Write(rows=rows))
    assert store.flush(PATIENCE_S)
    assert store.trouble is None


def notes(first: int, removed: int, *texts: str, item: ItemId = ITEM) -> NoteRows:
    """Return a replacement of lines."""
    return NoteRows(FORUM, MEETING, item, first, removed, tuple(map(line, texts)))


def test_lines_are_replaced_inserted_and_removed_in_their_places(store: Store) -> None:
    kept(store, notes(0, 0, "a", "b", "c"))
    kept(store, notes(1, 1, "b1", "b2", "b3"))
    assert lines_of(store) == ["a", "b1", "b2", "b3", "c"]
    kept(store, notes(0, 3, "x"))
    assert lines_of(store) == ["x", "b3", "c"]
    kept(store, notes(3, 0, "end"), notes(0, 0, "other", item=ItemId("other")))
    numbers = [(row.item, row.number) for row in store.notes(FORUM, MEETING)]
    assert numbers == [(ITEM, 0), (ITEM, 1), (ITEM, 2), (ITEM, 3), ("other", 0)]


def test_a_line_keeps_all_it_was_given(store: Store) -> None:
    marked = Line("ok", 7, Mark.COMMITMENT, "m1", RequestId("r1"))
    kept(store, NoteRows(FORUM, MEETING, ITEM, 0, 0, (marked,)))
    assert [row.line for row in store.notes(FORUM, MEETING)] == [marked]


def empty_tables() -> Raw:
    """Return a database in memory with the tables of notes."""
    raw: Raw = driver.module.connect(":memory:", isolation_level=None)
    raw.execute("CREATE TABLE note_page (id INTEGER PRIMARY KEY, forum, meeting, item)")
    raw.execute(
        "CREATE TABLE note_line (id INTEGER PRIMARY KEY, page, line, text, began_utc_ms, mark,"
        " mark_id, speech)"
    )
    raw.execute(schema.NOTE_TEXT)
    return raw


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 4), st.lists(st.text("абв "))), max_size=12
    )
)
def test_any_replacements_keep_lines_and_search_text_in_step(
    steps: list[tuple[int, int, list[str]]],
) -> None:
    raw = empty_tables()
    projector = Projector(raw)
    model: list[str] = []
    for wanted, removed, texts in steps:
        first = min(wanted, len(model))
        removed = min(removed, len(model) - first)
        model[first : first + removed] = texts
        projector.apply(notes(first, removed, *texts))
    rows = raw.execute("SELECT line, text FROM note_line ORDER BY line").fetchall()
    assert rows == list(enumerate(model))
    found = raw.execute(
        "SELECT note_text.text FROM note_text JOIN note_line ON note_line.id = note_text.rowid"
        " ORDER BY line"
    ).fetchall()
    assert [text for (text,) in found] == model
    assert scalar(raw, "SELECT count(*) FROM note_text") == len(model)
    raw.close()


def test_search_finds_kazakh_words_by_their_beginnings(store: Store) -> None:
    kept(
        store,
        notes(0, 0, "Қоғамдық кеңестердің тиімділігі", "Үкіметтік емес ұйымдар", "Вопрос о ёлке"),
    )

    def found(words: str) -> list[str]:
        return [row.line.text for row in store.search(FORUM, words)]

    assert found("қоғам") == ["Қоғамдық кеңестердің тиімділігі"]
    assert found("ҮКІМЕТ ұйым") == ["Үкіметтік емес ұйымдар"]
    assert found("тиімділігі, кеңес!") == ["Қоғамдық кеңестердің тиімділігі"]
    assert found("қоғам ұйым") == []
    assert found('"*( NEAR -') == []
    assert found("") == []
    kept(store, notes(0, 1, "басқа"))
    assert found("қоғам") == []
    assert store.search(FORUM, "басқа")[0].meeting == MEETING


def speech(request: str, spent_ms: int = 0, clock: ClockState = ClockState.RUNNING) -> Speech:
    """Return a speech of somebody on the item."""
    return Speech(
        request=RequestId(request),
        item=ITEM,
        kind=Kind.QUESTION,
        person=PersonId(""),
        called=EventId(f"called-{request}"),
        called_utc_ms=10,
        allotted_ms=60_000,
        clock=clock,
        spent_ms=spent_ms,
    )


def test_only_speeches_that_changed_are_written(store: Store) -> None:
    first, second = speech("1", 5), speech("2")
    before = FloorState(past=(first,), current=second)
    ended = speech("2", 9, ClockState.ENDED)
    after = FloorState(past=(first, ended))
    changed, gone = speech_changes(before, after, {RequestId("2"): "Гость"})
    assert [(row.request, row.spent_ms, row.name) for row in changed] == [("2", 9, "Гость")]
    assert gone == ()
    assert speech_changes(after, FloorState(past=(first,)), {}) == ((), (RequestId("2"),))


def test_speeches_are_kept_by_meeting_and_may_go_again(store: Store) -> None:
    rows = (speech_row(speech("1")), speech_row(speech("2"), "Қонақ"))
    kept(store, SpeechRows(FORUM, MEETING, rows))
    kept(store, SpeechRows(FORUM, MeetingId("other"), rows[:1]))
    assert [s.speech for s in store.speeches(FORUM, MEETING)] == list(rows)
    assert len(store.speeches(FORUM)) == 3
    kept(store, SpeechRows(FORUM, MEETING, (speech_row(speech("2", 7)),), (RequestId("1"),)))
    assert [(s.speech.request, s.speech.spent_ms) for s in store.speeches(FORUM, MEETING)] == [
        ("2", 7)
    ]


def test_a_programme_takes_the_place_of_the_one_before(store: Store) -> None:
    day = Day(DayId("d"), dt.date(2026, 11, 24))
    meeting = Meeting(MEETING, day.id, LocalText(ru="Заседание"), dt.time(10), "Zoom")
    item = AgendaItem(ITEM, MEETING, LocalText(kk="Тақырып"), "a")
    sector = Sector(SectorId("s"), LocalText(en="NGO"), 1)
    whole = Programme(
        Forum(FORUM, LocalText(en="New title")),
        {sector.id: sector},
        (day,),
        (meeting,),
        {MEETING: (item,)},
    )
    kept(store, forum_row("Old title"), ProgrammeRows(whole))
    assert store.forums()[0].title.en == "New title"
    with store.reading() as raw:
        assert scalar(raw, "SELECT starts_utc_ms FROM meeting") == 1_795_496_400_000
        assert scalar(raw, "SELECT title_kk FROM item") == "Тақырып"
    kept(store, ProgrammeRows(Programme(whole.forum)))
    with store.reading() as raw:
        for table in ("sector", "day", "meeting", "item"):
            assert scalar(raw, f"SELECT count(*) FROM {table}") == 0


def test_people_are_kept_with_the_sector_they_speak_for(store: Store) -> None:
    body = Organisation(OrganisationId("o"), LocalText(en="Body"), SectorId("ngo"))
    person = Person(PersonId("p"), "Айгүл", organisation=body.id)
    kept(store, PeopleRows(FORUM, People({person.id: person}, {body.id: body})))
    with store.reading() as raw:
        assert raw.execute("SELECT name, sector FROM person").fetchall() == [("Айгүл", "ngo")]


def test_whole_rows_are_written_in_the_order_of_their_tables() -> None:
    tables = schema.metadata.tables
    assert {name: tuple(tables[name].c.keys()) for name in COLUMNS} == COLUMNS
    by_forum = {name for name, table in tables.items() if "forum" in table.primary_key.columns}
    assert set(PLAIN) == by_forum
