"""The forums on this laptop are listed as they are now, committed or not."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderator.desk.clock import SystemClock
from moderator.desk.desk import Desk
from moderator.domain.errors import Refused
from moderator.domain.ids import ForumId
from moderator.domain.programme import LocalText
from moderator.settings import Settings
from moderator.store.database import Store
from moderator.store.rows import ForumGone


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(Store.open(tmp_path), Settings(), SystemClock())
    yield made
    made.close()


def _titles(desk: Desk) -> list[str]:
    return sorted(forum.title.en for forum in desk.library.all())


def test_a_forum_is_listed_from_when_it_was_made_until_it_is_removed(desk: Desk) -> None:
    day = dt.date(2026, 11, 18)
    first = desk.library.new(LocalText(en="First"), day)
    assert _titles(desk) == ["First"]
    desk.library.new(LocalText(en="Second"), day)
    assert _titles(desk) == ["First", "Second"]
    desk.library.open(first)
    asyncio.run(desk.library.remove(first))
    assert _titles(desk) == ["Second"]
    desk.commit()
    assert _titles(desk) == ["Second"]


def _two(desk: Desk) -> tuple[ForumId, ForumId]:
    day = dt.date(2026, 11, 18)
    first = desk.library.new(LocalText(en="First"), day)
    return first, desk.library.new(LocalText(en="Second"), day)


def test_a_forum_opened_beside_has_what_was_changed_in_it_meanwhile(desk: Desk) -> None:
    first, second = _two(desk)

    async def open_and_change() -> None:
        opening = asyncio.ensure_future(desk.library.open_beside(first))
        await asyncio.sleep(0)
        with desk.at(first) as behind:
            day = behind.programme.programme.days[0]
            behind.planning.add_meeting(day.id, LocalText(en="Late"), dt.time(10), Settings())
        assert desk.forum.id == second
        await opening

    asyncio.run(open_and_change())
    assert desk.forum.id == first
    assert [m.title.en for m in desk.programme.meetings] == ["Late"]
    desk.planning.add_day(dt.date(2026, 11, 19))
    desk.commit()
    assert desk.store.check() == ()
    desk.library.open(first)
    assert len(desk.programme.days) == 2


def test_opening_that_is_given_up_leaves_what_was_open(desk: Desk) -> None:
    first, second = _two(desk)

    async def give_up() -> None:
        opening = asyncio.ensure_future(desk.library.open_beside(first))
        await asyncio.sleep(0)
        opening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await opening

    asyncio.run(give_up())
    assert desk.forum.id == second


def test_a_forum_removed_while_it_is_opened_is_refused(desk: Desk) -> None:
    first, second = _two(desk)

    async def remove() -> None:
        opening = asyncio.ensure_future(desk.library.open_beside(first))
        await asyncio.sleep(0)
        with desk.keeper.batch():
            desk.keeper.add(ForumGone(first))
        with pytest.raises(Refused):
            await opening

    asyncio.run(remove())
    assert desk.forum.id == second
