"""Who is in a room: awareness, in which nobody can speak for somebody else.

An id belongs to the connection that used it first, for as long as that stands; what a state says of
its user's name and role is what the token says, wherever the token knows a name; where it knows
none, the name is not that of anybody else here.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from moderator.sync import presence
from moderator.sync.presence import Here
from moderator.sync.wire import Message, Presence

_MOST_CLIENTS = 16
"""Of one connection in one room."""


class Member(Protocol):
    """What a crowd needs of a seat."""

    name: str
    role: str
    clients: dict[int, int]

    def say(self, message: Message) -> None:
        """Send a message."""
        ...


class Crowd:
    """The states of all who are in one room."""

    def __init__(self, seats: Sequence[Member]) -> None:
        self._seats = seats
        self._states: dict[int, Here] = {}

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
        for here in heard:
            seat.clients[here.client] = here.clock
            if here.state is None:
                self._states.pop(here.client, None)
            else:
                self._states[here.client] = here
        self._pass_on(seat, heard)

    def part(self, seat: Member) -> None:
        """Tell the others that one left."""
        gone = [Here(client, clock + 1, None) for client, clock in seat.clients.items()]
        left = [here for here in gone if self._states.pop(here.client, None) is not None]
        seat.clients.clear()
        self._pass_on(seat, left)

    def _is_own(self, seat: Member, here: Here) -> bool:
        if here.client in seat.clients:
            known = seat.clients[here.client]
            is_leaving = here.state is None and here.client in self._states
            return here.clock > known or (here.clock == known and is_leaving)
        is_taken = any(here.client in other.clients for other in self._seats if other is not seat)
        is_news = here.state is not None
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

    def _pass_on(self, sender: Member, states: Iterable[Here]) -> None:
        listed = tuple(states)
        if not listed:
            return
        message = Presence(presence.encode(listed))
        for seat in self._seats:
            if seat is not sender:
                seat.say(message)
