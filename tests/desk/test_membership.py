"""Desks that are joined at one hub, live, over real sockets."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from moderator.desk.reasons import sentence
from moderator.documents.rights import Role
from moderator.domain.errors import Reason, Refused
from moderator.domain.link import LinkState
from moderator.formats import forum_json
from tests.desk.consoles import Console, console, play_two
from tests.desk.kit import add_meeting, items, names, reason_of, small_forum, text
from tests.hub.kit import RunningHub, play, running_hub, until


def test_what_one_does_the_other_sees_at_once(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        assert b.desk.forum.id == a.desk.forum.id
        first = items(a.desk.room)[0]
        a.desk.room.floor.open_meeting()
        a.desk.room.floor.open_item(first)
        a.desk.room.floor.call(a.desk.room.floor.add("Асқар"))
        b.desk.room.notes.add(first, "Уәде берді", None)
        await until(lambda: a.notes() == ["Уәде берді"])
        await until(lambda: b.desk.room.session.state == a.desk.room.session.state)
        seen, shown = b.desk.room.floor_view(), a.desk.room.floor_view()
        # whose action it was differs, and what each may do
        seen = replace(seen, undo=shown.undo, gavel=shown.gavel, list_why=shown.list_why)
        assert seen == shown

    play_two(tmp_path, story)


def test_a_meeting_that_is_not_in_front_is_kept_up_too(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        front = b.desk.room.id
        evening = add_meeting(a.desk, "Evening")
        a.desk.planning.add_item(evening, text("Late item"), a.desk.room.agenda().items[0].kind, 1)
        a.desk.select_meeting(evening)
        a.desk.room.notes.add(items(a.desk.room)[0], "Said late", None)
        a.desk.room.floor.add("Борис")
        kept = b.desk.store

        def arrived() -> bool:
            return [r.line.text for r in kept.notes(a.desk.forum.id, evening)] == ["Said late"]

        await until(arrived)
        assert b.desk.room.id == front
        b.desk.select_meeting(evening)
        await until(lambda: names(b.desk.room) == ["Борис"])
        a.desk.room.floor.add("Vera")
        await until(lambda: names(b.desk.room) == ["Борис", "Vera"])

    play_two(tmp_path, story)


def test_people_are_told_what_is_kept_here_and_since_when(tmp_path: Path) -> None:
    async def whole() -> None:
        async with console(tmp_path / "a") as a:
            small_forum(a.desk)
            async with running_hub(tmp_path / "hub") as hub:
                await a.join(hub, Role.CHAIR)
                await until(lambda: a.state is LinkState.LIVE)
                view = a.membership.view
                assert view is not None
                assert (view.waiting, view.lost_utc_ms, view.role) == (0, None, "chair")
                assert view.at_hub_utc_ms == a.desk.clock.read().utc_ms
            await until(lambda: a.state not in (LinkState.LIVE, LinkState.CATCHING_UP))
            view = a.membership.view
            assert view is not None
            a.desk.room.floor.add("Anna")
            a.desk.room.floor.add("Boris")
            view = a.membership.view
            assert view is not None
            assert view.waiting == 2
            assert view.lost_utc_ms is not None

    asyncio.run(whole())


def test_the_count_of_what_waits_survives_the_program(tmp_path: Path) -> None:
    async def first(hub: RunningHub) -> None:
        async with console(tmp_path / "a") as a:
            small_forum(a.desk)
            await a.join(hub, Role.CHAIR)

    async def then() -> None:
        async with console(tmp_path / "a") as a:
            a.desk.clock.wait(1_000)  # type: ignore[attr-defined]  # it is the tests' own clock
            a.desk.room.floor.add("Anna")
            await asyncio.to_thread(a.desk.commit)
        async with console(tmp_path / "a") as a:
            await until(lambda: a.membership.view is not None)
            view = a.membership.view
            assert view is not None
            assert view.waiting == 1

    play(tmp_path / "hub", first)
    asyncio.run(then())


def test_a_laptop_that_was_away_catches_up_by_itself(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        await b.membership.close()
        a.desk.room.floor.add("Anna")
        b.desk.room.notes.add(items(b.desk.room)[0], "While away", None)
        b.membership.stay()
        await until(lambda: names(b.desk.room) == ["Anna"])
        await until(lambda: a.notes() == ["While away"])

    play_two(tmp_path, story)


def test_what_a_role_may_not_write_is_refused_at_once(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        for refused in (
            lambda: b.desk.room.floor.add("By the note-taker"),
            b.desk.room.floor.call_next,
            b.desk.room.running.take,
            lambda: add_meeting(b.desk, "Another"),
        ):
            with pytest.raises(Refused) as caught:
                refused()
            assert reason_of(caught) is Reason.ROLE_MAY_NOT
            assert "note-taker" in sentence(caught.value)
        assert len(b.desk.programme.meetings) == 1
        b.desk.room.notes.add(items(b.desk.room)[0], "A note", None)
        await until(lambda: a.notes() == ["A note"])
        assert names(a.desk.room) == []
        await b.membership.sync()

    play_two(tmp_path, story)


def test_a_role_that_is_changed_opens_and_closes_documents_at_once(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        token = next(t.hash for t in hub.house.access.tokens if t.role == Role.NOTE_TAKER)
        first = items(a.desk.room)[0]
        hub.house.access.change_role(token, Role.VIEWER)
        await until(lambda: b.desk.link is not None and b.desk.link.role == "viewer")
        a.desk.room.notes.add(first, "Line 0", None)
        a.desk.room.floor.add("Speaker")
        await until(lambda: names(b.desk.room) == ["Speaker"])
        assert b.notes() == []
        hub.house.access.change_role(token, Role.NOTE_TAKER)
        a.desk.room.notes.add(first, "Line 1", None)
        await until(lambda: sorted(b.notes()) == ["Line 0", "Line 1"])

    play_two(tmp_path, story)


def test_a_laptop_goes_by_the_hubs_time_and_nobody_is_asked_about_it(tmp_path: Path) -> None:
    async def whole(hub: RunningHub) -> None:
        async with console(tmp_path / "a") as a:
            room = small_forum(a.desk)
            room.floor.open_meeting()
            room.floor.open_item(items(room)[0])
            room.floor.call(room.floor.add("Anna"))
            room.reading()
            hub.clock.wait(90_000)
            await a.join(hub, Role.CHAIR)
            await until(lambda: a.desk.clock.read().utc_ms == hub.clock.read().utc_ms)
            room.reading()
            assert room.questions.open is None

    play(tmp_path / "hub", whole)


def test_the_link_is_that_of_the_open_forum(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        joined = b.desk.forum.id
        other = next(f.id for f in b.desk.library.all() if f.id != joined)
        b.desk.library.open(other)
        assert b.membership.view is None
        b.desk.library.open(joined)
        await until(lambda: b.state is LinkState.LIVE)
        await b.membership.leave()
        assert b.membership.view is None

    play_two(tmp_path, story)


def test_two_forums_under_one_name_are_refused_and_left_alone(tmp_path: Path) -> None:
    async def whole(hub: RunningHub) -> None:
        async with console(tmp_path / "a") as a, console(tmp_path / "b") as b:
            small_forum(a.desk)
            exported = await a.desk.export()
            await a.join(hub, Role.CHAIR)
            b.desk.library.add(forum_json.read(exported))
            assert b.desk.forum.id == a.desk.forum.id
            with pytest.raises(Refused) as refused:
                await b.join(hub, Role.CHAIR)
            assert reason_of(refused) is Reason.HUB_OTHER_HISTORY
            assert b.membership.view is None

    play(tmp_path / "hub", whole)


def test_both_sides_export_the_same_forum(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        for n in range(20):
            a.desk.room.floor.add(f"Speaker {n}")
            b.desk.room.notes.add(items(b.desk.room)[n % 2], f"Line {n}", None)
        await a.membership.sync()
        await b.membership.sync()
        await a.membership.sync()
        one, other = json.loads(await a.desk.export()), json.loads(await b.desk.export())
        assert one == other

    play_two(tmp_path, story)
