"""Two who write under one client id would diverge without a sign: the hub lets one of them."""

from pathlib import Path

import pytest
from pycrdt import Doc, Map

from moderator.documents.rights import Role
from moderator.sync.wire import Change, Denied
from tests.hub.browser import browser
from tests.hub.kit import NAME, Laptop, RunningHub, laptops, play, until


def _twin(of: Laptop, monkeypatch: pytest.MonkeyPatch, token: str, hub: RunningHub) -> Laptop:
    """Return a laptop whose document writes under the client id of another's."""
    client = of.documents[NAME]._doc.client_id

    def doc() -> Doc[Map[str]]:
        return Doc(client_id=client)

    with monkeypatch.context() as patched:
        patched.setattr("moderator.documents.document.Doc", doc)
        return Laptop(hub.url, token)


def test_a_twin_takes_a_fresh_client_id_and_joins_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, Role.CHAIR, Role.NOTE_TAKER) as (a, b):
            twin = _twin(a, monkeypatch, hub.invite(Role.CHAIR), hub)
            twin.go_online()
            await twin.settle()
            a.put("a", "first")
            await until(lambda: a.link.unanswered == 0 and twin.get("a") == "first")
            twin.put("twin", "second")
            await until(lambda: twin.documents[NAME]._doc.client_id != _client(a))
            await twin.settle()
            await until(lambda: a.get("twin") == b.get("twin") == "second")
            for laptop in (a, twin, b):
                laptop.put(f"by {id(laptop)}", "more")
                await laptop.settle()
            await until(lambda: a.all() == b.all() == twin.all())
            await twin.go_offline()

    play(tmp_path, story)


def _client(laptop: Laptop) -> int:
    return int(laptop.documents[NAME]._doc.client_id)


def test_who_comes_back_with_the_same_token_is_not_taken_for_a_twin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(hub: RunningHub) -> None:
        token = hub.invite(Role.CHAIR)
        dead = Laptop(hub.url, token)
        dead.go_online()
        await dead.settle()
        dead.put("before", "1")
        await until(lambda: dead.link.unanswered == 0)
        again = _twin(dead, monkeypatch, token, hub)
        again.documents[NAME].apply(dead.documents[NAME].state())
        client = _client(again)
        again.go_online()
        await again.settle()
        again.put("after", "2")
        await again.settle()
        assert _client(again) == client
        for laptop in (dead, again):
            await laptop.go_offline()

    play(tmp_path, story)


def test_a_browser_that_is_a_twin_is_refused(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        first, second = (hub.invite(Role.CHAIR) for _ in range(2))
        async with browser(hub, first) as a, browser(hub, second) as b:
            a.put("a", "first")
            await until(lambda: b.get("a") == "first")
            twin: Doc[Map[str]] = Doc(client_id=a.document._doc.client_id)
            twin["meta"] = Map({"b": "second"})
            b.say(Change(twin.get_update()))
            await until(lambda: Denied("client-id") in b.heard)

    play(tmp_path, story)
