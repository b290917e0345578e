"""What a link travels on: frames there and back, and the two ways in which that ends."""

from collections.abc import Awaitable, Callable
from typing import Protocol, runtime_checkable


class LinkLost(Exception):
    """Nobody is reached any more, or for now; trying again may help."""


class LinkRefused(Exception):
    """The other side will not have us, or is not who it should be; trying again will not help."""


class Transport(Protocol):
    """An open connection to a hub."""

    async def send(self, frame: bytes) -> None:
        """Hand over one frame.

        Raises:
            LinkLost: the connection is gone.
        """
        ...

    async def receive(self) -> bytes:
        """Wait for the next frame.

        Raises:
            LinkLost: the connection is gone.
        """
        ...

    async def close(self) -> None:
        """Let go; never fails."""
        ...


@runtime_checkable
class Prompt(Protocol):
    """A connection that can also send without being waited for."""

    def push(self, frame: bytes) -> bool:
        """Hand over one frame at once; return False where the network has not taken the last one.

        A connection that is gone takes it, too, and says so to whoever waits for something.
        """
        ...


Connect = Callable[[], Awaitable[Transport]]
"""Opens a connection; raises ``LinkLost`` or ``LinkRefused``."""
