"""What the clocks make the chair decide: one line each, never a dialog (DESIGN.md §4.4)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from moderator.desk.floor import FloorDesk
from moderator.desk.session import Session
from moderator.domain.clock import (
    Measure,
    Reading,
    disturbance,
    interval_ms,
    later,
    measure_of,
)
from moderator.domain.events import EventKind
from moderator.domain.floor import MeetingPhase
from moderator.domain.ids import EventId
from moderator.domain.rules import Draft

STALE_MS = 15 * 60_000
"""A speech that was left running this long is asked about when the meeting is reopened."""

ALIVE_MS = 60_000
"""How often a running speech leaves a sign of life, for those who open the meeting next."""


class Ask(StrEnum):
    """What is asked or told."""

    STALE = "stale"
    """A speech was left running: does it still run?"""
    SLEPT = "slept"
    """The laptop slept during a speech: does that time count?"""
    STEPPED = "stepped"
    """The wall clock was set; told only, no speech is touched."""
    REBOOTED = "rebooted"
    """Time across a restart is by the wall clock; told only."""


class Answer(StrEnum):
    """What the chair may say."""

    GOES_ON = "goes-on"
    ENDED_THEN = "ended-then"
    COUNT = "count"
    DO_NOT_COUNT = "do-not-count"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Question:
    """One open question; ``span_ms`` is how long the doubtful time is, negative for a step back."""

    ask: Ask
    span_ms: int
    since: Reading
    """When the doubtful time began."""
    answers: tuple[Answer, ...]
    about: EventId | None = None
    """The call of the speech concerned; None where none is."""


class Questions:
    """Compares the clocks at every reading and keeps the question that is open."""

    def __init__(self, session: Session, floor: FloorDesk) -> None:
        self._session = session
        self._floor = floor
        self._before: Reading | None = None
        self._alive: Reading | None = session.last_alive()
        self._open = self._on_reopening()
        session.looked = self.look

    @property
    def open(self) -> Question | None:
        """The question to be answered; one about a speech that is over is no more."""
        question = self._open
        if question is not None and question.about not in (None, self._speech()):
            return None
        return question

    def look(self, now: Reading) -> bool:
        """Compare ``now`` with the reading before; return whether a question arose."""
        before, self._before = self._before, now
        # the clock of the console that runs the floor counts, and its chair is asked
        runs = self._session.runs_floor and self._session.state.clock_runs(now)
        if runs:
            self._leave_sign(now)
        found = disturbance(before, now) if before is not None else None
        if before is None or found is None:
            return False
        if found.stepped_ms:
            self._book(before, now)
        if found.slept_ms and runs:
            self._slept(before, found.slept_ms)
        elif found.stepped_ms and (self.open is None or self.open.answers == (Answer.SEEN,)):
            self._open = Question(Ask.STEPPED, found.stepped_ms, before, (Answer.SEEN,))
        else:
            return False
        return True

    def _book(self, before: Reading, now: Reading) -> None:
        """Keep what only wall clocks can measure, as time across a restart, clear of a step.

        What such a clock measured up to the last reading ``before`` the step is kept as it was,
        and what will be measured by it begins at the clock as it is ``now``.
        """
        state = self._session.state
        if state.phase is not MeetingPhase.OPEN or state.since is None:
            return
        if not self._session.runs_floor:
            return
        if measure_of(state.since, before) is Measure.WALL:
            self._session.record([Draft(EventKind.BOOKED)], before)
        self._session.record([Draft(EventKind.BOOKED)], now)

    def _leave_sign(self, now: Reading) -> None:
        if self.open is not None and self.open.ask is Ask.STALE:
            return  # nobody has said yet that it still runs; who only looks must not hide that
        if self._alive is None or interval_ms(self._alive, now) >= ALIVE_MS:
            self._alive = now
            self._session.keep_alive(now)

    def _slept(self, before: Reading, slept_ms: int) -> None:
        question = self.open
        if question is not None and question.ask is Ask.STALE:
            return  # its answers decide about this time too
        if question is not None and question.ask is Ask.SLEPT:
            self._open = replace(question, span_ms=question.span_ms + slept_ms)
            return
        answers = (Answer.COUNT, Answer.DO_NOT_COUNT)
        self._open = Question(Ask.SLEPT, slept_ms, before, answers, self._speech())

    def answer(self, answer: Answer) -> None:
        """Act on the chair's answer and close the question."""
        question, self._open = self.open, None
        if question is None or answer not in question.answers:
            return
        if answer is Answer.DO_NOT_COUNT:
            self._floor.adjust(-question.span_ms)
        elif answer is Answer.ENDED_THEN:
            self._floor.end_at(question.since)

    def _speech(self) -> EventId | None:
        speech = self._session.state.current
        return speech.called if speech is not None else None

    def _on_reopening(self) -> Question | None:
        """Return the question about a speech that ran while no program did, if there is one."""
        state, now = self._session.state, self._session.me.clock.read()
        if not (self._session.runs_floor and state.clock_runs(now)):
            return None
        last = self._last_sign(now)
        span_ms = interval_ms(last, now)
        if span_ms > STALE_MS:
            answers = (Answer.GOES_ON, Answer.ENDED_THEN)
            return Question(Ask.STALE, span_ms, last, answers, self._speech())
        if measure_of(last, now) is Measure.WALL:
            return Question(Ask.REBOOTED, span_ms, last, (Answer.SEEN,), self._speech())
        return None

    def _last_sign(self, now: Reading) -> Reading:
        """Return the last moment before ``now`` at which somebody is known to have been at work."""
        last = self._session.fold.events[-1].at
        if self._alive is not None and interval_ms(last, self._alive):
            last = later(last, self._alive)
        typed_ms = self._session.last_change_utc_ms() - last.utc_ms
        # a wall clock that was set in between tells nothing about when
        if 0 < typed_ms <= interval_ms(last, now):
            last = replace(last, utc_ms=last.utc_ms + typed_ms, mono_ms=last.mono_ms + typed_ms)
        return last
