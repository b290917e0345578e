"""What each action of the table does: the floor here; programme, files and views in their own."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from moderator.app.actions import Do
from moderator.app.file_handlers import FileHandlers
from moderator.app.meet_handlers import MeetHandlers
from moderator.app.plan_handlers import PlanHandlers
from moderator.app.stand_handlers import StandHandlers
from moderator.app.view_handlers import ViewHandlers
from moderator.console.binding import Binding
from moderator.console.floor_pane import STEP_MS

if TYPE_CHECKING:
    from moderator.app.screens import Screens


class Handlers(QObject):
    """The floor's actions, and the way to all others.

    Every handler is safe before the desk is open: it then does nothing.
    """

    def __init__(self, screens: "Screens") -> None:
        super().__init__(screens.app)
        self._screens = screens
        self.files = FileHandlers(screens, self)
        self.plan = PlanHandlers(screens, self)
        self.meet = MeetHandlers(screens, self)
        self.stand = StandHandlers(screens, self)
        self.views = ViewHandlers(screens, self)

    def table(self) -> dict[Do, Callable[[], None]]:
        """Return the handler of every action."""
        return {
            Do.CALL_NEXT: self.call_next,
            Do.TAKE_BACK: self.take_back,
            Do.TOGGLE: self.toggle,
            Do.END: self.end,
            Do.MORE: self.more,
            Do.LESS: self.less,
            Do.POINT: self.point,
            Do.NOT_HERE: self.not_here,
            Do.UNDO: self.undo,
            Do.REDO: self.redo,
            Do.TAKE_FLOOR: self.take_floor,
            Do.COMPARE: self.compare,
            Do.ADD_SPEAKER: self.add_speaker,
            Do.TOGGLE_LIST: self.toggle_list,
            Do.PREVIOUS_SPEECH: self.previous_speech,
            **self.plan.table(),
            **self.meet.table(),
            **self.stand.table(),
            **self.files.table(),
            **self.views.table(),
        }

    @Slot()
    def refresh(self) -> None:
        """Show which actions make sense now."""
        self._screens.refresh_actions()

    @property
    def _binding(self) -> Binding | None:
        return self._screens.binding

    @Slot()
    def call_next(self) -> None:
        """F8: whatever the large button says now."""
        if self._binding is not None:
            self._screens.window.floor.controls.press_primary()

    @Slot()
    def take_back(self) -> None:
        """Shift+F8."""
        if self._binding is not None:
            self._binding.wishes.take_back()

    @Slot()
    def toggle(self) -> None:
        """F7."""
        if self._binding is not None:
            self._binding.wishes.toggle()

    @Slot()
    def end(self) -> None:
        """Shift+F7."""
        if self._binding is not None:
            self._binding.wishes.end()

    @Slot()
    def more(self) -> None:
        """F9."""
        if self._binding is not None:
            self._binding.wishes.change_time(STEP_MS)

    @Slot()
    def less(self) -> None:
        """Shift+F9."""
        if self._binding is not None:
            self._binding.wishes.change_time(-STEP_MS)

    @Slot()
    def point(self) -> None:
        """F5: ask who, in the window the chair works in."""
        strip = self._screens.strip
        if strip is not None and strip.isActiveWindow():
            strip.controls.point.open()
        elif self._binding is not None:
            self._screens.window.set_notes_mode(False)
            self._screens.window.floor.controls.point.open()

    @Slot()
    def not_here(self) -> None:
        """Shift+F5."""
        if self._binding is not None:
            self._binding.wishes.not_here()

    @Slot()
    def undo(self) -> None:
        """Take back the last action on the floor."""
        if self._binding is not None:
            self._binding.wishes.undo()

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back."""
        if self._binding is not None:
            self._binding.wishes.redo()

    @Slot()
    def take_floor(self) -> None:
        """Ctrl+F9: asks once."""
        if self._binding is not None:
            self._binding.roles.ask_to_take()

    @Slot()
    def compare(self) -> None:
        """What was done apart, beside what counts."""
        if self._binding is not None:
            self._binding.roles.compare()

    @Slot()
    def add_speaker(self) -> None:
        """F4: type a name."""
        self._screens.window.set_notes_mode(False)
        self._screens.raise_window()
        self._screens.window.queue.focus_add()

    @Slot()
    def toggle_list(self) -> None:
        """Shift+F4."""
        binding = self._binding
        if binding is not None and binding.view is not None:
            wanted = not binding.view.list_open
            binding.wishes.attempt(binding.desk.room.floor.set_list, wanted)

    @Slot()
    def previous_speech(self) -> None:
        """The caret's line of notes belongs to the speech before."""
        self._screens.window.notes.give_line_to_previous()
