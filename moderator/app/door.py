"""The door beside the window: how a second process asks the one that holds the data folder.

The holder listens on loopback at a free port; port and a random secret lie in a file that only the
user can read. A request is one JSON line, and so is its answer (DESIGN.md §4.11):

    {"secret": …, "verb": …, "args": {…}}  →  {"value": …} or {"reason": …, "facts": {…}}

Neither Qt nor SQLAlchemy is needed on the asking side.
"""

import asyncio
import contextlib
import hmac
import json
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from moderator.domain.errors import DoorFailed, ModeratorError, Reason, Refused

FILE = "door.json"
MAX_LINE = 64 * 1024 * 1024
"""Bytes of one request or answer; a whole forum passes as one answer."""

Answer = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
"""Runs a verb with its arguments; may raise ``ModeratorError``."""


class Door:
    """The listening side; lives on the holder's event loop."""

    def __init__(self, folder: Path, answer: Answer) -> None:
        self._file = folder / FILE
        self._answer = answer
        self._secret = secrets.token_urlsafe(32)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        """Start listening and leave word where."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=MAX_LINE)
        port = self._server.sockets[0].getsockname()[1]
        _write_private(self._file, json.dumps({"port": port, "secret": self._secret}))

    async def close(self) -> None:
        """Stop listening and take the word away."""
        with contextlib.suppress(FileNotFoundError):
            self._file.unlink()
        if self._server is not None:
            self._server.close()
            for writer in tuple(self._open):
                writer.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            line = await reader.readline()
            writer.write(json.dumps(await self._reply(line)).encode() + b"\n")
            await writer.drain()
        except (ConnectionError, ValueError, asyncio.IncompleteReadError):
            pass  # whoever asked is gone or sent too much; the next one is served
        finally:
            self._open.discard(writer)
            writer.close()

    async def _reply(self, line: bytes) -> dict[str, Any]:
        try:
            request = json.loads(line)
            secret, verb, args = str(request["secret"]), str(request["verb"]), request["args"]
        except (ValueError, KeyError, TypeError):
            return {"reason": Reason.WINDOW_SILENT.value, "facts": {}}
        if not hmac.compare_digest(secret.encode(), self._secret.encode()):
            return {"reason": Reason.WINDOW_SILENT.value, "facts": {}}
        try:
            return {"value": await self._answer(verb, args)}
        except ModeratorError as error:
            return {"reason": error.reason.value, "facts": error.facts}


def _write_private(file: Path, text: str) -> None:
    """Write a file that nobody but the user can read, whole or not at all."""
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
    part.replace(file)


def ask(folder: Path, verb: str, args: Mapping[str, Any], timeout_s: float = 60.0) -> Any:
    """Ask the holder of a data folder to run a verb, and return its value.

    Raises:
        ConnectionError: nobody listens; the folder may be free, or its holder is just starting.
        DoorFailed: somebody listens but does not answer in time.
        Refused: the holder refused or failed, for the reason it gives.
    """
    try:
        known = json.loads((folder / FILE).read_text(encoding="utf-8"))
        address = ("127.0.0.1", int(known["port"]))
        secret = str(known["secret"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConnectionError("no door") from error
    with socket.create_connection(address, timeout=timeout_s) as line:
        request = {"secret": secret, "verb": verb, "args": dict(args)}
        line.sendall(json.dumps(request).encode() + b"\n")
        try:
            with line.makefile("rb") as answer:
                text = answer.readline(MAX_LINE)
        except TimeoutError as error:
            raise DoorFailed(Reason.WINDOW_SILENT) from error
    try:
        reply = json.loads(text)
    except ValueError as error:
        raise ConnectionError("the door closed") from error
    if "reason" in reply:
        raise Refused(Reason(reply["reason"]), **reply["facts"])
    return reply["value"]
