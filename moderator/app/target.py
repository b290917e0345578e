"""Which forum, meeting and item a command means."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from moderator.desk.desk import Desk
from moderator.desk.forum import OpenForum
from moderator.desk.room import Room
from moderator.desk.show import numbers
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import ItemId, MeetingId
from moderator.domain.programme import LocalText, Programme

Named = Sequence[tuple[str, int, LocalText]]
"""Things to choose from: id, number people count by, title."""


def pick(wanted: str, things: Named, unknown: Reason) -> str:
    """Return the id of the one thing with this id, number or title, or the start of a title.

    Raises:
        Refused: none fits (``unknown``), or several do.
    """
    key = wanted.strip().casefold()
    for one_fits in (_is_same, _starts):
        found = [ident for ident, number, title in things if one_fits(key, ident, number, title)]
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            raise Refused(Reason.NOT_UNIQUE, name=wanted)
    raise Refused(unknown, name=wanted)


def _titles(title: LocalText) -> tuple[str, ...]:
    return tuple(t.casefold() for t in (title.kk, title.ru, title.en) if t)


def _is_same(key: str, ident: str, number: int, title: LocalText) -> bool:
    return key in (ident, str(number), *_titles(title))


def _starts(key: str, ident: str, number: int, title: LocalText) -> bool:
    long_id = len(key) >= 6 and ident.startswith(key)
    return bool(key) and (long_id or any(t.startswith(key) for t in _titles(title)))


def pick_meeting(programme: Programme, wanted: str) -> MeetingId:
    """Return the meeting a person means by its number, title or id."""
    number = numbers(programme)
    things = [(m.id, number[m.id], m.title) for m in programme.meetings]
    return MeetingId(pick(wanted, things, Reason.UNKNOWN_MEETING))


def pick_item(room: Room, wanted: str) -> ItemId:
    """Return the item of a meeting a person means by its place (from 1), title or id."""
    agenda = room.scene().programme.agenda(room.id)
    things = [(i.id, place, i.title) for place, i in enumerate(agenda, start=1)]
    return ItemId(pick(wanted, things, Reason.UNKNOWN_ITEM))


@contextmanager
def forum_meant(desk: Desk, args: Mapping[str, Any]) -> Iterator[OpenForum]:
    """Yield the forum named by ``args["forum"]``, by default the open one.

    Another than the open one is loaded for the command alone: what a window shows stays.
    """
    wanted = str(args.get("forum") or "")
    ident = desk.library.find(wanted) if wanted else None
    if ident is None or (desk.has_forum and desk.forum.id == ident):
        yield desk.forum
        return
    forum = OpenForum(ident, desk.keeper)
    try:
        yield forum
    finally:
        forum.close()


@contextmanager
def room_meant(desk: Desk, args: Mapping[str, Any]) -> Iterator[Room]:
    """Yield the meeting named by ``args["meeting"]``, by default what is open, today's, the first.

    ``args["item"]`` brings an item of it to the front for the command.
    """
    with forum_meant(desk, args) as forum:
        wanted = str(args.get("meeting") or "")
        is_front = desk.has_forum and forum is desk.forum and desk.has_room
        if wanted:
            meeting: MeetingId | None = pick_meeting(forum.programme.programme, wanted)
        else:
            meeting = desk.room.id if is_front else desk.default_meeting(forum)
        if meeting is None:
            raise Refused(Reason.NO_MEETING)
        if is_front and desk.room.id == meeting:
            yield desk.room
            return
        room = desk.enter(forum, meeting)
        try:
            yield room
        finally:
            room.close()


def item_meant(room: Room, args: Mapping[str, Any]) -> ItemId:
    """Return the item named by ``args["item"]``, by default the one in front."""
    wanted = str(args.get("item") or "")
    item = pick_item(room, wanted) if wanted else room.shown_item
    if item is None:
        raise Refused(Reason.NO_ITEM)
    return item
