"""What the hub answers on its port: sockets and pages at one address, under TLS, too."""

import asyncio
import http.client
import ssl
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from moderator.documents.rights import Role
from moderator.hub.routes import MOST_BODY, Answer, Request, said
from moderator.hub.server import HubServer
from moderator.sync import wire
from moderator.sync.wire import HUB, Ping, Step1, Token
from tests.hub.kit import NAME, PATIENCE_S, RunningHub, laptops, play, until

Said = tuple[int, str]


async def _ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Said:
    def whole() -> Said:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    async with asyncio.timeout(PATIENCE_S):
        return await asyncio.to_thread(whole)


async def _get(hub: RunningHub, path: str, host: str = "127.0.0.1") -> Said:
    connection = http.client.HTTPConnection("127.0.0.1", hub.port)
    try:
        return await _ask(connection, "GET", path, headers={"Host": host})
    finally:
        connection.close()


def test_the_hub_tells_that_it_lives_and_what_it_did(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, Role.CHAIR) as (a,):
            a.put("one", "1")
            await until(lambda: a.link.unanswered == 0)
            assert await _get(hub, "/healthz") == (200, "ok\n")
            status, metrics = await _get(hub, "/metrics")
            assert status == HTTPStatus.OK
            assert 'moderator_hub_connections{role="chair"} 1\n' in metrics
            assert "moderator_hub_updates_total 1\n" in metrics
            assert (await _get(hub, "/anything"))[0] == HTTPStatus.NOT_FOUND
            assert (await _get(hub, "/healthz", host="evil.example"))[0] == HTTPStatus.FORBIDDEN
            assert (await _get(hub, "/healthz", host="hub.example:443"))[0] == HTTPStatus.OK

    play(tmp_path, story)


def test_pages_of_other_sites_may_not_join(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        with pytest.raises(InvalidStatus):
            await connect(hub.url, additional_headers={"Origin": "https://evil.example"})

    play(tmp_path, story)


def _with_pages(
    tmp_path: Path, story: Callable[[RunningHub, http.client.HTTPConnection], Awaitable[None]]
) -> None:
    """Run a story at a hub that says back what it is sent."""

    async def echo(request: Request) -> Answer:
        await asyncio.sleep(0)
        return Answer(body=f"{request.path}?{request.query} ".encode() + request.body)

    async def fail(_request: Request) -> Answer:
        raise ZeroDivisionError

    async def whole(hub: RunningHub) -> None:
        hub.server.routes.add_page("POST", "/echo", echo)
        hub.server.routes.add_page("GET", "/below/", lambda request: said(request.path))
        hub.server.routes.add_page("GET", "/below/it", lambda _request: said("it"))
        hub.server.routes.add_page("GET", "/fails", fail)
        connection = http.client.HTTPConnection("127.0.0.1", hub.port)
        try:
            await story(hub, connection)
        finally:
            connection.close()

    play(tmp_path, whole)


def test_one_connection_asks_for_pages_one_after_the_other(tmp_path: Path) -> None:
    async def story(_hub: RunningHub, connection: http.client.HTTPConnection) -> None:
        for n in range(3):
            answer = await _ask(connection, "POST", f"/echo?n={n}", b"x" * 200_000 * n)
            assert answer == (200, f"/echo?n={n} " + "x" * 200_000 * n)
        assert await _ask(connection, "GET", "/below/that") == (200, "/below/that\n")
        assert await _ask(connection, "HEAD", "/below/that") == (200, "")
        assert await _ask(connection, "GET", "/below/it") == (200, "it\n")

    _with_pages(tmp_path, story)


def test_a_body_over_the_limit_is_refused(tmp_path: Path) -> None:
    async def story(_hub: RunningHub, connection: http.client.HTTPConnection) -> None:
        assert (await _ask(connection, "POST", "/echo", bytes(MOST_BODY)))[0] == HTTPStatus.OK
        try:
            status, _ = await _ask(connection, "POST", "/echo", bytes(MOST_BODY + 1))
        except OSError:  # it was hung up on while it still wrote
            return
        assert status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    _with_pages(tmp_path, story)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("DELETE", "/echo", HTTPStatus.METHOD_NOT_ALLOWED),
        ("POST", "/sync", HTTPStatus.NOT_FOUND),
        ("GET", "//[", HTTPStatus.NOT_FOUND),
    ],
)
def test_what_is_no_page_is_refused(
    tmp_path: Path, method: str, path: str, status: HTTPStatus
) -> None:
    async def story(_hub: RunningHub, connection: http.client.HTTPConnection) -> None:
        assert (await _ask(connection, method, path))[0] == status

    _with_pages(tmp_path, story)


