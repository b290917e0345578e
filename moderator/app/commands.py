"""What can be asked of a running forum by its name: the one table behind command line and door.

A command takes the desk and plain arguments and returns a value that JSON can carry. It raises
``ModeratorError`` when it is refused, and has then changed nothing.
"""

import asyncio
import contextlib
import datetime as dt
import inspect
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from moderator import words
from moderator.app import member_commands, pictures
from moderator.app.target import forum_meant, item_meant, pick_item, pick_request, room_meant
from moderator.desk.desk import Desk
from moderator.desk.membership import Membership
from moderator.desk.room import Room
from moderator.domain.errors import Reason, Refused, StoreFailed
from moderator.domain.floor import MeetingPhase
from moderator.domain.ids import RequestId
from moderator.domain.kinds import Kind
from moderator.domain.notes import Mark
from moderator.domain.programme import FIRST_DATE, LAST_DATE, ItemKind, LocalText
from moderator.formats import codec
from moderator.formats.values import Imported

Args = Mapping[str, Any]


class Host(Protocol):
    """The process that holds the data folder: a window, or a command line for one command."""

    @property
    def desk(self) -> Desk:
        """The open desk; raises ``Known`` where there can be none."""
        ...

    @property
    def membership(self) -> Membership:
        """This laptop's hubs; raises ``Known`` where there can be no desk."""
        ...

    def come_forward(self) -> None:
        """Show the window to the user, where there is one."""
        ...

    async def restore(self, file: Path) -> None:
        """Put a backup in the place of everything."""
        ...


Command = Callable[[Host, Args], Awaitable[Any]]

_LOOK_S = 1.0
"""How long whoever only looks waits for the disk."""


def _forums(desk: Desk, args: Args) -> Any:
    open_id = desk.forum.id if desk.has_forum else ""
    return [
        {
            "id": f.id,
            "title": f.title.best(_language(args)),
            "sample": f.sample,
            "open": f.id == open_id,
            "opened_utc_ms": f.opened_utc_ms,
        }
        for f in desk.library.all()
    ]


def _new(desk: Desk, args: Args) -> Any:
    title = str(args["title"])
    day = _date(str(args["date"])) if args.get("date") else None
    first = day or dt.date.fromisoformat(pictures.today(desk))
    made = desk.library.new(LocalText.same(title), first)
    return {"id": made, "title": title}


def _date(text: str) -> dt.date:
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not FIRST_DATE <= found <= LAST_DATE:
        raise Refused(Reason.BAD_VALUE, value=text, name="--date", wanted="2026-11-23")
    return found


def _open(desk: Desk, args: Args) -> Any:
    desk.library.open(desk.library.find(str(args["title"])))
    title = desk.programme.forum.title.best(_language(args))
    return {"id": desk.forum.id, "title": title}


def _language(args: Args) -> str:
    """Return the language whoever asks reads; a window may speak another."""
    return str(args.get("language") or words.language())


async def _remove(desk: Desk, args: Args) -> Any:
    forum = desk.library.find(str(args["title"]))
    await desk.library.remove(forum)
    return {"id": forum}


async def _import(desk: Desk, args: Args) -> Any:
    imported: Imported = await asyncio.to_thread(codec.load, Imported, args["imported"])
    into = None if imported.forum is not None else forum_meant(desk, args)
    return pictures.counts(await desk.bring_in(imported, into))


async def _export(desk: Desk, args: Args) -> Any:
    return await desk.export(forum_meant(desk, args), bool(args.get("contacts")))


def _show(desk: Desk, args: Args) -> Any:
    with room_meant(desk, args) as room:
        language = _language(args)
        item = item_meant(room, args) if args.get("item") else None
        what = str(args.get("what") or "all")
        value: dict[str, Any] = {"meeting": pictures.meeting(room, language)}
        if what in ("all", "agenda"):
            value["agenda"] = pictures.agenda(room, language)
        if what in ("all", "queue"):
            value |= pictures.queue(room, item or room.shown_item, language)
        if what in ("all", "notes"):
            value["notes"] = pictures.notes(room, item, language)
        return value


