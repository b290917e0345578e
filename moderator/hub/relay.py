"""What was committed, on its way to those who follow a document.

One commit may hold the changes of several people, and while many are sent to, more arrive: what is
committed together goes out as one change, so that a busy meeting costs no more than a fast one.
"""

import asyncio
from collections.abc import Collection, Sequence

from pycrdt import merge_updates

from moderator.hub import voice
from moderator.hub.counts import Counts
from moderator.hub.voice import Member
from moderator.sync.wire import Change

_MOST_AT_ONCE, _MOST_BYTES = 50, 256 * 1024
"""Of what is merged: that takes longer the more there is."""


class Relay:
    """The changes of one document; belongs to the hub's event loop."""

    def __init__(self, members: Collection[Member], counts: Counts) -> None:
        self._members = members
        self._counts = counts
        self._waiting: list[tuple[Member | None, bytes]] = []

    def add(self, sender: Member | None, updates: Sequence[bytes]) -> None:
        """Pass on updates to all but their sender, together with what was committed with them."""
        if updates and not self._waiting:
            asyncio.get_running_loop().call_soon(self._send)
        self._waiting += ((sender, update) for update in updates)

    def _send(self) -> None:
        waiting, self._waiting = self._waiting, []
        while waiting:
            some = _first(waiting)
            del waiting[: len(some)]
            updates = [update for _, update in some]
            senders = {sender for sender, _ in some}
            # of several, each lacks the others', and one's own again does no harm
            but = senders.pop() if len(senders) == 1 else None
            update = updates[0] if len(updates) == 1 else merge_updates(*updates)
            self._counts.deliveries += voice.relay(self._members, Change(update), but)


def _first(waiting: Sequence[tuple[Member | None, bytes]]) -> Sequence[tuple[Member | None, bytes]]:
    """Return as much from the beginning as may be merged; at least one."""
    size = 0
    for n, (_, update) in enumerate(waiting[:_MOST_AT_ONCE]):
        size += len(update)
        if n and size > _MOST_BYTES:
            return waiting[:n]
    return waiting[:_MOST_AT_ONCE]
