"""Desks that stay joined, host and stand by, as windows do, and what the tests do to their hubs."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from moderator.app.gathering import Gathering
from moderator.app.hosting import Reach
from moderator.desk.clock import SystemClock
from moderator.desk.desk import Desk
from moderator.domain.link import HostState, LinkState
from moderator.settings import Settings
from tests.desk.kit import desk_over, small_forum


class Console:
    """A desk with what brings it together with others."""

    def __init__(self, desk: Desk, gathering: Gathering) -> None:
        self.desk = desk
        self.membership = gathering.membership
        self.hosting = gathering.hosting
        self.standing_by = gathering.standing_by

    @property
    def is_live(self) -> bool:
        """Whether there is a link to the hub."""
        view = self.membership.view
        return view is not None and view.state is LinkState.LIVE

    @property
    def state(self) -> HostState | None:
        """What hosting does."""
        return self.desk.host.state if self.desk.host else None


@asynccontextmanager
async def console(folder: Path, name: str = "", *, crashes: bool = False) -> AsyncIterator[Console]:
    """Run a desk until the end of the block; one that crashes leaves its hub running."""
    loop = asyncio.get_running_loop()

    def deliver(told: Callable[[], None]) -> None:
        loop.call_soon_threadsafe(told)

    settings = Settings(own_name=name)
    with desk_over(folder, SystemClock(folder.name), settings=settings, deliver=deliver) as desk:
        if not desk.has_room:
            small_forum(desk)
        gathering = Gathering.over(desk)
        gathering.resume()
        try:
            yield Console(desk, gathering)
        finally:
            await gathering.close(keep_hosting=crashes)


def kill_hub(folder: Path) -> None:
    """Kill the hub of a console's data folder as a crash would."""
    os.kill(hub_process_of(folder), signal.SIGKILL)


def hub_process_of(folder: Path) -> int:
    """Return the process that holds a hub's lock."""
    lock = folder / "hub" / "lock"
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                files = [str(f.readlink()) for f in (entry / "fd").iterdir()]
            except OSError:
                continue
            if str(lock) in files:
                return int(entry.name)
    raise AssertionError("no hub")


def near(port: int = 0) -> Reach:
    """Return a place on a network that is this computer only."""
    return Reach(on_network=True, address="127.0.0.1", port=port)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
