"""The way to a hub: where it was, or, if it is silent there, where a stand-by may have taken over.

A stand-by is believed where the programme says that it is, and under a fingerprint that the hub
itself named: nothing is shown to anybody else.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace

from moderator.domain.programme import Programme
from moderator.sync.address import Invitation
from moderator.sync.transport import LinkLost, LinkRefused, Transport

Connect = Callable[[Invitation], Awaitable[Transport]]

_PATH = "/sync"


class Way:
    """Goes by turns to each place where a hub may be, and stays where it is let in."""

    def __init__(
        self,
        invitation: Invitation,
        connect: Connect,
        elsewhere: Callable[[], Sequence[Invitation]],
    ) -> None:
        self.taken = invitation
        """Where the hub was reached last."""
        self._connect = connect
        self._elsewhere = elsewhere
        self._home = invitation
        self._turn = 0

    async def connect(self) -> Transport:
        """Connect with whoever's turn it is.

        Raises:
            LinkLost: nobody is reached there.
            LinkRefused: it is not who it should be, and there is nowhere else to go.
        """
        places = (self._home, *self._elsewhere())
        place = places[self._turn % len(places)]
        self._turn += 1  # unless it works; waiting for it may be given up
        try:
            transport = await self._connect(place)
        except LinkRefused as error:
            if len(places) > 1:
                raise LinkLost(str(error)) from error
            raise
        self._turn -= 1
        self.taken = place
        return transport

    def stay(self) -> None:
        """Look here first from now on: this laptop was let in."""
        self._home, self._turn = self.taken, 0

    def pass_on(self) -> bool:
        """Go elsewhere next time, where one that took over did not let this laptop in."""
        if self.taken == self._home:
            return False
        self._turn += 1
        return True


def elsewhere(
    programme: Programme, trusted: Collection[str], known: Invitation
) -> tuple[Invitation, ...]:
    """Return where those would host that a hub trusts to take its place."""
    return tuple(
        replace(known, url=f"wss://{s.address}{_PATH}", sha256=s.sha256)
        for s in programme.stand_bys
        if s.sha256 in trusted and s.sha256 != known.sha256
    )
