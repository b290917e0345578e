"""Pictures of every main screen, into shots/: ``make shots``.

Every picture is of the real windows over a real desk; only the clock is made up, so that two runs
give the same pictures. With ``--help-picture`` the one in the README is made instead.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from moderator import paths
from moderator.app.actions import Do
from moderator.app.meet_handlers import understood
from moderator.console.command_box import CommandBox
from moderator.console.dialogs.apart import ApartDialog
from moderator.console.dialogs.guests import GuestRow
from moderator.console.dialogs.host import HostDialog, Invitation
from moderator.console.dialogs.join import JoinDialog
from moderator.console.keys_sheet import KeysSheet
from moderator.domain.link import HostState, HostView
from moderator.settings import Settings
from moderator.sync import qr
from tests.gathering import HUB, LINK, NAMES, gathered_scenes
from tests.rehearsal import close, scenes
from tests.rig import Rig, clock_at, press

LANGUAGES = ("en", "ru", "kk")
DIALOGS = (
    Do.NEW_FORUM,
    Do.OPEN_FORUM,
    Do.SETTINGS,
    Do.ADD_DAY,
    Do.EDIT_MEETING,
    Do.EDIT_ITEM,
    Do.ABOUT,
)
_STAGE = ("before", "running", "warning", "over", "paused", "held", "idle")
HEADERS_PX = (1280, 1366, 1440)
_CONSOLE = ("before", "late", "running", "over", "held", "idle")


class Camera:
    """Saves pictures under names that say what they show."""

    def __init__(self, folder: Path, tag: str, parts: list[str]) -> None:
        self._folder = folder
        self._tag = tag
        self._parts = parts
        self.taken = 0

    def take(self, window: QWidget, what: str) -> None:
        """Save a window's picture, where one of that name is wanted."""
        name = f"{what}-{self._tag}"
        if all(part in name for part in self._parts):
            self._folder.mkdir(parents=True, exist_ok=True)
            window.grab().save(str(self._folder / f"{name}.png"))
            self.taken += 1


def main() -> int:
    """Take all pictures, or the one asked for."""
    options = argparse.ArgumentParser(prog="shots")
    options.add_argument("--help-picture", action="store_true")
    options.add_argument(
        "--only",
        default="",
        metavar="PART,…",
        help="what a picture's name has in it, as stage, console-running or stage,ru-dark",
    )
    options.add_argument("folder", nargs="?", default="shots")
    args = options.parse_args()
    qInstallMessageHandler(_hear)
    if args.help_picture:
        return _help_picture()
    folder = Path(args.folder)
    parts = [part for part in args.only.split(",") if part]
    taken = sum(_one_look(settings, folder, parts) for settings in _wanted(parts))
    if not taken:
        print(f"no picture has {args.only!r} in its name", file=sys.stderr)
        return 1
    print(f"{taken} pictures in {folder}")
    return 0


def _tag(settings: Settings) -> str:
    return f"{settings.language}-{settings.theme}-{settings.text_size_percent}"


def _wanted(parts: list[str]) -> list[Settings]:
    """Return the looks in which a picture of such a name is possible."""
    looks = list(_looks())
    about_looks = [part for part in parts if any(part in _tag(each) for each in looks)]
    return [each for each in looks if all(part in _tag(each) for part in about_looks)]


