"""Which connection writes under which Yjs client id: two at once would diverge without a sign."""

from collections.abc import Container
from typing import Generic, TypeVar

from moderator.documents.update_reader import only_writer

_MOST = 2_000
"""Ids remembered before those of connections that are gone are looked for."""

SeatT = TypeVar("SeatT")


class Writers(Generic[SeatT]):
    """The client ids of one document."""

    def __init__(self, seats: Container[SeatT]) -> None:
        """``seats`` are those that are here now."""
        self._seats = seats
        self._by_client: dict[int, SeatT] = {}

    def claim(self, seat: SeatT, update: bytes) -> SeatT | None:
        """Note who made a change; return who else, still here, writes under the same id."""
        client = only_writer(update)
        if client is None:
            return None
        other = self._by_client.get(client)
        if other is seat:
            return None
        if other is not None and other in self._seats:
            return other
        if len(self._by_client) >= _MOST:
            here = {id_: s for id_, s in self._by_client.items() if s in self._seats}
            self._by_client = here
        self._by_client[client] = seat
        return None
