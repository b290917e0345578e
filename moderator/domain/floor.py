"""The floor at one moment: who speaks, who waits, what is open, and where the time went.

A ``FloorState`` is what ``moderator.domain.fold`` makes of the events; nothing else makes one.
Booked time is measured up to the last event (``since``); readings "as of now" are computed from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from moderator.domain.clock import Measure, Reading, interval_ms, later, measure_of
from moderator.domain.ids import EventId, ItemId, LaptopId, PersonId, RequestId
from moderator.domain.kinds import RULES, Kind


class MeetingPhase(StrEnum):
    """How far a meeting is."""

    NOT_OPEN = "not-open"
    OPEN = "open"
    CLOSED = "closed"


class ItemState(StrEnum):
    """How far an agenda item is."""

    AHEAD = "ahead"
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


class RequestState(StrEnum):
    """Where a request to speak is on its way."""

    WAITING = "waiting"
    CALLED = "called"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class ClockState(StrEnum):
    """What a speech's clock does."""

    READY = "ready"
    """Called; the clock has not started."""
    RUNNING = "running"
    PAUSED = "paused"
    HELD = "held"
    """Another has the floor in between."""
    ENDED = "ended"


class Phase(StrEnum):
    """What a display tells by colour, text and shape."""

    IDLE = "idle"
    READY = "ready"
    RUNNING = "running"
    WARNING = "warning"
    OVER = "over"
    PAUSED = "paused"
    HELD = "held"


class Plan(StrEnum):
    """What to do with the minutes by which a meeting began late."""

    SHIFT = "shift"
    EVEN = "even"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Request:
    """A wish to speak."""

    id: RequestId
    item: ItemId
    kind: Kind
    key: str
    """Sort key within its rank."""
    person: PersonId = PersonId("")
    """Empty for a name typed at the list."""
    allotted_ms: int = 0
    """0 means the usual time of its kind and item."""
    requested_utc_ms: int = 0
    state: RequestState = RequestState.WAITING
    missed: int = 0
    """How often this person was called and not here."""

    @property
    def place(self) -> tuple[int, str, str]:
        """Return what the list of speakers is sorted by."""
        return (RULES[self.kind].rank, self.key, self.id)


@dataclass(frozen=True, slots=True)
class Speech:
    """A request that got the floor. Times are booked up to the floor's ``since``."""

    request: RequestId
    item: ItemId
    kind: Kind
    person: PersonId
    called: EventId
    called_utc_ms: int
    allotted_ms: int
    clock: ClockState
    delay_ms: int | None = None
    """From the last booking until the clock starts by itself; None waits for the key."""
    begun_utc_ms: int | None = None
    """When the clock first started."""
    ended_utc_ms: int | None = None
    spent_ms: int = 0
    paused_ms: int = 0
    returns_to: ClockState | None = None
    """Held: what its clock does when the floor comes back."""
    measure: Measure = Measure.MONOTONIC
    """WALL when any part could only be taken from wall clocks."""


@dataclass(frozen=True, slots=True)
class ItemRun:
    """What became of an agenda item."""

    state: ItemState = ItemState.AHEAD
    opened_utc_ms: int | None = None
    closed_utc_ms: int | None = None
    spent_ms: int = 0
    """Booked time while it was open, over all openings."""
    list_open: bool = True


_UNTOUCHED = ItemRun()


@dataclass(frozen=True, slots=True)
class Tally:
    """Where the time went that no speech is charged for."""

    chair_ms: int = 0
    changeover_ms: int = 0
    """From a call to the start of the clock, and calls of people who were not here."""
    pause_ms: int = 0
    corrected_ms: int = 0
    """Taken off speeches by hand, as after a sleep; negative where time was added to them."""

    @property
    def total_ms(self) -> int:
        """Return all of it."""
        return self.chair_ms + self.changeover_ms + self.pause_ms + self.corrected_ms


@dataclass(frozen=True, slots=True)
class Holder:
    """Which console runs the floor."""

    taken: EventId
    laptop: LaptopId
    who: RequestId
    """Under which id its name lies among the typed ones."""
    since_utc_ms: int


