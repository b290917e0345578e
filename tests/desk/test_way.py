"""Where a hub is looked for: where it was, and by turns where a stand-by may have taken over."""

import asyncio
from typing import cast

import pytest

from moderator.desk.way import Way, elsewhere
from moderator.domain.ids import ForumId, LaptopId
from moderator.domain.programme import Forum, LocalText, Programme, StandBy
from moderator.sync.address import Invitation
from moderator.sync.transport import LinkLost, LinkRefused, Transport

HOME = Invitation("wss://10.0.0.1:8440/sync", "token", "aa")
OTHER = Invitation("wss://10.0.0.2:8440/sync", "token", "bb")


class Net:
    """Who is reached, and who was asked for."""

    def __init__(self) -> None:
        self.up: set[str] = set()
        self.strange: set[str] = set()
        self.asked: list[str] = []

    async def connect(self, place: Invitation) -> Transport:
        self.asked.append(place.sha256)
        if place.sha256 in self.strange:
            raise LinkRefused("certificate")
        if place.sha256 not in self.up:
            raise LinkLost("nobody")
        return cast(Transport, object())


def tries(way: Way, times: int) -> None:
    for _ in range(times):
        with pytest.raises(LinkLost):
            asyncio.run(way.connect())


def test_places_are_tried_by_turns_and_the_one_that_lets_in_is_kept() -> None:
    net = Net()
    way = Way(HOME, net.connect, lambda: (OTHER,))
    tries(way, 3)
    assert net.asked == ["aa", "bb", "aa"]
    net.up.add("bb")
    asyncio.run(way.connect())
    assert way.taken == OTHER
    way.stay()
    asyncio.run(way.connect())
    assert net.asked[3:] == ["bb", "bb"]


def test_who_is_not_let_in_elsewhere_goes_on_looking_and_at_home_does_not() -> None:
    net = Net()
    way = Way(HOME, net.connect, lambda: (OTHER,))
    assert not way.pass_on()
    tries(way, 1)
    net.up.add("bb")
    asyncio.run(way.connect())
    assert way.pass_on()
    tries(way, 1)
    assert net.asked[-1] == "aa"


def test_a_stranger_is_passed_by_where_there_is_somewhere_else_to_go() -> None:
    net = Net()
    net.strange.add("aa")
    tries(Way(HOME, net.connect, lambda: (OTHER,)), 2)
    with pytest.raises(LinkRefused):
        asyncio.run(Way(HOME, net.connect, lambda: ()).connect())


def test_only_a_stand_by_that_the_hub_named_is_believed() -> None:
    named = StandBy(LaptopId("b"), "Boris", "10.0.0.2:8440", "bb")
    claimed = StandBy(LaptopId("c"), "Chingiz", "10.0.0.3:8440", "cc")
    forum = Forum(ForumId("forum"), LocalText.same("Forum"))
    programme = Programme(forum, stand_bys=(named, claimed))
    assert elsewhere(programme, ("bb",), HOME) == (OTHER,)
    assert elsewhere(programme, (), HOME) == ()
    assert elsewhere(programme, ("bb",), OTHER) == ()
