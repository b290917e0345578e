"""The hub that a console runs beside itself: a process of its own, which outlives a crash of it.

It is spoken to by way of the door of its data folder, by whichever console comes next, too.
"""

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moderator import words
from moderator.app import door, holder
from moderator.domain.errors import DoorFailed, LinkFailed, Reason, Refused

FOLDER = "hub"
"""Below the console's data folder."""

_START_S = 20.0
_STOP_S = 10.0
_LOOK_S = 0.05
_ASK_S = 5.0
_LOG = "hub.log"


class HubChild:
    """The hub of one data folder, whoever started it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER
        self._child: subprocess.Popen[bytes] | None = None

    async def look(self) -> Mapping[str, Any] | None:
        """Return where the hub listens and who is there; None where it does not run."""
        try:
            found = await self.ask("hub.look")
        except (ConnectionError, DoorFailed):
            self._reap()
            return None
        return dict(found)

    async def ask(self, command: str, **args: Any) -> Any:
        """Ask the running hub for something.

        Raises:
            ConnectionError: it does not run.
            DoorFailed: it does not answer.
            Refused: it says no.
        """
        return await asyncio.to_thread(door.ask, self.folder, command, args, _ASK_S)

    async def start(self, host: str, port: int | None, announce: str) -> Mapping[str, Any]:
        """Start the hub and return what it says of itself; ``port`` None is that of last time.

        ``announce`` is the name by which the network is told of it; empty: it is not.

        Raises:
            LinkFailed: it does not come up.
        """
        child = self._child = self._spawn(host, port, announce)
        try:
            async with asyncio.timeout(_START_S):
                while True:
                    found = await self.look()
                    if found is not None:
                        return found
                    if child.poll() is not None:
                        raise LinkFailed(Reason.HOST_FAILED, why=self._last_words())
                    await asyncio.sleep(_LOOK_S)
        except TimeoutError as error:
            raise LinkFailed(Reason.HOST_FAILED, why=self._last_words()) from error

    async def stop(self) -> None:
        """End the hub in good order, and wait until it has."""
        try:
            await self.ask("hub.stop")
        except (ConnectionError, DoorFailed, Refused):
            return
        try:
            async with asyncio.timeout(_STOP_S):
                while await asyncio.to_thread(holder.is_held, self.folder):
                    await asyncio.sleep(_LOOK_S)
        except TimeoutError:
            if self._child is not None:
                self._child.kill()
        await asyncio.to_thread(self._reap, _STOP_S)

    def let_go(self) -> None:
        """Leave the hub to itself: it goes on without this process."""
        if self._child is not None:
            # nobody here waits for it any more; once this process has ended, the system does
            self._child.returncode = 0
            self._child = None

    def _spawn(self, host: str, port: int | None, announce: str) -> "subprocess.Popen[bytes]":
        self.folder.mkdir(parents=True, exist_ok=True)
        options = ["--data", str(self.folder), "--host", host, "--tls", "--any-port"]
        options += ["--language", words.language()]
        options += ["--announce", announce] if announce else []
        options += [] if port is None else ["--port", str(port)]
        with (self.folder / _LOG).open("wb") as log:
            return subprocess.Popen(
                [*_program(), "hub", *options],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                # whatever ends the console, a key in its terminal too, does not end the hub
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    def _reap(self, wait_s: float = 0.0) -> None:
        """Let the system forget a child that has ended."""
        if self._child is None:
            return
        try:
            self._child.wait(wait_s)
        except subprocess.TimeoutExpired:
            return
        self._child = None

    def _last_words(self) -> str:
        try:
            said = (self.folder / _LOG).read_text(encoding="utf-8", errors="replace").split("\n")
        except OSError:
            said = []
        return next((line.strip(" .\r") for line in reversed(said) if line.strip()), "")


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "moderator.app.cli"]
