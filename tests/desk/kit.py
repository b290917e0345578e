"""A desk over a folder, with a clock that obeys and a small forum of its own."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moderator.app.opening import open_desk
from moderator.desk.desk import Desk
from moderator.desk.room import Room
from moderator.domain.clock import Clock
from moderator.domain.errors import ModeratorError, Reason
from moderator.domain.floor import Speech
from moderator.domain.ids import ItemId, MeetingId, RequestId
from moderator.domain.programme import ItemKind, LocalText
from moderator.settings import Settings
from moderator.store.database import at_once
from moderator.store.writer import Deliver
from tests.domain.hall import MINUTE, FakeClock

TODAY = dt.date(2024, 11, 16)
"""The date on the clock that ``FakeClock`` begins with, 10:00 in the forum's zone."""


@contextmanager
def desk_over(
    folder: Path,
    clock: Clock | None = None,
    settings: Settings | None = None,
    deliver: Deliver = at_once,
) -> Iterator[Desk]:
    """Open the desk over a folder and close it afterwards."""
    desk = open_desk(folder, settings or Settings(), deliver, clock or FakeClock())
    try:
        yield desk
    finally:
        desk.close()


def small_forum(desk: Desk) -> Room:
    """Make a forum of one meeting today with two items; return the meeting."""
    desk.library.new(text("Small forum"), TODAY)
    meeting = add_meeting(desk, "Meeting", dt.time(10))
    for title in ("First item", "Second item"):
        desk.planning.add_item(meeting, text(title), ItemKind.DISCUSSION, 30 * MINUTE)
    desk.select_meeting(meeting)
    return desk.room


def add_meeting(
    desk: Desk, title: str, starts: dt.time = dt.time(10), date: dt.date = TODAY
) -> MeetingId:
    """Add an empty meeting."""
    days = {d.date: d.id for d in desk.programme.days}
    day = days.get(date) or desk.planning.add_day(date)
    return desk.planning.add_meeting(day, text(title), starts, desk.settings)


def text(words: str) -> LocalText:
    """Return the same words in every language."""
    return LocalText(kk=words, ru=words, en=words)


def items(room: Room) -> list[ItemId]:
    """Return the meeting's agenda."""
    return [item.id for item in room.agenda().items]


def names(room: Room) -> list[str]:
    """Return who waits, in order."""
    return [speaker.name for speaker in room.floor_view().queue]


def speaks(room: Room, name: str = "Anna") -> RequestId:
    """Put somebody on the list and give them the floor."""
    request = room.floor.add(name)
    room.floor.call(request)
    return request


def speech(room: Room, request: RequestId) -> Speech:
    """Return a request's speech, booked to the last event."""
    return next(s for s in room.session.state.speeches() if s.request == request)


def reason_of(error: object) -> Reason:
    """Return why something was refused, of what ``pytest.raises`` caught."""
    value = getattr(error, "value", error)
    assert isinstance(value, ModeratorError)
    return value.reason
