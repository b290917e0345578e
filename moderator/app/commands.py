"""What can be asked of a running forum by its name: the one table behind command line and door.

A command takes the desk and plain arguments and returns a value that JSON can carry. It raises
``ModeratorError`` when it is refused, and has then changed nothing.
"""

import asyncio
import contextlib
import datetime as dt
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from moderator import words
from moderator.app import member_commands, pictures, staff_commands
from moderator.app.asked import Args, choice, date, flag, number, text, text_or, time
from moderator.app.floor_commands import FLOOR
from moderator.app.gathering import Gathering
from moderator.app.target import forum_meant, item_meant, room_meant, usual_item
from moderator.desk.desk import Desk
from moderator.desk.planning import need_title
from moderator.domain.errors import BadInput, NotYetWritten, Reason, Refused, StoreFailed
from moderator.domain.notes import Mark
from moderator.domain.programme import ItemKind, LocalText
from moderator.domain.texts import one_line
from moderator.formats import codec, sound
from moderator.formats.values import Imported


class Host(Protocol):
    """The process that holds the data folder: a window, or a command line for one command."""

    @property
    def desk(self) -> Desk:
        """The open desk; raises ``Known`` where there can be none."""
        ...

    @property
    def gathering(self) -> Gathering:
        """What brings this laptop together with others; raises ``Known`` without a desk."""
        ...

    def come_forward(self) -> None:
        """Show the window to the user, where there is one."""
        ...

    async def restore(self, file: Path) -> None:
        """Put a backup in the place of everything."""
        ...


Command = Callable[[Host, Args], Awaitable[Any]]

_MOST_MINUTES = 24 * 60
_SENT_FILE = "imported"
"""What stands for the file where only its values were sent."""
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
    title = _title(args)
    day = date(args, "date") if text_or(args, "date") else None
    first = day or dt.date.fromisoformat(pictures.today(desk))
    made = desk.library.new(title, first)
    return {"id": made, "title": title.en}


def _title(args: Args) -> LocalText:
    return LocalText.same(one_line(text(args, "title")))


def _open(desk: Desk, args: Args) -> Any:
    desk.library.open(desk.library.find(text(args, "title")))
    title = desk.programme.forum.title.best(_language(args))
    return {"id": desk.forum.id, "title": title}


def _language(args: Args) -> str:
    """Return the language whoever asks reads; a window may speak another."""
    return text_or(args, "language", words.language())


async def _remove(desk: Desk, args: Args) -> Any:
    forum = desk.library.find(text(args, "title"))
    await desk.library.remove(forum)
    return {"id": forum}


def _imported(args: Args) -> Imported:
    """Return what a file brought; whoever sends it may not have read it as we do."""
    try:
        imported = codec.load(Imported, args.get("imported"))
    except codec.NotThis as error:
        raise BadInput(Reason.FILE_BROKEN, file=_SENT_FILE, where=str(error)) from error
    sound.check(imported, _SENT_FILE)
    return imported


async def _import(desk: Desk, args: Args) -> Any:
    imported = await asyncio.to_thread(_imported, args)
    into = None if imported.forum is not None else forum_meant(desk, args)
    return pictures.counts(await desk.bring_in(imported, into))


async def _export(desk: Desk, args: Args) -> Any:
    return await desk.export(forum_meant(desk, args), flag(args, "contacts"))


class _Part(StrEnum):
    ALL = "all"
    AGENDA = "agenda"
    QUEUE = "queue"
    NOTES = "notes"
    STAFF = "staff"
    HERE = "here"


def _show(desk: Desk, args: Args) -> Any:
    what = choice(args, "what", _Part, _Part.ALL)
    if what in staff_commands.SHOWN:
        return staff_commands.SHOWN[what](desk)
    with room_meant(desk, args) as room:
        language = _language(args)
        item = item_meant(room, args) if text_or(args, "item") else None
        value: dict[str, Any] = {"meeting": pictures.meeting(room, language)}
        if what in (_Part.ALL, _Part.AGENDA):
            value["agenda"] = pictures.agenda(room, language)
        if what in (_Part.ALL, _Part.QUEUE):
            value |= pictures.queue(room, item or usual_item(room), language)
        if what in (_Part.ALL, _Part.NOTES):
            value["notes"] = pictures.notes(room, item, language)
            value["counts"] = asdict(room.notes.counts())
        return value


