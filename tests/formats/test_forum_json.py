"""A forum written as JSON reads back the same, and a copy is the same but for ids and dates."""

import datetime as dt
import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderator import paths
from moderator.documents.people import Contact
from moderator.domain.clock import Reading
from moderator.domain.errors import BadInput, Reason
from moderator.domain.events import EventKind, FloorEvent, broken_links, digest, heads
from moderator.domain.floor import RequestState
from moderator.domain.fold import Fold
from moderator.domain.ids import (
    DayId,
    EventId,
    ForumId,
    ItemId,
    LaptopId,
    MeetingId,
    OrganisationId,
    PersonId,
    RequestId,
    RunId,
    SectorId,
)
from moderator.domain.notes import Line, Mark
from moderator.domain.programme import (
    FIRST_DATE,
    LAST_DATE,
    AgendaItem,
    ClockStart,
    Day,
    Forum,
    ItemKind,
    LocalText,
    Meeting,
    Organisation,
    People,
    Person,
    Programme,
    Sector,
    Visibility,
    local,
)
from moderator.formats.forum_json import (
    MAX_SPAN_MS,
    MAX_UTC_MS,
    FloorPart,
    ForumFile,
    read,
    write,
)
from moderator.formats.fresh import fresh

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LOCAL = st.builds(LocalText, TEXT, TEXT, TEXT)
TIME = st.times()
WHOLE = st.integers(0, 2**53)
DATE = st.dates(FIRST_DATE, LAST_DATE)
MOMENT = st.integers(0, MAX_UTC_MS)
PERSON, BODY, SECTOR = PersonId("p"), OrganisationId("o"), SectorId("s")
DAY, MEETING, ITEM, REQUEST = DayId("d"), MeetingId("m"), ItemId("i"), RequestId("r")

events = st.builds(
    FloorEvent,
    id=st.just(EventId("e")),
    kind=st.sampled_from(EventKind),
    laptop=TEXT.map(LaptopId),
    run=TEXT.map(RunId),
    lamport=WHOLE,
    at=st.builds(Reading, MOMENT, WHOLE, TEXT, st.just(0)),
    subject=TEXT,
    facts=st.dictionaries(TEXT, st.one_of(TEXT, WHOLE, st.booleans()), max_size=3),
    previous=TEXT,
)
lines = st.builds(
    Line, TEXT, st.none() | MOMENT, st.none() | st.sampled_from(Mark), TEXT, TEXT.map(RequestId)
)
items = st.builds(
    AgendaItem,
    id=st.just(ITEM),
    meeting=st.just(MEETING),
    title=LOCAL,
    key=TEXT,
    kind=st.sampled_from(ItemKind),
    visibility=st.sampled_from(Visibility),
    planned_ms=st.integers(0, MAX_SPAN_MS),
    starts=st.none() | TIME,
    presenters=st.sampled_from([(), (PERSON,)]),
    script=TEXT,
)
meetings = st.builds(
    Meeting,
    id=st.just(MEETING),
    day=st.just(DAY),
    title=LOCAL,
    starts=TIME,
    place=TEXT,
    clock_start=st.sampled_from(ClockStart),
)


@st.composite
def forums(draw: st.DrawFn) -> ForumFile:
    programme = Programme(
        forum=Forum(ForumId("f"), draw(LOCAL), sample=draw(st.booleans())),
        sectors={SECTOR: Sector(SECTOR, draw(LOCAL), draw(st.integers(0, 9)))},
        days=(Day(DAY, draw(DATE), draw(LOCAL)),),
        meetings=(draw(meetings),),
        items={MEETING: (draw(items),)},
    )
    people = People(
        {PERSON: Person(PERSON, draw(TEXT), draw(TEXT), BODY, SECTOR, draw(TEXT))},
        {BODY: Organisation(BODY, draw(LOCAL), SECTOR)},
    )
    part = FloorPart(tuple(draw(st.lists(events, max_size=2))), {REQUEST: draw(TEXT)})
    contacts = {PERSON: Contact(draw(TEXT), draw(TEXT))}
    notes = {ITEM: tuple(draw(st.lists(lines, max_size=3)))}
    return ForumFile(programme, people, contacts, {MEETING: part}, notes)


@settings(max_examples=60)
@given(forums())
def test_a_forum_reads_back_as_it_was_written(forum: ForumFile) -> None:
    text = write(forum)
    assert read(text) == forum
    assert write(read(text)) == text


@pytest.fixture(scope="module")
def sample() -> ForumFile:
    file = paths.resources() / "sample" / "forum.json"
    return read(file.read_text("utf-8"), file.name)


