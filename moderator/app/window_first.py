"""The start of the desktop program: an empty window is painted before anything else is loaded."""

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from moderator import settings as user_settings
from moderator import words
from moderator.app import holder, placing
from moderator.console.look import style
from moderator.console.window import MainWindow
from moderator.domain.errors import Known, Reason
from moderator.settings import Settings

if TYPE_CHECKING:
    from moderator.app.desktop import Program

_TURN_S = 0.0005
"""How long a thread that computes may keep the window's thread waiting for Python: a picture needs
it dozens of times, and by Python's own 5 ms each it would be felt."""

_PAINT_S = 0.5
"""A window that is not painted by then may be hidden or minimised."""


def run(folder: Path, config: Path) -> int:
    """Show the window over a data folder and return the exit code when it is closed.

    Where another window holds the folder, that one is brought to the front instead.

    Raises:
        Known: the folder cannot be written, or stays busy.
    """
    lock = holder.take_or_show(folder)
    if lock is None:
        return 0
    try:
        app = make_application(user_settings.load(config)[0])
        window = MainWindow()
        show_first(window, folder)
        qasync.run(_live(app, folder, config, window))
    finally:
        lock.release()
    return 0


def show_first(window: MainWindow, folder: Path) -> None:
    """Show a window where it stood last; for the first time as large as it likes or there is room.

    The window system may still bring it onto a screen that is there now.
    """
    if placing.put_back(window, folder):
        window.show()
        return
    room = window.screen().availableGeometry().size()
    if window.size().boundedTo(room) != window.size():
        window.showMaximized()
    else:
        window.show()


async def _live(app: QApplication, folder: Path, config: Path, window: MainWindow) -> None:
    painted = asyncio.Event()
    window.cover.painted.connect(painted.set)
    try:
        async with asyncio.timeout(_PAINT_S):
            await painted.wait()
    except TimeoutError:
        pass
    loop = asyncio.get_running_loop()
    program = await loop.run_in_executor(None, _load)
    await program(app, folder, config, window).live()


def _load() -> "type[Program]":
    # on a thread: the window answers meanwhile
    from moderator.app.desktop import Program

    return Program


def make_application(settings: Settings) -> QApplication:
    """Return the application, dressed and speaking as the settings say."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        if _is_blind():
            raise Known(Reason.NO_DISPLAY)  # Qt would end the process where it stands
        app = QApplication(sys.argv[:1])
    sys.setswitchinterval(_TURN_S)
    app.setApplicationName("moderator")
    app.setApplicationDisplayName("Moderator")
    app.setDesktopFileName("moderator")
    app.setQuitOnLastWindowClosed(False)
    dress(app, settings)
    return app


def _is_blind() -> bool:
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform == "linux" and not any(map(os.environ.get, displays))


def dress(app: QApplication, settings: Settings) -> None:
    """Put language, theme and text size on; windows made before keep what they had."""
    words.use(settings.language or words.system_language())
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    qt_words = QTranslator(app)
    where = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if qt_words.load(f"qtbase_{words.language()}", where):
        app.installTranslator(qt_words)
    style.apply(app, settings.theme, settings.text_size_percent)