def _note_add(desk: Desk, args: Args) -> Any:
    with room_meant(desk, args) as room:
        item = item_meant(room, args)
        mark = choice(args, "mark", Mark, Mark.RECOMMENDATION) if text_or(args, "mark") else None
        room.notes.add(item, text(args, "text"), mark)
        return {"item": item, "lines": len(room.notes.lines(item))}


def _add_meeting(desk: Desk, args: Args) -> Any:
    title, day, starts = _title(args), date(args, "date"), time(args, "starts")
    need_title(title)  # before a day is made for it
    with desk.at(forum_meant(desk, args)) as forum:
        planning = forum.planning
        days = {d.date: d.id for d in planning.programme.days}
        where = days.get(day) or planning.add_day(day)
        meeting = planning.add_meeting(where, title, starts, desk.settings)
    if not desk.has_room and desk.has_forum and forum is desk.forum:
        desk.select_meeting(meeting)
    return {"id": meeting}


def _add_item(desk: Desk, args: Args) -> Any:
    title = _title(args)
    with desk.at(forum_meant(desk, args)) as forum, room_meant(desk, args) as room:
        kind = choice(args, "kind", ItemKind, ItemKind.OTHER)
        minutes_ms = number(args, "minutes", 1, _MOST_MINUTES) * 60_000
        return {"id": forum.planning.add_item(room.id, title, kind, minutes_ms)}


async def _check(desk: Desk, args: Args) -> Any:
    found = await desk.check()
    return [{"what": f.what.value, "where": f.where, "detail": f.detail} for f in found]


async def _backup(desk: Desk, args: Args) -> Any:
    file = Path(text(args, "file"))
    await desk.backup(file)
    return {"file": file.name}


async def _restore(host: Host, args: Args) -> Any:
    file = Path(text(args, "file"))
    await host.restore(file)
    return {"file": file.name}


async def _come_forward(host: Host, args: Args) -> Any:
    host.come_forward()
    return {}


def _kept(act: Callable[[Desk, Args], Any]) -> Command:
    """Return a command of the desk that answers once everything it changed is committed."""

    async def run(host: Host, args: Args) -> Any:
        desk = host.desk
        value = act(desk, args)
        if inspect.isawaitable(value):
            value = await value
        await _commit(desk, value)
        return value

    return run


async def _commit(desk: Desk, value: Any) -> None:
    try:
        await asyncio.to_thread(desk.commit)
    except StoreFailed as error:
        raise NotYetWritten(value, error) from error


def _added(name: str, act: Callable[[Desk, Args], Any]) -> Command:
    """Return a command as ``_kept`` does, for one that adds: sent again, it adds nothing more.

    That is for scripts that try again what the disk did not take at once.
    """
    kept = _kept(act)

    async def run(host: Host, args: Args) -> Any:
        desk = host.desk
        known = desk.unwritten.find(name, args)
        if known is not None:
            await _commit(desk, known.value)
            desk.unwritten.forget(known)
            return known.value
        try:
            return await kept(host, args)
        except NotYetWritten as error:
            desk.unwritten.remember(name, args, error.value)
            raise

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
    "new": _added("new", _new),
    "open": _kept(_open),
    "import": _kept(_import),
    "export": _seen(_export),
    "show": _seen(_show),
    "note.add": _added("note.add", _note_add),
    "staff.say": _added("staff.say", staff_commands.say),
    "meeting.add": _added("meeting.add", _add_meeting),
    "meeting.item": _added("meeting.item", _add_item),
    "check": _kept(_check),
    "backup": _kept(_backup),
    "restore": _restore,
    "join": _settled(member_commands.join),
    "sync": _settled(member_commands.sync),
    "leave": _settled(member_commands.leave),
    "host": _settled(member_commands.host_meeting),
    "host.stop": _settled(member_commands.stop_hosting),
    "host.take-over": _settled(member_commands.take_over),
    "stand-by": _settled(member_commands.stand_by),
    "stand-by.end": _settled(member_commands.end_stand_by),
    "host.invite": member_commands.invite,
    "host.status": member_commands.hosted,
    "come-forward": _come_forward,
    **{f"floor.{name}": _kept(act) for name, act in FLOOR.items()},
    "floor.add": _added("floor.add", FLOOR["add"]),
}


async def run(host: Host, name: str, args: Args) -> Any:
    """Run a command and return its value once everything it changed is committed.

    Raises:
        ModeratorError: it was refused, or the disk did not take it.
    """
    found = COMMANDS.get(name)
    if found is None:  # as when a newer program asks an older one
        raise Refused(Reason.COMMAND_UNKNOWN, name=name[:60])
    return await found(host, args)
