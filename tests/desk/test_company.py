"""Who is here, where they are and where they write, between desks at one hub."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from moderator.desk.room import Room
from moderator.documents.rights import Role
from moderator.domain.changes import Changes
from moderator.domain.company import COLOURS, free_colour, initials
from moderator.domain.ids import ItemId
from moderator.settings import Settings
from tests.desk.consoles import Console, console, play_two
from tests.desk.kit import desk_over, items, small_forum
from tests.hub.kit import RunningHub, play, until


def _names(who: Console) -> list[tuple[str, str]]:
    return [(p.name, p.role) for p in who.desk.company.people() if p.last_seen_utc_ms is None]


def _carets(who: Console) -> list[tuple[str, ItemId, int, int]]:
    return [(c.name, c.item, c.anchor, c.head) for c in who.desk.company.carets()]


def _named(
    tmp_path: Path, story: Callable[[RunningHub, Console, Console], Awaitable[None]]
) -> None:
    """Run a story of two who gave their names in the settings."""

    async def whole(hub: RunningHub) -> None:
        folders = (tmp_path / "a", tmp_path / "b")
        names = (Settings(own_name="Айгүл Серік"), Settings(own_name="Nurlan"))
        async with console(folders[0], names[0]) as a, console(folders[1], names[1]) as b:
            small_forum(a.desk)
            await a.join(hub, Role.CHAIR)
            await b.join(hub, Role.NOTE_TAKER)
            await story(hub, a, b)

    play(tmp_path / "hub", whole)


def test_each_sees_the_other_by_name_role_and_place(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        await until(lambda: len(_names(a)) == len(_names(b)) == 2)
        assert _names(a) == [("Айгүл Серік", "chair"), ("Nurlan", "note-taker")]
        me, other = b.desk.company.people()
        assert (me.is_me, other.is_me) == (True, False)
        assert (other.meeting, other.item) == ("", "First item")
        a.desk.room.select_item(items(a.desk.room)[1])
        await until(lambda: b.desk.company.people()[1].item == "Second item")

    _named(tmp_path, story)


def test_who_runs_the_floor_is_told_at_once(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        await until(lambda: len(_names(b)) == 2)
        told: list[Changes] = []
        assert not any(p.runs_floor for p in b.desk.company.people())
        b.desk.listen(told.append)
        a.desk.room.floor.open_meeting()
        await until(lambda: [p.runs_floor for p in b.desk.company.people()] == [False, True])
        assert any(changes.company for changes in told)

    _named(tmp_path, story)


def test_a_name_on_the_invitation_is_the_one_that_counts(tmp_path: Path) -> None:
    async def whole(hub: RunningHub) -> None:
        own = Settings(own_name="Somebody else")
        async with console(tmp_path / "a") as a, console(tmp_path / "b", own) as b:
            small_forum(a.desk)
            await a.join(hub, Role.CHAIR, "Chair")
            await b.join(hub, Role.TIMEKEEPER, "Dana")
            await until(lambda: _names(a) == [("Chair", "chair"), ("Dana", "timekeeper")])
            assert b.desk.company.own_name == "Dana"

    play(tmp_path / "hub", whole)


def test_viewers_see_nobody_and_are_not_seen(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        async with console(tmp_path / "c") as c:
            await c.join(hub, Role.VIEWER)
            await until(lambda: len(_names(a)) == 2)
            assert _names(c) == [("", "viewer")]
            assert c.desk.company.carets() == ()
            assert len(_names(a)) == 2

    play_two(tmp_path, story)


def test_a_caret_stays_at_its_word_whatever_others_write(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        item = items(a.desk.room)[0]
        a.desk.room.notes.edit(item, 0, 0, "Сәлем 🎉 әлем")
        await until(lambda: b.desk.room.notes.text(item) == "Сәлем 🎉 әлем")
        b.desk.company.put_caret(item, 6, 9)
        await until(lambda: _carets(a) == [("Nurlan", item, 6, 9)])
        a.desk.room.notes.edit(item, 0, 0, "Қазір: ")
        assert _carets(a) == [("Nurlan", item, 13, 16)]
        a.desk.room.notes.edit(item, 9, 20, "")
        assert _carets(a) == [("Nurlan", item, 9, 9)]
        b.desk.company.take_caret_away()
        await until(lambda: _carets(a) == [])

    _named(tmp_path, story)


def test_typing_at_the_end_of_a_line_tells_nobody_anything(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        item = items(b.desk.room)[0]
        _type(b.desk.room, item, "бір")
        b.desk.company.put_caret(item, 3, 3)
        await until(lambda: [c[3] for c in _carets(a)] == [3])
        sent = b.membership._now.link.around._rooms[b.desk.company._notes_of].clock  # type: ignore[union-attr]
        _type(b.desk.room, item, " екі")
        b.desk.company.put_caret(item, 7, 7)
        await until(lambda: [c[3] for c in _carets(a)] == [7])
        now = b.membership._now.link.around._rooms[b.desk.company._notes_of].clock  # type: ignore[union-attr]
        assert now == sent

    _named(tmp_path, story)


def _type(room: Room, item: ItemId, text: str) -> None:
    for letter in text:
        end = len(room.notes.text(item))
        room.notes.edit(item, end, 0, letter)


def test_who_leaves_is_told_of_for_a_while(tmp_path: Path) -> None:
    async def whole(hub: RunningHub) -> None:
        async with console(tmp_path / "a") as a:
            small_forum(a.desk)
            await a.join(hub, Role.CHAIR)
            async with console(tmp_path / "b", Settings(own_name="Nurlan")) as b:
                await b.join(hub, Role.NOTE_TAKER)
                await until(lambda: len(_names(a)) == 2)
            await until(lambda: len(_names(a)) == 1)
            gone = a.desk.company.people()[1]
            assert gone.name == "Nurlan"
            assert gone.last_seen_utc_ms == a.desk.clock.read().utc_ms

    play(tmp_path / "hub", whole)


def test_nobody_wears_the_colour_of_another(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        b.desk.company._colour = a.desk.company._colour
        b.desk.company._tell()
        item = items(a.desk.room)[0]
        a.desk.room.notes.edit(item, 0, 0, "x")
        await until(lambda: b.desk.room.notes.text(item) == "x")
        for each in (a, b):
            each.desk.company.put_caret(item, 0, 0)
        await until(lambda: len(_carets(a)) == len(_carets(b)) == 1)
        await until(lambda: a.desk.company._colour != b.desk.company._colour)
        (seen,) = a.desk.company.carets()
        await until(lambda: a.desk.company.carets()[0].colour == b.desk.company._colour)
        assert seen.name == "Nurlan"

    _named(tmp_path, story)


def test_a_laptop_that_is_alone_has_no_company(tmp_path: Path) -> None:
    with desk_over(tmp_path) as desk:
        room = small_forum(desk)
        desk.company.put_caret(items(room)[0], 0, 0)
        assert not desk.company.people()
        assert not desk.company.carets()


def test_letters_and_colours_for_names() -> None:
    assert [initials(n) for n in ("Айгүл Серік", "nurlan", "", "Ән-кү (хор) 2")] == [
        "АС", "N", "?", "Ә2",
    ]  # fmt: skip
    assert free_colour(1, [0, 2]) == 1
    assert free_colour(5, [5, 0]) == 1
    assert free_colour(2, range(len(COLOURS))) == 2
