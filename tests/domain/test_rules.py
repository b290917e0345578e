"""What is refused, and what undo and redo choose."""

import pytest

from moderator.domain import rules
from moderator.domain.errors import Reason, Refused
from moderator.domain.events import EventKind
from moderator.domain.floor import Request, RequestState
from moderator.domain.ids import PersonId, RequestId
from moderator.domain.kinds import RULES, Kind, usual_ms
from tests.domain.hall import SECOND, A, B, FakeClock, Hall


def refused(reason: Reason) -> "pytest.RaisesExc[Refused]":
    return pytest.RaisesExc(Refused, check=lambda error: error.reason is reason)


def test_a_meeting_is_opened_once_and_closed_once() -> None:
    hall = Hall()
    with refused(Reason.MEETING_NOT_OPEN):
        hall.close()
    hall.begin()
    with refused(Reason.MEETING_OPEN):
        rules.open_meeting(hall.state)
    hall.close()
    with refused(Reason.MEETING_CLOSED):
        hall.close()


def test_items_are_opened_closed_and_skipped_where_they_stand() -> None:
    hall = Hall().begin()
    with refused(Reason.ITEM_OPEN):
        hall.begin()
    with refused(Reason.ITEM_OPEN):
        rules.skip_item(hall.state, A)
    with refused(Reason.ITEM_NOT_OPEN):
        rules.close_item(hall.state, B, hall.now)
    hall.write(rules.close_item(hall.state, A, hall.now))
    with refused(Reason.ITEM_DONE):
        rules.skip_item(hall.state, A)


@pytest.mark.parametrize("kind", Kind)
def test_a_closed_list_takes_only_what_may_interrupt(kind: Kind) -> None:
    hall = Hall().begin()
    hall.write(rules.set_list(hall.state, A, False))
    with refused(Reason.LIST_CLOSED):
        rules.set_list(hall.state, A, False)
    if RULES[kind].suspends:
        assert hall.ask(kind=kind) in hall.state.requests
    else:
        with refused(Reason.LIST_CLOSED):
            hall.ask(kind=kind)


def test_nobody_waits_twice_for_the_same() -> None:
    hall = Hall().begin()
    hall.ask("person-1")
    with refused(Reason.ALREADY_WAITING):
        hall.ask("person-1")
    hall.ask("person-1", Kind.QUESTION)
    hall.ask("person-1", item=B)
    hall.ask()
    hall.ask()
    assert len(hall.state.waiting(A)) == 4


def test_only_who_waits_can_be_called_moved_or_withdrawn() -> None:
    hall = Hall().begin()
    with refused(Reason.UNKNOWN_REQUEST):
        hall.call(RequestId("nobody"))
    with refused(Reason.UNKNOWN_REQUEST):
        rules.change(hall.state, RequestId("nobody"), {})
    speaker = hall.speaks()
    with refused(Reason.NOT_WAITING):
        hall.call(speaker)
    with refused(Reason.NOT_WAITING):
        rules.move(hall.state, speaker, "V")
    with refused(Reason.NOT_WAITING):
        rules.withdraw(hall.state, speaker)


def test_clock_commands_need_a_speaker_and_the_right_clock() -> None:
    hall = Hall().begin()
    for command in (
        hall.pause,
        hall.resume,
        hall.end,
        hall.not_here,
        lambda: hall.change_time(1),
        lambda: hall.adjust(1),
    ):
        with refused(Reason.NOBODY_SPEAKS):
            command()
    hall.speaks()
    with refused(Reason.ALREADY_RUNNING):
        hall.resume()
    hall.pause()
    with refused(Reason.NOT_RUNNING):
        hall.pause()


def test_an_event_that_stops_a_clock_tells_what_it_showed() -> None:
    hall = Hall().begin()
    hall.speaks()
    hall.wait(61_234)
    (event,) = hall.write(rules.pause(hall.state, hall.now))
    assert event.number("elapsed_ms") == 61_234
    (event,) = hall.write(rules.end(hall.state, hall.now))
    assert event.number("elapsed_ms") is None


def test_a_second_call_within_a_second_is_refused() -> None:
    hall = Hall().begin()
    events = hall.fold.events
    rules.refuse_double_call(hall.state, events, hall.now)
    hall.speaks()
    hall.wait(999)
    with refused(Reason.TOO_SOON):
        rules.refuse_double_call(hall.state, hall.fold.events, hall.now)
    hall.wait(1)
    rules.refuse_double_call(hall.state, hall.fold.events, hall.now)


def test_a_second_call_within_a_second_of_giving_the_floor_back_is_refused() -> None:
    hall = Hall().begin()
    hall.speaks()
    hall.wait(60 * SECOND)
    hall.interrupt()
    hall.wait(10 * SECOND)
    hall.end()
    hall.wait(400)
    with refused(Reason.TOO_SOON):
        rules.refuse_double_call(hall.state, hall.fold.events, hall.now)
    hall.wait(600)
    rules.refuse_double_call(hall.state, hall.fold.events, hall.now)


