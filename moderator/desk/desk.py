"""The desk: one running forum on this laptop, for the window, the command line and the door."""

from collections.abc import Callable
from pathlib import Path

from moderator.desk import archive, importing, show
from moderator.desk.floor import FloorDesk
from moderator.desk.forum import OpenForum
from moderator.desk.keeper import Keeper
from moderator.desk.library import OPEN_FORUM, Library
from moderator.desk.notes import NotesDesk
from moderator.desk.people import Suggestion, find
from moderator.desk.planning import PlanningDesk
from moderator.desk.questions import Questions
from moderator.desk.reasons import sentence
from moderator.desk.session import Console, Session
from moderator.desk.views import AgendaView, DayTab, FloorReading, FloorView, SaveState
from moderator.domain.changes import Changes
from moderator.domain.clock import Clock
from moderator.domain.errors import Reason, Refused
from moderator.domain.floor import ItemState, MeetingPhase
from moderator.domain.ids import ForumId, ItemId, LaptopId, MeetingId, RunId, new_id
from moderator.domain.programme import Meeting, People, Programme, local
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
        self._session: Session | None = None
        self._selected: ItemId | None = None
        self._floor: FloorDesk | None = None
        self._notes: NotesDesk | None = None
        self._questions: Questions | None = None

    # ---- being told

    def listen(self, told: Callable[[Changes], None]) -> None:
        """Call ``told`` with what changed, after each command and each commit."""
        self.keeper.listen(told)

    def forget(self, told: Callable[[Changes], None]) -> None:
        """Stop calling ``told``."""
        self.keeper.forget(told)

    @property
    def saved(self) -> SaveState:
        """What is on this laptop's disk."""
        return self.keeper.saved

    # ---- the open forum

    def _adopt(self, forum: OpenForum) -> None:
        self._close_forum()
        self._forum = forum
        self.store.put_state(OPEN_FORUM, forum.id)
        now = self.clock.read().utc_ms
        with self.keeper.batch():
            self.keeper.add(ForumRow(forum.stored(now)))
            self.keeper.note(Changes(forum=True))
        meeting = self._default_meeting()
        if meeting is not None:
            self.select_meeting(meeting)

    def _leave(self, forum: ForumId) -> None:
        if self._forum is not None and self._forum.id == forum:
            self._close_forum()

    def _close_forum(self) -> None:
        self._close_session()
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
    def has_meeting(self) -> bool:
        """Whether a meeting is selected."""
        return self._session is not None

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

    def bring_in(self, imported: Imported) -> importing.Counts:
        """Take what was read from a file into the open forum; the same again adds nothing."""
        with self.keeper.batch():
            counts = importing.bring_in(imported, self.forum)
        if self._session is None and (meeting := self._default_meeting()) is not None:
            self.select_meeting(meeting)
        return counts

    def export(self, contacts: bool = False) -> str:
        """Return the whole forum as JSON text."""
        return archive.export(self.forum, self.keeper, contacts)

    # ---- the meeting shown

    def select_meeting(self, meeting: MeetingId) -> None:
        """Show a meeting and run commands on it from now on."""
        if self.programme.meeting(meeting) is None:
            raise Refused(Reason.UNKNOWN_MEETING, name=meeting)
        if self._session is not None and self._session.meeting == meeting:
            return
        self._use(self._load_session(meeting))

    def _load_session(self, meeting: MeetingId) -> Session:
        return Session(self.forum, meeting, self.keeper, self._me)

    def _use(self, session: Session) -> None:
        self._close_session()
        self._session = session
        self._selected = None
        self._floor = FloorDesk(session, lambda: self.programme, lambda: self.shown_item)
        self._notes = NotesDesk(session, self.scene)
        self._questions = Questions(session, self._floor)
        self.store.put_state(_OPEN_MEETING + self.forum.id, session.meeting)
        with self.keeper.batch():
            self.keeper.note(Changes(meeting=True))

    def _close_session(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = self._floor = self._notes = self._questions = None

    def _default_meeting(self) -> MeetingId | None:
        """Return the meeting left open, else today's first unfinished one, else the first."""
        meetings = self.programme.meetings
        left = self.store.state(_OPEN_MEETING + self.forum.id)
        today = local(self.clock.read().utc_ms, self.programme.forum.zone).date()
        days = {d.id for d in self.programme.days if d.date == today}
        candidates = [m.id for m in meetings if m.id == left]
        candidates += [m.id for m in meetings if m.day in days]
        for number, meeting in enumerate(candidates):
            session = self._load_session(meeting)
            phase = session.state.phase
            session.close()
            was_left = number == 0 and meeting == left
            if phase is MeetingPhase.OPEN or (not was_left and phase is MeetingPhase.NOT_OPEN):
                return meeting
        fallback = candidates or [m.id for m in meetings]
        return fallback[0] if fallback else None

    @property
    def session(self) -> Session:
        """The meeting shown.

        Raises:
            Refused: the forum has no meeting.
        """
        if self._session is None:
            raise Refused(Reason.NO_MEETING)
        return self._session

    @property
    def meeting(self) -> Meeting:
        """The meeting shown, as planned."""
        found = self.programme.meeting(self.session.meeting)
        if found is None:
            raise Refused(Reason.NO_MEETING)
        return found

    @property
    def floor(self) -> FloorDesk:
        """The commands of the floor."""
        if self._floor is None:
            raise Refused(Reason.NO_MEETING)
        return self._floor

    @property
    def notes(self) -> NotesDesk:
        """The commands of the notes."""
        if self._notes is None:
            raise Refused(Reason.NO_MEETING)
        return self._notes

    @property
    def questions(self) -> Questions:
        """What the clocks make the chair decide."""
        if self._questions is None:
            raise Refused(Reason.NO_MEETING)
        return self._questions

    @property
    def shown_item(self) -> ItemId | None:
        """The item whose list and notes are in front: the one selected, else open, else next."""
        if self._session is None:
            return None
        items = self.programme.agenda(self._session.meeting)
        state = self._session.state
        if any(i.id == self._selected for i in items):
            return self._selected
        if state.item is not None:
            return state.item
        ahead = [i.id for i in items if state.run_of(i.id).state is ItemState.AHEAD]
        with_list = [i for i in ahead if state.waiting(i)]
        return next(iter([*with_list, *ahead, *(i.id for i in items)]), None)

    def select_item(self, item: ItemId | None) -> None:
        """Put an item in front without opening it; None follows the open one again."""
        with self.keeper.batch():
            self._selected = item
            self.keeper.note(Changes(meeting=True))

    def scene(self) -> show.Scene:
        """Return what views are made from."""
        return show.Scene(
            session=self.session,
            meeting=self.meeting,
            programme=self.programme,
            people=self.people,
            language=self.language,
            shown_item=self.shown_item,
        )

    def day_tabs(self) -> tuple[DayTab, ...]:
        """Return the days and meetings to choose from."""
        return show.day_tabs(self.programme, self.language)

    def agenda(self) -> AgendaView:
        """Return the agenda pane as of now."""
        return show.agenda_view(self.scene(), self.clock.read())

    def floor_view(self) -> FloorView:
        """Return the floor pane as of the last event."""
        return show.floor_view(self.scene())

    def reading(self) -> FloorReading:
        """Return the running digits as of now, and notice sleep and clock steps."""
        now = self.clock.read()
        if self.questions.look(now):
            with self.keeper.batch():
                self.keeper.note(Changes(floor=True))
        return show.floor_reading(self.scene(), now)

    def find_people(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return participants who fit what was typed, best first."""
        return find(self.people, typed, self.language, limit)

    # ---- keeping

    def backup(self, file: Path) -> None:
        """Write a verified backup of everything on this laptop."""
        self.store.backup_to(file)

    def flush(self, timeout_s: float = 30.0) -> bool:
        """Wait until everything is committed; return whether it is."""
        return self.store.flush(timeout_s)

    def close(self) -> None:
        """Hand over what is left and close the database."""
        self._close_forum()
        self.store.close()


def _say_failed(outcome: Outcome) -> str:
    return sentence(outcome.failed) if outcome.failed else ""