@pytest.mark.log_expected
def test_a_page_that_fails_says_so_and_the_next_is_answered(tmp_path: Path) -> None:
    async def story(hub: RunningHub, connection: http.client.HTTPConnection) -> None:
        assert (await _ask(connection, "GET", "/fails"))[0] == HTTPStatus.INTERNAL_SERVER_ERROR
        assert (await _ask(connection, "GET", "/healthz"))[0] == HTTPStatus.OK

    _with_pages(tmp_path, story)


@pytest.mark.parametrize(
    "nonsense", [b"\x16\x03\x01\x02\x00\x01", b"GET /healthz\r\n\r\n", b"GET / HTTP/1.1\r\n" * 9000]
)
def test_what_is_no_request_is_hung_up_on(tmp_path: Path, nonsense: bytes) -> None:
    async def story(hub: RunningHub) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(nonsense + b"\r\n\r\n")
        async with asyncio.timeout(PATIENCE_S):
            try:
                heard = await reader.read()
            except ConnectionResetError:  # it still wrote while it was hung up on
                heard = b""
        assert heard == b"" or heard.startswith(b"HTTP/1.1 4")
        writer.close()

    play(tmp_path, story)


def test_a_socket_whose_handshake_is_unsound_is_not_opened(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(
            b"GET /sync HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 12\r\n\r\n"
        )
        async with asyncio.timeout(PATIENCE_S):
            assert (await reader.read()).startswith(b"HTTP/1.1 4")
        writer.close()
        assert not hub.house.guests

    play(tmp_path, story)


def test_frames_sent_along_with_the_handshake_and_in_pieces_are_heard(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        token = wire.encode(HUB, Token(hub.invite(Role.CHAIR)))
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        head = (
            b"GET /sync HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade"
            b"\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        first, rest = token[:9], token[9:]
        writer.write(
            head
            + bytes((0x02, 0x80 | len(first))) + bytes(4) + first
            + bytes((0x80, 0x80 | len(rest))) + bytes(4) + rest
        )  # fmt: skip
        async with asyncio.timeout(PATIENCE_S):
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
            assert (await reader.readexactly(2))[0] == 0x82
        writer.transport.abort()
        await until(lambda: not hub.house.guests)

    play(tmp_path, story)


def test_what_comes_too_fast_is_heard_later_and_in_order(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with connect(hub.url, compression=None) as socket:
            await socket.send(wire.encode(HUB, Token(hub.invite(Role.CHAIR))))
            for n in range(230):
                await socket.send(wire.encode(f"{n:03}", Ping()))
            heard: list[str] = []
            async with asyncio.timeout(PATIENCE_S):
                while len(heard) < 230:
                    address, _ = wire.decode(await socket.recv(decode=False))
                    heard += [address] if address != HUB else []
        assert heard == [f"{n:03}" for n in range(230)]

    play(tmp_path, story)


def test_a_reader_that_does_not_keep_up_is_dropped_and_nobody_else(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, Role.CHAIR) as (a,):
            a.put("large", "x" * 3_000_000)
            await until(lambda: a.link.unanswered == 0)
            async with connect(hub.url, compression=None, max_queue=1) as slow:
                await slow.send(wire.encode(NAME, Token(hub.invite(Role.CHAIR))))
                for _ in range(20):
                    await slow.send(wire.encode(NAME, Step1(b"\0")))
                await until(lambda: len(hub.house.guests) == 1)
            await a.settle()

    play(tmp_path, story)


def test_the_hub_says_good_bye_when_it_ends(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        socket = await connect(hub.url)
        await hub.server.close()
        with pytest.raises(ConnectionClosed) as ended:
            await socket.recv()
        assert ended.value.rcvd is not None
        assert ended.value.rcvd.code == 1001

    play(tmp_path, story)


def test_sockets_and_pages_share_a_port_under_tls_too(tmp_path: Path) -> None:
    folder = Path(__file__).parent / "files"
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    trusting = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
    trusting.check_hostname = False

    async def story(hub: RunningHub) -> None:
        server = HubServer(hub.house, "127.0.0.1", 0, tls)
        port = await server.open()
        try:
            connection = http.client.HTTPSConnection("127.0.0.1", port, context=trusting)
            assert await _ask(connection, "GET", "/healthz") == (200, "ok\n")
            connection.close()
            async with connect(f"wss://127.0.0.1:{port}/sync", ssl=trusting) as socket:
                await socket.send(wire.encode(HUB, Token(hub.invite(Role.CHAIR))))
                granted, facts = [await socket.recv(decode=False) for _ in range(2)]
                assert wire.decode(bytes(granted)) == (HUB, wire.Granted(may_write=False))
                await socket.send(wire.encode("x" * 400, Ping()))
                assert wire.decode(await socket.recv(decode=False))[0] == "x" * 400
                assert facts
        finally:
            await server.close()

    play(tmp_path, story)
