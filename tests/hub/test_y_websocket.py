"""Programs that speak y-websocket's framing, beside laptops at the same hub."""

import asyncio
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from moderator.documents.rights import Role
from moderator.sync import presence
from moderator.sync.framing import Y_WEBSOCKET
from moderator.sync.presence import Here
from moderator.sync.wire import Denied, Presence, PresenceAsked, Status
from tests.hub.browser import browser
from tests.hub.kit import FORUM, NAME, PATIENCE_S, RunningHub, laptops, play, until

_CHAIR, _NOTES, _VIEWER = Role.CHAIR, Role.NOTE_TAKER, Role.VIEWER


def test_a_browser_and_a_laptop_write_to_each_other(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR) as (laptop,):
            laptop.put("before", "ерте")
            async with browser(hub, hub.invite(_NOTES)) as other:
                await until(lambda: other.get("before") == "ерте")
                other.put("there", "Сәлем 🐎")
                laptop.put("here", "жауап")
                await until(lambda: laptop.get("there") == "Сәлем 🐎")
                await until(lambda: other.get("here") == "жауап")

    play(tmp_path, story)


def test_what_a_browser_wrote_is_on_the_disk(tmp_path: Path) -> None:
    async def write(hub: RunningHub) -> None:
        async with browser(hub, hub.invite(_CHAIR)) as one:
            one.put("kept", "yes")
            async with browser(hub, hub.invite(_NOTES)) as other:
                await until(lambda: other.get("kept") == "yes")

    async def read(hub: RunningHub) -> None:
        async with browser(hub, hub.invite(_NOTES)) as other:
            await until(lambda: other.get("kept") == "yes")

    play(tmp_path, write)
    play(tmp_path, read)


def test_a_browser_that_may_only_read_is_told_so_and_changes_nothing(tmp_path: Path) -> None:
    name = f"{FORUM}/programme"

    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR, name=name) as (chair,):
            chair.put("title", "Forum", name)
            async with browser(hub, hub.invite(_VIEWER), name) as viewer:
                await until(lambda: viewer.get("title") == "Forum")
                viewer.put("title", "mine")
                await until(lambda: viewer.heard[-1:] == [Status(is_kept=False)])
                await chair.settle()
                assert chair.get("title", name) == "Forum"

    play(tmp_path, story)


@pytest.mark.parametrize(
    ("role", "document", "why", "code"),
    [
        (_CHAIR, "no such kind", "name", 1008),
        (_VIEWER, f"{FORUM}/notes/m", "role", 4403),
        (None, NAME, "token", 4401),
    ],
)
def test_a_browser_that_is_not_let_in_hears_why_and_stays_away(
    tmp_path: Path, role: Role | None, document: str, why: str, code: int
) -> None:
    async def story(hub: RunningHub) -> None:
        token = hub.invite(role) if role else "guessed"
        async with browser(hub, token, document) as stranger:
            await until(lambda: bool(stranger.code))
            assert (stranger.heard, stranger.code) == ([Denied(why)], code)

    play(tmp_path, story)


def test_a_browser_without_a_token_is_let_nowhere(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with asyncio.timeout(PATIENCE_S), connect(hub.url_of(NAME)) as socket:
            frame = await socket.recv(decode=False)
            assert Y_WEBSOCKET.decode(bytes(frame))[1] == Denied("token")

    play(tmp_path, story)


def test_a_browsers_token_taken_back_ends_its_connection_for_good(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        token = hub.invite(_NOTES)
        async with browser(hub, token) as other:
            await until(lambda: bool(other.heard))
            hub.house.access.revoke(token)
            await until(lambda: other.code == 4401)
            await until(lambda: not hub.house.guests)

    play(tmp_path, story)


def test_browsers_see_who_is_here_under_the_name_of_the_token(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        anna, boris = hub.invite(_NOTES, name="Anna"), hub.invite(_NOTES, name="Boris")
        async with browser(hub, anna) as a, browser(hub, boris) as b:
            await until(lambda: bool(a.heard and b.heard))
            a.say(Presence(presence.encode([Here(7, 1, {"user": {"name": "Boris"}})])))
            await until(lambda: bool(b.all(Presence)))
            b.heard.clear()
            b.say(PresenceAsked())
            await until(lambda: bool(b.all(Presence)))
            (said,) = b.all(Presence)
            assert isinstance(said, Presence)
            (here,) = presence.decode(said.body)
            assert here.state["user"]["name"] == "Anna"

    play(tmp_path, story)


def test_programs_that_give_up_on_silence_are_told_that_the_hub_is_there(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR), browser(hub, hub.invite(_NOTES)) as other:
            await until(lambda: len(other.heard) == 2)
            hub.house.beat()
            await until(lambda: len(other.heard) == 3)
            assert other.heard[-1] == Presence(b"\0")

    play(tmp_path, story)
