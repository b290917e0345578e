"""The staff line: what those who run a forum say to each other stays among them."""

import asyncio
from pathlib import Path

import pytest

from moderator.documents import rights
from moderator.documents.document import staff_name
from moderator.documents.rights import Role
from moderator.documents.staff import StaffDocument
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import ForumId, LaptopId
from moderator.domain.staff import MOST_CHARACTERS, StaffMessage
from tests.desk.consoles import Console, console, play_two
from tests.desk.kit import desk_over, reason_of, small_forum
from tests.hub.kit import RunningHub, until


def _said(who: Console) -> list[str]:
    return [m.text for m in who.desk.staff.messages()]


def test_what_one_says_the_others_read_and_count(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        a.desk.staff.say("Микрофон  2\nөшірулі")
        await until(lambda: _said(b) == ["Микрофон 2 өшірулі"])
        assert (a.desk.staff.unread(), b.desk.staff.unread()) == (0, 1)
        b.desk.staff.mark_read()
        assert b.desk.staff.unread() == 0
        b.desk.staff.say("Жөнделді")
        await until(lambda: a.desk.staff.unread() == 1)

    play_two(tmp_path, story)


def test_a_viewer_never_has_the_line(tmp_path: Path) -> None:
    async def story(hub: RunningHub, a: Console, b: Console) -> None:
        a.desk.staff.say("Among us")
        async with console(tmp_path / "c") as c:
            await c.join(hub, Role.VIEWER)
            assert not c.desk.staff.is_ours
            with pytest.raises(Refused) as refused:
                c.desk.staff.say("hello")
            assert reason_of(refused) is Reason.NOT_STAFF
            assert c.desk.staff.unread() == 0
            c.desk.commit()
            assert staff_name(c.desk.forum.id) not in c.desk.store.documents(c.desk.forum.id)

    play_two(tmp_path, story)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.TIMEKEEPER, Role.NOTE_TAKER])
def test_everybody_who_runs_the_forum_reads_and_writes_it(role: Role) -> None:
    name = staff_name(ForumId("f"))
    assert rights.may_read(role, name)
    assert rights.may_write(role, name)


def test_it_is_kept_on_this_laptop_and_read_marks_too(tmp_path: Path) -> None:
    with desk_over(tmp_path) as desk:
        small_forum(desk)
        desk.staff.say("Бірінші")
        other = StaffMessage("id", "Dana", LaptopId("other"), 1, "Екінші")
        with desk.keeper.batch():
            desk.forum.staff.add(other)
        desk.staff.mark_read()
        desk.commit()
    with desk_over(tmp_path) as desk:
        assert [m.text for m in desk.staff.messages()] == ["Екінші", "Бірінші"]
        assert desk.staff.unread() == 0


def test_it_is_in_no_export(tmp_path: Path) -> None:
    with desk_over(tmp_path) as desk:
        small_forum(desk)
        desk.staff.say("Never to be exported")
        assert "Never to be exported" not in asyncio.run(desk.export(contacts=True))


def test_nothing_and_too_much_are_refused(tmp_path: Path) -> None:
    with desk_over(tmp_path) as desk:
        small_forum(desk)
        for text, reason in (
            (" \n ", Reason.LINE_EMPTY),
            ("x" * (MOST_CHARACTERS + 1), Reason.LINE_TOO_LONG),
        ):
            with pytest.raises(Refused) as refused:
                desk.staff.say(text)
            assert reason_of(refused) is reason
        desk.staff.say("x" * MOST_CHARACTERS)


def test_what_cannot_be_read_is_left_out_and_the_first_word_counts() -> None:
    document, again = StaffDocument("f/staff"), StaffDocument("f/staff")
    told: list[int] = []
    document.on_change(lambda: told.append(len(document.messages)))
    bad = ["", "[]", "{", '{"name": 1}', '{"name":"a","laptop":"l","at":-1,"text":"x"}']
    with document.transaction():
        for n, text in enumerate(bad):
            document._map[f"bad{n}"] = text
    first = StaffMessage("a", "Dana", LaptopId("l"), 5, "first")
    document.add(first)
    document.add(StaffMessage("a", "Dana", LaptopId("l"), 5, "changed"))
    assert document.messages == (first,)
    assert told[-1] == 1
    again.apply(document.state())
    assert len(again.messages) == 1