def test_contacts_are_written_only_when_given(sample: ForumFile) -> None:
    person = next(iter(sample.people.persons))
    assert "someone@example.org" not in write(sample)
    asked = replace(sample, contacts={person: Contact("someone@example.org")})
    assert "someone@example.org" in write(asked)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"format": "other"}, Reason.FILE_KIND),
        ({"version": 2}, Reason.FILE_KIND),
        ({"forum": {}}, Reason.FILE_BROKEN),
        ({"days": []}, Reason.FILE_BROKEN),
        ({"meetings": 3}, Reason.FILE_BROKEN),
        ({"persons": [{"id": 1, "name": "x"}]}, Reason.FILE_BROKEN),
        ({"items": [{"id": "i", "meeting": "m", "title": {}, "key": "V"}]}, Reason.FILE_BROKEN),
        ({"notes": {"nothing": []}}, Reason.FILE_BROKEN),
    ],
)
def test_a_damaged_forum_is_refused(
    sample: ForumFile, change: dict[str, object], reason: Reason
) -> None:
    value = json.loads(write(sample)) | change
    with pytest.raises(BadInput) as caught:
        read(json.dumps(value), "forum.json")
    assert caught.value.reason is reason
    assert caught.value.facts["file"] == "forum.json"


def test_a_forum_whose_people_were_removed_still_reads_back(sample: ForumFile) -> None:
    bare = replace(sample, people=People())
    assert read(write(bare)) == bare


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        ("forum", "id", "a/b"),
        ("forum", "zone", "Nowhere/Land"),
        ("forum", "zone", "../x"),
        ("organisations", "id", ""),
        ("sectors", "order", 2**53 + 1),
        ("days", "date", "0001-01-01"),
        ("meetings", "speech_ms", -1),
        ("items", "planned_ms", 2**53),
    ],
)
def test_a_value_that_could_not_be_shown_is_refused(
    sample: ForumFile, part: str, field: str, value: object
) -> None:
    written = json.loads(write(sample))
    found = written[part]
    (found[0] if isinstance(found, list) else found)[field] = value
    with pytest.raises(BadInput) as caught:
        read(json.dumps(written))
    assert caught.value.reason is Reason.FILE_BROKEN


def test_an_id_that_comes_twice_is_refused(sample: ForumFile) -> None:
    value = json.loads(write(sample))
    value["items"].append(value["items"][0])
    with pytest.raises(BadInput):
        read(json.dumps(value))


def test_fields_of_a_later_program_are_passed_over(sample: ForumFile) -> None:
    value = json.loads(write(sample)) | {"weather": "fine"}
    value["forum"]["colour"] = "teal"
    assert read(json.dumps(value)) == sample


def _ids(start: str) -> "itertools.chain[str]":
    return itertools.chain(f"{start}{n}" for n in itertools.count(1))


def test_a_copy_shares_no_id_with_its_model(sample: ForumFile) -> None:
    numbers = _ids("fresh-")
    copy = fresh(sample, lambda: next(numbers), dt.date(2026, 11, 24))
    assert '"s-' not in write(copy)
    assert read(write(copy)) == copy
    assert copy.programme.forum.sample


def test_a_copy_begins_on_its_first_day_at_the_same_time_of_day(sample: ForumFile) -> None:
    numbers = _ids("n")
    copy = fresh(sample, lambda: next(numbers), dt.date(2026, 11, 24))
    assert [d.date.day for d in copy.programme.days] == [24, 25, 26, 27, 28]
    zone = sample.programme.forum.zone
    for old, new in zip(_floor(sample).events, _floor(copy).events, strict=True):
        # Kazakhstan was an hour further east in 2021
        was, now = local(old.at.utc_ms, zone), local(new.at.utc_ms, zone)
        assert (now.date() - was.date(), now.time()) == (dt.timedelta(1828), was.time())


def _floor(forum: ForumFile) -> FloorPart:
    return next(iter(forum.floors.values()))


def test_events_of_a_copy_can_be_moved_to_end_now(sample: ForumFile) -> None:
    numbers = _ids("n")
    copy = fresh(sample, lambda: next(numbers), dt.date(2026, 11, 24), 1_795_000_000_000)
    old, new = _floor(sample).events, _floor(copy).events
    assert new[-1].at.utc_ms == 1_795_000_000_000
    assert new[-1].at.utc_ms - new[0].at.utc_ms == old[-1].at.utc_ms - old[0].at.utc_ms


def _chained(*drafts: tuple[EventKind, str, str, int]) -> tuple[FloorEvent, ...]:
    made: list[FloorEvent] = []
    for n, (kind, run, subject, lamport) in enumerate(drafts):
        before = [e for e in made if e.run == run]
        facts: dict[str, str | int | bool] = {"item": "i"} if kind is EventKind.REQUESTED else {}
        if kind is EventKind.MEETING_CLOSED:
            facts = {f"head:{r}": head for r, head in heads(made).items()}
        made.append(
            FloorEvent(
                EventId(f"e{n}"),
                kind,
                LaptopId("l"),
                RunId(run),
                lamport,
                Reading(1_637_553_600_000 + n, n, "boot"),
                subject,
                facts,
                digest(before[-1]) if before else "",
            )
        )
    return tuple(made)


