"""Requests to a hub over one connection that is kept: as much of HTTP as that takes."""

import asyncio
import base64
import ssl
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies

import h11

from moderator.sync.address import Invitation
from moderator.sync.sockets import is_near, is_pinned, tls_context
from moderator.sync.transport import LinkLost, LinkRefused

_OPEN_S = 8.0
_ANSWER_S = 30.0
_READ = 64 * 1024
_FAILURES = (OSError, EOFError, TimeoutError, h11.ProtocolError, asyncio.IncompleteReadError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


class Requests:
    """One connection to the hub of an invitation, opened when it is needed."""

    def __init__(self, invitation: Invitation) -> None:
        self._invitation = invitation
        self._parts = urlsplit(invitation.url)
        self._base = self._parts.path.removesuffix("/").removesuffix("/sync")
        self._http = h11.Connection(h11.CLIENT)
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """Send a request, and wait for the answer.

        Raises:
            LinkLost: nobody answers.
            LinkRefused: the certificate is not the one of the invitation.
        """
        try:
            if self._writer is None:
                async with asyncio.timeout(_OPEN_S):
                    await self._open()
            async with asyncio.timeout(_ANSWER_S):
                return await self._exchange(method, f"{self._base}{path}", body)
        except ssl.SSLCertVerificationError as error:
            raise LinkRefused("certificate") from error
        except _FAILURES as error:
            raise LinkLost(str(error)) from error

    def close(self) -> None:
        """Let go."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    # inside

    @property
    def _is_tls(self) -> bool:
        return self._parts.scheme == "wss"

    async def _open(self) -> None:
        host = self._parts.hostname or ""
        port = self._parts.port or (443 if self._is_tls else 80)
        context = tls_context(self._invitation)
        proxy = None if is_near(host) else getproxies().get("https" if self._is_tls else "http")
        if proxy:
            await self._open_through(urlsplit(proxy), host, port)
            if context is not None:
                assert self._writer is not None
                await self._writer.start_tls(context, server_hostname=host)
        else:
            self._reader, self._writer = await asyncio.open_connection(host, port, ssl=context)
        self._http = h11.Connection(h11.CLIENT)
        tls = self._writer.get_extra_info("ssl_object") if self._writer else None
        if self._invitation.sha256 and not is_pinned(tls, self._invitation.sha256):
            self.close()
            raise LinkRefused("certificate")

    async def _open_through(self, proxy: SplitResult, host: str, port: int) -> None:
        """Have a proxy lead to the hub."""
        there = (proxy.hostname or "", proxy.port or 80)
        self._reader, self._writer = await asyncio.open_connection(*there)
        headers = [("Host", f"{host}:{port}")]
        if proxy.username:
            known = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
            shown = base64.b64encode(known).decode()
            headers.append(("Proxy-Authorization", f"Basic {shown}"))
        self._http = h11.Connection(h11.CLIENT)
        request = h11.Request(method="CONNECT", target=f"{host}:{port}", headers=headers)
        self._write(request, h11.EndOfMessage())
        response = await self._next()
        if not isinstance(response, h11.Response) or response.status_code != HTTPStatus.OK:
            raise EOFError

    async def _exchange(self, method: str, target: str, body: bytes) -> Answer:
        headers = [
            ("Host", self._parts.netloc.rpartition("@")[2]),
            ("Authorization", f"Bearer {self._invitation.token}"),
            ("Content-Type", "application/octet-stream"),
            ("Content-Length", str(len(body))),
        ]
        request = h11.Request(method=method, target=target, headers=headers)
        self._write(request, h11.Data(data=body), h11.EndOfMessage())
        assert self._writer is not None
        await self._writer.drain()
        status, answer = 0, bytearray()
        while not isinstance(event := await self._next(), h11.EndOfMessage):
            if isinstance(event, h11.Response):
                status = event.status_code
            elif isinstance(event, h11.Data):
                answer += event.data
        if self._http.our_state is h11.MUST_CLOSE or self._http.their_state is h11.MUST_CLOSE:
            self.close()
        else:
            self._http.start_next_cycle()
        return Answer(status, bytes(answer))

    def _write(self, *events: h11.Event) -> None:
        assert self._writer is not None
        for event in events:
            self._writer.write(self._http.send(event) or b"")

    async def _next(self) -> h11.Event:
        while True:
            event = self._http.next_event()
            if isinstance(event, h11.ConnectionClosed):
                raise EOFError
            if isinstance(event, h11.Event):
                return event
            self._http.receive_data(await self._reader.read(_READ))
