"""The desk: one running forum on this laptop, for the window, the command line and the door."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from moderator.desk import show
from moderator.desk.company import Company
from moderator.desk.forum import OpenForum
from moderator.desk.keeper import Keeper
from moderator.desk.library import OPEN_FORUM, ZONE, Library
from moderator.desk.planning import PlanningDesk
from moderator.desk.reasons import sentence
from moderator.desk.room import Room
from moderator.desk.session import Console
from moderator.desk.staff import StaffDesk
from moderator.desk.standing import Standing
from moderator.desk.unwritten import Unwritten
from moderator.desk.usual import FRONT, usual_meeting
from moderator.desk.views import DayTab, SaveState
from moderator.domain.changes import Changes
from moderator.domain.clock import Clock
from moderator.domain.errors import Reason, Refused, StoreFailed
from moderator.domain.ids import ForumId, LaptopId, MeetingId, RunId, new_id
from moderator.domain.link import HostView, LinkView
from moderator.domain.programme import People, Programme, local
from moderator.settings import Settings
from moderator.store.database import Store
from moderator.store.rows import ForumRow
from moderator.store.writes import Outcome
from moderator.words import language, tr

if TYPE_CHECKING:
    # loaded where files are read or written, which no start does
    from moderator.desk.importing import Counts
    from moderator.formats.values import Imported
    from moderator.store.check import Finding

_P = ParamSpec("_P")
_T = TypeVar("_T")

_LAPTOP = "laptop"


class Desk:
    """Everything a person can do with the forums on this laptop.

    Commands that a rule forbids raise ``Refused`` and change nothing. All of it belongs to one
    thread; commits are told through ``listen`` as ``Changes(saved=True)``.
    """

    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        self.store = store
        self.settings = settings
        self.clock = clock
        laptop = store.state(_LAPTOP) or new_id()
        store.put_state(_LAPTOP, laptop)
        self.keeper = Keeper(store, clock)
        self.standing = may = Standing(self.keeper)
        self._me = Console(LaptopId(str(laptop)), RunId(new_id()), clock, self._settings, may)
        self.keeper.listen(self._leave_gone_meeting)
        self.keeper.say_failed = _say_failed
        self.unwritten = Unwritten(self.keeper)
        self.library = Library(self.keeper, self._adopt, self._leave)
        self._forum: OpenForum | None = None
        self._room: Room | None = None
        self._importing = asyncio.Lock()
        self.link: LinkView | None = None
        self.host: HostView | None = None
        """What people are told of the open forum's hub, and of one run here; None without."""
        self.company = Company(self, self._me.laptop)
        self.staff = StaffDesk(self, self._me.laptop)

    # ---- being told

    def listen(self, told: Callable[[Changes], None]) -> None:
        """Call ``told`` with what changed, after each command and each commit."""
        self.keeper.listen(told)

    def forget(self, told: Callable[[Changes], None]) -> None:
        """Stop calling ``told``."""
        self.keeper.forget(told)

    def _settings(self) -> Settings:
        return self.settings

    @property
    def saved(self) -> SaveState:
        """What is on this laptop's disk."""
        return self.keeper.saved

    # ---- the open forum

    def _adopt(self, forum: OpenForum) -> None:
        self._close_forum()
        self._forum = forum
        self.store.put_state(OPEN_FORUM, forum.id)
        with self.keeper.batch():
            self.keeper.add(ForumRow(forum.stored()))
            self.keeper.note(Changes(forum=True))
        self._front_some_meeting()

    def _leave(self, forum: ForumId) -> None:
        if self._forum is not None and self._forum.id == forum:
            self._close_forum()

    def _close_forum(self) -> None:
        self._close_room()
        if self._forum is not None:
            self._forum.close()
            self._forum = None

    @property
    def forum(self) -> OpenForum:
        """The open forum.

        Raises:
            Refused: none is open.
        """
        if self._forum is None:
            raise Refused(Reason.NO_FORUM)
        return self._forum

    @property
    def has_forum(self) -> bool:
        """Whether a forum is open."""
        return self._forum is not None

    @property
    def programme(self) -> Programme:
        """The open forum's programme."""
        return self.forum.programme.programme

    @property
    def people(self) -> People:
        """The open forum's people."""
        return self.forum.people.people

    @property
    def planning(self) -> PlanningDesk:
        """Changes the programme."""
        return self.forum.planning

    @contextmanager
    def at(self, forum: ForumId) -> Iterator[OpenForum]:
        """Lend a forum: the open one, or another for the moment, while the open one stays open."""
        if self._forum is not None and self._forum.id == forum:
            yield self._forum
            return
        other = self.library.load(forum)
        try:
            yield other
        finally:
            other.close()

    async def bring_in(self, imported: "Imported", forum: ForumId | None = None) -> "Counts":
        """Take what was read from a file into a forum, by default the open one.

        A whole forum goes beside the others and is opened. The same again adds nothing. Until it
        is done it can be cancelled, and has then changed nothing.

        Raises:
            StoreFailed: the disk takes nothing at the moment.
        """
        from moderator.desk import importing

        async with self._importing:  # the second of two sees what the first one added
            await asyncio.to_thread(self.commit)
            if imported.forum is not None:
                return await self.library.bring_in(imported.forum)
            wanted = forum or self.forum.id
            prepared = await asyncio.to_thread(
                importing.prepare, self.store, self.clock, wanted, imported
            )
            self.standing.need_for(prepared.write)
            with self.at(wanted) as into, self.keeper.batch():
                importing.take(prepared, into, self.keeper)
            with suppress(asyncio.CancelledError):  # it is taken: to give up now is too late
                await asyncio.sleep(0)  # what waits in the window has its turn in between
            self._front_some_meeting()
        return prepared.counts

    # ---- the meeting in front

    @property
    def room(self) -> Room:
        """The meeting in front.

        Raises:
            Refused: the forum has no meeting.
        """
        if self._room is None:
            raise Refused(Reason.NO_MEETING)
        return self._room

    @property
    def has_room(self) -> bool:
        """Whether a meeting is in front."""
        return self._room is not None

    def select_meeting(self, meeting: MeetingId) -> None:
        """Bring a meeting to the front."""
        if self._room is not None and self._room.id == meeting:
            return
        self._put_in_front(self.enter(self.forum, meeting))

    def _put_in_front(self, room: Room) -> None:
        self._close_room()
        self._room = room
        self.store.put_state(FRONT + self.forum.id, room.id)
        with self.keeper.batch():
            self.keeper.note(Changes(meeting=True))

    def enter(self, forum: OpenForum, meeting: MeetingId) -> Room:
        """Return a meeting to run commands on, without bringing it to the front."""
        return Room(forum, meeting, self.keeper, self._me)

    def enter_usual(self, forum: OpenForum) -> Room | None:
        """Return the meeting that is open, else today's first unfinished one, else the first.

        It is entered as by ``enter``; None where the forum has no meeting.
        """
        usual = usual_meeting(forum, self.keeper)
        if usual.meeting is None:
            return None
        return Room(forum, usual.meeting, self.keeper, self._me, usual.floor)

    def _leave_gone_meeting(self, changes: Changes) -> None:
        """Bring another meeting to the front where the one there was taken off the programme."""
        if not changes.programme or self._room is None:
            return
        if self.programme.meeting(self._room.id) is None:
            self._close_room()
            self._front_some_meeting()
            if not self.has_room:
                with self.keeper.batch():
                    self.keeper.note(Changes(meeting=True))

    def _front_some_meeting(self) -> None:
        """Bring the usual meeting to the front where none is there yet."""
        forum = self._forum if self._room is None else None
        if forum is not None and (room := self.enter_usual(forum)) is not None:
            self._put_in_front(room)

    def _close_room(self) -> None:
        if self._room is not None:
            self._room.close()
            self._room = None

    def day_tabs(self) -> tuple[DayTab, ...]:
        """Return the days and meetings to choose from."""
        return show.day_tabs(self.programme, language())

    def today(self) -> dt.date:
        """Return today's date in the open forum's zone, else in the usual one."""
        zone = self.programme.forum.zone if self.has_forum else ZONE
        return local(self.clock.read().utc_ms, zone).date()

    # ---- keeping

    async def export(self, forum: ForumId | None = None, contacts: bool = False) -> str:
        """Return a forum, by default the open one, as JSON text; also when the disk is full."""
        from moderator.desk import archive

        wanted, waiting = forum or self.forum.id, self.keeper.waiting()
        return await asyncio.to_thread(archive.export, self.store, wanted, contacts, waiting)

    async def backup(self, file: Path) -> None:
        """Write a verified backup of everything on this laptop."""
        await self._aside(self.store.backup_to, file)

    async def check(self) -> "tuple[Finding, ...]":
        """Look whether everything is sound; an empty answer means it is."""
        return await self._aside(self.store.check)

    async def _aside(self, act: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Do on a thread what needs nothing but the disk, once all is there."""
        await asyncio.to_thread(self.commit)
        return await asyncio.to_thread(act, *args, **kwargs)

    def commit(self, timeout_s: float = 30.0) -> None:
        """Wait until everything done so far is on the disk.

        Raises:
            StoreFailed: it is not; it stays in memory and is tried again.
        """
        if not self.store.flush(timeout_s):
            file = str(self.store.file)
            raise self.store.trouble or StoreFailed(Reason.DISK_FAILED, file=file)

    def close(self) -> bool:
        """Hand over what is left and close the database; return whether everything is kept."""
        self._close_forum()
        return self.store.close()


def _say_failed(outcome: Outcome) -> str:
    if outcome.failed is None:
        return ""
    return f"{sentence(outcome.failed)} {tr('What you type is kept in memory and tried again.')}"
