"""Which forum, meeting, item and speaker a command means."""

from collections.abc import Iterator
from contextlib import contextmanager

from moderator.app.asked import Args, text_or
from moderator.desk.desk import Desk
from moderator.desk.picking import Choice, pick
from moderator.desk.room import Room
from moderator.desk.show import numbers
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import ForumId, ItemId, MeetingId, RequestId
from moderator.domain.programme import Programme


def forum_meant(desk: Desk, args: Args) -> ForumId:
    """Return the forum named by ``args["forum"]``, by default the open one."""
    wanted = text_or(args, "forum")
    return desk.library.find(wanted) if wanted else desk.forum.id


def pick_meeting(programme: Programme, wanted: str) -> MeetingId:
    """Return the meeting a person means by its number, title or id."""
    number = numbers(programme)
    choices = [Choice(m.id, m.title.texts(), number[m.id]) for m in programme.meetings]
    return MeetingId(pick(wanted, choices, Reason.UNKNOWN_MEETING))


def pick_item(room: Room, wanted: str) -> ItemId:
    """Return the item of a meeting a person means by its place (from 1), title or id."""
    agenda = room.scene().programme.agenda(room.id)
    choices = [Choice(i.id, i.title.texts(), n) for n, i in enumerate(agenda, start=1)]
    return ItemId(pick(wanted, choices, Reason.UNKNOWN_ITEM))


def pick_request(room: Room, wanted: str, item: ItemId | None = None) -> RequestId:
    """Return the waiting request a person means by its place (from 1), name or id.

    It is looked for on the list of ``item``, by default of the one meant.
    """
    queue = room.floor_view(item or usual_item(room)).queue
    choices = [Choice(s.request, (s.name,), n) for n, s in enumerate(queue, start=1)]
    return RequestId(pick(wanted, choices, Reason.UNKNOWN_REQUEST))


@contextmanager
def room_meant(desk: Desk, args: Args) -> Iterator[Room]:
    """Yield the meeting named by ``args["meeting"]``, by default what is open, today's, the first.

    ``args["item"]`` brings an item of it to the front for the command.
    """
    with desk.at(forum_meant(desk, args)) as forum:
        wanted = text_or(args, "meeting")
        front = desk.room if desk.has_forum and forum is desk.forum and desk.has_room else None
        meeting = pick_meeting(forum.programme.programme, wanted) if wanted else None
        if front is not None and meeting in (None, front.id):
            yield front
            return
        room = desk.enter(forum, meeting) if meeting else desk.enter_usual(forum)
        if room is None:
            raise Refused(Reason.NO_MEETING)
        try:
            yield room
        finally:
            room.close()


def usual_item(room: Room) -> ItemId | None:
    """Return the item meant where none is named: the open one, whatever a window shows."""
    item = room.session.state.item
    return item if item and room.scene().programme.item(item) else room.shown_item


def item_meant(room: Room, args: Args) -> ItemId:
    """Return the item named by ``args["item"]``, by default the open one, else that in front."""
    wanted = text_or(args, "item")
    item = pick_item(room, wanted) if wanted else usual_item(room)
    if item is None:
        raise Refused(Reason.NO_ITEM)
    return item
