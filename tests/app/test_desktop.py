"""The desktop program alive: its door, long work beside the window, settings, and the way out."""

import asyncio
import json
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from moderator import settings as user_settings
from moderator.app import door
from moderator.app.actions import Do
from moderator.app.desktop import Program
from moderator.app.window_first import make_application
from moderator.console.dialogs.settings import SettingsDialog
from moderator.domain.errors import BadInput, ModeratorError, Reason, StoreFailed
from moderator.formats import safely
from moderator.settings import Settings
from tests.rig import press

FILES = Path(__file__).parents[1] / "formats" / "files"
PATIENCE_S = 15.0


async def until(fits: Callable[[], Any], what: str) -> None:
    """Wait until ``fits``, while the window lives."""
    deadline = time.monotonic() + PATIENCE_S
    while not fits():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        await asyncio.sleep(0.01)


@asynccontextmanager
async def alive(folder: Path) -> AsyncIterator[Program]:
    """Run the program until the block ends, and end it in its own way."""
    config = folder / "config"
    if not config.exists():
        user_settings.save(Settings(language="en", theme="light"), config)
    program = Program(make_application(user_settings.load(config)[0]), folder, config)
    life = asyncio.get_running_loop().create_task(program.live())
    try:
        await until((folder / door.FILE).exists, "the door")
        yield program
    finally:
        program.screens.leave()
        await life
        program.screens.forget_windows()


def play(scenario: Callable[[], Awaitable[None]]) -> None:
    """Run a scenario on the loop that the program uses."""

    async def whole() -> None:
        await scenario()

    qasync.run(whole())


def banner(program: Program) -> str:
    shown = program.screens.window.banner
    return "" if shown.isHidden() else shown.notice.text


async def asked(folder: Path, verb: str, **args: Any) -> Any:
    return await asyncio.to_thread(door.ask, folder, verb, args)


