"""Who is in a room that people reach by several hubs."""

from moderator.hub import room
from moderator.hub.crowd import Crowd
from moderator.sync import presence, wire
from moderator.sync.framing import HOCUSPOCUS
from moderator.sync.presence import Here
from moderator.sync.wire import Message, Presence, PresenceAsked


class _Line:
    """Keeps what was said to somebody."""

    def __init__(self) -> None:
        self.said: list[Message] = []

    def send(self, frame: bytes) -> None:
        self.said.append(wire.decode(frame)[1])

    def cut(self, why: str) -> None:
        raise AssertionError(why)


class Seat(room.Seat):
    """Somebody in the room."""

    def __init__(self, name: str = "", is_laptop: bool = False) -> None:
        self.heard_by = _Line()
        super().__init__(self.heard_by, HOCUSPOCUS, "notes", name, "chair", is_laptop)

    @property
    def heard(self) -> list[Here]:
        said = self.heard_by.said
        return [here for m in said if isinstance(m, Presence) for here in presence.decode(m.body)]

    def take(self) -> list[tuple[int, bool]]:
        """Return who was said to come or to leave since last time."""
        taken = [(here.client, here.state is not None) for here in self.heard]
        self.heard_by.said.clear()
        return taken


class Hall:
    """Two seats at one hub, and what the other hubs are told."""

    def __init__(self) -> None:
        self.a, self.b = Seat("Anna"), Seat("Boris")
        self.crowd = Crowd([self.a, self.b])
        self.told: list[Here] = []
        self.crowd.tell_hubs = self.told.extend

    def own(self) -> list[int]:
        """Return the clients that are at this hub."""
        return [here.client for here in self.crowd.own]

    def says(self, seat: Seat, client: int, clock: int) -> None:
        self.crowd.hear(seat, presence.encode([here(client, clock)]))


def here(client: int, clock: int) -> Here:
    return Here(client, clock, {"user": {"name": "Somebody"}})


def test_those_at_another_hub_are_shown_and_told_to_nobody_else() -> None:
    hall = Hall()
    hall.crowd.hear_hub("far", [here(7, 1)])
    assert hall.a.take() == hall.b.take() == [(7, True)]
    assert hall.told == []
    late = Seat()
    hall.crowd.greet(late)
    assert late.take() == [(7, True)]


def test_other_hubs_hear_of_those_who_are_here_with_their_own_names() -> None:
    hall = Hall()
    hall.says(hall.a, 1, 1)
    hall.crowd.part(hall.a)
    assert [(h.client, h.state and h.state["user"]["name"]) for h in hall.told] == [
        (1, "Anna"),
        (1, None),
    ]


def test_what_is_older_than_known_is_not_heard_from_another_hub() -> None:
    hall = Hall()
    hall.crowd.hear_hub("far", [here(7, 5)])
    hall.a.take()
    hall.crowd.hear_hub("far", [here(7, 5), here(7, 4)])
    hall.crowd.hear_hub("elsewhere", [Here(7, 9, None)])
    assert hall.a.take() == []
    hall.crowd.hear_hub("far", [Here(7, 6, None)])
    assert hall.a.take() == [(7, False)]


def test_those_whose_hub_is_gone_have_left() -> None:
    hall = Hall()
    hall.crowd.hear_hub("far", [here(7, 1)])
    hall.crowd.hear_hub("near", [here(8, 1)])
    hall.says(hall.a, 1, 1)
    hall.b.take()
    hall.crowd.keep_hubs({"near"})
    assert hall.b.take() == [(7, False)]
    assert hall.own() == [1]


def test_who_moves_to_another_hub_is_where_they_spoke_last() -> None:
    hall = Hall()
    hall.says(hall.a, 1, 1)
    hall.crowd.hear_hub("far", [here(1, 2)])
    assert hall.a.clients == {}
    assert hall.own() == []
    hall.says(hall.a, 1, 2)
    assert hall.a.clients == {}, "no news: it was said at the other hub already"
    hall.says(hall.a, 1, 3)
    assert hall.own() == [1]
    hall.crowd.keep_hubs(())
    assert hall.own() == [1]


def test_that_somebody_is_still_here_is_told_to_those_only_who_go_by_it() -> None:
    browser, laptop, speaker = Seat("Anna"), Seat("Boris", is_laptop=True), Seat("Vera", True)
    crowd = Crowd([browser, laptop, speaker])
    for clock in (1, 2):
        crowd.hear(speaker, presence.encode([here(7, clock)]))
    assert browser.take() == [(7, True), (7, True)]
    assert laptop.take() == [(7, True)]
    crowd.part(speaker)
    assert browser.take() == laptop.take() == [(7, False)]


def test_laptops_say_again_that_they_are_here_only_where_somebody_goes_by_it() -> None:
    laptop, browser = Seat("Boris", is_laptop=True), Seat("Anna")
    seats = [laptop]
    crowd = Crowd(seats)
    crowd.hear(laptop, presence.encode([here(7, 1)]))
    crowd.ask_laptops(is_shared=False)
    assert laptop.heard_by.said == []
    crowd.ask_laptops(is_shared=True)
    seats.append(browser)
    crowd.ask_laptops(is_shared=False)
    assert laptop.heard_by.said == [PresenceAsked(), PresenceAsked()]
    assert browser.heard_by.said == []
