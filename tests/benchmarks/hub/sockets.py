"""Many WebSockets in one light process: nothing but the system's sockets, read as they fill."""

import selectors
import socket
import time
from collections.abc import Callable, Iterator

_HEAD = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    "Sec-WebSocket-Version: 13\r\n\r\n"
)
_READ = 256 * 1024
_PING, _PONG, _BINARY = 0x89, 0x8A, 0x82


def frame(payload: bytes, head: int = _BINARY) -> bytes:
    """Return a client's frame; masked with nought, which is as good for the other side."""
    size = len(payload)
    if size < 126:
        lead = bytes((head, 0x80 | size))
    elif size < 1 << 16:
        lead = bytes((head, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        lead = bytes((head, 0x80 | 127)) + size.to_bytes(8, "big")
    return lead + bytes(4) + payload


class Client:
    """One connection."""

    def __init__(self, port: int, path: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(_HEAD.format(path=path, port=port).encode())
        self.received = self.sent = 0
        """Bytes of WebSocket, without the handshake."""
        self.is_open = False
        self._data = b""

    def say(self, payload: bytes, head: int = _BINARY) -> None:
        """Send a message."""
        data = frame(payload, head)
        self.sent += len(data)
        self.socket.sendall(data)

    def read(self) -> Iterator[bytes]:
        """Yield the messages that are there; answer pings.

        Raises:
            ConnectionError: the other side hung up, or refused.
        """
        data = self.socket.recv(_READ)
        if not data:
            raise ConnectionError("the hub hung up")
        self._data = data = self._data + data if self._data else data
        if not self.is_open:
            head, found, self._data = data.partition(b"\r\n\r\n")
            if not found:
                self._data = data
                return
            if b" 101 " not in head[:20]:
                raise ConnectionError(head.decode(errors="replace"))
            self.is_open = True
        yield from self._frames()

    def _frames(self) -> Iterator[bytes]:
        data, at, end = self._data, 0, len(self._data)
        while end - at >= 2:
            size, start = data[at + 1] & 0x7F, at + 2
            if size == 126:
                size, start = int.from_bytes(data[start : start + 2], "big"), start + 2
            elif size == 127:
                size, start = int.from_bytes(data[start : start + 8], "big"), start + 8
            if start + size > end:
                break
            head, payload = data[at], data[start : start + size]
            self.received += start + size - at
            at = start + size
            if head == _PING:
                self.say(payload, _PONG)
            elif head == _BINARY:
                yield payload
        self._data = data[at:]


Heard = Callable[[Client, bytes], None]


class Crowd:
    """Clients, and what they hear."""

    def __init__(self) -> None:
        self.clients: list[Client] = []
        self._selector = selectors.DefaultSelector()

    def add(self, client: Client) -> None:
        """Listen to one more."""
        self.clients.append(client)
        self._selector.register(client.socket, selectors.EVENT_READ, client)

    def listen(self, wait_s: float, heard: Heard) -> None:
        """Wait for what comes, at most so long, and hand it on."""
        for key, _ in self._selector.select(max(0.0, wait_s)):
            client: Client = key.data
            for payload in client.read():
                heard(client, payload)

    def until(self, holds: Callable[[], bool], heard: Heard, patience_s: float = 120.0) -> None:
        """Listen until something holds.

        Raises:
            TimeoutError: it took too long.
        """
        end = time.perf_counter() + patience_s
        while not holds():
            if time.perf_counter() > end:
                raise TimeoutError("the hub did not answer in time")
            self.listen(0.05, heard)

    def close(self) -> None:
        """Hang up."""
        self._selector.close()
        for client in self.clients:
            client.socket.close()