def test_the_door_shows_what_the_window_did_and_the_window_what_came_through_the_door(
    qapp: QApplication, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with alive(tmp_path) as program:
            program.screens.actions[Do.OPEN_MEETING].trigger()
            program.screens.actions[Do.CALL_NEXT].trigger()
            queue = await asked(tmp_path, "show", what="queue")
            assert queue["speaking"]["clock"] == "running"
            await asked(tmp_path, "floor.add", name="Through the door")
            view = program.screens.binding.view if program.screens.binding else None
            assert view is not None
            assert view.queue[-1].name == "Through the door"

    play(scenario)


def test_a_file_dropped_on_the_window_is_taken_in_and_told(
    qapp: QApplication, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with alive(tmp_path) as program:
            program.screens.window.file_dropped.emit(str(FILES / "people.csv"))
            assert banner(program) == "Reading people.csv…"
            await until(lambda: "added" in banner(program), "the import")
            program.screens.window.file_dropped.emit(str(FILES / "people.csv"))
            await until(lambda: "people.csv: 0 added" in banner(program), "nothing new")

    play(scenario)


def test_a_file_that_cannot_be_used_is_told_in_a_sentence(
    qapp: QApplication, tmp_path: Path
) -> None:
    bad = tmp_path / "broken.json"
    bad.write_text("{", encoding="utf-8")

    async def scenario() -> None:
        async with alive(tmp_path / "data") as program:
            program.screens.window.file_dropped.emit(str(bad))
            await until(lambda: "Reading" not in banner(program), "an answer")
            assert "broken.json" in banner(program)

    play(scenario)


def test_reading_a_file_can_be_given_up(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    async def for_ever(file: Path) -> Any:
        begun.append(file.name)
        await asyncio.Event().wait()

    monkeypatch.setattr(safely, "read_safely_async", for_ever)

    async def scenario() -> None:
        async with alive(tmp_path) as program:
            program.screens.window.file_dropped.emit(str(FILES / "people.csv"))
            await until(lambda: begun, "the reading")
            program.screens.window.file_dropped.emit(str(FILES / "schedule.json"))
            assert banner(program) == "Reading people.csv…", "one at a time"
            program.screens.window.banner.chosen.emit("stop")
            await until(lambda: not program.screens.beside.is_busy, "the end of it")
            assert banner(program) == "Cancelled; nothing was changed."
            program.screens.window.file_dropped.emit(str(FILES / "people.csv"))
            await until(lambda: len(begun) == 2, "another reading")
        # and a reading that goes on does not keep the window from closing

    play(scenario)


def test_a_backup_is_written_and_put_back_through_menu_and_door(
    qapp: QApplication, tmp_path: Path
) -> None:
    file = tmp_path / "kept.db"

    async def scenario() -> None:
        async with alive(tmp_path / "data") as program:
            files = program.screens.handlers.files
            files._backup(str(file))
            await until(lambda: "Backup written" in banner(program), "the backup")
            for by_door in (True, False):
                await asked(tmp_path / "data", "floor.add", name="Too late for the backup")
                if by_door:
                    await asked(tmp_path / "data", "restore", file=str(file))
                else:
                    files._restore(str(file))
                    await until(lambda: "Restored" in banner(program), "the restoring")
                queue = await asked(tmp_path / "data", "show", what="queue")
                names = [row["name"] for row in queue["waiting"]]
                assert names
                assert "Too late for the backup" not in names
                program.screens.actions[Do.UNDO].trigger()

    play(scenario)


def test_after_restoring_the_window_carries_out_each_wish_once(
    qapp: QApplication, tmp_path: Path
) -> None:
    file = tmp_path / "kept.db"

    async def scenario() -> None:
        async with alive(tmp_path / "data") as program:
            await asked(tmp_path / "data", "backup", file=str(file))
            await asked(tmp_path / "data", "restore", file=str(file))
            queue = program.screens.window.queue
            field = queue.findChild(QLineEdit, "add_name")
            assert isinstance(field, QLineEdit)
            field.setText("Somebody New")
            press(field, Qt.Key.Key_Return)
            assert program.screens.desk.room.floor_view().queue[-1].name == "Somebody New"
            assert field.text() == ""  # nothing was refused

    play(scenario)


def test_what_is_no_backup_changes_nothing_and_the_forum_stays_open(
    qapp: QApplication, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"no database at all" * 100)

    async def scenario() -> None:
        async with alive(tmp_path / "data") as program:
            before = program.screens.desk
            with pytest.raises(ModeratorError):
                await asked(tmp_path / "data", "restore", file=str(wrong))
            assert program.screens.desk is before
            assert (await asked(tmp_path / "data", "show", what="queue"))["waiting"]

    play(scenario)


def test_the_whole_forum_is_exported(qapp: QApplication, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with alive(tmp_path / "data") as program:
            program.screens.handlers.files._export(str(tmp_path / "forum.json"))
            await until(lambda: "Written" in banner(program), "the file")
            written = json.loads((tmp_path / "forum.json").read_text(encoding="utf-8"))
            assert written["format"] == "moderator-forum"
            program.screens.handlers.files._export(str(tmp_path / "none" / "forum.json"))
            await until(lambda: "Writ" not in banner(program), "a refusal")
            assert "forum.json" in banner(program)

    play(scenario)


def test_settings_show_at_once_and_are_kept(qapp: QApplication, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with alive(tmp_path) as program:
            program.screens.actions[Do.SETTINGS].trigger()
            before = program.screens.window
            program._change_settings(Settings(language="ru", theme="dark"))
            await until(lambda: program.screens.window is not before, "another window")
            dialogs = program.screens.window.findChildren(SettingsDialog)
            assert len([d for d in dialogs if d.isVisible()]) == 1, "the form comes back"
            assert program.screens.actions[Do.QUIT].text() == "Выход"
            window = program.screens.window
            program._change_settings(Settings(language="ru", theme="dark", own_name="Айгуль"))
            assert program.screens.window is window
            assert program.screens.desk.settings.own_name == "Айгуль"
            dialogs[0].close()

    play(scenario)
    kept = user_settings.load(tmp_path / "config")[0]
    assert (kept.language, kept.theme, kept.own_name) == ("ru", "dark", "Айгуль")


def test_a_database_that_cannot_be_opened_is_told_and_a_backup_can_still_be_put_back(
    qapp: QApplication, tmp_path: Path
) -> None:
    data, file = tmp_path / "data", tmp_path / "kept.db"

    async def first() -> None:
        async with alive(data) as program:
            program.screens.handlers.files._backup(str(file))
            await until(lambda: "Backup written" in banner(program), "the backup")

    play(first)
    config = tmp_path / "config"
    shutil.copytree(data / "config", config)
    shutil.rmtree(data)
    shutil.copytree(config, data / "config")
    (data / "moderator.db").write_bytes(b"torn" * 2_000)

    async def second() -> None:
        async with alive(data) as program:
            assert not program.screens.has_desk
            assert "database is damaged" in banner(program)
            program.screens.actions[Do.CALL_NEXT].trigger()
            program.screens.handlers.files._restore(str(file))
            await until(lambda: program.screens.has_desk, "the forum of the backup")

    play(second)


def test_closing_waits_for_the_disk_and_asks_once_more_when_that_fails(
    qapp: QApplication, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with alive(tmp_path) as program:
            desk = program.screens.desk
            failed = StoreFailed(Reason.DISK_FULL, file="moderator.db")

            def full(timeout_s: float = 0.0) -> None:
                raise failed

            desk.commit = full  # type: ignore[method-assign]
            program.screens.window.close()
            await until(lambda: "Close again" in banner(program), "the warning")
            assert program.screens.window.isVisible()
        assert not program.screens.window.isVisible()

    play(scenario)


def test_a_bad_answer_through_the_door_is_a_reason(qapp: QApplication, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with alive(tmp_path):
            with pytest.raises(ModeratorError) as refused:
                await asked(tmp_path, "floor.pause")
            assert refused.value.reason is not Reason.WINDOW_SILENT
            with pytest.raises((ModeratorError, BadInput)):
                await asked(tmp_path, "no such verb")

    play(scenario)
