"""A hub that is killed has lost nothing that it acknowledged, and one with TLS is what it says."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from moderator.domain.link import LinkState
from moderator.sync.address import Invitation, parse
from moderator.sync.transport import LinkRefused
from tests.app.command_line import Line
from tests.app.hubs import Typist, hub_process, read
from tests.hub.kit import Laptop, let_in, until

_FILES = Path(__file__).parents[1] / "hub" / "files"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "hub"


def invite(line: Line, folder: Path) -> Any:
    return json.loads(line.ok("hub", "invite", "--data", str(folder), "--role", "chair", "--json"))


def test_nothing_acknowledged_is_lost_when_the_hub_is_killed(line: Line, folder: Path) -> None:
    async def write(link: Invitation, kill: Any) -> int:
        laptop = Laptop(link.url, link.token)
        laptop.go_online()
        await laptop.settle()
        typist = Typist(laptop)
        await typist.type(600, 200.0)
        kill()
        await until(lambda: laptop.link.state is not LinkState.LIVE)
        await laptop.go_offline()
        return typist.acknowledged

    with hub_process(folder) as process:
        acknowledged = asyncio.run(write(parse(invite(line, folder)["link"]), process.kill))
    assert acknowledged > 150
    with hub_process(folder):
        found = asyncio.run(read(parse(invite(line, folder)["link"])))
    assert {f"edit {n}" for n in range(acknowledged)} <= found


def test_a_laptop_trusts_the_certificate_of_its_invitation_and_no_other(
    line: Line, folder: Path
) -> None:
    tls = ("--certificate", str(_FILES / "certificate.pem"), "--key", str(_FILES / "key.pem"))
    with hub_process(folder, *tls):
        link = parse(invite(line, folder)["link"])
        assert link.url.startswith("wss://")
        asyncio.run(let_in(link))
        for other in ("0" * 64, ""):
            with pytest.raises(LinkRefused, match="certificate"):
                asyncio.run(let_in(Invitation(link.url, link.token, other)))


def test_a_certificate_that_is_none_is_told_in_a_sentence(line: Line, folder: Path) -> None:
    key = str(_FILES / "key.pem")
    said = line.refused("hub", "--data", str(folder), "--certificate", key, "--key", key)
    assert "cannot be used" in said
