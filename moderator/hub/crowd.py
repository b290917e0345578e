"""Who is in a room: awareness, in which nobody can speak for somebody else.

An id belongs to the connection that used it first, for as long as that stands; what a state says of
its user's name and role is what the token says, wherever the token knows a name; where it knows
none, the name is not that of anybody else here. Of those at other hubs on the same database, the
hub that let them in has seen to that; who moves from one hub to another is where they spoke last.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Protocol

from moderator.hub import voice
from moderator.hub.voice import relay
from moderator.sync import presence
from moderator.sync.presence import Here
from moderator.sync.wire import Message, Presence, PresenceAsked

_MOST_CLIENTS = 16
"""Of one connection in one room."""


class Member(voice.Member, Protocol):
    """What a crowd needs of a seat."""

    name: str
    role: str
    is_laptop: bool
    clients: dict[int, int]

    def say(self, message: Message) -> None:
        """Send a message."""
        ...


class Crowd:
    """The states of all who are in one room."""

    def __init__(self, seats: Collection[Member]) -> None:
        self._seats = seats
        self._states: dict[int, Here] = {}
        self._elsewhere: dict[int, str] = {}
        """At which other hub a client is."""
        self.tell_hubs: Callable[[tuple[Here, ...]], None] | None = None
        """Hears what those say who are here."""

    def greet(self, seat: Member) -> None:
        """Tell one who is here."""
        if self._states:
            seat.say(Presence(presence.encode(self._states.values())))

    def hear(self, seat: Member, body: bytes) -> None:
        """Pass on what one says of itself; what it says of others is not heard.

        Raises:
            Malformed: the body is no awareness message.
        """
        said = [self._stamped(seat, here) for here in presence.decode(body)]
        heard = [here for here in said if self._is_own(seat, here)]
        news = self._news(heard)
        for here in heard:
            seat.clients[here.client] = here.clock
            self._elsewhere.pop(here.client, None)
            if here.state is None:
                self._states.pop(here.client, None)
            else:
                self._states[here.client] = here
        self._pass_on(seat, heard, news)

    def part(self, seat: Member) -> None:
        """Tell the others that one left."""
        gone = [Here(client, clock + 1, None) for client, clock in seat.clients.items()]
        left = [here for here in gone if self._states.pop(here.client, None) is not None]
        seat.clients.clear()
        self._pass_on(seat, left, left)

    def ask_laptops(self, *, is_shared: bool) -> None:
        """Have laptops of ours say again that they are here, where somebody goes by that.

        ``is_shared`` says that it may be somebody at another hub.
        """
        if is_shared or not all(seat.is_laptop for seat in self._seats):
            for seat in self._seats:
                if seat.is_laptop and seat.clients:
                    seat.say(PresenceAsked())

    # those at other hubs

    @property
    def own(self) -> tuple[Here, ...]:
        """The states of those who are here, not at another hub."""
        return tuple(h for h in self._states.values() if h.client not in self._elsewhere)

    def hear_hub(self, hub: str, states: Iterable[Here]) -> None:
        """Pass on what is said of those at another hub."""
        heard = [here for here in states if self._is_newer(hub, here)]
        news = self._news(heard)
        for here in heard:
            for seat in self._seats:
                seat.clients.pop(here.client, None)
            if here.state is None:
                self._states.pop(here.client, None)
                self._elsewhere.pop(here.client, None)
            else:
                self._states[here.client] = here
                self._elsewhere[here.client] = hub
        self._pass_on(None, heard, news)

    def keep_hubs(self, present: Collection[str]) -> None:
        """Tell who left together with their hub."""
        gone = [client for client, hub in self._elsewhere.items() if hub not in present]
        left = [Here(client, self._states[client].clock + 1, None) for client in gone]
        for here in left:
            del self._states[here.client], self._elsewhere[here.client]
        self._pass_on(None, left, left)

    def _is_newer(self, hub: str, here: Here) -> bool:
        known = self._states.get(here.client)
        if known is None:
            return here.state is not None
        is_from_there = self._elsewhere.get(here.client) == hub
        if here.state is None:
            return is_from_there and here.clock >= known.clock
        return here.clock > known.clock

    def _is_own(self, seat: Member, here: Here) -> bool:
        if here.client in seat.clients:
            known = seat.clients[here.client]
            is_leaving = here.state is None and here.client in self._states
            return here.clock > known or (here.clock == known and is_leaving)
        is_taken = any(here.client in other.clients for other in self._seats if other is not seat)
        there = self._states[here.client].clock if here.client in self._elsewhere else -1
        is_news = here.state is not None and here.clock > there
        return is_news and not is_taken and len(seat.clients) < _MOST_CLIENTS

    def _stamped(self, seat: Member, here: Here) -> Here:
        if not isinstance(here.state, dict):
            return here
        user: Any = here.state.get("user")
        told = dict(user) if isinstance(user, dict) else {}
        told["role"] = seat.role
        taken = {other.name for other in self._seats if other.name}
        if seat.name or told.get("name") in taken:
            told["name"] = seat.name
        return Here(here.client, here.clock, here.state | {"user": told})

    def _news(self, heard: Iterable[Here]) -> list[Here]:
        """Return what says something else than before, not only that somebody is still here."""
        known = self._states
        return [h for h in heard if h.client not in known or known[h.client].state != h.state]

    def _pass_on(self, sender: Member | None, heard: list[Here], news: list[Here]) -> None:
        """Tell everybody the news, and those who are no laptops of ours the rest, too."""
        if heard and sender is not None and self.tell_hubs is not None:
            self.tell_hubs(tuple(heard))
        laptops = [seat for seat in self._seats if seat.is_laptop]
        others = [seat for seat in self._seats if not seat.is_laptop]
        for seats, states in ((laptops, news), (others, heard)):
            if states:
                relay(seats, Presence(presence.encode(states)), sender)
