"""A line of notes knows whose words it holds, whenever the events come."""

from moderator.domain.floor import Speech
from moderator.domain.fold import Fold
from moderator.domain.ids import RequestId
from moderator.domain.notes import (
    COMMANDS,
    Counts,
    Line,
    Mark,
    counts,
    previous_speech,
    speech_at,
    speech_of,
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


def speeches(hall: Hall) -> tuple[Speech, ...]:
    return tuple(hall.state.speeches())


def test_a_line_belongs_to_whoever_spoke_when_it_was_begun() -> None:
    hall, first, order, second = a_debate()
    seconds = {0: "", 9: "", 10: first, 29: first, 30: order, 49: order, 50: first, 69: first}
    seconds |= {70: "", 79: "", 80: second, 500: second}
    found = {s: speech_at(speeches(hall), TEN_UTC_MS + s * SECOND) for s in seconds}
    assert found == seconds


def test_a_line_begun_before_the_meeting_belongs_to_nobody() -> None:
    hall, *_ = a_debate()
    assert speech_at(speeches(hall), 0) == ""
    assert speech_at((), TEN_UTC_MS) == ""


def test_late_events_and_undo_change_whose_line_it_is() -> None:
    hall, first, _, second = a_debate()
    line = Line("text", TEN_UTC_MS + 81 * SECOND)
    seen = Fold(hall.fold.events[:4])
    assert speech_of(tuple(seen.state.speeches()), line) == first
    seen.add(hall.fold.events)
    assert speech_of(tuple(seen.state.speeches()), line) == second
    hall.undo()
    assert speech_of(speeches(hall), line) == ""


def test_what_was_set_by_hand_stays() -> None:
    hall, first, *_ = a_debate()
    line = Line("text", TEN_UTC_MS + 81 * SECOND, speech=first)
    assert speech_of(speeches(hall), line) == first
    assert speech_of(speeches(hall), Line("text")) == ""


def test_previous_speech_goes_back_one_speech_at_a_time() -> None:
    hall, first, order, second = a_debate()
    rows = speeches(hall)
    began = TEN_UTC_MS + 81 * SECOND
    assert previous_speech(rows, Line("text", began)) == order
    assert previous_speech(rows, Line("text", began, speech=order)) == first
    assert previous_speech(rows, Line("text", began, speech=first)) == ""
    assert previous_speech(rows, Line("text", began, speech=RequestId("gone"))) == ""
    assert previous_speech(rows, Line("text", TEN_UTC_MS + 75 * SECOND)) == order
    assert previous_speech(rows, Line("text", TEN_UTC_MS)) == ""
    assert previous_speech(rows, Line("text")) == second


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
