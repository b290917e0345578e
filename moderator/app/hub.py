"""The hub as a process of its own: it serves until it is told to end, and leaves in good order."""

import asyncio
import contextlib
import ipaddress
import signal
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from moderator.app import door, holder, hub_commands, hub_storage
from moderator.app.hub_commands import ADDRESS, Address
from moderator.desk.clock import SystemClock
from moderator.domain.errors import LinkFailed, Reason, StoreFailed
from moderator.hub import certificate
from moderator.hub.house import House
from moderator.hub.server import HubServer
from moderator.store.hub_store import HubStore
from moderator.store.lock import FolderLock
from moderator.words import tr

if TYPE_CHECKING:
    from moderator.hub.announcing import Announcement

_FLUSH_S = 30.0
_LOCK_S = 5.0
"""Whoever looks whether a hub runs holds its lock for a moment."""
_LAST_ANSWERS_S = 2.0


def perform(folder: Path, command: str, args: Mapping[str, Any]) -> Any:
    """Run the hub until it is told to end, or ask the hub of a data folder for something.

    Raises:
        ModeratorError: refused or failed.
    """
    database = hub_storage.named(args)
    args = {name: value for name, value in args.items() if name not in hub_storage.ARGUMENTS}
    if command == "hub.run":
        asyncio.run(_serve(folder, database, args))
        return {}
    if command == "hub.restore":
        return _restore(folder, database, Path(str(args["file"])))
    return holder.ask_or_do(folder, command, args, partial(_do_here, folder, database))


def _do_here(folder: Path, database: str, command: str, args: Mapping[str, Any]) -> Any:
    """Run a command while no hub runs."""
    with FolderLock(folder):
        door.forget(folder)
        store = hub_storage.open_store(folder, database)
        try:
            value = hub_commands.run(House(store, SystemClock()), command, args)
            _flush(store)
            return value
        finally:
            store.close()


def _restore(folder: Path, database: str, file: Path) -> dict[str, str]:
    with FolderLock(folder):
        door.forget(folder)
        hub_storage.restore(folder, database, file)
    return {"file": file.name}


def _flush(store: HubStore) -> None:
    if not store.flush(_FLUSH_S):
        raise store.trouble or StoreFailed(Reason.DISK_FAILED, file=store.place)


async def _serve(folder: Path, database: str, args: Mapping[str, Any]) -> None:
    """Serve until a signal comes.

    Raises:
        FolderBusy: another process uses the data folder.
        LinkFailed: nobody can listen there, or the certificate cannot be used.
        Known: the database cannot be opened.
    """
    loop = asyncio.get_running_loop()

    def deliver(told: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended; so has everybody on it
            loop.call_soon_threadsafe(told)

    lock = FolderLock(folder)
    lock.acquire(_LOCK_S)
    try:
        door.forget(folder)
        store = hub_storage.open_store(folder, database, deliver)
        try:
            await _serve_store(folder, store, args)
        finally:
            await loop.run_in_executor(None, store.close)
    finally:
        lock.release()


async def _serve_store(folder: Path, store: HubStore, args: Mapping[str, Any]) -> None:
    house = House(store, SystemClock())
    wanted, tls = _wanted(folder, house, args)
    names = (socket.gethostname(), urlsplit(wanted.url).hostname or "")
    server = HubServer(house, wanted.host, wanted.port, tls, names)
    house.sha256 = wanted.sha256
    try:
        port = await server.open()
    except LinkFailed:
        if not args.get("any_port"):
            raise
        server = HubServer(house, wanted.host, 0, tls, names)
        port = await server.open()
    house.meet_neighbours()
    announced = await _announce(str(args.get("announce") or ""), wanted, port)
    house.is_announced = announced is not None
    address = Address(wanted.host, port, wanted.url, wanted.sha256)
    store.put_state(ADDRESS, asdict(address))
    told = asyncio.Event()

    async def answer(command: str, asked: Mapping[str, Any]) -> Any:
        if command == "hub.stop":
            told.set()
            return {}
        if command == "hub.backup":
            return await asyncio.to_thread(hub_commands.run, house, command, asked)
        value = hub_commands.run(house, command, {**asked, "is_running": True})
        await asyncio.to_thread(_flush, store)
        return value

    listening = door.Door(folder, answer)
    try:
        await listening.open()
        print(tr("The hub listens at {url}").format(url=address.socket_url), flush=True)
        await _until_told(told)
    finally:
        if announced is not None:
            await announced.close()
        await listening.close()
        # whoever waits for the word that something is kept hears it before the good-bye
        await asyncio.to_thread(store.flush, _LAST_ANSWERS_S)
        await server.close()


async def _announce(name: str, wanted: Address, port: int) -> "Announcement | None":
    """Say on the network that the hub is here, where that was asked for."""
    if not name:
        return None
    from moderator.hub.announcing import Announcement  # several megabytes that most hubs spare

    made = Announcement(name, () if wanted.is_everywhere else (wanted.host,))
    await made.open(port, wanted.sha256)
    return made


def _wanted(
    folder: Path, house: House, args: Mapping[str, Any]
) -> tuple[Address, ssl.SSLContext | None]:
    """Return where to listen: as asked, else as last time, else as usual."""
    last = hub_commands.address_of(house)
    host = str(args.get("host") or last.host)
    port = last.port if args.get("port") is None else int(args["port"])
    url = str(args.get("url") or last.url)
    given, key = str(args.get("certificate") or ""), str(args.get("key") or "")
    if not given and not args.get("tls") and (_is_loopback(host) or args.get("behind_proxy")):
        return Address(host, port, url), None
    if given:
        shown = certificate.load(Path(given), Path(key) if key else None)
    else:
        shown = certificate.own(folder, house.now_utc_ms())
    return Address(host, port, url, shown.sha256), shown.tls


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _until_told(told: asyncio.Event) -> None:
    """Wait for the signal to end, or for the word."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, told.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(told.set))
    await told.wait()
