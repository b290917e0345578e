"""The forums on this laptop are listed as they are now, committed or not."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderator.desk.clock import SystemClock
from moderator.desk.desk import Desk
from moderator.domain.programme import LocalText
from moderator.settings import Settings
from moderator.store.database import Store


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
