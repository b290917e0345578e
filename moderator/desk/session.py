"""One meeting as it runs on this laptop: its floor's fold, its notes, and the rows of both."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from moderator.desk.forum import OpenForum
from moderator.desk.keeper import Keeper
from moderator.desk.standing import Standing
from moderator.documents.document import floor_name, notes_name
from moderator.documents.floor import FloorChange, FloorDocument
from moderator.documents.notes import NoteChange, NotesDocument
from moderator.domain.changes import Changes
from moderator.domain.clock import Clock, Reading
from moderator.domain.errors import Reason, Refused
from moderator.domain.events import EventKind, FloorEvent, digest
from moderator.domain.floor import FloorState, Holder
from moderator.domain.fold import Fold
from moderator.domain.ids import EventId, ForumId, LaptopId, MeetingId, RequestId, RunId, new_id
from moderator.domain.programme import People, local
from moderator.domain.rules import Draft, take_gavel
from moderator.settings import Settings
from moderator.store.rows import NoteRows, SpeechRows, speech_changes, speech_row
from moderator.words import tr

History = tuple[Sequence[FloorEvent], AbstractSet[EventId], AbstractSet[EventId]]
"""All events in order, which of them do not count, and which are this laptop's, of any run."""

_ALIVE = "alive"

OPENED = "opened/"
"""Where the store keeps which meeting of a forum was opened last."""


@dataclass(frozen=True, slots=True)
class Console:
    """Who acts: this laptop, in this run of a program, with this clock and these settings."""

    laptop: LaptopId
    run: RunId
    clock: Clock
    settings: Callable[[], Settings]
    standing: Standing


@dataclass(frozen=True, slots=True)
class LoadedFloor:
    """The floor of one meeting as it was read, followed from then on."""

    document: FloorDocument
    fold: Fold

    @classmethod
    def open(cls, keeper: Keeper, forum: ForumId, meeting: MeetingId) -> "LoadedFloor":
        """Read a floor."""
        document = keeper.open(FloorDocument, floor_name(forum, meeting))
        return cls(document, Fold(document.events()))


