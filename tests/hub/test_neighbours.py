"""Hubs that share a database tell each other who is here, and only when there is another."""

from pathlib import Path

import pytest

from moderator.hub.house import House
from moderator.hub.room import Room
from moderator.store.database import Store
from moderator.sync import presence
from moderator.sync.lib0 import Reader
from moderator.sync.presence import Here
from tests.domain.hall import FakeClock
from tests.hub.kit import NAME
from tests.hub.test_crowd import Seat, here


class Alone(Store):
    """A database that remembers what other hubs would have been told."""

    told: list[bytes]

    def tell(self, message: bytes) -> None:
        self.told.append(message)


class Hub:
    """A hub with one room in which somebody is."""

    def __init__(self, folder: Path) -> None:
        store = Alone.open(folder)
        assert isinstance(store, Alone)
        store.told = []
        self.store = store
        self.house = House(self.store, FakeClock())
        self.neighbours = self.house._neighbours
        self.room: Room = self.house.room(NAME)
        self.seat = Seat("Anna")

    def says(self, clock: int) -> None:
        self.room.crowd.hear(self.seat, presence.encode([here(1, clock)]))

    def said(self) -> list[list[int]]:
        """Return the clients in each message since last time; none where it was a question."""
        found = []
        for message in self.store.told:
            read = Reader(message)
            is_question = read.number() == 1
            assert read.text(100) == NAME
            states = () if is_question else presence.decode(read.data(1_000))
            found.append([state.client for state in states])
        self.store.told.clear()
        return found


def test_a_hub_without_others_asks_once_and_says_nothing(tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    hub.says(1)
    assert hub.said() == [[]]
    hub.neighbours.present(frozenset())
    hub.says(2)
    assert hub.said() == []
    hub.store.close()


def test_a_hub_that_comes_is_told_who_is_here_and_everything_from_then_on(tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    hub.says(1)
    hub.said()
    hub.neighbours.present(frozenset({"far"}))
    assert hub.said() == [[1]]
    hub.neighbours.present(frozenset({"far"}))
    assert hub.said() == []
    hub.says(2)
    assert hub.said() == [[1]]
    hub.store.close()


def test_a_hub_that_asks_is_answered_before_it_was_seen(tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    hub.says(1)
    (question,) = hub.store.told
    hub.said()
    hub.neighbours.said("far", question)
    assert hub.said() == [[1]]
    hub.store.close()


@pytest.mark.log_expected
def test_what_another_hub_says_that_cannot_be_understood_is_not_heard(tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    hub.said()
    hub.neighbours.said("far", b"\xff\xff nonsense")
    assert hub.said() == []
    hub.store.close()


def test_those_at_a_hub_that_is_gone_leave_the_room(tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    hub.room.crowd.hear_hub("far", [Here(7, 1, {})])
    hub.neighbours.present(frozenset({"near"}))
    assert hub.room.crowd._states == {}
    hub.store.close()
