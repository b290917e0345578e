"""Two consoles of one forum: one runs the floor, the other sees who, and can take it over."""

from dataclasses import replace
from pathlib import Path

import pytest

from moderator.desk.reasons import sentence
from moderator.desk.room import Room
from moderator.documents.rights import Role
from moderator.domain.clock import Measure
from moderator.domain.errors import Reason, Refused
from moderator.domain.events import EventKind
from moderator.settings import Settings
from tests.desk.consoles import Console, Story, console
from tests.desk.kit import items, names, reason_of, small_forum
from tests.domain.hall import MINUTE, SECOND, FakeClock
from tests.hub.kit import RunningHub, play, until


def clock_of(of: Console) -> FakeClock:
    assert isinstance(of.desk.clock, FakeClock)
    return of.desk.clock


def rooms(*consoles: Console) -> list[Room]:
    return [each.desk.room for each in consoles]


def equal(*consoles: Console) -> bool:
    first, *others = rooms(*consoles)
    return all(room.session.state == first.session.state for room in others)


def chairs(tmp_path: Path, story: Story) -> None:
    """Run a story of a chair and another whose floor is called Aida's, both joined."""

    async def whole(hub: RunningHub) -> None:
        async with console(tmp_path / "a") as a, console(tmp_path / "b") as b:
            a.desk.settings = Settings(own_name="Aida")
            b.desk.settings = Settings(own_name="Boris")
            clock_of(b).now = replace(clock_of(b).now, boot="another/boot", mono_ms=77)
            small_forum(a.desk)
            await a.join(hub, Role.CHAIR)
            await b.join(hub, Role.TIMEKEEPER)
            await until(lambda: b.desk.has_room)
            await story(hub, a, b)

    play(tmp_path / "hub", whole)


def test_alone_nobody_need_take_the_gavel(room: Room) -> None:
    room.floor.open_meeting()
    assert room.session.state.gavel is None
    assert room.floor_view().gavel is None


