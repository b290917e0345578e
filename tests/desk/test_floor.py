"""What a chair does on the floor, through the desk: committed, undone, refused without traces."""

import pytest

from moderator.desk.desk import Desk
from moderator.desk.phrases import undo_text
from moderator.desk.room import Room
from moderator.domain.clock import Reading
from moderator.domain.errors import Reason, Refused
from moderator.domain.events import EventKind
from moderator.domain.floor import ClockState, ItemState, MeetingPhase
from moderator.domain.ids import RequestId
from moderator.domain.kinds import Kind
from tests.desk.kit import items, names, reason_of, speaks, speech
from tests.domain.hall import MINUTE, SECOND, FakeClock


def kinds(room: Room) -> list[EventKind]:
    return [event.kind for event in room.session.fold.events]


def phase(room: Room) -> MeetingPhase:
    return room.session.state.phase


def test_call_next_opens_meeting_and_item_first(room: Room) -> None:
    anna = room.floor.add("Anna")
    room.floor.call_next()
    assert kinds(room)[1:] == [
        EventKind.MEETING_OPENED,
        EventKind.ITEM_OPENED,
        EventKind.CALLED,
    ]
    assert len({e.at for e in room.session.fold.events[1:]}) == 1
    assert room.session.state.item == items(room)[0]
    assert room.session.state.current is not None
    assert room.session.state.current.request == anna


def test_undoing_that_first_call_leaves_meeting_and_item_open(room: Room) -> None:
    room.floor.add("Anna")
    room.floor.call_next()
    assert undo_text(room.floor_view().undo) == "Undo: called Anna"
    room.floor.undo()
    assert room.session.state.current is None
    assert phase(room) is MeetingPhase.OPEN
    assert names(room) == ["Anna"]
    room.floor.undo()
    assert room.session.state.item is None
    room.floor.undo()
    assert phase(room) is MeetingPhase.NOT_OPEN
    room.floor.redo()
    room.floor.redo()
    room.floor.redo()
    assert room.floor_view().current is not None


def test_undoing_a_call_gives_the_time_in_between_to_the_first_speaker(
    room: Room, clock: FakeClock
) -> None:
    anna = speaks(room, "Anna")
    clock.wait(30 * SECOND)
    room.floor.add("Boris")
    room.floor.call_next()
    clock.wait(20 * SECOND)
    room.floor.take_back()
    assert room.reading().elapsed_ms == 50 * SECOND
    assert room.session.state.current == speech(room, anna)
    assert names(room) == ["Boris"]


def test_take_back_takes_back_calls_only(room: Room) -> None:
    room.floor.add("Anna")
    with pytest.raises(Refused) as refused:
        room.floor.take_back()
    assert reason_of(refused) is Reason.NOTHING_TO_UNDO
    assert names(room) == ["Anna"]


def test_a_point_of_order_holds_the_speech_and_undo_gives_the_floor_back(
    room: Room, clock: FakeClock
) -> None:
    anna = speaks(room, "Anna")
    clock.wait(10 * SECOND)
    room.floor.point_of_order("Boris", now=True)
    clock.wait(5 * SECOND)
    assert room.session.state.held[0].spent_ms == 10 * SECOND
    assert room.reading().held_left_ms == 170 * SECOND
    room.floor.undo()
    # it never had the floor: Anna never stopped
    assert room.reading().elapsed_ms == 15 * SECOND
    assert names(room) == ["Boris"]
    room.floor.undo()
    assert names(room) == []
    assert room.session.state.current is not None
    assert room.session.state.current.request == anna


def test_call_next_with_nobody_waiting_gives_the_floor_back_from_an_interruption(
    room: Room, clock: FakeClock
) -> None:
    anna = speaks(room, "Anna")
    clock.wait(10 * SECOND)
    room.floor.point_of_order("Boris", now=True)
    clock.wait(5 * SECOND)
    room.floor.call_next()
    assert room.session.state.current is not None
    assert room.session.state.current.request == anna
    assert room.session.state.current.clock is ClockState.RUNNING
    clock.wait(7 * SECOND)
    assert room.reading().elapsed_ms == 17 * SECOND
    with pytest.raises(Refused) as refused:
        room.floor.call_next()
    assert reason_of(refused) is Reason.NOBODY_WAITS
    assert room.reading().elapsed_ms == 17 * SECOND


