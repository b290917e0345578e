"""Running one command where no window does: this process takes the data folder itself."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moderator import settings as user_settings
from moderator.app import door
from moderator.domain.errors import DoorFailed, FolderBusy, Reason

WAIT_S = 10.0
"""How long a command waits for a folder that another command holds."""

_STEP_S = 0.05


def perform(folder: Path, config: Path, verb: str, args: Mapping[str, Any]) -> Any:
    """Run a command through the door of whoever holds the folder, or else here.

    Raises:
        ModeratorError: refused, failed, or the folder stayed busy for ``WAIT_S``.
    """
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            return door.ask(folder, verb, args)
        except ConnectionError:
            pass
        try:
            return _perform_here(folder, config, verb, args)
        except FolderBusy:
            if time.monotonic() >= deadline:
                raise
        time.sleep(_STEP_S)


def _perform_here(folder: Path, config: Path, verb: str, args: Mapping[str, Any]) -> Any:
    # what the asking side of the door must not load is loaded only here
    from moderator.app.opening import opened, restored

    if verb == "restore":
        return restored(folder, Path(str(args["file"])))
    if verb == "show-window":
        raise DoorFailed(Reason.WINDOW_SILENT)
    chosen, _ = user_settings.load(config)
    with opened(folder, chosen) as desk:
        from moderator.app import commands

        return commands.run(desk, verb, args)
