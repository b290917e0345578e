"""What the hub answers on its port to those who open no proper socket."""

import asyncio
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from moderator.documents.rights import Role
from tests.hub.kit import RunningHub, laptops, play, until


def test_the_hub_tells_that_it_lives_and_what_it_did(tmp_path: Path) -> None:
    async def get(hub: RunningHub, path: str, host: str = "127.0.0.1") -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        text = (await reader.read()).decode()
        writer.close()
        return text

    async def story(hub: RunningHub) -> None:
        async with laptops(hub, Role.CHAIR) as (a,):
            a.put("one", "1")
            await until(lambda: a.link.unanswered == 0)
            assert "200 OK" in await get(hub, "/healthz")
            metrics = await get(hub, "/metrics")
            assert "moderator_hub_connections 1\n" in metrics
            assert "moderator_hub_updates_total 1\n" in metrics
            assert "404" in await get(hub, "/anything")
            assert "403" in await get(hub, "/healthz", host="evil.example")
            assert "200 OK" in await get(hub, "/healthz", host="hub.example:443")

    play(tmp_path, story)


def test_pages_of_other_sites_may_not_join(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        with pytest.raises(InvalidStatus):
            await connect(hub.url, additional_headers={"Origin": "https://evil.example"})

    play(tmp_path, story)