class Session:
    """The floor and the notes of one meeting."""

    def __init__(
        self,
        forum: OpenForum,
        meeting: MeetingId,
        keeper: Keeper,
        me: Console,
        floor: LoadedFloor | None = None,
    ) -> None:
        """Take the floor where it was read already."""
        self.forum = forum.id
        self._forum = forum
        self.meeting = meeting
        self.me = me
        self._keeper = keeper
        floor = floor or LoadedFloor.open(keeper, forum.id, meeting)
        self.floor, self.fold = floor.document, floor.fold
        self.notes = keeper.open(NotesDocument, notes_name(forum.id, meeting))
        self._own = {e.id for e in self.fold.events if e.laptop == me.laptop}
        this_run = [e for e in self.fold.events if e.run == me.run]
        self._head = digest(this_run[-1]) if this_run else ""
        self.looked: Callable[[Reading], object] = _unwatched
        """Hears of every reading of the clocks that events are about to be written with."""
        self.floor.on_change(self._floor_changed)
        self.notes.on_change(self._notes_changed)

    @property
    def people(self) -> People:
        """Everyone known to the forum, as of now."""
        return self._forum.people.people

    @property
    def state(self) -> FloorState:
        """The floor as it is folded now."""
        return self.fold.state

    def append(
        self,
        drafts: Sequence[Draft],
        at: Reading,
        names: Mapping[RequestId, str] | None = None,
    ) -> None:
        """Look at the clocks, then write decided events down as of ``at``, in one transaction."""
        self._need_right(drafts, at)
        self.looked(at)
        self.record(drafts, at, names)

    @property
    def is_joined(self) -> bool:
        """Whether others may run this floor, too."""
        return self.me.standing.role(self.forum) is not None

    @property
    def runs_floor(self) -> bool:
        """Whether this console does: always while alone, and also before anybody took the gavel."""
        gavel = self.state.gavel
        return gavel is None or gavel.laptop == self.me.laptop or not self.is_joined

    def need_gavel(self) -> None:
        """Refuse where another console runs the floor, or the role never does."""
        self.me.standing.need(self.floor.name)
        gavel = self.state.gavel
        if gavel is not None and not self.runs_floor:
            zone = self._forum.programme.programme.forum.zone
            since = f"{local(gavel.since_utc_ms, zone):%H:%M}"
            raise Refused(Reason.FLOOR_OTHERS, name=self.name_of_holder(gavel), time=since)

    def name_of_holder(self, gavel: Holder) -> str:
        """Return whose console runs the floor, as it said itself."""
        return self.floor.names.get(gavel.who) or tr("another laptop")

    def take_gavel(self, at: Reading) -> None:
        """Run the floor from here from now on; does nothing where this console does already.

        Raises:
            Refused: the role does not run the floor.
        """
        self.me.standing.need(self.floor.name)
        gavel = self.state.gavel
        if gavel is None or gavel.laptop != self.me.laptop:
            who, own_name = RequestId(new_id()), self.me.settings().own_name
            drafts = take_gavel(self.fold, self.me.laptop, who)
            self.record(drafts, at, {who: own_name} if own_name else {})

    def _need_right(self, drafts: Sequence[Draft], at: Reading) -> None:
        """Refuse what takes the gavel where another has it; take it where nobody who is here has.

        Raises:
            Refused: another console runs the floor, or the role never does.
        """
        if not any(self.fold.needs_gavel(d.kind, d.subject) for d in drafts):
            return
        self.need_gavel()
        if self.is_joined or self.state.gavel is not None:
            self.take_gavel(at)

    def record(
        self,
        drafts: Sequence[Draft],
        at: Reading,
        names: Mapping[RequestId, str] | None = None,
    ) -> None:
        """Write events down as of ``at``, which may lie a moment back."""
        events: list[FloorEvent] = []
        lamport, head = self.fold.lamport, self._head
        for draft in drafts:
            lamport += 1
            event = FloorEvent(
                id=EventId(new_id()),
                kind=draft.kind,
                laptop=self.me.laptop,
                run=self.me.run,
                lamport=lamport,
                at=at,
                subject=draft.subject,
                facts=draft.facts,
                previous=head,
            )
            head = digest(event)
            events.append(event)
        with self._keeper.batch():
            self.floor.append(events, names or {})
            self._head = head  # before listeners hear, who may act in turn

    def batch(self) -> AbstractContextManager[None]:
        """Commit what happens inside in one transaction, and tell of it once."""
        return self._keeper.batch()

    def settle(self) -> None:
        """Wait a moment for the disk to take what was handed over."""
        self._keeper.settle()

    def back_up(self) -> None:
        """Have everything done so far copied to the automatic backups, meanwhile."""
        self._keeper.store.backup_soon()

    def last_change_utc_ms(self) -> int:
        """Return when anything in this meeting was last written down; 0 for never."""
        return self._keeper.store.last_change_utc_ms((self.floor.name, self.notes.name))

    def keep_alive(self, at: Reading) -> None:
        """Leave word that somebody was at work in this meeting at ``at``."""
        sign = {"meeting": self.meeting, "at": at.utc_ms, "mono": at.mono_ms, "boot": at.boot}
        self._keeper.store.put_state(_ALIVE, sign)

    def last_alive(self) -> Reading | None:
        """Return when somebody last left word in this meeting; None where another came since."""
        sign = self._keeper.store.state(_ALIVE)
        if sign is None or sign["meeting"] != self.meeting:
            return None
        return Reading(sign["at"], sign["mono"], sign["boot"])

    def history(self) -> History:
        """Return what undo and redo choose from."""
        return self.fold.events, self.fold.void, self._own

    def _floor_changed(self, change: FloorChange) -> None:
        before, apart = self.state, self.fold.apart
        self.fold.add(change.events)
        self._own |= {e.id for e in change.events if e.laptop == self.me.laptop}
        if any(event.kind is EventKind.MEETING_OPENED for event in change.events):
            self._keeper.store.put_state(OPENED + self.forum, self.meeting)
        changed, gone = speech_changes(before, self.state, self.floor.names)
        rows = {row.request: row for row in changed}
        for speech in self.state.speeches():
            if speech.request in change.names and speech.request not in rows:
                name = change.names[speech.request]
                rows[speech.request] = speech_row(speech, name)
        if rows or gone:
            self._keeper.add(SpeechRows(self.forum, self.meeting, tuple(rows.values()), gone))
        self._keeper.note(Changes(floor=True))
        lost = (self.fold.known(event) for event in (self.fold.apart - apart) & self._own)
        if any(event is not None and event.kind is not EventKind.BOOKED for event in lost):
            self._leave_word()

    def _leave_word(self) -> None:
        """Note how far a clock ran here that does not count, for those who may adopt it."""
        if self.is_joined and not self.runs_floor:
            with suppress(Refused):
                self.me.standing.need(self.floor.name)
                self.record([Draft(EventKind.BOOKED)], self.me.clock.read())

    def _notes_changed(self, change: NoteChange) -> None:
        self._keeper.add(note_rows(self.forum, self.meeting, change))
        self._keeper.note(Changes(notes=True))

    def close(self) -> None:
        """Stop following this meeting's documents; what changed is handed over already."""
        self.floor.close()
        self.notes.close()


def _unwatched(_at: Reading) -> None:
    """Nobody compares the clocks yet."""


def note_rows(forum: ForumId, meeting: MeetingId, change: NoteChange) -> NoteRows:
    """Return the rows for one change of the notes."""
    return NoteRows(
        forum, meeting, change.item, change.first_line, change.removed_lines, change.lines
    )


def speech_rows(
    forum: ForumId, meeting: MeetingId, state: FloorState, names: Mapping[RequestId, str]
) -> SpeechRows:
    """Return the rows of all speeches of a floor that had none yet."""
    changed, gone = speech_changes(FloorState(), state, names)
    return SpeechRows(forum, meeting, changed, gone)
