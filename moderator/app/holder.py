"""Running one command: by whoever holds the data folder, else by taking the folder itself."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from moderator import settings as user_settings
from moderator.app import door
from moderator.domain.errors import FolderBusy, NotYetWritten, Reason, StoreFailed
from moderator.store.lock import FolderLock

WAIT_S = 10.0
"""How long a command waits for a folder that another command holds."""

_STEP_S = 0.02


def perform(folder: Path, config: Path, command: str, args: Mapping[str, Any]) -> Any:
    """Run a command through the door of whoever holds the folder, or else here.

    Raises:
        ModeratorError: refused, failed, or the folder stayed busy for ``WAIT_S``.
    """
    return ask_or_do(folder, command, args, partial(_perform_here, folder, config))


def ask_or_do(
    folder: Path, command: str, args: Mapping[str, Any], do: Callable[[str, Mapping[str, Any]], Any]
) -> Any:
    """Ask whoever holds the folder to run a command; where nobody does, ``do`` it, which takes it.

    Raises:
        ModeratorError: refused, failed, or the folder stayed busy for ``WAIT_S``.
    """
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            # a door that a killed holder left behind may lead to a stranger by now
            if is_held(folder):
                return door.ask(folder, command, args)
            return do(command, args)
        except (ConnectionError, FolderBusy) as error:
            if time.monotonic() >= deadline:
                raise FolderBusy(Reason.FOLDER_BUSY, folder=str(folder)) from error
        time.sleep(_STEP_S)


def take_or_show(folder: Path) -> FolderLock | None:
    """Return the data folder's lock for a window, or None: another came to the front instead.

    Raises:
        FolderBusy: the folder stayed busy for ``WAIT_S``.
        StoreFailed: it cannot be made or written.
        DoorFailed: the other window does not answer.
    """
    deadline = time.monotonic() + WAIT_S
    lock = FolderLock(folder)
    while True:
        try:
            lock.acquire()
            return lock
        except FolderBusy:
            if time.monotonic() >= deadline:
                raise
        with contextlib.suppress(ConnectionError):
            door.ask(folder, "come-forward", {})
            return None
        time.sleep(_STEP_S)


def is_held(folder: Path) -> bool:
    """Return whether some process holds the data folder now.

    Raises:
        StoreFailed: the folder cannot be made or written.
    """
    try:
        with FolderLock(folder):
            return False
    except FolderBusy:
        return True


def _perform_here(folder: Path, config: Path, command: str, args: Mapping[str, Any]) -> Any:
    # what the asking side of the door must not load is loaded only here, and before the folder is
    # taken: others may be waiting for it
    from moderator.app import commands
    from moderator.app.alone import alone

    chosen, _ = user_settings.load(config)
    try:
        with alone(folder, chosen) as host:
            return asyncio.run(commands.run(host, command, args))
    except NotYetWritten as error:
        if not host.has_kept_all:  # nobody is left who could write it later
            raise error.trouble or StoreFailed(Reason.DISK_FAILED, file=str(folder)) from error
        return error.value
