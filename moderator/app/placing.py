"""Where the window stood last, kept in a small file: it is shown before any database opens."""

import base64
import contextlib
from pathlib import Path

from PySide6.QtCore import QByteArray

from moderator.console.window import MainWindow
from moderator.files import write_whole

FILE = "window.place"


def put_back(window: MainWindow, folder: Path) -> bool:
    """Give a window that was not shown yet its last size and place; return whether it has them."""
    try:
        kept = base64.b64decode((folder / FILE).read_text(encoding="ascii"), validate=True)
    except (OSError, ValueError):
        return False
    window.is_placed = window.restoreGeometry(QByteArray(kept))
    return window.is_placed


def keep(window: MainWindow, folder: Path) -> None:
    """Remember a window's size and place; where the disk takes nothing, the old ones."""
    with contextlib.suppress(OSError):
        write_whole(folder / FILE, base64.b64encode(window.saveGeometry().data()).decode())
