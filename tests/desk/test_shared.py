"""What comes from a hub in large pieces is merged beside the window, and is the same."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderator.desk.clock import SystemClock
from moderator.desk.desk import Desk
from moderator.desk.shared import Shared
from moderator.documents.document import programme_name
from moderator.documents.programme import ProgrammeDocument
from moderator.domain.changes import Changes
from moderator.domain.errors import Refused
from moderator.domain.ids import ItemId
from moderator.domain.programme import AgendaItem, LocalText
from moderator.settings import Settings
from moderator.store.database import Store

ITEMS = 1_500


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(Store.open(tmp_path), Settings(), SystemClock())
    made.library.new(LocalText(en="Forum"), dt.date(2026, 11, 18))
    day = made.programme.days[0].id
    made.planning.add_meeting(day, LocalText(en="Hall"), dt.time(10), Settings())
    made.commit()
    yield made
    made.close()


def with_items(desk: Desk, programme: ProgrammeDocument) -> ProgrammeDocument:
    """Return a programme with a long agenda in it."""
    meeting = desk.programme.meetings[0].id
    with programme.transaction():
        for n in range(ITEMS):
            title = LocalText(en=f"Item {n}")
            programme.put_item(AgendaItem(ItemId(f"i{n:05}"), meeting, title, f"{n:05}"))
    return programme


def elsewhere(desk: Desk) -> ProgrammeDocument:
    """Return the programme as another laptop has it, with a long agenda."""
    copy = ProgrammeDocument(programme_name(desk.forum.id))
    copy.apply(desk.forum.programme.state())
    return with_items(desk, copy)


def titles(desk: Desk) -> list[str]:
    return [i.title.en for i in desk.programme.agenda(desk.programme.meetings[0].id)]


def test_a_large_update_is_merged_as_a_small_one_is(desk: Desk) -> None:
    sent: list[str] = []
    shared = Shared(desk, desk.forum.id, lambda document, update: sent.append(document))
    there = elsewhere(desk)
    update = there.missing(desk.forum.programme.state_vector())
    told: list[Changes] = []
    desk.listen(told.append)
    asyncio.run(shared.prepare(there.name, update))
    assert titles(desk) == [f"Item {n}" for n in range(ITEMS)]
    assert any(changes.programme for changes in told)
    assert shared.take(there.name, update)
    assert sent == []
    desk.planning.retitle_item(ItemId("i00003"), "Own words", "en")
    assert sent == [there.name]
    desk.commit()
    assert desk.store.check() == ()
    desk.library.open(desk.forum.id)
    assert titles(desk)[3] == "Own words"


def test_what_is_done_here_while_it_is_merged_is_kept(desk: Desk) -> None:
    shared = Shared(desk, desk.forum.id, lambda document, update: None)
    there = elsewhere(desk)
    update = there.missing(desk.forum.programme.state_vector())

    async def change_meanwhile() -> None:
        preparing = asyncio.ensure_future(shared.prepare(there.name, update))
        await asyncio.sleep(0)
        desk.planning.add_day(dt.date(2026, 11, 19))
        await preparing

    asyncio.run(change_meanwhile())
    assert shared.take(there.name, update)
    assert len(desk.programme.days) == 2
    assert len(titles(desk)) == ITEMS


def test_a_large_update_of_another_history_is_refused_as_before(desk: Desk) -> None:
    shared = Shared(desk, desk.forum.id, lambda document, update: None)
    other = ProgrammeDocument(programme_name(desk.forum.id))
    other.create()
    with_items(desk, other)
    asyncio.run(shared.prepare(other.name, other.state()))
    with pytest.raises(Refused):
        shared.take(other.name, other.state())
    assert titles(desk) == []
