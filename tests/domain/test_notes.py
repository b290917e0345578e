"""A line of notes knows whose words it holds, whenever the events come."""

from hypothesis import given
from hypothesis import strategies as st

from moderator.domain.floor import ClockState, Speech
from moderator.domain.fold import Fold
from moderator.domain.ids import EventId, ItemId, PersonId, RequestId
from moderator.domain.kinds import Kind
from moderator.domain.notes import (
    COMMANDS,
    Counts,
    Line,
    Mark,
    Timeline,
    counts,
)
from tests.domain.hall import MINUTE, SECOND, TEN_UTC_MS, Hall


def a_debate() -> tuple[Hall, RequestId, RequestId, RequestId]:
    """Return a floor: chair 10 s, first 60 s with 20 s held in it, chair 10 s, second speaks."""
    hall = Hall().begin()
    hall.wait(10 * SECOND)
    first = hall.speaks()
    hall.wait(20 * SECOND)
    order = hall.interrupt()
    hall.wait(20 * SECOND)
    hall.end()
    hall.wait(20 * SECOND)
    hall.end()
    hall.wait(10 * SECOND)
    second = hall.speaks()
    hall.wait(MINUTE)
    return hall, first, order, second


def timeline(hall: Hall) -> Timeline:
    return Timeline(hall.state.speeches())


def test_a_line_belongs_to_whoever_spoke_when_it_was_begun() -> None:
    hall, first, order, second = a_debate()
    seconds = {0: "", 9: "", 10: first, 29: first, 30: order, 49: order, 50: first, 69: first}
    seconds |= {70: "", 79: "", 80: second, 500: second}
    found = {s: timeline(hall).at(TEN_UTC_MS + s * SECOND) for s in seconds}
    assert found == seconds


def test_a_line_begun_before_the_meeting_belongs_to_nobody() -> None:
    hall, *_ = a_debate()
    assert timeline(hall).at(0) == ""
    assert Timeline().at(TEN_UTC_MS) == ""


def spoken(called: int, length: int | None, number: int) -> Speech:
    return Speech(
        request=RequestId(f"r{number}"),
        item=ItemId("i"),
        kind=Kind.CONTRIBUTION,
        person=PersonId(""),
        called=EventId("e"),
        called_utc_ms=called,
        allotted_ms=60_000,
        clock=ClockState.RUNNING,
        ended_utc_ms=None if length is None else called + length,
    )


@given(
    st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(0, 20))),
    st.integers(-1, 60),
)
def test_among_overlapping_speeches_the_one_called_last_counts(
    spans: list[tuple[int, int | None]], began: int
) -> None:
    speeches = [spoken(called, length, n) for n, (called, length) in enumerate(spans)]
    speaking = [
        (s.called_utc_ms, s.request)
        for s in speeches
        if s.called_utc_ms <= began and (s.ended_utc_ms is None or began < s.ended_utc_ms)
    ]
    assert Timeline(speeches).at(began) == max(speaking, default=(0, ""))[1]


def test_late_events_and_undo_change_whose_line_it_is() -> None:
    hall, first, _, second = a_debate()
    line = Line("text", TEN_UTC_MS + 81 * SECOND)
    seen = Fold(hall.fold.events[:4])
    assert Timeline(seen.state.speeches()).of(line) == first
    seen.add(hall.fold.events)
    assert Timeline(seen.state.speeches()).of(line) == second
    hall.undo()
    assert timeline(hall).of(line) == ""


def test_what_was_set_by_hand_stays() -> None:
    hall, first, *_ = a_debate()
    line = Line("text", TEN_UTC_MS + 81 * SECOND, speech=first)
    assert timeline(hall).of(line) == first
    assert timeline(hall).of(Line("text")) == ""


def test_previous_speech_goes_back_one_speech_at_a_time() -> None:
    hall, first, order, second = a_debate()
    rows = timeline(hall)
    began = TEN_UTC_MS + 81 * SECOND
    assert rows.before(Line("text", began)) == order
    assert rows.before(Line("text", began, speech=order)) == first
    assert rows.before(Line("text", began, speech=first)) == ""
    assert rows.before(Line("text", began, speech=RequestId("gone"))) == ""
    assert rows.before(Line("text", TEN_UTC_MS + 75 * SECOND)) == order
    assert rows.before(Line("text", TEN_UTC_MS)) == ""
    assert rows.before(Line("text")) == second


def test_counts_are_of_what_was_written() -> None:
    lines = [
        Line("Қоғам мен мемлекет", mark=Mark.DECISION),
        Line(""),
        Line("  "),
        Line("one two", mark=Mark.DECISION),
        Line("three", mark=Mark.ISSUE),
    ]
    assert counts(lines) == Counts(3, 6, 32, {Mark.DECISION: 2, Mark.ISSUE: 1})
    assert counts([]) == Counts()


def test_every_mark_has_one_command() -> None:
    assert sorted(COMMANDS.values()) == sorted(Mark)
