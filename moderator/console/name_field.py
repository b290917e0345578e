"""A field for a name: type-ahead over the participants, and any other name taken as typed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from moderator.console.suggestions import SuggestionList
from moderator.console.widgets.keys import RETURNS, held
from moderator.desk.people import Suggestion
from moderator.domain.texts import MAX_NAME

Find = Callable[[str], Sequence[Suggestion]]
"""Returns who fits what was typed, best first."""


class NameField(QLineEdit):
    """Takes a name on Return.

    Signals:
        taken: a person's id or the name typed, and whether Shift was held.
        left: Escape was pressed; the text is gone, nothing happened.
    """

    taken = Signal(str, bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(MAX_NAME)
        self._find: Find | None = None
        self._list: SuggestionList | None = None
        self._taken = ""
        self.textEdited.connect(self._suggest)

    def set_suggestions(self, find: Find) -> None:
        """Take the function that finds participants."""
        self._find = find

    def event(self, event: QEvent) -> bool:
        """See Qt: claims plain Return and Escape before any shortcut does."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() in (*RETURNS, Qt.Key.Key_Escape)
            and _plain(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt: Return takes, Up and Down choose, Escape leaves."""
        if event.key() in RETURNS and _plain(event):
            if not event.isAutoRepeat():
                self._take(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._offers():
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """See Qt."""
        super().focusOutEvent(event)
        self._close()

    def hideEvent(self, event: QHideEvent) -> None:
        """See Qt."""
        super().hideEvent(event)
        self._close()

    @Slot()
    def leave(self) -> None:
        """Forget what was typed."""
        self.clear()
        self._close()
        self.left.emit()

    def put_back(self) -> None:
        """Show what was typed for the name taken last, which nobody wanted, to be typed over."""
        self.setText(self._taken)
        self.selectAll()

    def offered(self) -> str:
        """Return the words of the suggestion Return would take; empty without one."""
        return self._list.chosen_text() if self._list else ""

    def _take(self, shift: bool) -> None:
        who = (self._list.chosen() if self._list else "") or " ".join(self.text().split())
        if who:
            self._finish(who, shift)

    def _finish(self, who: str, shift: bool) -> None:
        self._taken = self.text()
        self.clear()
        self._close()
        self.taken.emit(who, shift)

    @Slot(str)
    def _take_clicked(self, who: str) -> None:
        self._finish(who, shift=False)

    @Slot(str)
    def _suggest(self, text: str) -> None:
        typed = " ".join(text.split())
        found = self._find(typed) if self._find and typed else ()
        if self._list is None:
            if not found:
                return
            self._list = SuggestionList(self)
            self._list.taken.connect(self._take_clicked)
        self._list.offer(found, typed)
        self._say()

    def _step(self, by: int) -> None:
        if self._list is not None:
            self._list.step(by)
            self._say()

    def _say(self) -> None:
        """Let a screen reader say which suggestion Return takes."""
        self.setAccessibleDescription(self.offered())

    def _offers(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def _close(self) -> None:
        if self._list is not None:
            self._list.hide()
        self.setAccessibleDescription("")


def _plain(event: QKeyEvent) -> bool:
    """Whether no key but Shift is held: Ctrl+Return calls the next speaker."""
    return held(event) in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
