"""Words for the values of a running forum, shared by every screen and the command line."""

from functools import lru_cache

from moderator.desk.views import UndoView
from moderator.domain.events import EventKind
from moderator.domain.floor import ItemState, MeetingPhase, Phase
from moderator.domain.kinds import Kind
from moderator.domain.notes import Mark
from moderator.domain.programme import ItemKind, local
from moderator.domain.timer import spent_text
from moderator.words import tr, tr_n

MINUTE_MS = 60_000
_HALF_A_DAY_MS = 12 * 60 * MINUTE_MS
_LONG_MIN = 100
"""From so many minutes on, hours are told too."""


def kind_name(kind: Kind) -> str:
    """Return a contribution kind in words."""
    return {
        Kind.CONTRIBUTION: tr("contribution"),
        Kind.QUESTION: tr("question"),
        Kind.ANSWER: tr("answer"),
        Kind.REPLY: tr("reply"),
        Kind.REMARK: tr("short remark"),
        Kind.INTERPOSED: tr("interposed question"),
        Kind.POINT_OF_ORDER: tr("point of order"),
    }[kind]


def item_kind_name(kind: ItemKind) -> str:
    """Return an agenda item's kind in words."""
    return {
        ItemKind.SPEECH: tr("speech"),
        ItemKind.DISCUSSION: tr("discussion"),
        ItemKind.QUESTIONS: tr("questions"),
        ItemKind.DECISION: tr("decision"),
        ItemKind.BREAK: tr("break"),
        ItemKind.OTHER: tr("other"),
    }[kind]


def item_state_name(state: ItemState) -> str:
    """Return how far an agenda item is, in words."""
    return {
        ItemState.AHEAD: tr("ahead"),
        ItemState.OPEN: tr("open now"),
        ItemState.DONE: tr("done"),
        ItemState.SKIPPED: tr("skipped"),
    }[state]


def phase_name(phase: MeetingPhase) -> str:
    """Return how far a meeting is, in words."""
    return {
        MeetingPhase.NOT_OPEN: tr("not begun"),
        MeetingPhase.OPEN: tr("running"),
        MeetingPhase.CLOSED: tr("closed"),
    }[phase]


def phase_word(phase: Phase) -> str:
    """Return the word for a clock's phase; empty when nothing is timed."""
    return {
        Phase.IDLE: "",
        Phase.READY: tr("ready"),
        Phase.RUNNING: tr("running"),
        Phase.WARNING: tr("time is ending"),
        Phase.OVER: tr("over time"),
        Phase.PAUSED: tr("paused"),
        Phase.HELD: tr("held"),
    }[phase]


def clock_words(phase: Phase, allotted_ms: int, spent_ms: int) -> str:
    """Return what stands beside the time left: whether it runs, of how much, how much is spent."""
    return tr("{phase} · of {allotted} · spoke {spent}").format(
        phase=phase_word(phase), allotted=spent_text(allotted_ms), spent=spent_text(spent_ms)
    )


def mark_name(mark: Mark) -> str:
    """Return a mark of a note line in words."""
    return {
        Mark.RECOMMENDATION: tr("recommendation"),
        Mark.COMMITMENT: tr("commitment"),
        Mark.QUESTION: tr("question"),
        Mark.ANSWER: tr("answer"),
        Mark.DECISION: tr("decision"),
        Mark.ISSUE: tr("open issue"),
    }[mark]


def role_name(role: str) -> str:
    """Return what somebody does at a forum (a ``documents.rights.Role`` value), in words."""
    return {
        "chair": tr("chair"),
        "timekeeper": tr("timekeeper"),
        "note-taker": tr("note-taker"),
        "viewer": tr("viewer"),
    }.get(role, role)


def only_read(kind: str) -> str:
    """Return that a kind of document (a value) is not to be changed, as part of a sentence."""
    return {
        "programme": tr("the programme can be read, not changed"),
        "people": tr("the people can be read, not changed"),
        "contacts": tr("contact details are kept by the chair alone"),
        "recommendations": tr("the recommendations can be read, not changed"),
        "floor": tr("the floor and the list of speakers can be seen, not changed"),
        "notes": tr("the notes can be read, not changed"),
    }.get(kind, kind)


def length_text(length_ms: int) -> str:
    """Return a length as minutes, from 100 on as hours and minutes."""
    minutes = round(length_ms / MINUTE_MS)
    if minutes < _LONG_MIN:
        return tr_n("{n} min", "{n} min", minutes)
    hours, rest = divmod(minutes, 60)
    return tr("{hours} h {minutes:02} min").format(hours=hours, minutes=rest)


