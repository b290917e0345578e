"""The door beside the window: how a second process asks the one that holds the data folder.

The holder listens on loopback at a free port; port and a random secret lie in a file that only the
user can read. A request is one JSON line, and so is its answer (DESIGN.md §4.11):

    {"secret": …, "verb": …, "args": {…}}  →  {"value": …} or {"reason": …, "facts": {…}}

An answer with both a value and a reason tells of what was done but is not on the disk yet.

A command is run once or not at all: one whose answer was lost is never sent again by itself.
Neither Qt nor SQLAlchemy is needed on the asking side.
"""

import asyncio
import contextlib
import hmac
import json
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from moderator.domain.errors import (
    BadInput,
    DoorFailed,
    ModeratorError,
    NotYetWritten,
    Reason,
    Refused,
)
from moderator.files import write_whole

FILE = "door.json"
MAX_LINE = 64 * 1024 * 1024
"""Bytes of one request or answer; a whole forum passes as one answer."""
_REQUEST_S = 20.0
"""How long a connection may take to say what it wants."""
_LAST_ANSWERS_S = 20.0

Answer = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
"""Runs a verb with its arguments; may raise ``ModeratorError``."""

_logger = logging.getLogger(__name__)


class Door:
    """The listening side; lives on the holder's event loop."""

    def __init__(self, folder: Path, answer: Answer) -> None:
        self._file = folder / FILE
        self._answer = answer
        self._secret = secrets.token_urlsafe(32)
        self._server: asyncio.Server | None = None
        self._asking: set[asyncio.Task[None]] = set()
        """Connections that have not said yet what they want."""
        self._answering: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Start listening and leave word where."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=MAX_LINE)
        port = self._server.sockets[0].getsockname()[1]
        word = json.dumps({"port": port, "secret": self._secret})
        write_whole(self._file, word, private=True)

    async def close(self) -> None:
        """Stop listening, take the word away, and give the answers that are under way."""
        forget(self._file.parent)
        if self._server is None:
            return
        self._server.close()
        for task in tuple(self._asking):
            task.cancel()
        if self._answering:
            await asyncio.wait(self._answering, timeout=_LAST_ANSWERS_S)
        for task in tuple(self._answering):
            task.cancel()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or self._server is None or not self._server.is_serving():
            writer.close()
            return
        self._asking.add(task)
        try:
            async with asyncio.timeout(_REQUEST_S):
                line = await reader.readline()
            self._asking.discard(task)
            self._answering.add(task)
            writer.write(json.dumps(await self._reply(line)).encode() + b"\n")
            await writer.drain()
        except (OSError, ValueError):
            pass  # whoever asked is gone, said nothing or too much; the next one is served
        except asyncio.CancelledError:
            pass  # the door closes; the task ends here anyway
        finally:
            self._asking.discard(task)
            self._answering.discard(task)
            writer.close()

    async def _reply(self, line: bytes) -> dict[str, Any]:
        try:
            verb, args = self._read(line)
            return {"value": await self._answer(verb, args)}
        except NotYetWritten as error:
            return {"value": error.value, "reason": error.reason.value, "facts": {}}
        except ModeratorError as error:
            return {"reason": error.reason.value, "facts": error.facts}
        except Exception:
            # the root of this request: the program goes on, and whoever asked is told
            _logger.exception("a command failed")
            return {"reason": Reason.COMMAND_FAILED.value, "facts": {}}

    def _read(self, line: bytes) -> tuple[str, dict[str, Any]]:
        """Return verb and arguments of a request.

        Raises:
            Refused: it is none of ours.
        """
        try:
            request = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Refused(Reason.REQUEST_BROKEN, where="JSON") from error
        if not isinstance(request, dict):
            raise Refused(Reason.REQUEST_BROKEN, where="{…}")
        for name, kind in (("secret", str), ("verb", str), ("args", dict)):
            if not isinstance(request.get(name), kind):
                raise Refused(Reason.REQUEST_BROKEN, where=name)
        secret = request["secret"].encode("utf-8", "replace")
        if not hmac.compare_digest(secret, self._secret.encode()):
            raise Refused(Reason.REQUEST_STRANGER, file=FILE)
        return request["verb"], request["args"]


def forget(folder: Path) -> None:
    """Take away the word that somebody listens, left by a holder that is gone."""
    with contextlib.suppress(OSError):
        (folder / FILE).unlink()


def ask(folder: Path, verb: str, args: Mapping[str, Any], timeout_s: float = 60.0) -> Any:
    """Ask the holder of a data folder to run a verb, and return its value.

    Raises:
        ConnectionError: nobody listens, and nothing was run; the folder may be free, or its holder
            is just starting.
        BadInput: the request is too large to be sent.
        DoorFailed: somebody listens but does not answer; whether the verb was run is not known.
        Refused: the holder refused or failed, for the reason it gives.
        NotYetWritten: it is done, and the holder writes it as soon as the disk takes it.
    """
    try:
        known = json.loads((folder / FILE).read_text(encoding="utf-8"))
        address = ("127.0.0.1", int(known["port"]))
        secret = str(known["secret"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConnectionError("no door") from error
    line = json.dumps({"secret": secret, "verb": verb, "args": dict(args)}).encode() + b"\n"
    if len(line) > MAX_LINE:
        raise BadInput(Reason.FILE_TOO_LARGE, limit=f"{MAX_LINE // 1024**2} MB")
    try:
        connection = socket.create_connection(address, timeout=timeout_s)
    except OSError as error:
        raise ConnectionError("nobody listens") from error
    with connection:
        reply = _exchange(connection, line)
    if "reason" in reply and "value" in reply:
        raise NotYetWritten(reply["value"])
    if "reason" in reply:
        raise Refused(Reason(reply["reason"]), **reply["facts"])
    return reply["value"]


def _exchange(connection: socket.socket, line: bytes) -> dict[str, Any]:
    try:
        # the line ends with its last byte: as long as that is not sent, nothing is run
        connection.sendall(line)
    except OSError as error:
        raise ConnectionError("the door closed") from error
    try:
        with connection.makefile("rb") as answer:
            reply = json.loads(answer.readline(MAX_LINE))
        if not isinstance(reply, dict) or not ("value" in reply or reply["reason"] in set(Reason)):
            raise ValueError("no answer of ours")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DoorFailed(Reason.WINDOW_SILENT) from error
    return reply
