"""A hub is found on the network while it says that it is there; nothing leaves this computer."""

import asyncio

import pytest

from moderator.domain.errors import LinkFailed, Reason, Refused
from moderator.hub.announcing import Announcement
from moderator.sync import finding
from moderator.sync.finding import Finder
from tests.hub.kit import until

HERE = ["127.0.0.1"]


def test_a_hub_is_found_while_it_is_announced_and_no_longer() -> None:
    async def story() -> None:
        told: list[int] = []
        finder = Finder(lambda: told.append(1), HERE)
        await finder.open()
        hub = Announcement("Азаматтық форум, 2026 ж. " * 4, HERE)
        try:
            await hub.open(8440, "ab" * 32)
            await until(lambda: bool(finder.found))
            (found,) = finder.found
            assert found.name.startswith("Азаматтық форум, 2026 ж")
            assert (found.address, found.sha256_begin) == ("127.0.0.1:8440", "ab" * 8)
            await hub.close()
            await until(lambda: not finder.found)
            assert len(told) >= 2
        finally:
            await finder.close()

    asyncio.run(story())


def test_a_code_alone_leads_to_the_only_hub_there_is() -> None:
    async def story() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(finding, "_LOOK_S", 0.5)
            with pytest.raises(LinkFailed) as nobody:
                await finding.the_only(HERE)
        assert nobody.value.reason is Reason.CODE_NO_HOST
        one, other = Announcement("Forum", HERE), Announcement("Forum", HERE)
        try:
            await one.open(8440, "ab" * 32)
            assert await finding.the_only(HERE) == "127.0.0.1:8440"
            await other.open(8441, "cd" * 32)
            with pytest.raises(Refused) as many:
                await finding.the_only(HERE)
            assert many.value.reason is Reason.CODE_MANY_HOSTS
            assert "127.0.0.1:8441" in str(many.value.facts["names"])
        finally:
            await one.close()
            await other.close()

    asyncio.run(story())