def _note_add(desk: Desk, args: Args) -> Any:
    with room_meant(desk, args) as room:
        item = item_meant(room, args)
        mark = str(args.get("mark") or "")
        room.notes.add(item, str(args["text"]), Mark(mark) if mark else None)
        return {"item": item, "lines": len(room.notes.lines(item))}


def _add_meeting(desk: Desk, args: Args) -> Any:
    title = str(args["title"])
    day, starts = _date(str(args["date"])), _time(str(args["starts"]))
    if not title.strip():
        raise Refused(Reason.NAME_EMPTY)  # before a day is made for it
    with desk.at(forum_meant(desk, args)) as forum:
        planning = forum.planning
        days = {d.date: d.id for d in planning.programme.days}
        where = days.get(day) or planning.add_day(day)
        meeting = planning.add_meeting(where, LocalText.same(title), starts, desk.settings)
    if not desk.has_room and desk.has_forum and forum is desk.forum:
        desk.select_meeting(meeting)
    return {"id": meeting}


def _time(text: str) -> dt.time:
    try:
        found = dt.time.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:  # meetings begin by the forum's own clock
        raise Refused(Reason.BAD_VALUE, value=text, name="--starts", wanted="10:00")
    return found


def _add_item(desk: Desk, args: Args) -> Any:
    title = str(args["title"])
    with desk.at(forum_meant(desk, args)) as forum, room_meant(desk, args) as room:
        kind = ItemKind(str(args.get("kind") or "other"))
        minutes_ms = _amount(args, "minutes", 1, _MOST_MINUTES) * 60_000
        return {"id": forum.planning.add_item(room.id, LocalText.same(title), kind, minutes_ms)}


async def _check(desk: Desk, args: Args) -> Any:
    found = await desk.check()
    return [{"what": f.what.value, "where": f.where, "detail": f.detail} for f in found]


async def _backup(desk: Desk, args: Args) -> Any:
    file = Path(str(args["file"]))
    await desk.backup(file)
    return {"file": file.name}


async def _restore(host: Host, args: Args) -> Any:
    file = Path(str(args["file"]))
    await host.restore(file)
    return {"file": file.name}


async def _come_forward(host: Host, args: Args) -> Any:
    host.come_forward()
    return {}


# ---- the floor

_MOST_MINUTES = 24 * 60
_MOST = _MOST_MINUTES * 60


def _amount(args: Args, name: str, least: int, most: int = _MOST) -> int:
    """Return a number of seconds or minutes, refusing what no meeting needs."""
    number = int(args.get(name) or 0)
    if not least <= number <= most:
        raise Refused(Reason.BAD_VALUE, value=number, name=name, wanted=f"{least} … {most}")
    return number


def _floor(act: Callable[[Room, Args], Any]) -> Callable[[Desk, Args], Any]:
    """Return a command that acts on the meeting meant and shows the floor afterwards."""

    def run(desk: Desk, args: Args) -> Any:
        with room_meant(desk, args) as room:
            act(room, args)
            item = item_meant(room, args) if args.get("item") else room.shown_item
            language = _language(args)
            meeting = {"meeting": pictures.meeting(room, language)}
            return meeting | pictures.queue(room, item, language)

    return run


def _floor_add(room: Room, args: Args) -> None:
    kind = Kind(str(args.get("kind") or Kind.CONTRIBUTION))
    item = item_meant(room, args)
    room.floor.add(str(args["name"]), kind, item, _amount(args, "seconds", least=0) * 1000)


def _request(room: Room, args: Args) -> RequestId:
    item = item_meant(room, args) if args.get("item") else None
    return pick_request(room, str(args["name"]), item)


def _floor_call(room: Room, args: Args) -> None:
    state = room.session.state
    item = item_meant(room, args) if args.get("item") else state.item
    if args.get("name"):
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
    room.floor.move(_request(room, args), int(args["place"]) - 1)