def used_text(spent_ms: int, planned_ms: int) -> str:
    """Return how much of its time an item has used: whole minutes, as a clock counts them."""
    used, planned = spent_ms // MINUTE_MS, round(planned_ms / MINUTE_MS)
    if max(used, planned) < _LONG_MIN:
        return tr("{used} of {planned} min").format(used=used, planned=planned)
    return tr("{used} of {planned}").format(
        used=length_text(used * MINUTE_MS), planned=length_text(planned_ms)
    )


def late_text(late_ms: int) -> str:
    """Return how far a meeting runs behind its plan; negative is ahead of it."""
    if abs(late_ms) < MINUTE_MS:
        return tr("on time")
    length = length_text(abs(late_ms))
    said = tr("{length} late") if late_ms > 0 else tr("{length} early")
    return said.format(length=length)


def hour_text(utc_ms: int, zone: str) -> str:
    """Return hours and minutes of a moment in the forum's zone."""
    return _minute_text(utc_ms // MINUTE_MS, zone)


@lru_cache(maxsize=4_096)
def _minute_text(minutes: int, zone: str) -> str:
    moment = local(minutes * MINUTE_MS, zone)
    return f"{moment.hour:02}:{moment.minute:02}"


def differs(planned_utc_ms: int, expected_utc_ms: int) -> bool:
    """Return whether an expected time is worth telling beside the planned one.

    Half a day apart it belongs to a meeting that was never held, and would only confuse.
    """
    return MINUTE_MS <= abs(expected_utc_ms - planned_utc_ms) < _HALF_A_DAY_MS


def pace_text(phase: MeetingPhase, late_ms: int) -> str:
    """Return how late a meeting is, as told beside its agenda; empty where nothing is to tell."""
    if differs(0, late_ms):
        return late_text(late_ms)
    return late_text(0) if phase is MeetingPhase.OPEN and abs(late_ms) < MINUTE_MS else ""


def ends_text(phase: MeetingPhase, planned_utc_ms: int, expected_utc_ms: int, zone: str) -> str:
    """Return when a meeting ends as things go, or ended, beside the end planned."""
    planned, ends = hour_text(planned_utc_ms, zone), hour_text(expected_utc_ms, zone)
    ended = phase is MeetingPhase.CLOSED
    if not differs(planned_utc_ms, expected_utc_ms):
        said = tr("Ended {time}, as planned") if ended else tr("Ends {time}, as planned")
        return said.format(time=planned)
    said = (
        tr("Ended {time} · planned {planned}") if ended else tr("Ends {time} · planned {planned}")
    )
    return said.format(time=ends, planned=planned)


def action_name(view: UndoView) -> str:
    """Return the action that undo or redo acts on, naming whom it concerns."""
    return _ACTIONS[view.kind]().format(name=view.name or "…")


def undo_text(view: UndoView | None) -> str:
    """Return the label of the undo action."""
    return tr("Undo: {action}").format(action=action_name(view)) if view else tr("Undo")


def redo_text(view: UndoView | None) -> str:
    """Return the label of the redo action."""
    return tr("Redo: {action}").format(action=action_name(view)) if view else tr("Redo")


_ACTIONS = {
    EventKind.MEETING_OPENED: lambda: tr("meeting opened"),
    EventKind.MEETING_CLOSED: lambda: tr("meeting closed"),
    EventKind.PLAN_CHOSEN: lambda: tr("plan chosen"),
    EventKind.ITEM_OPENED: lambda: tr("opened {name}"),
    EventKind.ITEM_CLOSED: lambda: tr("closed {name}"),
    EventKind.ITEM_SKIPPED: lambda: tr("skipped {name}"),
    EventKind.LIST_OPENED: lambda: tr("list opened"),
    EventKind.LIST_CLOSED: lambda: tr("list closed"),
    EventKind.REQUESTED: lambda: tr("added {name}"),
    EventKind.WITHDRAWN: lambda: tr("withdrew {name}"),
    EventKind.MOVED: lambda: tr("moved {name}"),
    EventKind.CHANGED: lambda: tr("changed {name}"),
    EventKind.CALLED: lambda: tr("called {name}"),
    EventKind.PAUSED: lambda: tr("paused {name}"),
    EventKind.RESUMED: lambda: tr("started {name}"),
    EventKind.TIME_CHANGED: lambda: tr("time of {name} changed"),
    EventKind.ADJUSTED: lambda: tr("time of {name} corrected"),
    EventKind.ENDED: lambda: tr("ended {name}"),
    EventKind.NOT_HERE: lambda: tr("{name} not here"),
    EventKind.UNDONE: lambda: tr("undone"),
    EventKind.GAVEL_TAKEN: lambda: tr("{name} took the floor over"),
    EventKind.ADOPTED: lambda: tr("speech of {name} taken over"),
    EventKind.ITEM_ADOPTED: lambda: tr("{name} taken over as done"),
    EventKind.SETTLED: lambda: tr("rest left aside"),
}
