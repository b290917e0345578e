"""What the stage display says, composed from plain views: one value, told by text and shape."""

from collections.abc import Callable
from dataclasses import dataclass

from moderator.console.look.tokens import Role
from moderator.console.widgets.phase import digit_role
from moderator.desk.phrases import kind_name, phase_word
from moderator.desk.views import FloorReading, FloorView, SpeakerView
from moderator.domain.floor import MeetingPhase, Phase
from moderator.domain.kinds import Kind
from moderator.domain.timer import clock_text, left_text, shown_seconds
from moderator.words import tr


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its colour on the stage."""

    text: str = ""
    tone: Role = "ink"


@dataclass(frozen=True, slots=True)
class StageFace:
    """Everything the hall sees but the wall clock."""

    phase: Phase | None = None
    """Told by a shape beside the words; None shows nothing at all."""
    state: str = ""
    item: str = ""
    digits: Words = Words()
    left_permille: int | None = None
    """How much of the time is left, in thousandths; None draws no bar."""
    title: str = ""
    """Shown large where nobody speaks."""
    name: Words = Words()
    banner: Words = Words()
    """The one thing the speaker is asked to do; its tone is its ground."""
    below: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing is shown at all."""
        return self.phase is None

    @property
    def spoken(self) -> str:
        """Return all but the running digits for a screen reader."""
        parts = (self.state, self.title, self.name.text, self.banner.text, self.below)
        return ". ".join(part for part in parts if part)


BLANK = StageFace()


def compose(view: FloorView | None, reading: FloorReading | None) -> StageFace:
    """Return what the stage shows of a floor at one reading.

    It tells of the open item, whatever item is chosen in the agenda.
    """
    if view is None:
        return BLANK
    if view.last_known and view.current is not None:
        state = tr("Last known {time}").format(time=view.last_known)
        return StageFace(phase=Phase.IDLE, state=state, title=view.current.name)
    if view.current is None or reading is None:
        state, title = _STATES[view.phase](), view.open_title
        return StageFace(phase=Phase.IDLE, state=state, title=title, below=_next(view))
    if view.held:
        return _held(view, view.current, reading)
    return StageFace(
        phase=reading.phase,
        state=phase_word(reading.phase),
        item=view.open_title,
        digits=Words(left_text(reading.left_ms), digit_role(reading.phase)),
        left_permille=_permille(reading.left_ms, reading.allotted_ms),
        name=Words(view.current.name),
        banner=_banner(reading.phase),
        below="" if _banner(reading.phase).text else _next(view),
    )


_STATES: dict[MeetingPhase, Callable[[], str]] = {
    MeetingPhase.NOT_OPEN: lambda: tr("Not begun"),
    MeetingPhase.OPEN: lambda: tr("nobody speaks"),
    MeetingPhase.CLOSED: lambda: tr("Closed"),
}


def _held(view: FloorView, speaker: SpeakerView, reading: FloorReading) -> StageFace:
    """Show the held speech's time, and whom it waits for with their own time."""
    held_ms = reading.held_left_ms or 0
    kind = kind_name(speaker.kind)
    words = tr("{kind}: {name} {time}").format(
        kind=_begun(kind), name=speaker.name, time=left_text(reading.left_ms)
    )
    tone = digit_role(reading.phase)
    banner = _banner(reading.phase)
    below = tr("Main time held at {time}").format(time=clock_text(shown_seconds(held_ms)))
    return StageFace(
        phase=Phase.HELD,
        state=tr("held: {kind}").format(kind=kind),
        item=view.open_title,
        digits=Words(left_text(held_ms), "soft"),
        left_permille=_permille(held_ms, view.held[-1].allotted_ms),
        name=Words(words, "ink" if tone == "soft" else tone),
        banner=banner,
        below="" if banner.text else below,
    )


def _banner(phase: Phase) -> Words:
    if phase is Phase.WARNING:
        return Words(tr("Please conclude"), "warn")
    if phase is Phase.OVER:
        return Words(tr("Your time is over"), "over")
    return Words()


def _next(view: FloorView) -> str:
    if not view.upcoming:
        return ""
    first = view.upcoming[0]
    if first.kind is Kind.CONTRIBUTION:
        return tr("Next: {name}").format(name=first.name)
    return tr("Next: {name} ({kind})").format(name=first.name, kind=kind_name(first.kind))


def _permille(left_ms: int, allotted_ms: int) -> int:
    """Return the share left of whole seconds shown; over time the bar is full, in its colour."""
    if left_ms <= 0 or allotted_ms <= 0:
        return 1000
    return min(1000, shown_seconds(left_ms) * 1_000_000 // allotted_ms)


def _begun(text: str) -> str:
    """Return text with a capital first letter."""
    return text[:1].upper() + text[1:]
