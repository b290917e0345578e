"""A hub that is told to end says good-bye to everybody, keeps everything, and is soon gone."""

import asyncio
import json
import signal
import subprocess
import time
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from moderator.documents.document import Document
from moderator.sync import wire
from moderator.sync.wire import Change, Granted, Status, Token
from tests.app.command_line import Line
from tests.app.hubs import hub_process
from tests.hub.kit import NAME, Laptop

_CLIENTS = 100
_GOING_AWAY = 1001
_SOON_S = 5.0


async def _client(
    url: str, token: str, ready: "asyncio.Queue[None]", number: int
) -> tuple[int, bool]:
    """Enter and write; return the code of the end, and whether what was written is kept."""
    async with connect(url) as socket:
        await socket.send(wire.encode(NAME, Token(token)))
        while wire.decode(await socket.recv(decode=False))[1] != Granted(may_write=True):
            pass
        ready.put_nowait(None)
        await socket.send(wire.encode(NAME, Change(_update(number))))
        is_acknowledged = False
        try:
            while True:
                said = wire.decode(await socket.recv(decode=False))[1]
                is_acknowledged = is_acknowledged or said == Status(is_kept=True)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0, is_acknowledged


def _update(number: int) -> bytes:
    document = Document(NAME)
    with document.transaction():
        document._meta[f"client {number}"] = "here"
    return document.state()


def test_a_hundred_hear_good_bye_and_the_hub_ends_within_five_seconds(
    line: Line, tmp_path: Path
) -> None:
    folder = tmp_path / "hub"

    async def meet(
        url: str, token: str, process: "subprocess.Popen[str]"
    ) -> list[tuple[int, bool]]:
        ready: asyncio.Queue[None] = asyncio.Queue()
        clients = [asyncio.create_task(_client(url, token, ready, n)) for n in range(_CLIENTS)]
        for _ in clients:
            await ready.get()
        process.send_signal(signal.SIGTERM)
        begun_s = time.monotonic()
        assert await asyncio.to_thread(process.wait, 20) == 0
        assert time.monotonic() - begun_s < _SOON_S
        return await asyncio.gather(*clients)

    async def read(url: str, token: str) -> set[str]:
        laptop = Laptop(url, token)
        laptop.go_online()
        await laptop.settle()
        await laptop.go_offline()
        return set(laptop.all())

    with hub_process(folder) as process:
        said = json.loads(
            line.ok("hub", "invite", "--data", str(folder), "--role", "chair", "--json")
        )
        ends = asyncio.run(meet(said["url"], said["token"], process))
    assert {code for code, _ in ends} == {_GOING_AWAY}
    kept = {f"client {n}" for n, (_, is_kept) in enumerate(ends) if is_kept}
    assert kept
    with hub_process(folder):
        url = json.loads(line.ok("hub", "status", "--data", str(folder), "--json"))["url"]
        assert kept <= asyncio.run(read(url, said["token"]))
