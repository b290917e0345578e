"""What the stage display says, composed from plain views: one value, told by text and shape."""

from dataclasses import dataclass
from enum import StrEnum

from moderator.desk.phrases import kind_name
from moderator.desk.views import FloorReading, FloorView, SpeakerView
from moderator.domain.floor import Phase
from moderator.domain.kinds import Kind
from moderator.domain.timer import clock_text, left_text, shown_seconds
from moderator.words import tr


class Tone(StrEnum):
    """Which of the stage's colours something has."""

    INK = "ink"
    SOFT = "soft"
    WARN = "warn"
    OVER = "over"


class Shape(StrEnum):
    """The sign beside the words that name the phase, for those who do not see its colour."""

    NONE = "none"
    DISC = "disc"
    RING = "ring"
    TRIANGLE = "triangle"
    SQUARE = "square"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its tone."""

    text: str = ""
    tone: Tone = Tone.INK


@dataclass(frozen=True, slots=True)
class StageFace:
    """Everything the hall sees but the wall clock."""

    state: str = ""
    shape: Shape = Shape.NONE
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
        return not self.state

    @property
    def spoken(self) -> str:
        """Return all but the running digits for a screen reader."""
        parts = (self.state, self.title, self.name.text, self.banner.text, self.below)
        return ". ".join(part for part in parts if part)


BLANK = StageFace()


def compose(view: FloorView | None, reading: FloorReading | None) -> StageFace:
    """Return what the stage shows of a floor at one reading."""
    if view is None:
        return BLANK
    if view.current is None or reading is None:
        title = view.item_title if view.item else ""
        return StageFace(state=tr("nobody speaks"), title=title, below=_next(view))
    if view.held:
        return _held(view, view.current, reading)
    tone, shape, state = _phase(reading.phase)
    return StageFace(
        state=state,
        shape=shape,
        item=view.item_title,
        digits=Words(left_text(reading.left_ms), tone),
        left_permille=_permille(reading.left_ms, reading.allotted_ms),
        name=Words(view.current.name),
        banner=_banner(reading.phase),
        below="" if _banner(reading.phase).text else _next(view),
    )


def _held(view: FloorView, speaker: SpeakerView, reading: FloorReading) -> StageFace:
    """Show the held speech's time, and whom it waits for with their own time."""
    held_ms = reading.held_left_ms or 0
    kind = kind_name(speaker.kind)
    words = tr("{kind}: {name} {time}").format(
        kind=_begun(kind), name=speaker.name, time=left_text(reading.left_ms)
    )
    tone, _, _ = _phase(reading.phase)
    banner = _banner(reading.phase)
    below = tr("Main time held at {time}").format(time=clock_text(shown_seconds(held_ms)))
    return StageFace(
        state=tr("held: {kind}").format(kind=kind),
        shape=Shape.BARS,
        item=view.item_title,
        digits=Words(left_text(held_ms), Tone.SOFT),
        left_permille=_permille(held_ms, view.held[-1].allotted_ms),
        name=Words(words, tone if tone is not Tone.SOFT else Tone.INK),
        banner=banner,
        below="" if banner.text else below,
    )


def _phase(phase: Phase) -> tuple[Tone, Shape, str]:
    match phase:
        case Phase.RUNNING:
            return Tone.INK, Shape.DISC, tr("running")
        case Phase.WARNING:
            return Tone.WARN, Shape.TRIANGLE, tr("time is short")
        case Phase.OVER:
            return Tone.OVER, Shape.SQUARE, tr("over time")
        case Phase.PAUSED:
            return Tone.SOFT, Shape.BARS, tr("paused")
        case Phase.HELD:
            return Tone.SOFT, Shape.BARS, tr("held")
        case Phase.READY:
            return Tone.SOFT, Shape.RING, tr("ready: the clock has not started")
        case Phase.IDLE:
            return Tone.SOFT, Shape.NONE, tr("nobody speaks")


def _banner(phase: Phase) -> Words:
    if phase is Phase.WARNING:
        return Words(tr("Please conclude"), Tone.WARN)
    if phase is Phase.OVER:
        return Words(tr("Your time is over"), Tone.OVER)
    return Words()


def _next(view: FloorView) -> str:
    if not view.queue:
        return ""
    first = view.queue[0]
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
