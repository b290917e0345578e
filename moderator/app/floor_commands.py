"""What can be asked of a meeting's floor by name."""

from collections.abc import Callable
from typing import Any

from moderator import words
from moderator.app import pictures
from moderator.app.asked import Args, choice, flag, number, text, text_or
from moderator.app.target import item_meant, pick_item, pick_request, room_meant, usual_item
from moderator.desk.desk import Desk
from moderator.desk.room import Room
from moderator.domain.errors import Reason, Refused
from moderator.domain.floor import MeetingPhase, Plan
from moderator.domain.ids import RequestId
from moderator.domain.kinds import Kind

_MOST_S = 24 * 60 * 60
_MOST_PLACES = 1_000_000


def _floor_add(room: Room, args: Args) -> None:
    kind = choice(args, "kind", Kind, Kind.CONTRIBUTION)
    seconds = number(args, "seconds", 0, _MOST_S, default=0)
    room.floor.add(text(args, "name"), kind, item_meant(room, args), seconds * 1000)


def _request(room: Room, args: Args) -> RequestId:
    item = item_meant(room, args) if args.get("item") else None
    return pick_request(room, text(args, "name"), item)


def _floor_call(room: Room, args: Args) -> None:
    state = room.session.state
    item = item_meant(room, args) if args.get("item") else state.item
    if text_or(args, "name"):
        request = _request(room, args)
    elif item is None or item == state.item:
        room.floor.call_next(guard=False)
        return
    else:
        waiting = state.waiting(item)
        if not waiting:
            raise Refused(Reason.NOBODY_WAITS)
        request = waiting[0].id
    if state.phase is MeetingPhase.CLOSED:
        raise Refused(Reason.MEETING_CLOSED)
    with room.session.batch():
        if item is not None and item != state.item:
            room.floor.open_item(item)
        room.floor.call(request)


def _floor_move(room: Room, args: Args) -> None:
    place = number(args, "place", -_MOST_PLACES, _MOST_PLACES)
    room.floor.move(_request(room, args), place - 1)


def _floor_point(room: Room, args: Args) -> None:
    room.floor.point_of_order(text(args, "name"), now=not flag(args, "later"))


_ACTIONS: dict[str, Callable[[Room, Args], Any]] = {
    "add": _floor_add,
    "withdraw": lambda room, args: room.floor.withdraw(_request(room, args)),
    "move": _floor_move,
    "call": _floor_call,
    "point": _floor_point,
    "take": lambda room, args: room.running.take(),
    "pause": lambda room, args: room.floor.pause(),
    "resume": lambda room, args: room.floor.resume(),
    "time": lambda room, args: room.floor.change_time(
        number(args, "seconds", -_MOST_S, _MOST_S) * 1000
    ),
    "end": lambda room, args: room.floor.end(),
    "not-here": lambda room, args: room.floor.not_here(),
    "take-back": lambda room, args: room.floor.take_back(),
    "undo": lambda room, args: room.floor.undo(),
    "redo": lambda room, args: room.floor.redo(),
    "open": lambda room, args: room.floor.open_meeting(),
    "close": lambda room, args: room.floor.close_meeting(),
    "open-item": lambda room, args: room.floor.open_item(pick_item(room, text(args, "name"))),
    "plan": lambda room, args: room.floor.choose_plan(choice(args, "plan", Plan, Plan.SHIFT)),
    "close-item": lambda room, args: room.floor.close_item(item_meant(room, args)),
    "skip-item": lambda room, args: room.floor.skip_item(pick_item(room, text(args, "name"))),
    "open-list": lambda room, args: room.floor.set_list(True, item_meant(room, args)),
    "close-list": lambda room, args: room.floor.set_list(False, item_meant(room, args)),
}


def _shown_after(act: Callable[[Room, Args], Any]) -> Callable[[Desk, Args], Any]:
    """Return what acts on the meeting meant and shows the floor afterwards."""

    def run(desk: Desk, args: Args) -> Any:
        with room_meant(desk, args) as room:
            act(room, args)
            item = item_meant(room, args) if args.get("item") else usual_item(room)
            language = text_or(args, "language", words.language())
            meeting = {"meeting": pictures.meeting(room, language)}
            return meeting | pictures.queue(room, item, language)

    return run


FLOOR: dict[str, Callable[[Desk, Args], Any]] = {
    name: _shown_after(act) for name, act in _ACTIONS.items()
}
"""By the word after ``floor``."""
