"""A laptop whose program is too old for what others write."""

from pathlib import Path

from moderator.documents.rights import Role
from tests.hub.kit import NAME, Laptop, RunningHub, laptops, play, until


def test_a_program_too_old_reads_on_and_keeps_what_it_writes(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, Role.CHAIR, Role.NOTE_TAKER) as (new, old):
            old.put("before", "1")
            await until(lambda: new.get("before") == "1")
            new.put("schema", "2")
            await until(lambda: old.link.is_outdated)
            old.put("mine", "stays here")
            new.put("theirs", "is read")
            await until(lambda: old.get("theirs") == "is read")
            await old.settle()
            await new.settle()
            assert new.get("mine") is None
            assert old.link.held_back == (NAME,)

    play(tmp_path, story)


def test_a_program_too_old_that_joins_later_writes_nothing(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, Role.CHAIR) as (new,):
            new.put("schema", "2")
            await new.settle()
            old = Laptop(hub.url, hub.invite(Role.NOTE_TAKER))
            old.put("mine", "stays here")
            old.go_online()
            await old.settle()
            await new.settle()
            assert old.link.is_outdated
            assert old.get("schema") == "2"
            assert new.get("mine") is None
            await old.go_offline()

    play(tmp_path, story)
