"""A forum at the end of its fifth day: as much as one laptop is ever expected to hold.

12 meetings with 30,000 characters of notes each, 500 people, 3,000 speeches; in the meeting that is
open 200 people wait.
"""

import datetime as dt
import itertools
from pathlib import Path

from moderator.desk.clock import SystemClock
from moderator.desk.desk import Desk
from moderator.desk.room import Room
from moderator.domain import sortkey
from moderator.domain.ids import (
    DayId,
    ForumId,
    ItemId,
    MeetingId,
    OrganisationId,
    PersonId,
    SectorId,
    new_id,
)
from moderator.domain.notes import Line, Mark
from moderator.domain.programme import (
    AgendaItem,
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
)
from moderator.formats.forum_json import ForumFile
from moderator.settings import Settings
from moderator.store.database import Store
from tests.domain.hall import FakeClock

MEETINGS, PEOPLE, SPEECHES, WAITING = 12, 500, 3_000, 200
NOTE_CHARACTERS = 30_000
TYPED_KEYS = 1_500
"""The last of the open meeting's notes, key by key, as a log has them after a snapshot."""

_AGO_MS = 6 * 3_600_000
_ITEMS, _DAYS, _ORGANISATIONS = 5, 5, 60
_SECTORS = ("Government", "Parliament", "Organisations", "Citizens", "Experts", "Press")
_SENTENCES = (
    "Asks for one calendar of public tenders, in all regions, a month ahead.",
    "Сұрақ: мектептердегі тамақтану шығыны қай айда жарияланады?",
    "Предлагает вести открытый реестр обращений и ответов на них.",
    "Answers that the draft goes to the public council before the end of the month.",
)


def build(folder: Path) -> None:
    """Fill an empty data folder; the first meeting is the one that is open."""
    clock = FakeClock(SystemClock().read().utc_ms - _AGO_MS)
    desk = Desk(Store.open(folder), Settings(), clock)
    desk.library.add(_file(clock))
    meetings = desk.programme.meetings
    for meeting in reversed(meetings):
        room = desk.enter(desk.forum, meeting.id)
        _speak(room, clock, is_last=meeting is meetings[0])
        room.close()
        desk.commit(120)
    desk.select_meeting(meetings[0].id)
    _type(desk, clock)
    desk.commit(120)
    desk.close()


def _file(clock: FakeClock) -> ForumFile:
    today = dt.datetime.fromtimestamp(clock.now.utc_ms / 1_000, dt.UTC).date()
    days = tuple(Day(DayId(new_id()), today + dt.timedelta(n)) for n in range(_DAYS))
    meetings = tuple(_meeting(n, days[n * _DAYS // MEETINGS].id) for n in range(MEETINGS))
    items = {meeting.id: _items(meeting.id) for meeting in meetings}
    sectors = [Sector(SectorId(new_id()), LocalText(en=name), n) for n, name in enumerate(_SECTORS)]
    programme = Programme(
        Forum(ForumId(new_id()), LocalText(en="A full forum")),
        {sector.id: sector for sector in sectors},
        days,
        meetings,
        items,
    )
    notes = {
        item.id: _lines(clock, NOTE_CHARACTERS // _ITEMS - (TYPED_KEYS if first else 0))
        for meeting in meetings
        for first, item in _with_first(items[meeting.id], meeting is meetings[0])
    }
    return ForumFile(programme, _people(sectors), notes=notes)


def _meeting(n: int, day: DayId) -> Meeting:
    title = LocalText(f"{n + 1}-отырыс", f"Заседание {n + 1}", f"Meeting {n + 1}")
    return Meeting(MeetingId(new_id()), day, title, dt.time(10 + n % 3 * 3), number=n + 1)


def _items(meeting: MeetingId) -> tuple[AgendaItem, ...]:
    keys = sortkey.spread(_ITEMS)
    return tuple(
        AgendaItem(
            ItemId(new_id()),
            meeting,
            LocalText(en=f"Item {n + 1} of the agenda, with a title of usual length"),
            key,
            ItemKind.DISCUSSION,
        )
        for n, key in enumerate(keys)
    )


def _with_first(items: tuple[AgendaItem, ...], marked: bool) -> list[tuple[bool, AgendaItem]]:
    return [(marked and n == 0, item) for n, item in enumerate(items)]


def _people(sectors: list[Sector]) -> People:
    organisations = [
        Organisation(OrganisationId(new_id()), LocalText(en=f"Organisation {n}"), sectors[n % 6].id)
        for n in range(_ORGANISATIONS)
    ]
    persons = [
        Person(
            PersonId(new_id()),
            f"Participant {n:03}",
            "Head of department",
            organisations[n % _ORGANISATIONS].id,
            number=str(n),
        )
        for n in range(PEOPLE)
    ]
    return People({p.id: p for p in persons}, {o.id: o for o in organisations})


def _lines(clock: FakeClock, characters: int) -> tuple[Line, ...]:
    marks = itertools.cycle([None] * 9 + [Mark.RECOMMENDATION])
    lines: list[Line] = []
    for n, text in enumerate(itertools.cycle(_SENTENCES)):
        if characters <= 0:
            break
        mark = next(marks)
        lines.append(Line(text, clock.now.utc_ms + n * 20_000, mark, new_id() if mark else ""))
        characters -= len(text) + 1
    return tuple(lines)


def _speak(room: Room, clock: FakeClock, *, is_last: bool) -> None:
    """Hold a meeting's share of all speeches; the last one stays open, with people waiting."""
    persons = itertools.cycle(room.session.people.persons)
    items = [item.id for item in room.scene().programme.agenda(room.id)]
    room.floor.open_meeting()
    share = SPEECHES // MEETINGS
    for n in range(share):
        item = items[n * len(items) // share]
        if room.session.state.item != item:
            room.floor.open_item(item)
        request = room.floor.add(next(persons), item=item)
        room.floor.call(request)
        clock.wait(30_000)
        room.floor.end()
        clock.wait(2_000)
    if not is_last:
        room.floor.close_meeting()
        return
    for _ in range(WAITING):
        room.floor.add(next(persons), item=items[-1])


def _type(desk: Desk, clock: FakeClock) -> None:
    """Type the rest of the open meeting's first notes, key by key."""
    room = desk.room
    item = room.notes.items()[0].id
    place = len(room.notes.text(item).encode("utf-16-le")) // 2
    letters = itertools.cycle(
        "\nAfter that it was agreed to come back to it in a week, with figures."
    )
    for letter in itertools.islice(letters, TYPED_KEYS):
        room.notes.edit(item, place, 0, letter)
        place += 1
        clock.wait(200)
