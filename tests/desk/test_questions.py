"""What the clocks make the chair decide, and what each answer does, to the millisecond."""

from pathlib import Path

import pytest

from moderator.desk.questions import ALIVE_MS, STALE_MS, Answer, Ask, Question
from moderator.desk.room import Room
from moderator.domain.events import EventKind
from tests.desk.kit import desk_over, items, small_forum, speaks, speech
from tests.domain.hall import MINUTE, SECOND, FakeClock


def asked(room: Room) -> Question:
    question = room.questions.open
    assert question is not None
    return question


@pytest.fixture
def left(tmp_path: Path, clock: FakeClock) -> Path:
    """Return a folder in which Anna's speech was left running 10.007 s after its call."""
    with desk_over(tmp_path / "data", clock) as desk:
        room = small_forum(desk)
        speaks(room)
        clock.wait(10_007)
        room.notes.edit(items(room)[0], 0, 0, "typed")
    return tmp_path / "data"


def test_a_speech_left_running_shortly_goes_on_unasked(left: Path, clock: FakeClock) -> None:
    clock.wait(STALE_MS)
    with desk_over(left, clock) as desk:
        assert desk.room.questions.open is None
        assert desk.room.reading().elapsed_ms == 10_007 + STALE_MS


def test_a_stale_speech_is_asked_about_and_may_go_on(left: Path, clock: FakeClock) -> None:
    clock.wait(STALE_MS + 1)
    with desk_over(left, clock) as desk:
        question = asked(desk.room)
        assert question.ask is Ask.STALE
        assert question.span_ms == STALE_MS + 1
        desk.room.questions.answer(Answer.GOES_ON)
        assert desk.room.questions.open is None
        clock.wait(3)
        assert desk.room.reading().elapsed_ms == 10_007 + STALE_MS + 4


def test_a_stale_speech_that_ended_then_is_charged_up_to_the_last_key(
    left: Path, clock: FakeClock
) -> None:
    clock.wait(3 * 60 * MINUTE)
    with desk_over(left, clock) as desk:
        room = desk.room
        anna = room.session.state.current
        assert anna is not None
        clock.wait(20 * SECOND)  # the question stands a while
        room.reading()
        room.questions.answer(Answer.ENDED_THEN)
        assert room.questions.open is None
        assert room.session.state.current is None
        assert speech(room, anna.request).spent_ms == 10_007
        assert room.session.state.open_ms(clock.read()) == 10_007 + 180 * MINUTE + 20 * SECOND
        room.floor.undo()
        room.floor.undo()
        assert room.reading().elapsed_ms == 10_007 + 180 * MINUTE + 20 * SECOND


def test_a_running_speech_leaves_signs_of_life(tmp_path: Path, clock: FakeClock) -> None:
    with desk_over(tmp_path, clock) as desk:
        room = small_forum(desk)
        speaks(room)
        for _ in range(40):  # a long speech, and nobody types
            clock.wait(ALIVE_MS)
            room.reading()
    clock.wait(5 * MINUTE)
    with desk_over(tmp_path, clock) as desk:
        assert desk.room.questions.open is None
    clock.wait(20 * MINUTE)
    with desk_over(tmp_path, clock) as desk:
        assert asked(desk.room).span_ms == 25 * MINUTE
        desk.room.questions.answer(Answer.ENDED_THEN)
        assert desk.room.session.state.past[0].spent_ms == 40 * ALIVE_MS


def test_looking_at_a_stale_speech_is_no_sign_of_its_life(left: Path, clock: FakeClock) -> None:
    clock.wait(60 * MINUTE)
    for _ in range(3):
        with desk_over(left, clock) as desk:
            assert asked(desk.room).ask is Ask.STALE
            desk.room.reading()
        clock.wait(2 * MINUTE)
    with desk_over(left, clock) as desk:
        assert asked(desk.room).span_ms == 66 * MINUTE
        desk.room.questions.answer(Answer.GOES_ON)
        desk.room.reading()
    clock.wait(5 * MINUTE)
    with desk_over(left, clock) as desk:
        assert desk.room.questions.open is None


def test_across_a_restart_the_wall_clock_counts_and_says_so(left: Path, clock: FakeClock) -> None:
    clock.reboot(4 * MINUTE)
    with desk_over(left, clock) as desk:
        room = desk.room
        assert asked(room).ask is Ask.REBOOTED
        assert room.reading().elapsed_ms == 10_007 + 4 * MINUTE
        room.questions.answer(Answer.SEEN)
        assert room.questions.open is None
        room.floor.end()
        assert room.session.state.past[0].measure.value == "wall"
    clock.reboot(4 * MINUTE)
    with desk_over(left, clock) as desk:
        assert desk.room.questions.open is None  # nobody speaks


def test_a_restart_long_ago_asks_whether_the_speech_is_still_on(
    left: Path, clock: FakeClock
) -> None:
    clock.reboot(24 * 60 * MINUTE)
    with desk_over(left, clock) as desk:
        assert asked(desk.room).ask is Ask.STALE
        desk.room.questions.answer(Answer.ENDED_THEN)
        assert desk.room.session.state.past[0].spent_ms == 10_007