@dataclass(frozen=True, slots=True)
class FloorState:
    """The floor of one meeting at one moment."""

    phase: MeetingPhase = MeetingPhase.NOT_OPEN
    opened_utc_ms: int | None = None
    closed_utc_ms: int | None = None
    since: Reading | None = None
    """Up to when time is booked."""
    plan: Plan = Plan.SHIFT
    plan_late_ms: int = 0
    plan_chosen: bool = False
    item: ItemId | None = None
    items: Mapping[ItemId, ItemRun] = field(default_factory=dict)
    requests: Mapping[RequestId, Request] = field(default_factory=dict)
    current: Speech | None = None
    held: tuple[Speech, ...] = ()
    """Speeches that wait for the floor to come back; the last one is next."""
    past: tuple[Speech, ...] = ()
    tally: Tally = field(default_factory=Tally)
    gavel: Holder | None = None
    """Who runs the floor; None while nobody took it."""
    adopted: frozenset[str] = frozenset()
    """What was taken over from consoles that ran the floor apart (``domain.adopting``)."""
    settled: Mapping[str, str] = field(default_factory=dict)
    """Lines run apart that were decided about, with the last event known of each then."""

    def run_of(self, item: ItemId) -> ItemRun:
        """Return what became of an item; one never touched is ahead."""
        return self.items.get(item, _UNTOUCHED)

    def waiting(self, item: ItemId) -> tuple[Request, ...]:
        """Return who waits for the floor on an item, in the order they will be called."""
        rows = [
            r for r in self.requests.values() if r.item == item and r.state is RequestState.WAITING
        ]
        return tuple(sorted(rows, key=lambda r: r.place))

    def items_with_list(self) -> frozenset[ItemId]:
        """Return the items on which anybody waits."""
        waits = RequestState.WAITING
        return frozenset(r.item for r in self.requests.values() if r.state is waits)

    def speeches(self) -> Iterator[Speech]:
        """Yield every speech: ended, held and current."""
        yield from self.past
        yield from self.held
        if self.current:
            yield self.current

    def open_ms(self, now: Reading) -> int:
        """Return how long the meeting has been open: the sum of all spans, in milliseconds."""
        booked = self.tally.total_ms + sum(s.spent_ms for s in self.speeches())
        return booked + self.unbooked_ms(now)

    def unbooked_ms(self, now: Reading) -> int:
        """Return the milliseconds from the last booked moment to ``now``."""
        if self.since is None or self.phase is not MeetingPhase.OPEN:
            return 0
        return interval_ms(self.since, now)

    def booked(self, at: Reading) -> "FloorState":
        """Return the floor with the time up to ``at`` given to whom it belongs."""
        if self.since is None or self.phase is not MeetingPhase.OPEN:
            return self
        passed_ms = interval_ms(self.since, at)
        parts = (
            Split(chair_ms=passed_ms) if self.current is None else split(self.current, passed_ms)
        )
        items = self.items
        if self.item is not None:
            run = self.run_of(self.item)
            items = {**items, self.item: replace(run, spent_ms=run.spent_ms + passed_ms)}
        current = self.current and _charged(self.current, self.since, at)
        since = later(self.since, at)
        return replace(
            self, since=since, tally=parts.onto(self.tally), current=current, items=items
        )

    def elapsed_ms(self, now: Reading) -> int:
        """Return how long the current speaker has spoken; 0 when nobody has the floor."""
        if self.current is None:
            return 0
        return self.current.spent_ms + split(self.current, self.unbooked_ms(now)).spoken_ms

    def left_ms(self, now: Reading) -> int:
        """Return the current speaker's time left; negative over time."""
        return (self.current.allotted_ms if self.current else 0) - self.elapsed_ms(now)

    def item_spent_ms(self, item: ItemId, now: Reading) -> int:
        """Return how long an item has been open in all."""
        run = self.run_of(item)
        return run.spent_ms + (self.unbooked_ms(now) if run.state is ItemState.OPEN else 0)

    def clock_runs(self, now: Reading) -> bool:
        """Return whether the current speaker's clock runs, a delay after the call considered."""
        speech = self.current
        if speech is None:
            return False
        if speech.clock is ClockState.READY and speech.delay_ms is not None:
            return self.unbooked_ms(now) >= speech.delay_ms
        return speech.clock is ClockState.RUNNING

    def phase_at(self, now: Reading, warn_ms: int) -> Phase:
        """Return what the displays show; ``warn_ms`` before the end is a warning."""
        if self.current is None:
            return Phase.IDLE
        if self.current.clock is ClockState.PAUSED:
            return Phase.PAUSED
        if not self.clock_runs(now):
            return Phase.READY
        left_ms = self.left_ms(now)
        if left_ms <= 0:
            return Phase.OVER
        return Phase.WARNING if left_ms <= warn_ms else Phase.RUNNING


@dataclass(frozen=True, slots=True)
class Split:
    """An interval by what it was."""

    spoken_ms: int = 0
    paused_ms: int = 0
    changeover_ms: int = 0
    chair_ms: int = 0

    def onto(self, tally: Tally) -> Tally:
        """Return the tally with what no speech is charged for added."""
        return replace(
            tally,
            chair_ms=tally.chair_ms + self.chair_ms,
            changeover_ms=tally.changeover_ms + self.changeover_ms,
            pause_ms=tally.pause_ms + self.paused_ms,
        )


def split(speech: Speech, passed_ms: int) -> Split:
    """Return what ``passed_ms`` since the last booking were for the current speech."""
    match speech.clock:
        case ClockState.RUNNING:
            return Split(spoken_ms=passed_ms)
        case ClockState.PAUSED:
            return Split(paused_ms=passed_ms)
        case ClockState.READY if speech.delay_ms is not None:
            waited_ms = min(passed_ms, speech.delay_ms)
            return Split(spoken_ms=passed_ms - waited_ms, changeover_ms=waited_ms)
        case _:
            return Split(changeover_ms=passed_ms)


def _charged(speech: Speech, since: Reading, at: Reading) -> Speech:
    """Return the current speech with the time from ``since`` to ``at`` on its account."""
    passed_ms = interval_ms(since, at)
    parts = split(speech, passed_ms)
    if speech.clock is ClockState.READY and speech.delay_ms is not None:
        if passed_ms < speech.delay_ms:
            return replace(speech, delay_ms=speech.delay_ms - passed_ms)
        begun_utc_ms = since.utc_ms + speech.delay_ms
        speech = replace(speech, clock=ClockState.RUNNING, delay_ms=None, begun_utc_ms=begun_utc_ms)
    measure = speech.measure
    if speech.clock is ClockState.RUNNING and measure_of(since, at) is Measure.WALL:
        measure = Measure.WALL
    return replace(
        speech,
        spent_ms=speech.spent_ms + parts.spoken_ms,
        paused_ms=speech.paused_ms + parts.paused_ms,
        measure=measure,
    )
