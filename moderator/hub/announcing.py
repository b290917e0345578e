"""A hub that says on the local network that it is here: its name, where it listens, and no more."""

import logging
from collections.abc import Sequence

from zeroconf import Error, InterfaceChoice, IPVersion
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from moderator.sync import finding, lan
from moderator.sync.finding import Interfaces

_MOST_BYTES = 50
"""Of a name; the protocol has room for 63, and adds a number to one that is taken."""

_logger = logging.getLogger(__name__)


class Announcement:
    """Stands from ``open`` to ``close``; belongs to the event loop."""

    def __init__(self, name: str, interfaces: Sequence[str] = ()) -> None:
        """``interfaces`` are addresses of this laptop; none given, all of them."""
        cut = name.encode()[:_MOST_BYTES].decode("utf-8", "ignore").strip()
        self._name = cut.replace(".", " ") or "Moderator"
        self._addresses = tuple(interfaces)
        self._zeroconf: AsyncZeroconf | None = None
        self._info: AsyncServiceInfo | None = None

    async def open(self, port: int, sha256: str) -> None:
        """Say that a hub listens at a port; where there is no network nothing is said."""
        interfaces: Interfaces = list(self._addresses) or InterfaceChoice.All
        addresses = self._addresses or lan.addresses()
        try:
            self._zeroconf = AsyncZeroconf(interfaces=interfaces, ip_version=IPVersion.V4Only)
            self._info = finding.service(self._name, port, sha256, addresses)
            await (await self._zeroconf.async_register_service(self._info, allow_name_change=True))
        except (OSError, RuntimeError, Error):
            # people type the address then
            _logger.warning("the hub cannot be announced", exc_info=True)

    async def close(self) -> None:
        """Take it back."""
        if self._zeroconf is None:
            return
        try:
            await self._zeroconf.async_unregister_all_services()
        except (OSError, RuntimeError, Error):
            _logger.info("no good-bye", exc_info=True)
        await self._zeroconf.async_close()
