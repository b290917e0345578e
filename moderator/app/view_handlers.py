"""Actions of the View and Help menus: panes, the other windows, commands and keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from moderator import __version__
from moderator.app.actions import TABLE, ActionSpec, Do, Menu
from moderator.console.commands import Command

if TYPE_CHECKING:
    from moderator.app.screens import Screens

_IN_A_MEETING = (Menu.SPEAKERS, Menu.MEETING, Menu.NOTES, Menu.VIEW, Menu.FILE, Menu.HELP)


def _in_a_meeting(spec: ActionSpec) -> int:
    return _IN_A_MEETING.index(spec.menu)


class ViewHandlers(QObject):
    """Shows and hides."""

    def __init__(self, screens: "Screens", parent: QObject) -> None:
        super().__init__(parent)
        self._screens = screens

    def table(self) -> dict[Do, Callable[[], None]]:
        """Return the handler of every action here."""
        return {
            Do.NEXT_PANE: self.next_pane,
            Do.STAFF: self.staff,
            Do.WHO: self.who,
            Do.STAGE: self.stage,
            Do.STAGE_FULL: self.stage_full,
            Do.STAGE_BLANK: self.stage_blank,
            Do.STRIP: self.strip,
            Do.NOTES_MODE: self.notes_mode,
            Do.COMMANDS: self.commands,
            Do.KEYS: self.keys,
            Do.ABOUT: self.about,
        }

    @Slot()
    def next_pane(self) -> None:
        """F6."""
        self._screens.window.next_pane()

    @Slot()
    def staff(self) -> None:
        """F3: write to those who run the forum, or close that."""
        if self._screens.binding is not None:
            self._screens.raise_window()
            self._screens.binding.company.toggle_staff()

    @Slot()
    def who(self) -> None:
        """Shift+F3."""
        if self._screens.binding is not None:
            self._screens.binding.company.toggle_people()

    @Slot()
    def stage(self) -> None:
        """F11: show the stage display, or close it."""
        stage = self._screens.stage
        if stage is None:
            self._screens.show_stage()
        else:
            stage.close()

    @Slot()
    def stage_full(self) -> None:
        """Ctrl+F11."""
        self._screens.show_stage()
        if self._screens.stage is not None:
            self._screens.stage.toggle_full_screen()

    @Slot()
    def stage_blank(self) -> None:
        """Shift+F11."""
        if self._screens.stage is not None:
            self._screens.stage.set_blank(not self._screens.stage.is_blank)

    @Slot()
    def strip(self) -> None:
        """F10: show the strip, or close it."""
        strip = self._screens.strip
        if strip is None:
            self._screens.show_strip()
        else:
            strip.close()

    @Slot()
    def notes_mode(self) -> None:
        """Ctrl+Shift+N."""
        window = self._screens.window
        window.set_notes_mode(not window.notes_mode)

    @Slot()
    def commands(self) -> None:
        """Ctrl+K."""
        from moderator.console.command_box import CommandBox

        CommandBox.open_over(self._screens.window, self._rows())

    @Slot()
    def keys(self) -> None:
        """F1."""
        from moderator.console.keys_sheet import KeysSheet

        KeysSheet.open_over(self._screens.window, self._rows())

    def _rows(self) -> list[Command]:
        """Return all commands, those a chair needs in a hurry before those on files."""
        actions = self._screens.actions
        rows = sorted(TABLE, key=_in_a_meeting)
        return [Command(actions[spec.do], spec.keys) for spec in rows]

    @Slot()
    def about(self) -> None:
        """Show version and licences."""
        from moderator.console.dialogs.about import AboutDialog

        AboutDialog(__version__, self._screens.window).open()
