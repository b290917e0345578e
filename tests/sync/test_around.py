"""Who is here, over a real hub: told once, kept while they are, gone when they go."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from moderator.documents.rights import Role
from moderator.sync import around, presence
from moderator.sync.around import Around
from moderator.sync.presence import Here
from moderator.sync.wire import Message, Presence
from tests.hub.kit import NAME, Laptop, RunningHub, laptops, play, until

_CHAIR, _NOTES = Role.CHAIR, Role.NOTE_TAKER


def _user(name: str, **more: Any) -> dict[str, Any]:
    return {"user": {"name": name}, **more}


def _seen(laptop: Laptop) -> list[dict[str, Any]]:
    return [here.state for here in laptop.link.around.others(NAME)]


def test_what_one_says_is_seen_by_the_others_with_the_role_of_its_token(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR, _NOTES) as (a, b):
            a.link.around.show(NAME, _user("Айгүл", item="1"))
            await until(lambda: _seen(b) == [{"user": _stamped("Айгүл", _CHAIR), "item": "1"}])
            a.link.around.show(NAME, _user("Айгүл", item="2"))
            await until(lambda: [s["item"] for s in _seen(b)] == ["2"])
            a.link.around.show(NAME, None)
            await until(lambda: _seen(b) == [])

    play(tmp_path, story)


def _stamped(name: str, role: Role) -> dict[str, str]:
    return {"name": name, "role": role.value}


def test_who_comes_later_sees_who_is_here_and_who_goes_is_gone(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR, _NOTES) as (a, b):
            a.link.around.show(NAME, _user("A"))
            b.link.around.show(NAME, _user("B"))
            async with laptops(hub, _NOTES) as (c,):
                c.link.around.show(NAME, _user("C"))
                await until(lambda: len(_seen(c)) == len(_seen(a)) == 2)
            await until(lambda: [s["user"]["name"] for s in _seen(a)] == ["B"])

    play(tmp_path, story)


def test_a_short_break_makes_nobody_blink(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR, _NOTES) as (a, b):
            for laptop, name in ((a, "A"), (b, "B")):
                laptop.link.around.show(NAME, _user(name))
            await until(lambda: len(_seen(a)) == len(_seen(b)) == 1)
            await b.go_offline()
            assert len(_seen(b)) == 1
            b.go_online()
            await until(lambda: len(_seen(a)) == 1)
            await b.settle()
            assert len(_seen(b)) == 1
            await b.go_offline()
            await until(lambda: _seen(a) == [])
            await until(lambda: _seen(b) == [])

    play(tmp_path, story)


def test_nobody_goes_by_the_name_of_another(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        named = Laptop(hub.url, hub.invite(_CHAIR, name="Айгүл"))
        other = Laptop(hub.url, hub.invite(_NOTES))
        for laptop in (named, other):
            laptop.go_online()
            await laptop.settle()
        named.link.around.show(NAME, _user("Somebody"))
        other.link.around.show(NAME, _user("Айгүл"))
        await until(lambda: len(_seen(named)) == len(_seen(other)) == 1)
        assert _seen(other)[0]["user"]["name"] == "Айгүл"
        assert _seen(named)[0]["user"]["name"] == ""
        for laptop in (named, other):
            await laptop.go_offline()

    play(tmp_path, story)


class _Alone:
    """One laptop's people without a link."""

    def __init__(self) -> None:
        self.sent: list[Here] = []
        self.told = 0
        self.around = Around(self._say, self._tell)

    def _say(self, document: str, message: Message) -> None:
        assert isinstance(message, Presence)
        self.sent += presence.decode(message.body)

    def _tell(self) -> None:
        self.told += 1

    def hear(self, *states: Here) -> None:
        self.around.hear(NAME, presence.encode(states))

    def clients(self) -> list[int]:
        return [here.client for here in self.around.others(NAME)]


def test_old_news_is_not_heard_and_rubbish_is_no_news() -> None:
    async def story() -> None:
        alone = _Alone()
        alone.around.let_in(NAME)
        alone.hear(Here(1, 5, {"a": 1}))
        alone.hear(Here(1, 4, {"a": 0}), Here(1, 4, None))
        assert [h.state for h in alone.around.others(NAME)] == [{"a": 1}]
        alone.hear(Here(1, 5, None))
        assert alone.clients() == []
        told = alone.told
        alone.around.hear(NAME, b"\xff\xff")
        alone.hear(Here(2, 1, None))
        assert alone.told == told
        alone.around.end()

    asyncio.run(story())


def test_what_did_not_change_is_not_said_again_and_a_burst_is_said_once() -> None:
    async def story() -> None:
        alone = _Alone()
        alone.around.let_in(NAME)
        alone.around.show(NAME, {"n": 0})
        for n in (1, 2, 3, 3):
            alone.around.show(NAME, {"n": n})
        await until(lambda: bool(alone.sent))
        assert [h.state for h in alone.sent] == [{"n": 3}]
        alone.around.show(NAME, {"n": 3})
        alone.hear(Here(alone.around.client, 99, None))  # somebody says that we are gone
        assert [(h.clock > 99, h.state) for h in alone.sent[1:]] == [(True, {"n": 3})]
        alone.around.end()

    asyncio.run(story())


def test_who_is_silent_is_gone_in_time_and_we_speak_up_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(around, "_LOOK_S", 0.01)
    monkeypatch.setattr(around, "_RENEW_S", 0.05)
    monkeypatch.setattr(around, "_GONE_S", 0.2)

    async def story() -> None:
        alone = _Alone()
        alone.around.let_in(NAME)
        alone.around.show(NAME, {"n": 0})
        alone.hear(Here(1, 1, {}))
        keeping = asyncio.create_task(alone.around.keep())
        await until(lambda: alone.clients() == [])
        assert len(alone.sent) >= 3
        assert len({h.clock for h in alone.sent}) == len(alone.sent)
        keeping.cancel()

    asyncio.run(story())