def test_a_second_call_within_a_second_is_refused(room: Room, clock: FakeClock) -> None:
    for name in ("Anna", "Boris"):
        room.floor.add(name)
    room.floor.call_next()
    clock.wait(999)
    with pytest.raises(Refused) as refused:
        room.floor.call_next()
    assert reason_of(refused) is Reason.TOO_SOON
    clock.wait(1)
    room.floor.call_next()
    assert room.session.state.past[0].spent_ms == SECOND


def test_a_refused_call_opens_nothing(room: Room) -> None:
    anna = room.floor.add("Anna")
    room.floor.withdraw(anna)
    before = kinds(room)
    for request in (anna, RequestId("nobody")):
        with pytest.raises(Refused):
            room.floor.call(request)
    with pytest.raises(Refused):
        room.floor.call_next()
    assert kinds(room) == before
    assert phase(room) is MeetingPhase.NOT_OPEN


def test_a_closed_meeting_stays_closed_until_it_is_opened_again(
    room: Room, clock: FakeClock
) -> None:
    speaks(room, "Anna")
    clock.wait(MINUTE)
    boris = room.floor.add("Boris")
    room.floor.close_meeting()
    for act in (
        room.floor.call_next,
        lambda: room.floor.call(boris),
        lambda: room.floor.point_of_order("Vera", now=True),
        room.floor.end,
        room.floor.close_meeting,
    ):
        with pytest.raises(Refused):
            act()
    assert phase(room) is MeetingPhase.CLOSED
    assert room.session.state.waiting(items(room)[0])[0].id == boris
    clock.wait(10 * MINUTE)
    room.floor.open_meeting()
    room.floor.open_item(items(room)[0])
    room.floor.call_next()
    clock.wait(MINUTE)
    state = room.session.state
    assert state.open_ms(clock.read()) == 2 * MINUTE
    assert state.opened_utc_ms == room.session.fold.events[1].at.utc_ms
    for _ in range(3):  # the call, the item, the meeting
        assert phase(room) is MeetingPhase.OPEN
        room.floor.undo()
    assert phase(room) is MeetingPhase.CLOSED


def test_not_here_puts_the_called_behind_the_next_and_charges_nothing(
    room: Room, clock: FakeClock
) -> None:
    for name in ("Anna", "Boris", "Vera"):
        room.floor.add(name)
    room.floor.call_next()
    clock.wait(8 * SECOND)
    room.floor.not_here()
    assert names(room) == ["Boris", "Anna", "Vera"]
    view = room.floor_view()
    assert view.queue[1].missed == 1
    assert view.past == ()
    assert room.session.state.tally.changeover_ms == 8 * SECOND
    room.floor.undo()
    clock.wait(2 * SECOND)
    assert room.reading().elapsed_ms == 10 * SECOND


def test_opening_another_item_ends_the_speech(room: Room, clock: FakeClock) -> None:
    anna = speaks(room)
    clock.wait(30 * SECOND)
    room.floor.open_item(items(room)[1])
    assert speech(room, anna).spent_ms == 30 * SECOND
    assert room.agenda().items[0].state is ItemState.DONE
    assert room.shown_item == items(room)[1]


def test_a_view_names_the_item_that_one_key_opens(room: Room) -> None:
    first, second = items(room)
    assert room.floor_view().opens_title == "First item"
    room.select_item(second)
    assert room.floor_view().opens_title == "Second item"
    room.floor.open_item(first)
    assert room.floor_view().opens_title == "Second item"
    room.floor.open_next_item()
    assert room.floor_view().opens_title == ""


def test_toggle_pauses_and_lets_go_on_without_losing_time(room: Room, clock: FakeClock) -> None:
    speaks(room)
    clock.wait(10_001)
    room.floor.toggle()
    clock.wait(MINUTE)
    room.floor.toggle()
    clock.wait(5)
    assert room.reading().elapsed_ms == 10_006
    room.floor.end()
    assert room.session.state.open_ms(clock.read()) == 10_006 + MINUTE


