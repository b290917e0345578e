"""Actions of the File menu: forums, files in and out, backups, settings, the way out."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog

from moderator.app.actions import Do
from moderator.app.writing import write_out
from moderator.console.widgets.banner import Choice, Notice
from moderator.console.widgets.tone import Tone
from moderator.desk.reasons import sentence
from moderator.domain.errors import ModeratorError
from moderator.domain.ids import ForumId
from moderator.words import tr

if TYPE_CHECKING:
    from moderator.app.screens import Screens


_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation

_PATIENCE_S = 0.2
"""What takes no longer is not worth a word."""

STOP = "stop"
"""What the banner calls giving up."""


class FileHandlers(QObject):
    """Brings forums and files in and out; whatever takes long runs beside the window."""

    def __init__(self, screens: "Screens", parent: QObject) -> None:
        super().__init__(parent)
        self._screens = screens
        self._folder = QStandardPaths.writableLocation(_DOCUMENTS)
        """Where files are looked for: where the last one was."""

    def table(self) -> dict[Do, Callable[[], None]]:
        """Return the handler of every action here."""
        return {
            Do.NEW_FORUM: self.new_forum,
            Do.OPEN_FORUM: self.open_forum,
            Do.SAMPLE: self.copy_sample,
            Do.REMOVE_FORUM: self.open_forum,
            Do.IMPORT: self.choose_import,
            Do.EXPORT_JSON: self.choose_export,
            Do.BACKUP: self.choose_backup,
            Do.RESTORE: self.choose_restore,
            Do.SETTINGS: self.settings,
            Do.QUIT: self.quit,
        }

    # ---- forums

    @Slot()
    def new_forum(self) -> None:
        """Ask for a title and a first day."""
        from moderator.console.dialogs.forum import NewForumDialog

        if not self._screens.has_desk:
            return
        dialog = NewForumDialog(self._screens.desk.today(), self._screens.window)
        dialog.made.connect(self._make_forum)
        dialog.open()

    @Slot(object, object)
    def _make_forum(self, title: Any, first_day: Any) -> None:
        self._attempt(lambda: self._screens.desk.library.new(title, first_day))

    @Slot()
    def open_forum(self) -> None:
        """Show the forums on this laptop, to open or remove one."""
        from moderator.console.dialogs.forum import OpenForumDialog

        if not self._screens.has_desk:
            return
        desk = self._screens.desk
        current = desk.forum.id if desk.has_forum else ""
        dialog = OpenForumDialog(desk.library.all(), current, self._screens.window)
        dialog.open_asked.connect(self.open_kept)
        dialog.remove_asked.connect(self._remove_forum)
        dialog.sample_asked.connect(self.copy_sample)
        dialog.open()

    @Slot(str)
    def open_kept(self, forum: str) -> None:
        """Open a forum of this laptop, read beside the window; only what lasts is told."""
        if self._screens.has_desk and not self._screens.beside.is_busy:
            self._screens.beside.begin(self._carry_out(self._open(ForumId(forum))), stops=True)

    async def _open(self, forum: ForumId) -> None:
        loop = asyncio.get_running_loop()
        notice = _under_way(tr("Opening…"), stops=True)
        told = loop.call_later(_PATIENCE_S, self._screens.tell, notice)
        try:
            await self._screens.desk.library.open_beside(forum)
        finally:
            told.cancel()
            self._screens.take_back(notice)

    @Slot(str)
    def _remove_forum(self, forum: str) -> None:
        if self._screens.has_desk:
            self._begin(self._remove(ForumId(forum)), tr("Making a backup first…"))

    async def _remove(self, forum: ForumId) -> None:
        await self._screens.desk.library.remove(forum)
        self._say(tr("Removed. A backup was kept."))

    @Slot()
    def copy_sample(self) -> None:
        """Open a new copy of the sample forum, its first day today."""
        self._attempt(lambda: self._screens.desk.library.copy_sample())

    def _attempt(self, act: Callable[[], object]) -> None:
        if self._screens.binding is not None:
            self._screens.binding.wishes.attempt(act)

    # ---- files

    @Slot()
    def choose_import(self) -> None:
        """Ask for a file to take in."""
        patterns = "*.json *.csv *.tsv *.xlsx *.ods *.xls"
        dialog = self._dialog(tr("Import"), tr("Programmes and people ({patterns})"), patterns)
        dialog.fileSelected.connect(self.bring_in)
        dialog.open()

    @Slot(str)
    def bring_in(self, file: str) -> None:
        """Read a file beside the window and take in what it brings."""
        if self._screens.has_desk:
            text = tr("Reading {file}…").format(file=Path(file).name)
            self._begin(self._bring_in(Path(file)), text, stops=True)

    async def _bring_in(self, file: Path) -> None:
        from moderator.formats.safely import read_safely_async

        imported = await read_safely_async(file)
        counts = await self._screens.desk.bring_in(imported)
        text = tr("{file}: {added} added, {changed} changed, {unchanged} already here.")
        self._say(
            text.format(
                file=file.name,
                added=counts.added,
                changed=counts.changed,
                unchanged=counts.unchanged,
            )
        )

    @Slot()
    def choose_export(self) -> None:
        """Ask where to write the whole forum."""
        dialog = self._save_dialog(tr("Export as JSON"), "forum.json", "json")
        dialog.fileSelected.connect(self._export)
        dialog.open()

    @Slot(str)
    def _export(self, file: str) -> None:
        if self._screens.has_desk and self._screens.desk.has_forum:
            self._begin(self._write_out(Path(file)), tr("Writing {file}…").format(file=file))

    async def _write_out(self, file: Path) -> None:
        desk = self._screens.desk
        await asyncio.to_thread(write_out, file, await desk.export(), desk.store.folder)
        self._say(tr("Written: {file}").format(file=file))

    @Slot()
    def choose_backup(self) -> None:
        """Ask where to write a backup."""
        dialog = self._save_dialog(tr("Back up"), "moderator-backup.db", "db")
        dialog.fileSelected.connect(self._backup)
        dialog.open()

    @Slot(str)
    def _backup(self, file: str) -> None:
        if self._screens.has_desk:
            self._begin(self._back_up(Path(file)), tr("Writing {file}…").format(file=file))

    async def _back_up(self, file: Path) -> None:
        await self._screens.desk.backup(file)
        self._say(tr("Backup written: {file}").format(file=file))

    @Slot()
    def choose_restore(self) -> None:
        """Ask for a backup to put in the place of everything."""
        dialog = self._dialog(tr("Restore a backup"), tr("Backups ({patterns})"), "*.db")
        dialog.fileSelected.connect(self._restore)
        dialog.open()

    @Slot(str)
    def _restore(self, file: str) -> None:
        # also where there is no desk: over a damaged database this is the way out
        if self._screens.restore is not None:
            self._begin(self._put_back(Path(file)), tr("Restoring {file}…").format(file=file))

    async def _put_back(self, file: Path) -> None:
        assert self._screens.restore is not None
        await self._screens.restore(file)
        text = tr("Restored from {file}. The data before it is among the backups.")
        self._say(text.format(file=file.name))

    # ---- long work, with a way to stop it

    def _begin(self, work: Coroutine[Any, Any, None], text: str, stops: bool = False) -> None:
        """Do something beside the window; only what changes nothing half-way may be cancelled."""
        if self._screens.beside.is_busy:
            work.close()
            return
        self._screens.tell(_under_way(text, stops))
        self._screens.beside.begin(self._carry_out(work), stops)

    async def _carry_out(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except ModeratorError as error:
            self._warn(sentence(error))
        except asyncio.CancelledError:
            self._say(tr("Cancelled; nothing was changed."))

    @Slot(str)
    def stop(self, choice: str) -> None:
        """Give up what is under way, when that was chosen."""
        if choice == STOP:
            self._screens.beside.stop()

    def _say(self, text: str) -> None:
        self._screens.tell(Notice(text, icon_name="check", tone=Tone.OK))

    def _warn(self, text: str) -> None:
        self._screens.tell(Notice(text, icon_name="triangle-alert", tone=Tone.WARN, urgent=True))

    def _dialog(self, title: str, words: str, patterns: str) -> QFileDialog:
        dialog = self._at_folder(title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(words.format(patterns=patterns))
        return dialog

    def _at_folder(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._screens.window, title, self._folder)
        dialog.fileSelected.connect(self._remember_folder)
        return dialog

    @Slot(str)
    def _remember_folder(self, file: str) -> None:
        self._folder = str(Path(file).parent)

    def _save_dialog(self, title: str, name: str, suffix: str) -> QFileDialog:
        dialog = self._at_folder(title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(name)
        return dialog

    # ---- the program

    @Slot()
    def settings(self) -> None:
        """Show the settings; each change counts at once."""
        self.show_settings("")

    def show_settings(self, focus: str) -> None:
        """Show the settings, beginning at one of them."""
        from moderator.console.dialogs.settings import SettingsDialog

        dialog = SettingsDialog(self._screens.settings, self._screens.window, focus)
        dialog.settings_changed.connect(self._screens.settings_changed)
        dialog.open()

    @Slot()
    def quit(self) -> None:
        """Close the program."""
        self._screens.handlers.meet.leave()


def _under_way(text: str, stops: bool) -> Notice:
    choices = (Choice(STOP, tr("Cancel")),) if stops else ()
    return Notice(text, choices, icon_name="hourglass", can_dismiss=False, stays=True)