def _hear(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Leave out what the off-screen platform says of every window."""
    if "propagateSizeHints" not in text and "raise()" not in text:
        print(text, file=sys.stderr)


def _looks() -> Iterator[Settings]:
    for language in LANGUAGES:
        for theme in ("light", "dark"):
            yield Settings(language=language, theme=theme)
    for language in LANGUAGES:
        yield Settings(language=language, theme="light", text_size_percent=200)
    yield Settings(language="en", theme="contrast")


def _one_look(settings: Settings, folder: Path, parts: list[str]) -> int:
    """Play the meeting in one look, and return how many pictures were taken."""
    camera = Camera(folder, _tag(settings), parts)
    with tempfile.TemporaryDirectory(prefix="moderator-") as scratch:
        rig = Rig(Path(scratch), clock_at(9, 55), settings)
        rig.show()
        rig.screens.show_stage()
        rig.screens.show_strip()
        rig.settle()
        for scene in scenes(rig):
            rig.settle()
            _scene(rig, scene, camera)
        _left_running(rig, Path(scratch), settings, camera)
    with tempfile.TemporaryDirectory(prefix="moderator-") as scratch:
        _gathered(Rig(Path(scratch), clock_at(9, 55), settings), camera)
    return camera.taken


def _gathered(rig: Rig, camera: Camera) -> None:
    """Take pictures of laptops that work together."""
    rig.show()
    rig.screens.show_stage()
    rig.screens.show_strip()
    rig.settle()
    for scene in scenes(rig):
        if scene == "running":
            break
    window = rig.screens.window
    for scene in gathered_scenes(rig):
        camera.take(window, f"gathered-{scene}")
        if scene in ("joined", "cut-off", "note-taker-cut-off"):
            for width_px in HEADERS_PX:
                window.resize(width_px, 768)
                rig.settle()
                camera.take(window.header, f"gathered-header-{scene}-{width_px}")
            window.resize(1366, 768)
            rig.settle()
        if scene == "cut-off":
            assert rig.screens.stage is not None
            assert rig.screens.strip is not None
            camera.take(rig.screens.stage, "gathered-stage-cut-off")
            camera.take(rig.screens.strip, "gathered-strip-cut-off")
        if scene == "apart":
            for dialog in window.findChildren(ApartDialog):
                camera.take(dialog, "gathered-dialog-apart")
    _meeting_forms(rig, camera)
    rig.close()


def _meeting_forms(rig: Rig, camera: Camera) -> None:
    """Take pictures of the forms in which a meeting is hosted and joined."""
    chair, *rest = NAMES[rig.settings.language]
    host = HostDialog(rig.screens.window)
    host.open()
    rig.settle()
    camera.take(host, "gathered-dialog-host-before")
    host.show_host(HostView(HostState.RUNNING, True, HUB, (chair, *rest)))
    rows = [GuestRow("0", "", "chair", is_here=True, is_own=True)]
    rows += [GuestRow("1", chair, "chair", True), GuestRow("2", rest[0], "note-taker", True)]
    host.show_guests([*rows, GuestRow("3", rest[1], "timekeeper")])
    rig.settle()
    camera.take(host, "gathered-dialog-host")
    host.show_invitation(Invitation("ABCE-KMOX", LINK, qr.squares(LINK), "note-taker"))
    rig.settle()
    camera.take(host, "gathered-dialog-invitation")
    host.close()
    join = JoinDialog(understood, rig.screens.window)
    join.open()
    rig.settle()
    camera.take(join, "gathered-dialog-join-before")
    join.show_hosts([(rig.desk.programme.forum.title.best(rig.settings.language), HUB)])
    for field in join.findChildren(QLineEdit, "code_or_link"):
        field.setText("abce kmox")
    rig.settle()
    camera.take(join, "gathered-dialog-join")
    join.close()


def _scene(rig: Rig, scene: str, camera: Camera) -> None:
    screens = rig.screens
    assert screens.stage is not None
    assert screens.strip is not None
    if scene in _CONSOLE:
        camera.take(screens.window, f"console-{scene}")
    if scene in _STAGE:
        camera.take(screens.stage, f"stage-{scene}")
        camera.take(screens.strip, f"strip-{scene}")
    if scene == "running":
        rig.do(Do.NOTES_MODE)
        camera.take(screens.window, "note-taker")
        rig.do(Do.NOTES_MODE)
        screens.raise_window()
        rig.settle()
        rig.do(Do.POINT)
        camera.take(screens.window, "point-of-order")
        field = rig.app.focusWidget()
        assert field is not None
        press(field, Qt.Key.Key_Escape)
        screens.window.queue.focus_add()
        rig.settle()
        _beside(rig, camera)


def _beside(rig: Rig, camera: Camera) -> None:
    """Take pictures of what opens over or beside the window."""
    window = rig.screens.window
    window.agenda.select(window.agenda.selected() or "")
    for do in DIALOGS:
        rig.do(do)
        for dialog in window.findChildren(QDialog):
            camera.take(dialog, f"dialog-{do.value}")
            dialog.close()
        rig.settle()
    rig.do(Do.COMMANDS)
    camera.take(window, "command-box")
    for box in window.findChildren(CommandBox):
        box.close()
    rig.do(Do.KEYS)
    for sheet in window.findChildren(KeysSheet):
        camera.take(sheet, "keys")
        sheet.close()
    rig.settle()


def _left_running(rig: Rig, folder: Path, settings: Settings, camera: Camera) -> None:
    """Leave a speech running, come back 48 minutes later; then close the meeting."""
    rig.room.floor.call_next()
    rig.close()
    rig.clock.wait(48 * 60_000)
    again = Rig(folder, rig.clock, settings)
    again.show()
    camera.take(again.screens.window, "console-stale")
    close(again)
    camera.take(again.screens.window, "console-closed")
    again.close()


def _help_picture() -> int:
    file = paths.resources() / "help" / "console.png"
    file.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="moderator-") as scratch:
        rig = Rig(Path(scratch), clock_at(9, 55), Settings(language="en", theme="light"))
        rig.show(1440, 900)
        for scene in scenes(rig):
            if scene == "running":
                rig.screens.window.grab().save(str(file))
                break
        rig.close()
    print(f"written: {file.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
