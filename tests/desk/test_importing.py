"""A file is worked out beside the desk, which goes on meanwhile, and is taken in one step."""

import asyncio
import datetime as dt

import pytest

from moderator.desk import importing
from moderator.desk.desk import Desk
from moderator.desk.room import Room
from moderator.domain.changes import Changes
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import ForumId
from moderator.domain.programme import LocalText
from moderator.formats.values import Imported, ImportedItem, ImportedMeeting, ImportedPerson
from tests.desk.kit import TODAY, items, reason_of, text


def table(rows: int = 3) -> Imported:
    meeting = ImportedMeeting("m", TODAY, dt.time(15), text("Imported"))
    found = [ImportedItem(f"i{n}", "m", text(f"Item {n}")) for n in range(rows)]
    return Imported(
        meetings=(meeting,), items=tuple(found), persons=(ImportedPerson("p", "Anna Orlova"),)
    )


def titles(desk: Desk) -> set[str]:
    found = desk.programme.items.values()
    return {item.title.en for agenda in found for item in agenda}


def test_what_is_done_while_a_file_is_worked_out_is_kept(desk: Desk, room: Room) -> None:
    desk.commit()
    prepared = importing.prepare(desk.store, desk.clock, desk.forum.id, table())
    first, second = items(room)
    desk.planning.retitle_item(first, "Retitled", "en")
    desk.planning.remove_item(second)
    room.floor.add("Boris")
    with desk.keeper.batch():
        importing.take(prepared, desk.forum, desk.keeper)
    desk.planning.retitle_item(first, "And again", "en")
    wanted = {"And again", "Item 0", "Item 1", "Item 2"}
    assert titles(desk) == wanted
    assert [p.name for p in desk.people.persons.values()] == ["Anna Orlova"]
    assert room.find_people("orl")[0].name == "Anna Orlova"
    desk.commit()
    assert desk.store.check() == ()
    desk.library.open(desk.forum.id)
    assert titles(desk) == wanted


def test_a_file_worked_out_changes_nothing_yet(desk: Desk, room: Room) -> None:
    desk.commit()
    told: list[Changes] = []
    desk.listen(told.append)
    before = desk.programme
    importing.prepare(desk.store, desk.clock, desk.forum.id, table())
    desk.planning.retitle_item(items(room)[0], "Retitled", "en")
    desk.commit()
    assert [changes for changes in told if changes != Changes(saved=True)] == [
        Changes(programme=True)
    ]
    assert len(desk.programme.meetings) == len(before.meetings)
    assert desk.store.check() == ()


def test_an_import_that_is_cancelled_has_changed_nothing(desk: Desk, room: Room) -> None:
    before = desk.programme

    async def give_up() -> None:
        task = asyncio.get_running_loop().create_task(desk.bring_in(table(500)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(give_up())
    desk.commit()
    assert desk.programme == before
    assert desk.store.check() == ()
    assert asyncio.run(desk.bring_in(table())).added > 0


def test_an_import_given_up_too_late_is_whole(desk: Desk, room: Room) -> None:
    async def give_up() -> None:
        task = asyncio.get_running_loop().create_task(desk.bring_in(table(20)))

        def cancel(changes: Changes) -> None:
            if changes.programme:
                task.cancel()

        desk.listen(cancel)
        assert (await task).added > 20

    asyncio.run(give_up())
    assert len(titles(desk)) == 20 + len(items(room))
    desk.commit()
    assert desk.store.check() == ()


def test_thousands_of_items_come_in_the_order_of_their_file(desk: Desk, room: Room) -> None:
    asyncio.run(desk.bring_in(table(3_000)))
    meeting = next(m for m in desk.programme.meetings if m.title.en == "Imported")
    found = [item.title.en for item in desk.programme.agenda(meeting.id)]
    assert found == [f"Item {n}" for n in range(3_000)]


def test_two_imports_of_one_file_at_once_add_it_once(desk: Desk, room: Room) -> None:
    async def both() -> tuple[importing.Counts, importing.Counts]:
        return await asyncio.gather(desk.bring_in(table()), desk.bring_in(table()))

    first, second = asyncio.run(both())
    assert (first.added, second.added) == (5, 0)
    assert second.unchanged == first.added + first.unchanged
    assert len(desk.programme.meetings) == 2


def test_a_file_for_a_forum_behind_another_goes_there(desk: Desk, room: Room) -> None:
    wanted = desk.forum.id
    front = desk.library.new(LocalText(en="Another"), TODAY)
    asyncio.run(desk.bring_in(table(), wanted))
    assert desk.forum.id == front
    assert titles(desk) == set()
    desk.library.open(wanted)
    assert "Item 2" in titles(desk)


def test_a_file_for_a_forum_that_is_gone_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        asyncio.run(desk.bring_in(table(), ForumId("gone")))
    assert reason_of(refused) is Reason.UNKNOWN_FORUM
