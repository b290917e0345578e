"""Laptops that meet at a hub, over real sockets."""

import asyncio
import contextlib
import json
import random
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from moderator.documents.document import Document
from moderator.documents.rights import Role
from moderator.domain.ids import ForumId
from moderator.domain.link import LinkState
from moderator.sync import presence, wire
from moderator.sync.presence import Here
from moderator.sync.transport import LinkRefused
from moderator.sync.wire import Change, Closed, Denied, Message, Presence, Status, Token
from tests.hub.attack import attack, drop, mutated
from tests.hub.kit import (
    FORUM,
    NAME,
    PATIENCE_S,
    Laptop,
    RunningHub,
    end_when_taken_back,
    laptops,
    play,
    until,
)

_CHAIR, _NOTES, _VIEWER = Role.CHAIR, Role.NOTE_TAKER, Role.VIEWER


def test_two_laptops_that_wrote_apart_are_equal_once_together(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        a, b = (Laptop(hub.url, hub.invite(role)) for role in (_CHAIR, _NOTES))
        for n in range(50):
            a.put(f"a{n}", "қ" * n)
            b.put(f"b{n}", str(n))
        for laptop in (a, b):
            laptop.go_online()
            await laptop.settle()
        await a.settle()
        assert len(a.all()) == 100
        assert a.all() == b.all()
        for laptop in (a, b):
            await laptop.go_offline()

    play(tmp_path, story)


def test_a_change_reaches_the_others_and_is_acknowledged(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR, _NOTES) as (a, b):
            a.put("said", "Сәлем")
            assert a.link.unanswered == 1
            await until(lambda: b.get("said") == "Сәлем" and a.link.unanswered == 0)
            assert a.link.state is b.link.state is LinkState.LIVE

    play(tmp_path, story)


def test_a_flood_of_changes_goes_as_one_difference(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR, _NOTES) as (a, b):
            for n in range(3_000):
                a.put(f"k{n}", "imported")
            await a.settle()
            await until(lambda: len(b.all()) == 3_000)
            assert hub.house.counts.updates < 150

    play(tmp_path, story)


def test_deletions_made_apart_are_exchanged_too(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR, _CHAIR) as (a, b):
            a.put("gone", "soon")
            await until(lambda: b.get("gone") == "soon")
            await a.go_offline()
            with a.documents[NAME].transaction():
                del a.documents[NAME]._meta["gone"]
            a.go_online()
            await a.settle()
            await until(lambda: b.get("gone") is None)

    play(tmp_path, story)


def test_what_was_acknowledged_is_there_after_the_hub_starts_again(tmp_path: Path) -> None:
    async def write(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR) as (a,):
            for n in range(100):
                a.put(str(n), "kept")
            await until(lambda: a.link.unanswered == 0)

    async def read(hub: RunningHub) -> None:
        async with laptops(hub, _NOTES) as (b,):
            assert len(b.all()) == 100

    play(tmp_path, write)
    play(tmp_path, read)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("document", "writers", "readers"),
    [
        ("programme", "chair timekeeper", "chair timekeeper note-taker viewer"),
        ("people", "chair timekeeper", "chair timekeeper note-taker"),
        ("contacts", "chair", "chair"),
        ("recommendations", "chair note-taker", "chair timekeeper note-taker"),
        ("floor/m", "chair timekeeper", "chair timekeeper note-taker viewer"),
        ("notes/m", "chair note-taker", "chair timekeeper note-taker"),
    ],
)
def test_each_role_reads_and_writes_what_the_table_says(
    tmp_path: Path, role: Role, document: str, writers: str, readers: str
) -> None:
    name = f"{FORUM}/{document}"

    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR, name=name) as (chair,):
            chair.put("by", "chair", name)
            laptop = Laptop(hub.url, hub.invite(role), (name,))
            laptop.put("mine", role.value, name)
            laptop.go_online()
            await laptop.settle()
            await chair.settle()
            assert (laptop.get("by", name) == "chair") == (role.value in readers.split())
            assert (chair.get("mine", name) == role.value) == (role.value in writers.split())
            await laptop.go_offline()

    play(tmp_path, story)


