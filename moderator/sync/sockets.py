"""The transport of real life: a WebSocket, over TLS where the address says so."""

import asyncio
import hashlib
import hmac
import ipaddress
import ssl
from http import HTTPStatus
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.connection import broadcast
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    InvalidURI,
)
from websockets.typing import Subprotocol

from moderator.sync.address import Invitation
from moderator.sync.transport import LinkLost, LinkRefused
from moderator.sync.wire import MOST_BYTES

_OPEN_S = 8.0
_PING_S = 3.0
"""Twice that, and a dead line is noticed: people are told within ten seconds."""


class NoSuchPath(LinkLost):
    """Somebody is there, who knows nothing of this path."""


class WebSocket:
    """An open WebSocket to a hub."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def send(self, frame: bytes) -> None:
        """Hand over one frame."""
        try:
            await self._socket.send(frame)
        except ConnectionClosed as error:
            raise LinkLost(str(error)) from error

    def push(self, frame: bytes) -> bool:
        """Hand over one frame at once, if nothing waits before it."""
        if self._socket.transport.get_write_buffer_size():
            return False
        broadcast((self._socket,), frame)  # which waits for nothing
        return True

    async def receive(self) -> bytes:
        """Wait for the next frame."""
        try:
            frame = await self._socket.recv(decode=False)
        except ConnectionClosed as error:
            raise LinkLost(str(error)) from error
        return bytes(frame)

    async def reached(self) -> None:
        """Wait until the other side has read all that was sent."""
        try:
            await (await self._socket.ping())
        except ConnectionClosed as error:
            raise LinkLost(str(error)) from error

    async def close(self) -> None:
        """Say good-bye, without waiting long for an answer."""
        await self._socket.close()


async def open_socket(
    invitation: Invitation, protocol: str = "", most_bytes: int = MOST_BYTES
) -> WebSocket:
    """Connect to the hub of an invitation; nothing secret is sent before it is known to be that.

    A token in ``protocol`` goes out before a fingerprint can be compared: it is one or the other.

    Raises:
        LinkLost: nobody is reached.
        LinkRefused: its certificate is not the one of the invitation.
    """
    if protocol and invitation.sha256:
        raise LinkRefused("certificate")
    socket = await _connect(invitation.url, tls_context(invitation), protocol, most_bytes)
    if invitation.sha256 and not is_pinned(_tls(socket), invitation.sha256):
        await socket.close()
        raise LinkRefused("certificate")
    return WebSocket(socket)


async def open_to_prove(url: str) -> tuple[WebSocket, str]:
    """Connect to somebody who has yet to prove who they are; return their fingerprint too.

    Without TLS, which leads nowhere but to this laptop itself, there is none.

    Raises:
        LinkLost: nobody is reached.
    """
    is_tls = url.startswith("wss:")
    if not is_tls and not _is_here(urlsplit(url).hostname or ""):
        raise LinkLost("no TLS")
    socket = await _connect(url, _unchecked() if is_tls else None)
    return WebSocket(socket), _fingerprint(_tls(socket)) if is_tls else ""


async def _connect(
    url: str, context: ssl.SSLContext | None, protocol: str = "", most_bytes: int = MOST_BYTES
) -> ClientConnection:
    host = urlsplit(url).hostname or ""
    try:
        return await connect(
            url,
            ssl=context,
            subprotocols=[Subprotocol(protocol)] if protocol else None,
            compression=None,
            max_size=most_bytes,
            open_timeout=_OPEN_S,
            ping_interval=_PING_S,
            ping_timeout=_PING_S,
            close_timeout=1.0,
            proxy=None if is_near(host) else True,
        )
    except ssl.SSLCertVerificationError as error:
        raise LinkRefused("certificate") from error
    except InvalidStatus as error:
        is_there = error.response.status_code == HTTPStatus.NOT_FOUND
        raise (NoSuchPath if is_there else LinkLost)(str(error)) from error
    except (OSError, TimeoutError, InvalidHandshake, InvalidURI, EOFError) as error:
        raise LinkLost(str(error)) from error


def tls_context(invitation: Invitation) -> ssl.SSLContext | None:
    """Return how to look at the certificate of an invitation's hub; None for one without TLS."""
    if not invitation.url.startswith("wss:"):
        return None
    # a fingerprint says more than any authority could; it is compared once it is seen
    return _unchecked() if invitation.sha256 else ssl.create_default_context()


def _unchecked() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def is_pinned(tls: ssl.SSLObject | None, sha256: str) -> bool:
    """Return whether the other side showed the certificate with this fingerprint."""
    return hmac.compare_digest(_fingerprint(tls).encode(), sha256.encode())


def _fingerprint(tls: ssl.SSLObject | None) -> str:
    shown = tls.getpeercert(binary_form=True) if tls is not None else None
    return hashlib.sha256(shown or b"").hexdigest()


def _tls(socket: ClientConnection) -> ssl.SSLObject | None:
    found: ssl.SSLObject | None = _transport(socket).get_extra_info("ssl_object")
    return found


def _transport(socket: ClientConnection) -> asyncio.BaseTransport:
    return socket.transport


def _is_here(host: str) -> bool:
    """Return whether a host is this laptop itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_near(host: str) -> bool:
    """Return whether a host is this laptop or one beside it, where no proxy leads."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith(".local") or "." not in host