def _floor_point(room: Room, args: Args) -> None:
    room.floor.point_of_order(str(args["name"]), now=not args.get("later"))


_FLOOR: dict[str, Callable[[Room, Args], Any]] = {
    "add": _floor_add,
    "withdraw": lambda room, args: room.floor.withdraw(_request(room, args)),
    "move": _floor_move,
    "call": _floor_call,
    "point": _floor_point,
    "take": lambda room, args: room.running.take(),
    "pause": lambda room, args: room.floor.pause(),
    "resume": lambda room, args: room.floor.resume(),
    "time": lambda room, args: room.floor.change_time(
        _amount(args, "seconds", least=-_MOST) * 1000
    ),
    "end": lambda room, args: room.floor.end(),
    "not-here": lambda room, args: room.floor.not_here(),
    "take-back": lambda room, args: room.floor.take_back(),
    "undo": lambda room, args: room.floor.undo(),
    "redo": lambda room, args: room.floor.redo(),
    "open": lambda room, args: room.floor.open_meeting(),
    "close": lambda room, args: room.floor.close_meeting(),
    "open-item": lambda room, args: room.floor.open_item(pick_item(room, str(args["name"]))),
    "close-item": lambda room, args: room.floor.close_item(item_meant(room, args)),
    "skip-item": lambda room, args: room.floor.skip_item(pick_item(room, str(args["name"]))),
    "open-list": lambda room, args: room.floor.set_list(True, item_meant(room, args)),
    "close-list": lambda room, args: room.floor.set_list(False, item_meant(room, args)),
}


def _kept(act: Callable[[Desk, Args], Any]) -> Command:
    """Return a command of the desk that answers once everything it changed is committed."""

    async def run(host: Host, args: Args) -> Any:
        desk = host.desk
        value = act(desk, args)
        if inspect.isawaitable(value):
            value = await value
        await asyncio.to_thread(desk.commit)
        return value

    return run


def _settled(act: Command) -> Command:
    """Return a command of this laptop's hubs that answers once what it changed is committed."""

    async def run(host: Host, args: Args) -> Any:
        value = await act(host, args)
        await asyncio.to_thread(host.desk.commit)
        return value

    return run


def _seen(look: Callable[[Desk, Args], Any]) -> Command:
    """Return a command that changes nothing: it answers even where the disk takes nothing.

    Else what it answers is on the disk, too: whoever read it may count on it after a power cut.
    """

    async def run(host: Host, args: Args) -> Any:
        desk = host.desk
        value = look(desk, args)
        if inspect.isawaitable(value):
            value = await value
        with contextlib.suppress(StoreFailed):
            await asyncio.to_thread(desk.commit, _LOOK_S)
        return value

    return run


COMMANDS: dict[str, Command] = {
    "forums": _seen(_forums),
    "forums.remove": _kept(_remove),
    "new": _kept(_new),
    "open": _kept(_open),
    "import": _kept(_import),
    "export": _seen(_export),
    "show": _seen(_show),
    "note.add": _kept(_note_add),
    "meeting.add": _kept(_add_meeting),
    "meeting.item": _kept(_add_item),
    "check": _kept(_check),
    "backup": _kept(_backup),
    "restore": _restore,
    "join": _settled(member_commands.join),
    "sync": _settled(member_commands.sync),
    "leave": _settled(member_commands.leave),
    "come-forward": _come_forward,
    **{f"floor.{name}": _kept(_floor(act)) for name, act in _FLOOR.items()},
}


async def run(host: Host, name: str, args: Args) -> Any:
    """Run a command and return its value once everything it changed is committed.

    Raises:
        ModeratorError: it was refused, or the disk did not take it.
    """
    found = COMMANDS.get(name)
    if found is None:  # as when a newer program asks an older one
        raise Refused(Reason.BAD_VALUE, value=name, name="COMMAND", wanted=", ".join(COMMANDS))
    return await found(host, args)
