"""A programme comes back as it was put, merges field by field, and removal wins."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from moderator.documents.programme import ProgrammeDocument
from moderator.domain.ids import DayId, ForumId, ItemId, MeetingId, PersonId, SectorId
from moderator.domain.programme import (
    AgendaItem,
    ClockStart,
    Day,
    Forum,
    ItemKind,
    LocalText,
    Meeting,
    Programme,
    Sector,
    Visibility,
)

NAME = "forum/programme"
FORUM = Forum(ForumId("forum"), LocalText("Форум", "Форум", "Forum"))
DAY = Day(DayId("d"), dt.date(2026, 11, 24))
MEETING = Meeting(MeetingId("m"), DAY.id, LocalText(en="First"), dt.time(10))
ITEM = AgendaItem(ItemId("i"), MEETING.id, LocalText(en="Opening"), "V")

WORDS = st.text(alphabet='aбқӘ😀." \n', max_size=6)
LOCAL = st.builds(LocalText, WORDS, WORDS, WORDS)
TIMES = st.times()
AMOUNTS = st.integers(0, 2**40)


DAYS = st.builds(Day, st.just(DAY.id), st.dates(), LOCAL, WORDS)
MEETINGS = st.builds(
    Meeting,
    id=st.just(MEETING.id),
    day=st.just(DAY.id),
    title=LOCAL,
    starts=TIMES,
    place=WORDS,
    number=st.integers(0, 5),
    speech_ms=AMOUNTS,
    warn_ms=AMOUNTS,
    clock_start=st.sampled_from(ClockStart),
    start_delay_ms=AMOUNTS,
    import_key=WORDS,
)
ITEMS = st.builds(
    AgendaItem,
    id=st.just(ITEM.id),
    meeting=st.just(MEETING.id),
    title=LOCAL,
    key=st.text(alphabet="Vab", max_size=2),
    kind=st.sampled_from(ItemKind),
    visibility=st.sampled_from(Visibility),
    planned_ms=AMOUNTS,
    starts=st.none() | TIMES,
    presenters=st.lists(st.builds(PersonId, WORDS), max_size=2).map(tuple),
    speech_ms=AMOUNTS,
    script=WORDS,
    import_key=WORDS,
)
SECTORS = st.builds(Sector, st.just(SectorId("s")), LOCAL, AMOUNTS)
FORUMS = st.builds(Forum, st.just(FORUM.id), LOCAL, st.just("Asia/Almaty"), st.booleans(), WORDS)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    few = st.integers(0, 2)
    days = [replace(draw(DAYS), id=DayId(f"d{n}")) for n in range(draw(few))]
    days.sort(key=lambda d: (d.date, d.id))
    meetings: list[Meeting] = []
    items: dict[MeetingId, tuple[AgendaItem, ...]] = {}
    for day in days:
        names = [MeetingId(f"{day.id}m{n}") for n in range(draw(few))]
        held = [replace(draw(MEETINGS), id=name, day=day.id) for name in names]
        meetings += sorted(held, key=lambda m: (m.starts, m.number, m.id))
    for name in [meeting.id for meeting in meetings]:
        agenda = [
            replace(draw(ITEMS), id=ItemId(f"{name}i{n}"), meeting=name) for n in range(draw(few))
        ]
        if agenda:
            items[name] = tuple(sorted(agenda, key=lambda i: (i.key, i.id)))
    sectors = {name: replace(draw(SECTORS), id=name) for name in map(SectorId, "st"[: draw(few)])}
    return Programme(draw(FORUMS), sectors, tuple(days), tuple(meetings), items)


def put_all(document: ProgrammeDocument, programme: Programme) -> None:
    with document.transaction():
        document.put_forum(programme.forum)
        for sector in programme.sectors.values():
            document.put_sector(sector)
        for day in programme.days:
            document.put_day(day)
        for meeting in programme.meetings:
            document.put_meeting(meeting)
            for item in programme.agenda(meeting.id):
                document.put_item(item)


def document() -> ProgrammeDocument:
    made = ProgrammeDocument(NAME)
    put_all(made, Programme(FORUM, {}, (DAY,), (MEETING,), {MEETING.id: (ITEM,)}))
    return made


def copy_of(original: ProgrammeDocument) -> ProgrammeDocument:
    copy = ProgrammeDocument(NAME)
    copy.load([original.state()])
    return copy


def meet(one: ProgrammeDocument, two: ProgrammeDocument) -> Programme:
    """Exchange everything; return what both then hold."""
    one.apply(two.state())
    two.apply(one.state())
    assert one.programme == two.programme
    return one.programme


@settings(max_examples=40)
@given(programmes())
def test_a_programme_comes_back_as_it_was_put(programme: Programme) -> None:
    made = ProgrammeDocument(NAME)
    put_all(made, programme)
    assert made.programme == programme
    assert copy_of(made).programme == programme
    updates: list[bytes] = []
    made.on_update(lambda update, local: updates.append(update))
    put_all(made, programme)
    assert updates == []


@settings(max_examples=25)
@given(programmes(), programmes())
def test_a_programme_put_over_another_is_the_later_one(first: Programme, later: Programme) -> None:
    made = ProgrammeDocument(NAME)
    put_all(made, first)
    put_all(made, later)
    for day in later.days:
        assert made.programme.day(day.id) == day
    for meeting in later.meetings:
        assert made.programme.meeting(meeting.id) == meeting
        for item in later.agenda(meeting.id):
            assert made.programme.item(item.id) == item
    assert made.programme.forum == later.forum
    assert copy_of(made).programme == made.programme


def test_an_empty_document_has_a_forum_without_a_title() -> None:
    assert ProgrammeDocument(NAME).programme == Programme(Forum(FORUM.id, LocalText()))


def test_edits_of_different_fields_both_stay() -> None:
    one = document()
    two = copy_of(one)
    one.put_item(replace(ITEM, title=replace(ITEM.title, kk="Ашылу")))
    two.put_item(replace(ITEM, title=replace(ITEM.title, ru="Открытие"), planned_ms=1))
    merged = meet(one, two).item(ITEM.id)
    assert merged == replace(ITEM, title=LocalText("Ашылу", "Открытие", "Opening"), planned_ms=1)


def test_things_made_apart_all_stay() -> None:
    one = document()
    two = copy_of(one)
    one.put_item(replace(ITEM, id=ItemId("a"), key="W"))
    two.put_item(replace(ITEM, id=ItemId("b"), key="W"))
    assert [item.id for item in meet(one, two).agenda(MEETING.id)] == ["i", "a", "b"]


def test_removal_wins_over_an_edit_made_meanwhile() -> None:
    one = document()
    two = copy_of(one)
    one.remove_item(ITEM.id)
    two.put_item(replace(ITEM, planned_ms=1))
    assert meet(one, two).agenda(MEETING.id) == ()


def test_what_was_removed_can_be_put_again() -> None:
    one = document()
    two = copy_of(one)
    two.put_item(replace(ITEM, script="left over", planned_ms=1))
    one.remove_item(ITEM.id)
    meet(one, two)
    one.put_item(ITEM)
    assert meet(one, two).agenda(MEETING.id) == (ITEM,)


def test_what_hangs_on_something_removed_is_hidden_and_comes_back() -> None:
    made = document()
    made.remove_day(DAY.id)
    assert made.programme.meetings == ()
    assert made.programme.items == {}
    made.put_day(DAY)
    assert made.programme.agenda(MEETING.id) == (ITEM,)
    made.remove_meeting(MEETING.id)
    assert made.programme.item(ITEM.id) is None


def test_removing_what_is_not_there_changes_nothing() -> None:
    made = document()
    updates: list[bytes] = []
    made.on_update(lambda update, local: updates.append(update))
    made.remove_item(ItemId("unknown"))
    made.remove_sector(SectorId("unknown"))
    assert updates == []


def test_the_last_of_two_changes_in_one_transaction_counts() -> None:
    made = document()
    with made.transaction():
        made.put_item(replace(ITEM, planned_ms=1))
        assert made.programme.item(ITEM.id) == replace(ITEM, planned_ms=1)
        made.put_item(ITEM)
    assert made.programme.item(ITEM.id) == ITEM
    assert copy_of(made).programme.item(ITEM.id) == ITEM


def test_listeners_hear_once_per_transaction_and_see_the_new_plan() -> None:
    made = document()
    told: list[int] = []

    def note() -> None:
        found = made.programme.item(ITEM.id)
        told.append(found.planned_ms if found else 0)

    made.on_change(note)
    made.put_item(replace(ITEM, planned_ms=1, script="x"))
    made.put_item(replace(ITEM, planned_ms=1, script="x"))
    assert told == [1]
    made.create()
    assert told == [1]


def test_values_nobody_can_read_count_as_not_set_and_stay() -> None:
    made = document()
    with made.transaction():
        made._agenda._root["i.kind"] = '"juggling"'
        made._agenda._root["i.planned_ms"] = "[["
        made._agenda._root["i.title.kk"] = "5"
        made._meetings._root["odd.title.en"] = '"no day"'
        made._days._root["later.gone"] = "false"
        made._days._root["later.date"] = '"someday"'
        made._days._root["nothing"] = "true"
    assert made.programme.item(ITEM.id) == ITEM
    assert made.programme.days == (DAY,)
    made.put_item(replace(ITEM, script="x"))
    assert made._agenda._root["i.kind"] == '"juggling"'
    made.put_item(replace(ITEM, kind=ItemKind.BREAK))
    assert copy_of(made).programme.item(ITEM.id) == replace(ITEM, kind=ItemKind.BREAK)


def test_a_start_with_an_offset_from_elsewhere_stands_in_the_plan_by_its_hour() -> None:
    made = document()
    made.put_meeting(replace(MEETING, id=MeetingId("m2"), starts=dt.time(9)))
    with made.transaction():
        made._meetings._root["m.starts"] = '"10:00:00+05:00"'
    assert [m.starts for m in made.programme.meetings] == [dt.time(9), dt.time(10)]
