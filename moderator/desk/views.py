"""What a screen or the command line shows of a running forum: plain values, ready to paint.

Times are UTC milliseconds; names are resolved; texts are in the language asked for.
"""

from dataclasses import dataclass

from moderator.domain.agenda import Schedule
from moderator.domain.events import EventKind
from moderator.domain.floor import ClockState, ItemState, MeetingPhase, Phase
from moderator.domain.ids import DayId, ItemId, MeetingId, PersonId, RequestId, SectorId
from moderator.domain.kinds import Kind
from moderator.domain.programme import ItemKind, Visibility


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A person on the list, at the floor, or done."""

    request: RequestId
    name: str
    detail: str
    """Office and organisation, joined by a middle dot; may be empty."""
    person: PersonId
    sector: SectorId
    sector_name: str
    sector_order: int
    """Which of the theme's sector colours; -1 without a sector."""
    kind: Kind
    allotted_ms: int
    requested_utc_ms: int
    times_spoken: int
    """Speeches of this person in this meeting so far."""
    missed: int
    spoken_ms: int = 0


@dataclass(frozen=True, slots=True)
class ShareView:
    """Time spoken by one sector in this meeting; all shares add up to the whole."""

    sector: SectorId
    name: str
    order: int
    spoken_ms: int


@dataclass(frozen=True, slots=True)
class GavelView:
    """Who runs the floor; there is one only where the forum was joined at a hub."""

    name: str
    """Empty while nobody does."""
    since: str
    """Hours and minutes in the forum's zone."""
    is_mine: bool
    may_take: bool
    """Whether this console's role allows it to."""
    why_not: str
    """A sentence why this console cannot run the floor now; empty where it can."""


@dataclass(frozen=True, slots=True)
class LineEntry:
    """One thing that was done on the floor, in words."""

    at: str
    """Hours, minutes and seconds in the forum's zone."""
    text: str


@dataclass(frozen=True, slots=True)
class LineSpeech:
    """A speech run apart that can be taken over."""

    called: str
    name: str
    spent_ms: int
    may_adopt: bool
    """Not while its speaker has the floor."""


@dataclass(frozen=True, slots=True)
class LineView:
    """What one console did apart, and what counts in its place."""

    tenure: str
    name: str
    """Whose console; empty where it never said."""
    is_mine: bool
    since: str
    there: tuple[LineEntry, ...]
    here: tuple[LineEntry, ...]
    """What counts, in the same time."""
    speeches: tuple[LineSpeech, ...]
    items: tuple[str, ...]
    """Titles of agenda items that were done there."""


@dataclass(frozen=True, slots=True)
class FloorView:
    """The floor pane between two events; running digits come from ``FloorReading``."""

    phase: MeetingPhase
    item: ItemId | None
    """The open item."""
    shown_item: ItemId | None
    """Whose list is shown: the open item's, else the one selected."""
    item_title: str
    current: SpeakerView | None
    clock: ClockState | None
    held: tuple[SpeakerView, ...]
    """Speeches that wait for the floor to come back; the last is next."""
    queue: tuple[SpeakerView, ...]
    """Who waits on ``shown_item``."""
    upcoming: tuple[SpeakerView, ...]
    """Whom "call next" would call, and who follows; from the open item, whatever is shown."""
    past: tuple[SpeakerView, ...]
    list_open: bool
    shares: tuple[ShareView, ...]
    undo: "UndoView | None"
    redo: "UndoView | None"
    open_title: str = ""
    """The title of ``item``."""
    opens_title: str = ""
    """The title of the item that one key opens: the one selected, or while that is open the one
    that comes next; empty when none is ahead."""
    gavel: GavelView | None = None
    """Who runs the floor; None where this laptop is alone."""
    lines: tuple[LineView, ...] = ()
    """What was done apart and not decided about yet."""
    list_why: str = ""
    """A sentence why the list of speakers cannot be changed here; empty where it can."""
    last_known: str = ""
    """Hours and minutes up to which the floor is known, where the console that runs it cannot be
    heard; no digits run then."""
    rest_ms: int | None = None
    """How long the shown list takes after the speech that runs, speeches held included: everyone's
    own time and, before each, the mean change-over so far; None where it is not called from."""


@dataclass(frozen=True, slots=True)
class UndoView:
    """What undo or redo would act on; the words are made by ``desk.phrases.undo_text``."""

    kind: EventKind
    name: str
    """The speaker or item concerned; may be empty."""


@dataclass(frozen=True, slots=True)
class FloorReading:
    """The running digits at one moment."""

    phase: Phase
    left_ms: int
    elapsed_ms: int
    allotted_ms: int
    warn_ms: int
    until_change_ms: int | None
    """When the shown digits or the phase change next; None when nothing runs."""
    held_left_ms: int | None = None
    """Time left of the speech the floor goes back to."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """One row of the agenda pane; its times are in ``AgendaView.schedule`` at the same place."""

    id: ItemId
    title: str
    kind: ItemKind
    visibility: Visibility
    state: ItemState
    heard: int
    """Speeches; points of order are none."""
    waiting: int
    notes: int
    """Lines of notes, without blank ones at the end."""


@dataclass(frozen=True, slots=True)
class AgendaView:
    """The agenda pane of one meeting."""

    meeting: MeetingId
    title: str
    number: int
    of: int
    """How many meetings the forum has."""
    phase: MeetingPhase
    opened_utc_ms: int | None
    items: tuple[ItemView, ...]
    schedule: Schedule
    zone: str


@dataclass(frozen=True, slots=True)
class MeetingTab:
    """One meeting to choose from."""

    id: MeetingId
    title: str
    number: int
    starts_utc_ms: int


@dataclass(frozen=True, slots=True)
class DayTab:
    """One day to choose from."""

    id: DayId
    date_iso: str
    meetings: tuple[MeetingTab, ...]


@dataclass(frozen=True, slots=True)
class NoteItem:
    """One agenda item's heading on the notes page."""

    id: ItemId
    title: str
    day: int = 1
    """The number of its day in the forum, from 1."""
    number: int = 1
    """Its place on the meeting's agenda, from 1."""
    opened_utc_ms: int | None = None


@dataclass(frozen=True, slots=True)
class NoteLineView:
    """What the gutter shows beside one line of notes."""

    began_utc_ms: int | None
    mark: str
    """A ``domain.notes.Mark`` value; empty for none."""
    speaker: str
    """Who spoke when the line was begun, or whom it was given to by hand."""
    by_hand: bool


@dataclass(frozen=True, slots=True)
class SaveState:
    """What is on this laptop's disk."""

    saved_utc_ms: int | None
    """When the last change was committed."""
    pending: int
    """Changes not yet committed."""
    failed: str = ""
    """A sentence on what the disk refused; empty when all is well."""
