"""What the clocks make the chair decide: one line each, never a dialog (DESIGN.md §4.4)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from moderator.desk.floor import FloorDesk
from moderator.desk.session import Session
from moderator.domain.clock import Measure, Reading, disturbance, interval_ms, measure_of

STALE_MS = 15 * 60_000
"""A speech that was left running this long is asked about when the meeting is reopened."""


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


class Questions:
    """Compares the clocks at every reading and keeps the question that is open."""

    def __init__(self, session: Session, floor: FloorDesk) -> None:
        self._session = session
        self._floor = floor
        self._before: Reading | None = None
        self.open: Question | None = _on_reopening(session)

    def look(self, now: Reading) -> bool:
        """Compare ``now`` with the reading before; return whether a question arose."""
        before, self._before = self._before, now
        found = disturbance(before, now) if before is not None else None
        if before is None or found is None:
            return False
        if found.slept_ms and self._session.state.clock_runs(now):
            answers = (Answer.COUNT, Answer.DO_NOT_COUNT)
            self.open = Question(Ask.SLEPT, found.slept_ms, before, answers)
        elif found.stepped_ms:
            self.open = Question(Ask.STEPPED, found.stepped_ms, before, (Answer.SEEN,))
        else:
            return False
        return True

    def answer(self, answer: Answer) -> None:
        """Act on the chair's answer and close the question."""
        question, self.open = self.open, None
        if question is None or self._session.state.current is None:
            return
        if answer is Answer.DO_NOT_COUNT:
            self._floor.adjust(-question.span_ms)
        elif answer is Answer.ENDED_THEN:
            # the clock ran on while the question stood
            passed_ms = interval_ms(question.since, self._session.me.clock.read())
            with self._session.batch():
                self._floor.adjust(-passed_ms)
                self._floor.end()


def _on_reopening(session: Session) -> Question | None:
    """Return the question about a speech that ran while no program did, if there is one."""
    state, now = session.state, session.me.clock.read()
    last = _last_sign(session)
    if not state.clock_runs(now) or last is None:
        return None
    span_ms = interval_ms(last, now)
    if span_ms > STALE_MS:
        answers = (Answer.GOES_ON, Answer.ENDED_THEN)
        return Question(Ask.STALE, span_ms, last, answers)
    if measure_of(last, now) is Measure.WALL:
        return Question(Ask.REBOOTED, span_ms, last, (Answer.SEEN,))
    return None


def _last_sign(session: Session) -> Reading | None:
    """Return the last moment at which somebody is known to have been at work."""
    if not session.fold.events:
        return None
    last = session.fold.events[-1].at
    typed_ms = session.last_change_utc_ms() - last.utc_ms
    if typed_ms <= 0:
        return last
    return replace(last, utc_ms=last.utc_ms + typed_ms, mono_ms=last.mono_ms + typed_ms)