def test_a_sleep_during_a_speech_is_asked_about_and_need_not_count(
    room: Room, clock: FakeClock
) -> None:
    speaks(room)
    room.reading()
    clock.wait(10 * SECOND)
    clock.sleep(7_777)
    clock.wait(500)
    room.reading()
    question = asked(room)
    assert (question.ask, question.span_ms) == (Ask.SLEPT, 7_777)
    clock.wait(2 * SECOND)
    clock.sleep(5_000)
    room.reading()
    assert asked(room).span_ms == 12_777  # both times asleep, in one line
    room.questions.answer(Answer.DO_NOT_COUNT)
    assert room.reading().elapsed_ms == 12_500
    assert room.questions.open is None


def test_a_sleep_may_count(room: Room, clock: FakeClock) -> None:
    speaks(room)
    room.reading()
    clock.sleep(MINUTE)
    room.reading()
    room.questions.answer(Answer.COUNT)
    assert room.reading().elapsed_ms == MINUTE
    assert room.questions.open is None


def test_a_sleep_while_nobody_spoke_is_nobodys_question(room: Room, clock: FakeClock) -> None:
    room.floor.add("Anna")
    room.reading()
    clock.sleep(10 * MINUTE)
    room.floor.call_next()
    clock.wait(SECOND)
    room.reading()
    assert room.questions.open is None


def test_a_question_about_a_speech_that_is_over_is_no_more(room: Room, clock: FakeClock) -> None:
    speaks(room, "Anna")
    room.reading()
    clock.sleep(MINUTE)
    room.reading()
    assert asked(room).ask is Ask.SLEPT
    speaks(room, "Boris")
    clock.wait(SECOND)
    assert room.questions.open is None
    room.questions.answer(Answer.DO_NOT_COUNT)
    assert room.reading().elapsed_ms == SECOND


def test_a_clock_set_by_hand_is_told_and_changes_no_speech(room: Room, clock: FakeClock) -> None:
    anna = speaks(room)
    room.reading()
    clock.wait(SECOND)
    clock.step(-3_600_000)
    assert room.reading().elapsed_ms == SECOND
    question = asked(room)
    assert (question.ask, question.span_ms) == (Ask.STEPPED, -3_600_000)
    clock.step(7_200_000)
    room.floor.end()
    assert speech(room, anna).spent_ms == SECOND
    room.questions.answer(Answer.SEEN)
    assert room.questions.open is None


def test_a_step_does_not_hide_the_question_that_needs_an_answer(
    room: Room, clock: FakeClock
) -> None:
    speaks(room)
    room.reading()
    clock.sleep(MINUTE)
    room.reading()
    clock.step(MINUTE)
    room.reading()
    assert asked(room).ask is Ask.SLEPT


def test_an_answer_to_another_question_changes_nothing(room: Room, clock: FakeClock) -> None:
    speaks(room)
    room.questions.answer(Answer.ENDED_THEN)
    room.reading()
    clock.step(MINUTE)
    room.reading()
    room.questions.answer(Answer.ENDED_THEN)
    assert room.session.state.current is not None


def test_midnight_is_no_event(room: Room, clock: FakeClock) -> None:
    clock.step(14 * 60 * MINUTE - 10 * SECOND)  # ten seconds before midnight in the forum's zone
    speaks(room)
    clock.wait(20 * SECOND)
    assert room.reading().elapsed_ms == 20 * SECOND
    assert room.questions.open is None


@pytest.mark.parametrize("step_ms", [-24 * 60 * MINUTE, -MINUTE, 1_001, 60 * MINUTE])
def test_a_clock_set_before_and_after_a_restart_touches_no_time(
    left: Path, clock: FakeClock, step_ms: int
) -> None:
    with desk_over(left, clock) as desk:
        desk.room.reading()
        clock.step(-step_ms)
        desk.room.reading()
    clock.reboot(20_000)
    with desk_over(left, clock) as desk:
        room = desk.room
        room.reading()
        clock.wait(3)
        room.reading()
        clock.step(step_ms)
        room.reading()
        clock.wait(4)
        assert room.reading().elapsed_ms == 10_007 + 20_000 + 7
        assert asked(room).ask is Ask.STEPPED
        view = room.floor_view()
        assert view.undo is not None
        assert view.undo.kind is EventKind.CALLED
        room.floor.end()
        assert room.session.state.open_ms(clock.read()) == 10_007 + 20_000 + 7
        room.floor.undo()
        clock.step(-step_ms)
        clock.wait(5)
        room.floor.redo()
        assert room.session.state.open_ms(clock.read()) == 10_007 + 20_000 + 12
        (spent_ms,) = [s.spent_ms for s in room.session.state.speeches()]
        assert spent_ms == 10_007 + 20_000 + 7
    with desk_over(left, clock) as desk:
        assert desk.room.session.state.open_ms(clock.read()) == 10_007 + 20_000 + 12
        assert desk.store.check() == ()