async def _ask(hub: RunningHub, token: str, *said: Message) -> list[Message]:
    """Say something about the document by hand; return the answers until the hub hangs up."""
    async with connect(hub.url, compression=None) as socket:
        for message in (Token(token), *said):
            await socket.send(wire.encode(NAME, message))
        answers = []
        async with asyncio.timeout(PATIENCE_S):
            async for frame in socket:
                assert isinstance(frame, bytes)
                answers.append(wire.decode(frame)[1])
                if isinstance(answers[-1], Status | Closed | Denied):
                    break
        return answers


def _update(key: str = "k", value: str = "v") -> bytes:
    document = Document(NAME)
    with document.transaction():
        document._meta[key] = value
    return document.state()


def test_a_write_by_hand_of_one_who_may_only_read_is_refused(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        answers = await _ask(hub, hub.invite(Role.TIMEKEEPER), Change(_update()))
        assert answers[-1] == Status(is_kept=False)
        assert hub.house.documents(FORUM) == frozenset()

    play(tmp_path, story)


def test_who_shows_no_good_token_is_let_nowhere(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        assert await _ask(hub, "guessed", Change(_update())) == [Denied("token")]
        stranger = Laptop(hub.url, "guessed")
        stranger.go_online()
        with pytest.raises(LinkRefused):
            await stranger.settle()
        assert stranger.link.state is LinkState.REFUSED

    play(tmp_path, story)


def test_a_token_ends_with_its_time(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        token = hub.invite(_CHAIR)
        hub.clock.wait(31 * 24 * 60 * 60 * 1000)
        assert await _ask(hub, token) == [Denied("token")]

    play(tmp_path, story)


def test_a_connection_ends_with_its_token(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR) as (a,):
            hub.clock.wait(31 * 24 * 60 * 60 * 1000)
            hub.house.part_with_expired()
            await until(lambda: a.link.state is LinkState.REFUSED)

    play(tmp_path, story)


def test_a_token_taken_back_ends_its_connection_at_once(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        token = hub.invite(_NOTES)
        await end_when_taken_back(hub, Laptop(hub.url, token), token)

    play(tmp_path, story)


def test_a_role_that_is_changed_counts_at_once(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        token = hub.invite(_NOTES)
        laptop = Laptop(hub.url, token)
        async with laptops(hub, _CHAIR) as (chair,):
            laptop.go_online()
            await laptop.settle()
            hub.house.access.change_role(token, Role.TIMEKEEPER)
            laptop.put("late", "too")
            await until(lambda: laptop.link.unanswered == 0)
            await chair.settle()
            assert chair.get("late") is None
            await laptop.go_offline()

    play(tmp_path, story)


def test_a_token_is_good_at_its_own_forum_only(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        elsewhere = hub.invite(_CHAIR, ForumId("another"))
        assert await _ask(hub, elsewhere) == [Denied("role")]

    play(tmp_path, story)


def test_the_first_forum_is_brought_by_a_chair_and_binds_the_tokens_given_before(
    tmp_path: Path,
) -> None:
    async def story(hub: RunningHub) -> None:
        unbound = ForumId("")
        keeper, chair = hub.invite(Role.TIMEKEEPER, unbound), hub.invite(_CHAIR, unbound)
        name = f"{FORUM}/programme"
        early = Laptop(hub.url, keeper, (name,))
        early.go_online()
        await early.settle()
        assert early.link.denied == {name: "role"}
        await early.go_offline()
        first = Laptop(hub.url, chair, (name,))
        first.put("title", "Forum", name)
        first.go_online()
        await first.settle()
        assert hub.house.forums() == (FORUM,)
        assert {token.forum for token in hub.house.access.tokens} == {FORUM}
        early.go_online()
        await early.settle()
        assert early.get("title", name) == "Forum"
        for laptop in (first, early):
            await laptop.go_offline()

    play(tmp_path, story)


def test_two_histories_under_one_name_are_never_mixed(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        one, other = (Laptop(hub.url, hub.invite(_CHAIR)) for _ in range(2))
        for laptop, word in ((one, "one"), (other, "other")):
            laptop.documents[NAME].create()
            laptop.put(word, word)
        one.go_online()
        await one.settle()
        other.go_online()
        await until(lambda: bool(other.link.denied))
        await one.settle()
        assert one.get("other") is None
        for laptop in (one, other):
            await laptop.go_offline()

    play(tmp_path, story)


def test_a_frame_of_five_megabytes_ends_the_connection_that_sent_it(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        socket = await connect(hub.url, max_size=None, compression=None)
        await until(lambda: len(hub.house.guests) == 1)
        with contextlib.suppress(ConnectionClosed):
            await socket.send(bytes(5 * 1024 * 1024))
        await until(lambda: not hub.house.guests)
        async with asyncio.timeout(PATIENCE_S):
            await socket.wait_closed()

    play(tmp_path, story)


def test_nobody_can_speak_for_somebody_else(tmp_path: Path) -> None:
    def here(client: int, clock: int, name: str) -> Presence:
        return Presence(presence.encode([Here(client, clock, {"user": {"name": name}})]))

    async def story(hub: RunningHub) -> None:
        async with connect(hub.url) as a, connect(hub.url) as b:
            for socket, name in ((a, "Anna"), (b, "Boris")):
                token = hub.invite(_NOTES, name=name)
                await socket.send(wire.encode(NAME, Token(token)))
                assert await socket.recv() == wire.encode(NAME, wire.Granted(may_write=True))
            await a.send(wire.encode(NAME, here(1, 1, "Boris")))
            _, heard = wire.decode(bytes(await b.recv(decode=False)))
            assert isinstance(heard, Presence)
            (said,) = presence.decode(heard.body)
            assert said.state["user"] == {"name": "Anna", "role": "note-taker"}
            await b.send(wire.encode(NAME, here(1, 9, "Anna")))
            await b.send(wire.encode(NAME, here(2, 1, "Boris")))
            _, heard = wire.decode(bytes(await a.recv(decode=False)))
            assert isinstance(heard, Presence)
            assert [h.client for h in presence.decode(heard.body)] == [2]
            await a.close()
            _, heard = wire.decode(bytes(await b.recv(decode=False)))
            assert isinstance(heard, Presence)
            assert [(h.client, h.state) for h in presence.decode(heard.body)] == [(1, None)]

    play(tmp_path, story)


def test_thousands_of_broken_updates_cost_nobody_but_their_senders(tmp_path: Path) -> None:
    chance = random.Random(7)

    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR, _NOTES) as (a, b):
            token = hub.invite(_NOTES)
            for n in range(60):
                base = _update(f"k{n}", "value" * 5)
                await attack(hub.url, token, [mutated(chance, base) for _ in range(34)])
                if n % 2 == 0:
                    await drop(hub.url, token)
                a.put(f"a{n}", str(n))
            await a.settle()
            await b.settle()
            assert a.all() == b.all()
            assert {f"a{n}" for n in range(60)} <= set(a.all())
            assert hub.house.counts.refused > 0
        await until(lambda: not hub.house.guests)

    play(tmp_path, story)


def test_what_the_hub_says_of_itself_fits_the_role(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, _CHAIR, name=f"{FORUM}/contacts") as (a,):
            a.put("x", "y", f"{FORUM}/contacts")
            await a.settle()
            viewer = Laptop(hub.url, hub.invite(_VIEWER), ())
            viewer.go_online()
            await viewer.settle()
            assert json.loads(json.dumps(viewer.link.facts))["documents"] == []
            assert viewer.link.facts["role"] == "viewer"
            await viewer.go_offline()

    play(tmp_path, story)
