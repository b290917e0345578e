"""Invitations are good for one laptop, and a short code for whoever knows it and the hub."""

import asyncio
import hashlib
from collections.abc import Awaitable
from pathlib import Path

import pytest

from moderator.documents.rights import Role
from moderator.domain.errors import LinkFailed, ModeratorError, Reason, Refused
from moderator.hub import certificate
from moderator.hub.codes import GOOD_MS, TRIES, TRIES_OF_ALL, Codes
from moderator.hub.pairing import Pairing
from moderator.hub.server import HubServer
from moderator.sync import pairing
from moderator.sync.address import Invitation
from tests.domain.hall import FakeClock
from tests.hub.kit import FORUM, RunningHub, let_in, play

WRONG = "BBBBBBB"


def invitation(hub: RunningHub, role: Role = Role.CHAIR) -> Invitation:
    return Invitation(hub.url, hub.invite(role))


def code_for(hub: RunningHub, role: Role = Role.NOTE_TAKER) -> str:
    _, kept = hub.house.access.invite(role, FORUM)
    return hub.house.codes.make(kept.hash)


async def refusal(work: Awaitable[object]) -> Reason:
    with pytest.raises(ModeratorError) as refused:
        await work
    return refused.value.reason


def test_an_invitation_becomes_a_token_of_one_laptop(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        given = invitation(hub)
        own = await pairing.redeem(given, "Aigerim's laptop", b"a")
        assert own.token != given.token
        await let_in(own)
        assert await pairing.redeem(given, "the same", b"a") == own
        assert await refusal(pairing.redeem(given, "another", b"b")) is Reason.INVITATION_USED
        kept = hub.house.access.tokens[-1]
        assert kept.laptop == "Aigerim's laptop"
        assert hub.house.access.good(hashlib.sha256(given.token.encode()).hexdigest()) is None
        hub.house.access.revoke(kept.hash)
        assert hub.house.access.good(kept.lasting) is None

    play(tmp_path, story)


def test_a_program_that_shows_an_invitation_as_it_is_has_used_it(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        given = invitation(hub)
        await let_in(given)
        await let_in(given)
        assert await refusal(pairing.redeem(given, "another", b"b")) is Reason.INVITATION_USED

    play(tmp_path, story)


def test_the_same_laptop_may_use_its_invitation_twice_as_an_answer_may_be_lost(
    tmp_path: Path,
) -> None:
    async def story(hub: RunningHub) -> None:
        _, kept = hub.house.access.invite(Role.VIEWER, FORUM)
        used = hub.house.access.exchange(kept.hash, "a" * 64, "laptop")
        assert hub.house.access.exchange(kept.hash, "a" * 64, "laptop") == used
        with pytest.raises(Refused):
            hub.house.access.exchange(kept.hash, "b" * 64, "laptop")

    play(tmp_path, story)


def test_a_code_lets_one_laptop_in(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        code = code_for(hub, Role.CHAIR)
        await let_in(await pairing.pair(hub.url, code, "laptop"))
        assert await refusal(pairing.pair(hub.url, code, "laptop")) is Reason.CODE_WRONG
        assert hub.house.access.tokens[-1].laptop == "laptop"

    play(tmp_path, story)


def test_a_code_is_dead_after_five_tries_and_others_are_not(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        code, other = code_for(hub), code_for(hub)
        for _ in range(TRIES):
            wrong = pairing.pair(hub.url, code[0] + WRONG, "laptop")
            assert await refusal(wrong) is Reason.CODE_WRONG
        assert await refusal(pairing.pair(hub.url, code, "laptop")) is Reason.CODE_DEAD
        await pairing.pair(hub.url, other, "laptop")

    play(tmp_path, story)


def test_tries_that_are_begun_at_once_all_count(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        code = code_for(hub)
        wrong = [pairing.pair(hub.url, code[0] + WRONG, "laptop") for _ in range(2 * TRIES)]
        said = [await refusal(_given(w)) for w in await asyncio.gather(*map(_kept, wrong))]
        assert said.count(Reason.CODE_WRONG) == TRIES
        assert said.count(Reason.CODE_DEAD) == TRIES

    play(tmp_path, story)


async def _kept(work: Awaitable[object]) -> BaseException:
    try:
        await work
    except ModeratorError as error:
        return error
    raise AssertionError("let in")


async def _given(error: BaseException) -> None:
    raise error


def test_a_code_is_over_after_ten_minutes() -> None:
    clock = FakeClock()
    codes = Codes(clock)
    code = codes.make("invitation")
    begun = codes.begin(code[0])
    clock.wait(GOOD_MS)
    assert not codes.use(begun)
    with pytest.raises(Refused, match="code-wrong"):
        codes.begin(code[0])


def test_all_codes_together_are_tried_so_often_and_no_more() -> None:
    clock = FakeClock()
    codes = Codes(clock)
    for _ in range(TRIES_OF_ALL):
        with pytest.raises(Refused, match="code-wrong"):
            codes.begin("A")
    code = codes.make("invitation")
    with pytest.raises(Refused, match="code-dead"):
        codes.begin(code[0])
    clock.wait(GOOD_MS)
    codes.begin(codes.make("invitation")[0])


def test_a_new_code_takes_the_place_of_the_oldest_when_there_are_too_many() -> None:
    codes = Codes(FakeClock())
    made = [codes.make(str(n)) for n in range(12)]
    assert len({code[0] for code in made[:11]}) == 11
    assert codes.begin(made[11][0]).invitation == "11"
    assert codes.begin(made[1][0]).invitation == "1"


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"code": 1}',
        b'{"code": "A", "share": 5}',
        b'{"code": "A", "share": "zz"}',
        b'{"token": "x"}',
        b'{"token": "x", "lasting": "y", "laptop": []}',
        b'{"token": "x", "lasting": "' + b"a" * 64 + b'", "laptop": "y"}',
        b"[" * 5_000,
    ],
)
def test_what_is_no_conversation_is_ended(tmp_path: Path, frame: bytes) -> None:
    async def story(hub: RunningHub) -> None:
        talk = Pairing(hub.house.access, hub.house.codes, "")
        assert b"no" in talk.hear(frame)
        assert talk.is_over

    play(tmp_path, story)


def test_somebody_in_between_with_another_certificate_is_not_believed(tmp_path: Path) -> None:
    """The man in the middle passes every frame on, and both sides notice."""

    async def story(hub: RunningHub) -> None:
        mine = certificate.own(tmp_path / "mine", 0)
        his = certificate.own(tmp_path / "his", 0)
        assert mine.sha256 != his.sha256
        hub.house.sha256 = mine.sha256
        code = code_for(hub, Role.CHAIR)
        hub.house.access.bind(FORUM)
        between = HubServer(hub.house, "127.0.0.1", 0, his.tls)
        port = await between.open()
        try:
            joining = pairing.pair(f"127.0.0.1:{port}", code, "laptop")
            assert await refusal(joining) is Reason.CODE_WRONG
        finally:
            await between.close()
        assert not hub.house.access.tokens[-1].laptop

    play(tmp_path, story)


def test_over_tls_the_certificate_that_was_proven_is_the_one_that_is_kept(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        made = certificate.own(tmp_path / "hub", 0)
        assert certificate.own(tmp_path / "hub", 1).sha256 == made.sha256
        assert (tmp_path / "hub" / certificate.FILE).stat().st_mode & 0o077 == 0
        hub.house.sha256 = made.sha256
        server = HubServer(hub.house, "127.0.0.1", 0, made.tls)
        port = await server.open()
        try:
            link = await pairing.pair(f"127.0.0.1:{port}", code_for(hub, Role.CHAIR), "laptop")
            assert link.sha256 == made.sha256
            await let_in(link)
        finally:
            await server.close()

    play(tmp_path, story)


def test_a_code_is_not_tried_in_the_clear_beyond_this_laptop() -> None:
    reason = asyncio.run(refusal(pairing.pair("ws://192.0.2.1:80/sync", "A" * 8, "laptop")))
    assert reason is Reason.HUB_SILENT


def test_a_hub_that_exchanges_no_tokens_is_shown_the_one_given(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        del hub.server.routes._sockets["/pair"]
        given = invitation(hub)
        assert await pairing.redeem(given, "laptop", b"a") == given

    play(tmp_path, story)


def test_a_hub_that_is_not_there_is_said_to_be_silent() -> None:
    gone = Invitation("ws://127.0.0.1:9/sync", "token")
    with pytest.raises(LinkFailed) as failed:
        asyncio.run(pairing.redeem(gone, "laptop", b"a"))
    assert failed.value.reason is Reason.HUB_SILENT