def test_a_call_right_after_an_end_is_meant() -> None:
    hall = Hall().begin()
    hall.speaks()
    hall.wait(60 * SECOND)
    hall.end()
    hall.wait(200)
    rules.refuse_double_call(hall.state, hall.fold.events, hall.now)


def test_undo_goes_back_step_by_step_and_redo_forward() -> None:
    hall = Hall().begin()
    first, second = hall.ask(), hall.ask()
    hall.call(first)
    kinds = [hall.undo().kind for _ in range(3)]
    assert kinds == [EventKind.CALLED, EventKind.REQUESTED, EventKind.REQUESTED]
    hall.redo()
    hall.redo()
    assert [r.id for r in hall.state.waiting(A)] == [first, second]
    assert hall.undo().subject == second
    for _ in range(2):
        hall.redo()
    assert hall.state.current is not None
    with refused(Reason.NOTHING_TO_REDO):
        hall.redo()


def test_something_new_ends_what_can_be_redone() -> None:
    hall = Hall().begin()
    hall.ask()
    hall.undo()
    hall.ask()
    with refused(Reason.NOTHING_TO_REDO):
        hall.redo()
    hall.undo()
    hall.redo()
    with refused(Reason.NOTHING_TO_REDO):
        hall.redo()


def test_there_is_nothing_to_undo_at_the_beginning() -> None:
    hall = Hall()
    with refused(Reason.NOTHING_TO_UNDO):
        hall.undo()
    hall.ask()
    hall.undo()
    with refused(Reason.NOTHING_TO_UNDO):
        hall.undo()


def two_halls() -> tuple[Hall, Hall]:
    one, two = Hall(laptop="one"), Hall(FakeClock(boot="two/1"), "two")
    one.begin()
    one.meet(two)
    return one, two


def test_undo_takes_back_only_ones_own() -> None:
    one, two = two_halls()
    two.ask()
    one.meet(two)
    assert one.undo().kind is EventKind.ITEM_OPENED


def test_undo_is_refused_when_others_changed_whose_time_it_is_since() -> None:
    one, two = two_halls()
    speaker = one.speaks()
    one.meet(two)
    two.pause()
    one.meet(two)
    with refused(Reason.OTHERS_BUILT_ON_IT):
        one.undo()
    two.undo()
    one.meet(two)
    assert one.undo().subject == speaker


def test_undo_is_refused_when_others_did_something_with_the_request() -> None:
    one, two = two_halls()
    request = one.ask()
    one.meet(two)
    two.write(rules.move(two.state, request, "0V"))
    one.meet(two)
    with refused(Reason.OTHERS_BUILT_ON_IT):
        one.undo()


def test_undoing_a_call_is_refused_when_others_gave_the_speaker_time() -> None:
    one, two = two_halls()
    one.speaks()
    one.meet(two)
    two.change_time(30 * SECOND)
    one.meet(two)
    with refused(Reason.OTHERS_BUILT_ON_IT):
        one.undo()


def test_undoing_not_here_is_refused_when_others_moved_the_request() -> None:
    one, two = two_halls()
    request = one.speaks()
    one.not_here()
    one.meet(two)
    two.write(rules.withdraw(two.state, request))
    one.meet(two)
    with refused(Reason.OTHERS_BUILT_ON_IT):
        one.undo()


def test_redo_is_refused_when_others_went_on_from_the_undo() -> None:
    one, two = two_halls()
    speaker = one.speaks()
    one.wait(5 * SECOND)
    one.end()
    one.undo()
    one.meet(two)
    two.wait(6 * SECOND)
    two.pause()
    one.meet(two)
    with refused(Reason.OTHERS_BUILT_ON_IT):
        one.redo()
    assert one.state.requests[speaker].state is RequestState.CALLED


def test_a_request_carries_what_is_known_of_it() -> None:
    hall = Hall()
    wanted = Request(RequestId("r"), A, Kind.REPLY, "V", PersonId("person-1"), 90_000)
    hall.write(rules.ask(hall.state, wanted))
    (row,) = hall.state.waiting(A)
    assert (row.kind, row.key, row.person, row.allotted_ms) == (
        Kind.REPLY,
        "V",
        "person-1",
        90_000,
    )


def test_the_usual_time_is_the_kinds_then_the_items_then_the_meetings() -> None:
    assert usual_ms(Kind.POINT_OF_ORDER, 5, 7) == 60_000
    assert usual_ms(Kind.CONTRIBUTION, 5, 7) == 5
    assert usual_ms(Kind.CONTRIBUTION, 0, 7) == 7


def test_kinds_go_before_their_place_on_the_list() -> None:
    hall = Hall().begin()
    kinds = [Kind.CONTRIBUTION, Kind.REPLY, Kind.QUESTION, Kind.POINT_OF_ORDER, Kind.INTERPOSED]
    asked = {kind: hall.ask(kind=kind) for kind in kinds}
    order = [Kind.POINT_OF_ORDER, Kind.INTERPOSED, Kind.REPLY, Kind.CONTRIBUTION, Kind.QUESTION]
    assert [r.id for r in hall.state.waiting(A)] == [asked[kind] for kind in order]