def test_a_copied_floor_has_sound_chains_and_folds_to_the_same(sample: ForumFile) -> None:
    floor = _chained(
        (EventKind.MEETING_OPENED, "one", "", 1),
        (EventKind.ITEM_OPENED, "one", "i", 2),
        (EventKind.REQUESTED, "two", "r", 2),
        (EventKind.REQUESTED, "one", "q", 3),
        (EventKind.CALLED, "one", "r", 4),
        (EventKind.UNDONE, "one", "e4", 5),
        (EventKind.CALLED, "two", "q", 6),
        (EventKind.MEETING_CLOSED, "one", "", 7),
    )
    meeting = sample.programme.meetings[0].id
    numbers = itertools.count(999, -1)  # ids that sort the other way round
    copy = fresh(
        replace(sample, floors={meeting: FloorPart(floor)}),
        lambda: f"{next(numbers):03}",
        dt.date(2026, 11, 24),
    )
    events = _floor(copy).events
    assert broken_links(events) == ()
    assert set(events[-1].facts.values()) == set(heads(events[:-1]).values())
    was, now = Fold(floor).state, Fold(events).state
    assert [r.state for r in now.requests.values()] == [r.state for r in was.requests.values()]
    assert [s.kind for s in now.speeches()] == [s.kind for s in was.speeches()]
    assert len(list(now.speeches())) == 1


def test_notes_of_a_copy_follow_their_speeches(sample: ForumFile) -> None:
    item = sample.programme.agenda(sample.programme.meetings[0].id)[2].id
    request = next(iter(_floor(sample).names))
    line = Line("Text", 1_637_553_600_000, Mark.DECISION, "mark-1", request)
    numbers = _ids("n")
    copy = fresh(
        replace(sample, notes={item: (line,)}), lambda: next(numbers), dt.date(2021, 11, 22)
    )
    ((copied,),) = copy.notes.values()
    assert copied.speech in _floor(copy).names
    assert copied.mark_id not in ("", "mark-1")
    assert copied.began_utc_ms == line.began_utc_ms


def test_the_sample_is_the_forum_it_says_it_is(sample: ForumFile) -> None:
    plan = sample.programme
    assert len(plan.days) == 5
    assert len(plan.meetings) == 12
    assert [len(plan.on_day(d.id)) for d in plan.days] == [3, 3, 2, 2, 2]
    assert [m.title.en for m in plan.on_day(plan.days[0].id)] == [
        "The fight against corruption",
        "Problems and prospects of civil society",
        "Public councils’ effectiveness",
    ]
    assert broken_links(_floor(sample).events) == ()


def test_every_text_of_the_sample_is_in_three_languages(sample: ForumFile) -> None:
    plan = sample.programme
    texts = [plan.forum.title, *(s.name for s in plan.sectors.values())]
    texts += [m.title for m in plan.meetings]
    texts += [i.title for m in plan.meetings for i in plan.agenda(m.id)]
    texts += [o.name for o in sample.people.organisations.values()]
    assert all(text.kk and text.ru and text.en for text in texts)


def test_the_sample_holds_no_notes_no_contacts_and_only_marked_bodies(sample: ForumFile) -> None:
    assert not sample.notes
    assert not sample.contacts
    for body in sample.people.organisations.values():
        assert "(sample)" in body.name.en
        assert "(үлгі)" in body.name.kk
        assert "(образец)" in body.name.ru


def test_people_wait_on_the_first_meeting_of_the_sample(sample: ForumFile) -> None:
    state = Fold(_floor(sample).events).state
    items = sample.programme.agenda(sample.programme.meetings[0].id)
    waiting = {i.kind: len(state.waiting(i.id)) for i in items}
    assert waiting[ItemKind.QUESTIONS] >= 9
    assert all(r.state is RequestState.WAITING for r in state.requests.values())
    persons = sample.people.persons
    assert all(
        r.person in persons if r.person else r.id in _floor(sample).names
        for r in state.requests.values()
    )


def test_no_two_meetings_of_the_sample_overlap(sample: ForumFile) -> None:
    plan = sample.programme
    for day in plan.days:
        meetings_then = plan.on_day(day.id)
        for before, after in itertools.pairwise(meetings_then):
            length_ms = sum(i.planned_ms for i in plan.agenda(before.id))
            assert plan.starts_utc_ms(before.id) + length_ms <= plan.starts_utc_ms(after.id)