def test_every_span_adds_up_to_the_meetings_length(room: Room, clock: FakeClock) -> None:
    room.floor.open_item(items(room)[0])
    clock.wait(7_003)
    speaks(room, "Anna")
    clock.wait(11_017)
    room.floor.point_of_order("Boris", now=True)
    clock.wait(3_001)
    room.floor.toggle()
    clock.wait(2_999)
    room.floor.call_next()
    clock.wait(1_013)
    room.floor.end()
    clock.wait(409)
    state = room.session.state
    parts = state.tally.total_ms + sum(s.spent_ms for s in state.speeches())
    assert state.open_ms(clock.read()) == 7_003 + 11_017 + 3_001 + 2_999 + 1_013 + 409
    assert parts == state.open_ms(clock.read()) - 409


def test_the_rest_of_a_list_counts_own_times_changeovers_and_what_is_held(
    room: Room, clock: FakeClock
) -> None:
    assert room.floor_view().rest_ms is None
    for name in ("Anna", "Boris", "Vera"):
        room.floor.add(name)
    room.floor.call_next()
    room.floor.toggle()
    each_ms = room.usual_ms()
    view = room.floor_view()
    changeover_ms = room.session.state.tally.changeover_ms
    assert [row.name for row in view.queue] == ["Boris", "Vera"]
    assert view.rest_ms == 2 * (each_ms + changeover_ms)
    clock.wait(MINUTE)
    room.floor.point_of_order("Galina", now=True)
    held = room.session.state.held[-1]
    assert room.floor_view().rest_ms == 2 * each_ms + held.allotted_ms - held.spent_ms
    assert room.floor_view(items(room)[1]).rest_ms is None


def test_events_of_one_run_are_chained_over_leaving_the_meeting_and_coming_back(
    desk: Desk, room: Room
) -> None:
    room.floor.add("Anna")
    meeting = room.id
    other = desk.planning.add_meeting(
        desk.programme.days[0].id, room.meeting.title, room.meeting.starts, desk.settings
    )
    desk.select_meeting(other)
    desk.select_meeting(meeting)
    desk.room.floor.add("Boris")
    assert names(desk.room) == ["Anna", "Boris"]
    desk.room.floor.open_meeting()
    desk.room.floor.close_meeting()
    desk.commit()
    assert desk.store.check() == ()


def test_points_of_order_come_first_and_even_on_a_closed_list(room: Room) -> None:
    room.floor.add("Anna")
    room.floor.set_list(is_open=False)
    with pytest.raises(Refused) as refused:
        room.floor.add("Boris")
    assert reason_of(refused) is Reason.LIST_CLOSED
    room.floor.point_of_order("Vera", now=False)
    assert names(room) == ["Vera", "Anna"]
    assert room.floor_view().queue[0].kind is Kind.POINT_OF_ORDER


def test_end_at_charges_up_to_that_moment_alone(room: Room, clock: FakeClock) -> None:
    anna = speaks(room)
    clock.wait(MINUTE)
    then: Reading = clock.read()
    clock.wait(5 * MINUTE)
    room.floor.end_at(then)
    assert speech(room, anna).spent_ms == MINUTE
    assert room.session.state.open_ms(clock.read()) == 6 * MINUTE


def test_the_next_item_is_the_first_ahead_after_the_open_one(room: Room) -> None:
    first, second = items(room)
    room.floor.open_item(first)
    room.floor.open_next_item()
    assert room.session.state.item == second
    with pytest.raises(Refused) as error:
        room.floor.open_next_item()
    assert reason_of(error) is Reason.NO_ITEM_AHEAD


def test_an_item_passed_over_comes_after_the_last(room: Room) -> None:
    first, second = items(room)
    room.floor.open_item(second)
    room.floor.open_next_item()
    assert room.session.state.item == first


def test_the_item_in_front_follows_when_another_is_opened(room: Room) -> None:
    first, second = items(room)
    room.floor.open_item(first)
    room.select_item(second)
    assert room.shown_item == second
    room.floor.open_item(second)
    room.floor.open_item(first)
    assert room.shown_item == first