def test_who_acts_first_runs_the_floor_and_others_see_who_does(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        for name in ("Anna", "Vera"):
            b.desk.room.floor.add(name)
        await until(lambda: names(a.desk.room) == ["Anna", "Vera"])
        a.desk.room.floor.call_next()
        await until(lambda: b.desk.room.session.state.current is not None)
        seen = b.desk.room.floor_view().gavel
        assert seen is not None
        assert (seen.name, seen.is_mine, seen.may_take) == ("Aida", False, True)
        assert "Aida runs the floor since 10:00" in seen.why_not
        own = a.desk.room.floor_view().gavel
        assert own is not None
        assert own.is_mine
        floor = b.desk.room.floor
        for refused in (
            floor.call_next,
            floor.pause,
            floor.end,
            floor.not_here,
            lambda: floor.change_time(SECOND),
            lambda: floor.open_item(items(b.desk.room)[1]),
            lambda: floor.set_list(False),
            lambda: floor.point_of_order("Gulnar", True),
        ):
            with pytest.raises(Refused) as caught:
                refused()
            assert reason_of(caught) is Reason.FLOOR_OTHERS
            assert "Aida" in sentence(caught.value)
        floor.add("Dana")
        floor.move(b.desk.room.floor_view().queue[1].request, 0)
        floor.withdraw(b.desk.room.floor_view().queue[1].request)
        await until(lambda: names(a.desk.room) == ["Dana"])

    chairs(tmp_path, story)


def test_taking_the_floor_over_is_one_action_and_is_refused_twice(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        a.desk.room.floor.open_item(items(a.desk.room)[0])
        a.desk.room.floor.call(a.desk.room.floor.add("Anna"))
        await until(lambda: b.desk.room.session.state.current is not None)
        b.desk.room.running.take()
        with pytest.raises(Refused) as caught:
            b.desk.room.running.take()
        assert reason_of(caught) is Reason.FLOOR_YOURS
        b.desk.room.floor.end()
        await until(lambda: a.desk.room.session.state.current is None)
        assert equal(a, b)
        with pytest.raises(Refused) as caught:
            a.desk.room.floor.undo()
        assert reason_of(caught) in (Reason.FLOOR_OTHERS, Reason.OTHERS_BUILT_ON_IT)

    chairs(tmp_path, story)


def test_a_meeting_published_while_it_runs_stays_its_chairs(tmp_path: Path) -> None:
    async def whole(hub: RunningHub) -> None:
        async with console(tmp_path / "a") as a, console(tmp_path / "b") as b:
            small_forum(a.desk).floor.open_meeting()
            await a.join(hub, Role.CHAIR)
            await b.join(hub, Role.TIMEKEEPER)
            await until(lambda: b.desk.room.session.state.gavel is not None)
            with pytest.raises(Refused) as caught:
                b.desk.room.floor.open_item(items(b.desk.room)[0])
            assert reason_of(caught) is Reason.FLOOR_OTHERS

    play(tmp_path / "hub", whole)


def test_two_who_ran_the_floor_apart_agree_and_one_adopts_the_others_speech(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        room = a.desk.room
        room.floor.open_item(items(room)[0])
        called = [room.floor.add(name) for name in ("Anna", "Vera", "Dana")]
        room.floor.call(called[0])
        await until(lambda: equal(a, b))
        await a.membership.close()
        b.desk.room.running.take()
        for each in (a, b):
            clock_of(each).wait(MINUTE)
        room.floor.call(called[1])
        for each in (a, b):
            clock_of(each).wait(2 * MINUTE)
        a.membership.stay()
        await until(lambda: equal(a, b) and b.desk.room.session.fold.apart != frozenset())
        await until(lambda: b.desk.room.session.fold.events[-1].kind is EventKind.BOOKED)
        (line,) = b.desk.room.floor_view().lines
        assert (line.name, line.is_mine) == ("Aida", False)
        assert [(s.name, s.spent_ms, s.may_adopt) for s in line.speeches] == [
            ("Anna", MINUTE, False),
            ("Vera", 2 * MINUTE, True),
        ]
        assert [entry.text for entry in line.there] == ["called Vera"]
        (own,) = a.desk.room.floor_view().lines
        assert own.is_mine
        with pytest.raises(Refused) as caught:
            a.desk.room.running.adopt(line.tenure, line.speeches[1].called)
        assert reason_of(caught) is Reason.FLOOR_OTHERS
        with pytest.raises(Refused) as caught:
            b.desk.room.running.adopt(line.tenure, line.speeches[0].called)
        assert reason_of(caught) is Reason.HAS_THE_FLOOR
        b.desk.room.running.adopt(line.tenure, line.speeches[1].called)
        b.desk.room.running.settle(line.tenure)
        await until(lambda: equal(a, b) and a.desk.room.floor_view().lines == ())
        (vera,) = (s for s in a.desk.room.session.state.past if s.request == called[1])
        assert vera.spent_ms == 2 * MINUTE

    chairs(tmp_path, story)


def test_a_role_taken_back_is_told_and_what_is_here_stays(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        told: list[str] = []
        b.desk.listen(lambda changes: told.append("role") if changes.role else None)
        token = next(t.hash for t in hub.house.access.tokens if t.role == Role.TIMEKEEPER)
        b.desk.room.floor.add("Anna")
        await until(lambda: names(a.desk.room) == ["Anna"])
        hub.house.access.change_role(token, Role.VIEWER)
        await until(lambda: told == ["role"])
        with pytest.raises(Refused) as caught:
            b.desk.room.floor.add("Vera")
        assert "viewer" in sentence(caught.value)
        view = b.desk.room.floor_view()
        assert view.list_why
        assert view.gavel is not None
        assert not view.gavel.may_take
        hub.house.access.revoke(token)
        await until(lambda: b.desk.link is not None and b.desk.link.state.value == "refused")
        assert names(b.desk.room) == ["Anna"]

    chairs(tmp_path, story)


def test_a_speech_begun_on_one_console_and_ended_on_another_says_so(tmp_path: Path) -> None:
    """Their own clocks are minutes off; the hub's time is what both go by."""

    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        clock_of(b).step(7 * MINUTE)
        await b.membership.close()
        b.membership.stay()
        await until(lambda: clock_of(b).read().utc_ms == clock_of(a).read().utc_ms)
        room = a.desk.room
        room.floor.open_item(items(room)[0])
        called = room.floor.add("Anna")
        room.floor.call(called)
        await until(lambda: b.desk.room.session.state.current is not None)
        for clock in (clock_of(a), clock_of(b), hub.clock):
            clock.wait(90 * SECOND)
        readings = [each.reading().left_ms for each in rooms(a, b)]
        assert abs(readings[0] - readings[1]) <= 100
        b.desk.room.running.take()
        b.desk.room.floor.end()
        await until(lambda: equal(a, b) and a.desk.room.session.state.current is None)
        (speech,) = a.desk.room.session.state.past
        assert speech.measure is Measure.WALL
        assert abs(speech.spent_ms - 90 * SECOND) <= 100
        ended = a.desk.room.session.fold.events[-1]
        assert (ended.kind, ended.text("measure")) == (EventKind.ENDED, "wall")

    chairs(tmp_path, story)


def test_a_console_cut_off_says_up_to_when_it_knows_the_floor(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        room = a.desk.room
        room.floor.open_item(items(room)[0])
        room.floor.call(room.floor.add("Anna"))
        await until(lambda: b.desk.room.session.state.current is not None)
        assert b.desk.room.floor_view().last_known == ""
        hub.house.access.revoke(
            next(t.hash for t in hub.house.access.tokens if t.role == Role.TIMEKEEPER)
        )
        await until(lambda: b.desk.room.floor_view().last_known == "10:00")
        assert a.desk.room.floor_view().last_known == ""

    chairs(tmp_path, story)
