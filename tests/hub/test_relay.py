"""What is committed together goes out as one change."""

import asyncio

from pycrdt import Doc, Map

from moderator.hub.counts import Counts
from moderator.hub.relay import Relay
from moderator.sync.wire import Change
from tests.hub.test_crowd import Seat


def _changes(count: int, size: int = 5) -> list[bytes]:
    document = Doc[Map[str]]()
    keys = document.get("keys", type=Map)
    found = []
    for n in range(count):
        before = document.get_state()
        keys[str(n)] = "x" * size
        found.append(document.get_update(before))
    return found


def _told(seat: Seat) -> list[bytes]:
    return [m.update for m in seat.heard_by.said if isinstance(m, Change)]


def _keys(updates: list[bytes]) -> set[str]:
    document = Doc[Map[str]]()
    keys = document.get("keys", type=Map)
    for update in updates:
        document.apply_update(update)
    return set(keys.keys())


async def _sent() -> None:
    await asyncio.sleep(0)


def test_one_change_goes_to_all_but_its_sender_as_it_is() -> None:
    async def story() -> None:
        anna, boris = Seat("Anna"), Seat("Boris")
        counts = Counts()
        (change,) = _changes(1)
        Relay([anna, boris], counts).add(anna, [change])
        await _sent()
        assert (_told(anna), _told(boris)) == ([], [change])
        assert counts.deliveries == 1

    asyncio.run(story())


def test_changes_of_several_go_as_one_to_everybody() -> None:
    async def story() -> None:
        anna, boris, vera = seats = Seat("Anna"), Seat("Boris"), Seat("Vera")
        relay = Relay(seats, Counts())
        changes = _changes(2)
        relay.add(anna, changes[:1])
        relay.add(boris, changes[1:])
        await _sent()
        for seat in seats:
            assert len(_told(seat)) == 1
            assert _keys(_told(seat)) == {"0", "1"}
        assert _told(vera) != changes

    asyncio.run(story())


def test_no_more_is_merged_than_is_quick_and_nothing_is_left_out() -> None:
    async def story() -> None:
        anna, boris = Seat("Anna"), Seat("Boris")
        relay = Relay([anna, boris], Counts())
        for change in _changes(120):
            relay.add(anna, [change])
        large = _changes(3, 200_000)
        await _sent()
        assert len(_told(boris)) == 3
        assert len(_keys(_told(boris))) == 120
        for change in large:
            relay.add(anna, [change])
        await _sent()
        assert _told(boris)[3:] == large

    asyncio.run(story())
