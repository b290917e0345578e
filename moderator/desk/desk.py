"""The desk: one running forum on this laptop, for the window, the command line and the door."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from moderator.desk import archive, importing, show
from moderator.desk.forum import OpenForum
from moderator.desk.keeper import Keeper
from moderator.desk.library import OPEN_FORUM, ZONE, Library
from moderator.desk.planning import PlanningDesk
from moderator.desk.reasons import sentence
from moderator.desk.room import Room
from moderator.desk.session import Console
from moderator.desk.views import DayTab, SaveState
from moderator.domain.changes import Changes
from moderator.domain.clock import Clock
from moderator.domain.errors import Reason, Refused, StoreFailed
from moderator.domain.floor import MeetingPhase
from moderator.domain.ids import ForumId, LaptopId, MeetingId, RunId, new_id
from moderator.domain.programme import People, Programme, local
from moderator.formats.values import Imported
from moderator.settings import Settings
from moderator.store.database import Store
from moderator.store.rows import ForumRow
from moderator.store.writes import Outcome

_LAPTOP = "laptop"
_OPEN_MEETING = "open-meeting/"


class Desk:
    """Everything a person can do with the forums on this laptop.

    Commands that a rule forbids raise ``Refused`` and change nothing. All of it belongs to one
    thread; commits are told through ``listen`` as ``Changes(saved=True)``.
    """

    def __init__(self, store: Store, settings: Settings, clock: Clock, language: str) -> None:
        self.store = store
        self.settings = settings
        self.language = language
        self.clock = clock
        laptop = store.state(_LAPTOP) or new_id()
        store.put_state(_LAPTOP, laptop)
        self._me = Console(LaptopId(str(laptop)), RunId(new_id()), clock)
        self.keeper = Keeper(store, clock)
        self.keeper.say_failed = _say_failed
        self.library = Library(self.keeper, self._adopt, self._leave)
        self._forum: OpenForum | None = None
        self._room: Room | None = None

    # ---- being told

    def listen(self, told: Callable[[Changes], None]) -> None:
        """Call ``told`` with what changed, after each command and each commit."""
        self.keeper.listen(told)

    def forget(self, told: Callable[[Changes], None]) -> None:
        """Stop calling ``told``."""
        self.keeper.forget(told)

    def speak(self, language: str) -> None:
        """Name things in another language from now on."""
        self.language = language
        if self._room is not None:
            self._room.language = language

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
        meeting = self.default_meeting(forum)
        if meeting is not None:
            self.select_meeting(meeting)

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

    def bring_in(self, imported: Imported, forum: OpenForum) -> importing.Counts:
        """Take what was read from a file into a forum; the same again adds nothing."""
        with self.keeper.batch():
            counts = importing.bring_in(imported, forum)
        if self._room is None and forum is self._forum:
            meeting = self.default_meeting(forum)
            if meeting is not None:
                self.select_meeting(meeting)
        return counts

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
        room = self.enter(self.forum, meeting)
        self._close_room()
        self._room = room
        self.store.put_state(_OPEN_MEETING + self.forum.id, meeting)
        with self.keeper.batch():
            self.keeper.note(Changes(meeting=True))

    def enter(self, forum: OpenForum, meeting: MeetingId) -> Room:
        """Return a meeting to run commands on, without bringing it to the front."""
        room = Room(forum, meeting, self.keeper, self._me)
        room.language = self.language
        return room

    def default_meeting(self, forum: OpenForum) -> MeetingId | None:
        """Return the meeting left open, else today's first unfinished one, else the first."""
        programme = forum.programme.programme
        left = self.store.state(_OPEN_MEETING + forum.id)
        if any(m.id == left for m in programme.meetings):
            left_open = MeetingId(str(left))
            if self._phase(forum, left_open) is MeetingPhase.OPEN:
                return left_open
        today = local(self.clock.read().utc_ms, programme.forum.zone).date()
        days = {d.id for d in programme.days if d.date == today}
        todays = [m.id for m in programme.meetings if m.day in days]
        unfinished = (m for m in todays if self._phase(forum, m) is not MeetingPhase.CLOSED)
        return next(unfinished, next(iter([*todays, *(m.id for m in programme.meetings)]), None))

    def _phase(self, forum: OpenForum, meeting: MeetingId) -> MeetingPhase:
        room = self.enter(forum, meeting)
        room.close()
        return room.session.state.phase

    def _close_room(self) -> None:
        if self._room is not None:
            self._room.close()
            self._room = None

    def day_tabs(self) -> tuple[DayTab, ...]:
        """Return the days and meetings to choose from."""
        return show.day_tabs(self.programme, self.language)

    def today(self) -> dt.date:
        """Return today's date in the open forum's zone, else in the usual one."""
        zone = self.programme.forum.zone if self.has_forum else ZONE
        return local(self.clock.read().utc_ms, zone).date()

    def export(self, contacts: bool = False) -> str:
        """Return the open forum as JSON text."""
        return archive.export(self.forum, self.keeper, contacts)

    # ---- keeping

    def backup(self, file: Path) -> None:
        """Write a verified backup of everything on this laptop."""
        self.store.backup_to(file)

    def commit(self, timeout_s: float = 30.0) -> None:
        """Wait until everything done so far is on the disk.

        Raises:
            StoreFailed: it is not; it stays in memory and is tried again.
        """
        if not self.store.flush(timeout_s):
            raise StoreFailed(Reason.DISK_FAILED)

    def close(self) -> None:
        """Hand over what is left and close the database."""
        self._close_forum()
        self.store.close()


def _say_failed(outcome: Outcome) -> str:
    return sentence(outcome.failed) if outcome.failed else ""
