"""The point of order's "who?": it opens on F5, so that a stray key does no harm."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from shiboken6 import isValid

from moderator.console.look.current import look
from moderator.console.look.icons import icon
from moderator.console.look.tokens import ICON_PX
from moderator.console.name_field import Find, NameField
from moderator.words import tr


class PointField(QWidget):
    """Asks who raises a point of order.

    Signals:
        now_asked: a person's id or a name typed; the floor at once, the speech is held.
        later_asked: the same, on top of the list: after this speech.
        opened, left: the field came, and went with nothing or all of it done.
    """

    now_asked = Signal(str)
    later_asked = Signal(str)
    opened = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("point_field")
        sign = QLabel()
        sign.setPixmap(icon("hand").pixmap(look().px(ICON_PX)))
        question = QLabel(tr("Point of order by"))
        self._field = NameField()
        self._field.setObjectName("point_name")
        self._field.setAccessibleName(tr("Point of order by"))
        self._field.setPlaceholderText(tr("Return: now · ⇧Return: later"))
        self._field.setToolTip(
            tr("Return gives the floor now, Shift+Return after this speech, Escape to nobody")
        )
        question.setBuddy(self._field)
        self._field.taken.connect(self._take)
        self._field.left.connect(self._close)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(8))
        row.addWidget(sign)
        row.addWidget(question)
        row.addWidget(self._field, 1)
        self.setFocusProxy(self._field)
        self._focus_before: QWidget | None = None
        self.hide()

    def set_suggestions(self, find: Find) -> None:
        """Take the function that finds participants."""
        self._field.set_suggestions(find)

    @Slot()
    def open(self) -> None:
        """Show the field and type into it; open already, it keeps what was typed."""
        focus = self.window().focusWidget()
        if focus is not self._field:
            self._focus_before = focus
        self.show()
        self.opened.emit()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(str, bool)
    def _take(self, who: str, shift: bool) -> None:
        self._close()
        (self.later_asked if shift else self.now_asked).emit(who)

    @Slot()
    def _close(self) -> None:
        had_focus = self._field.hasFocus()
        self.hide()
        self.left.emit()
        before, self._focus_before = self._focus_before, None
        # an editor in a list may be gone meanwhile
        if had_focus and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
