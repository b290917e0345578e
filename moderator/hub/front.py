"""The first who reads a connection: a socket is handed on, and everything else is HTTP (``h11``).

How this came to be is told in ``moderator.hub.sockets``.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import cast

import h11

from moderator.hub.routes import MOST_BODY, Answer, Request, Routes, said
from moderator.hub.sockets import Adopt

_HEAD_S = 10.0
_BODY_S = 60.0
_IDLE_S = 30.0
_HEAD_BYTES = 16 * 1024

_logger = logging.getLogger(__name__)


class Front(asyncio.Protocol):
    """One connection, until it turns out to be a socket."""

    def __init__(self, routes: Routes, adopt: Adopt, fronts: "set[Front]") -> None:
        """``fronts`` are those that are open; this one puts itself in and takes itself out."""
        self._routes = routes
        self._adopt = adopt
        self._fronts = fronts
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=_HEAD_BYTES)
        self._read: bytearray | None = bytearray()
        """What was read of the first request; None after it."""
        self._request: Request | None = None
        self._body = bytearray()
        self._answering: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport
        self._patience: asyncio.TimerHandle

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a request."""
        # aiofastnet's transports are one in all but name
        self._transport = cast(asyncio.Transport, transport)
        self._fronts.add(self)
        self._wait_for(_HEAD_S, begun=False)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._part()
        if self._answering is not None:
            self._answering.cancel()

    def abort(self) -> None:
        """Let go at once."""
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        if self._read is not None:
            self._read += data
        self._http.receive_data(data)
        self._go_on()

    def eof_received(self) -> None:
        """Read that no more requests come."""
        self._http.receive_data(b"")
        self._go_on()

    # reading

    def _go_on(self) -> None:
        try:
            while self._answering is None and self._step():
                pass
        except h11.RemoteProtocolError as error:
            self._end(said("This is no request.", HTTPStatus(error.error_status_hint)))

    def _step(self) -> bool:
        """Read one event; return whether there may be more."""
        event = self._http.next_event()
        if event is h11.NEED_DATA:
            if self._http.they_are_waiting_for_100_continue:
                self._write(h11.InformationalResponse(status_code=100, headers=[]))
            return False
        if event is h11.PAUSED:
            return False
        if isinstance(event, h11.Request):
            return self._begin(event)
        if isinstance(event, h11.Data):
            return self._add(event.data)
        if isinstance(event, h11.EndOfMessage) and self._request is not None:
            self._read = None
            self._answer(self._request)
            return False
        self._transport.close()
        return False

    def _begin(self, event: h11.Request) -> bool:
        self._request = request = _request(event)
        if _wants_socket(request):
            self._open(request)
            return False
        refusal = self._routes.refuses(request)
        if refusal is not None:
            self._end(refusal)
            return False
        self._body.clear()
        self._wait_for(_BODY_S)
        return True

    def _add(self, data: bytes) -> bool:
        if len(self._body) + len(data) > MOST_BODY:
            self._end(said("This is too large.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
            return False
        self._body += data
        self._read = None
        return True

    def _open(self, request: Request) -> None:
        if self._read is None:
            self._end(said("A socket is opened by itself.", HTTPStatus.BAD_REQUEST))
            return
        welcome = self._routes.open(request)
        if isinstance(welcome, Answer):
            self._end(welcome)
            return
        head, self._read = bytes(self._read), None
        self._part()
        self._adopt(self._transport, head, welcome)

    # answering

    def _answer(self, request: Request) -> None:
        whole = Request(
            request.method, request.path, request.query, request.headers, bytes(self._body)
        )
        self._body.clear()
        self._transport.pause_reading()
        self._answering = asyncio.create_task(self._ask(whole))

    async def _ask(self, request: Request) -> None:
        try:
            answer = self._routes.page(request)
            if not isinstance(answer, Answer):
                answer = await answer
        except Exception:
            # the root of this request: the hub goes on, and everybody else with it
            _logger.exception("a request failed")
            answer = said("This did not work.", HTTPStatus.INTERNAL_SERVER_ERROR)
        self._answering = None
        if self._transport.is_closing():
            return
        self._say(answer)
        if self._http.our_state is h11.MUST_CLOSE:
            self._transport.close()
            return
        self._request = None
        self._http.start_next_cycle()
        self._wait_for(_IDLE_S)
        self._transport.resume_reading()
        self._go_on()

    def _end(self, answer: Answer) -> None:
        """Answer, and read nothing more."""
        if self._http.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self._say(answer, {"Connection": "close"})
        self._transport.close()
        self._wait_for(_HEAD_S)

    def _say(self, answer: Answer, more: dict[str, str] | None = None) -> None:
        headers = {
            "Content-Type": answer.kind,
            "Content-Length": str(len(answer.body)),
            "X-Content-Type-Options": "nosniff",
            **answer.headers,
            **(more or {}),
        }
        self._write(_response(answer.status, headers))
        if self._request is None or self._request.method != "HEAD":
            self._write(h11.Data(data=answer.body))
        self._write(h11.EndOfMessage())

    def _write(self, event: h11.Event) -> None:
        data = self._http.send(event)
        if data:
            self._transport.write(data)

    # patience

    def _wait_for(self, seconds: float, *, begun: bool = True) -> None:
        """Let go unless something is done within so many seconds."""
        if begun:
            self._patience.cancel()
        loop = asyncio.get_running_loop()
        self._patience = loop.call_later(seconds, self._transport.abort)

    def _part(self) -> None:
        self._patience.cancel()
        self._fronts.discard(self)


def _request(event: h11.Request) -> Request:
    path, _, query = event.target.decode("ascii", "replace").partition("?")
    headers: Iterable[tuple[bytes, bytes]] = event.headers
    named = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
    return Request(event.method.decode("ascii"), path, query, named)


def _response(status: HTTPStatus, headers: Mapping[str, str]) -> h11.Response:
    reason = status.phrase.encode()
    return h11.Response(status_code=status, headers=list(headers.items()), reason=reason)


def _wants_socket(request: Request) -> bool:
    return request.headers.get("upgrade", "").lower() == "websocket"
