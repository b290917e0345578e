"""Which meetings are hosted on this network: asked for only while somebody is looking.

Whatever is announced proves nothing; an invitation's fingerprint or a short code does.
"""

import asyncio
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zeroconf import InterfaceChoice, IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from moderator.domain.errors import LinkFailed, Reason, Refused

SERVICE = "_moderator._tcp.local."

_RESOLVE_MS = 2_000
_LOOK_S = 3.0
_SETTLE_S = 0.7
"""Others on the network answer within that of the first."""

Interfaces = list[str] | InterfaceChoice


@dataclass(frozen=True, slots=True)
class Found:
    """A hub that says it is here."""

    name: str
    address: str
    """Host and port."""
    sha256_begin: str
    """How the fingerprint begins that it claims to have."""


class Finder:
    """Looks for hubs from ``open`` to ``close``; belongs to the event loop."""

    def __init__(
        self, told: Callable[[], None], interfaces: Interfaces = InterfaceChoice.All
    ) -> None:
        """Call ``told`` whenever one came or went."""
        self._told = told
        self._interfaces = interfaces
        self._hubs: dict[str, Found] = {}
        self._zeroconf: AsyncZeroconf | None = None
        self._browser: AsyncServiceBrowser | None = None
        self._asking: set[asyncio.Task[None]] = set()

    @property
    def found(self) -> tuple[Found, ...]:
        """The hubs that are here, by name."""
        return tuple(sorted(self._hubs.values(), key=lambda hub: (hub.name, hub.address)))

    async def open(self) -> None:
        """Begin to look; where there is no network nothing is found."""
        try:
            self._zeroconf = AsyncZeroconf(interfaces=self._interfaces, ip_version=IPVersion.V4Only)
        except (OSError, RuntimeError):
            return
        self._browser = AsyncServiceBrowser(
            self._zeroconf.zeroconf, SERVICE, handlers=[self._changed]
        )

    async def close(self) -> None:
        """Look no longer."""
        for task in tuple(self._asking):
            task.cancel()
        await asyncio.gather(*self._asking, return_exceptions=True)
        if self._browser is not None:
            await self._browser.async_cancel()
        if self._zeroconf is not None:
            await self._zeroconf.async_close()

    def _changed(
        self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        if state_change is ServiceStateChange.Removed:
            self._hubs.pop(name, None)
            self._told()
            return
        task = asyncio.get_running_loop().create_task(self._ask(zeroconf, name))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _ask(self, zeroconf: Zeroconf, name: str) -> None:
        info = AsyncServiceInfo(SERVICE, name)
        if not await info.async_request(zeroconf, _RESOLVE_MS) or not info.port:
            return
        addresses = info.parsed_addresses(IPVersion.V4Only)
        facts = info.decoded_properties
        if addresses:
            shown = name.removesuffix(f".{SERVICE}")
            address = f"{addresses[0]}:{info.port}"
            self._hubs[name] = Found(shown, address, facts.get("sha256") or "")
            self._told()


async def the_only(interfaces: Interfaces = InterfaceChoice.All) -> str:
    """Return the address of the hub on this network.

    Raises:
        LinkFailed: there is none.
        Refused: there are several.
    """
    stirred = asyncio.Event()
    finder = Finder(stirred.set, interfaces)
    await finder.open()
    try:
        async with asyncio.timeout(_LOOK_S):
            await stirred.wait()
            await asyncio.sleep(_SETTLE_S)
    except TimeoutError:
        pass
    finally:
        await finder.close()
    if not finder.found:
        raise LinkFailed(Reason.CODE_NO_HOST)
    if len(finder.found) > 1:
        names = ", ".join(f"{hub.name} {hub.address}" for hub in finder.found)
        raise Refused(Reason.CODE_MANY_HOSTS, names=names)
    return finder.found[0].address


def service(name: str, port: int, sha256: str, addresses: Sequence[str]) -> AsyncServiceInfo:
    """Return what a hub says of itself: nothing about anybody."""
    return AsyncServiceInfo(
        SERVICE,
        f"{name}.{SERVICE}",
        port=port,
        properties={"sha256": sha256[:16]},
        server=f"moderator-{sha256[:16]}.local.",
        addresses=[socket.inet_aton(address) for address in addresses],
    )
