"""The staff line: what those who run the forum write to each other, below the panes.

It never takes the keyboard by itself and covers nothing; what comes while it is closed is counted
in the header.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from moderator.console.fitting import SectionLabel
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets.keys import RETURNS, held
from moderator.console.widgets.plain_list import PlainList
from moderator.console.widgets.surface import PlainLabel
from moderator.domain.staff import MOST_CHARACTERS
from moderator.words import tr

_ROWS = 4
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One message, as it is shown."""

    id: str
    time: str
    name: str
    text: str
    is_own: bool = False

    @property
    def words(self) -> str:
        """The whole line."""
        return f"{self.time}  {self.name}: {self.text}"


class StaffPanel(QFrame):
    """Shows the latest messages and takes one.

    Signals:
        said: a text to send.
        shown: the messages are before somebody's eyes.
    """

    said = Signal(str)
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("staff_panel")
        self._lines: tuple[StaffLine, ...] = ()
        self._focus_before: QWidget | None = None
        self._list = PlainList("staff_messages", tr("Staff line"))
        self._list.setWordWrap(True)
        self._list.setFont(look().prose(Type.BODY))
        self._field = _LineField()
        self._field.setMaxLength(MOST_CHARACTERS)
        self._field.setPlaceholderText(tr("Write to those who run the forum"))
        self._field.setAccessibleName(tr("Write to those who run the forum"))
        self._field.taken.connect(self._send)
        self._field.left.connect(self.leave)
        self._send_button = QPushButton(tr("Send"))
        self._send_button.clicked.connect(self._send)
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def _lay_out(self) -> None:
        pad, gap = look().px(12), look().px(6)
        head = QHBoxLayout()
        head.addWidget(SectionLabel(tr("Staff line")))
        head.addWidget(PlainLabel(tr("never public"), Type.SMALL, "soft"))
        head.addStretch(1)
        close = QPushButton(tr("Close"))
        close.setObjectName("close_staff")
        close.clicked.connect(self.leave)
        head.addWidget(close)
        foot = QHBoxLayout()
        foot.setSpacing(gap)
        foot.addWidget(self._field, 1)
        foot.addWidget(self._send_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, gap, pad, gap)
        column.setSpacing(gap)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        column.addLayout(foot)
        metrics = QFontMetrics(self._list.font())
        self._list.setMinimumHeight(metrics.height() + look().px(8))
        self._list.setMaximumHeight(_ROWS * (metrics.height() + look().px(6)))

    def sizeHint(self) -> QSize:
        """See Qt: a few lines."""
        rest = super().minimumSizeHint().height() - self._list.minimumHeight()
        return QSize(super().sizeHint().width(), rest + self._list.maximumHeight())

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return QSize(0, super().minimumSizeHint().height())

    def show_lines(self, lines: Sequence[StaffLine]) -> None:
        """Show these messages, oldest first, the latest in sight."""
        wanted = tuple(lines)[-_SHOWN:]
        if wanted != self._lines:
            self._lines = wanted
            self._list.clear()
            for line in wanted:
                row = QListWidgetItem(line.words)
                row.setData(Qt.ItemDataRole.AccessibleTextRole, line.words)
                self._list.addItem(row)
            self._list.scrollToBottom()
        if self.isVisible():
            self.shown.emit()

    def open(self) -> None:
        """Come up and take the keyboard: somebody asked for it."""
        if not self._field.hasFocus():
            self._focus_before = QApplication.focusWidget()
        self.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._list.scrollToBottom()
        self.shown.emit()

    @property
    def has_keys(self) -> bool:
        """Whether keys go to the panel."""
        return self._field.hasFocus() or self._list.hasFocus()

    @Slot()
    def leave(self) -> None:
        """Close, and give the keyboard back."""
        before, had_keys = self._focus_before, self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if had_keys and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sent(self) -> None:
        """Forget what was typed: it was sent."""
        self._field.clear()

    @Slot()
    def _send(self) -> None:
        self.said.emit(self._field.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, look().colour("line"))


class _LineField(QLineEdit):
    """Takes a line on Return, before any shortcut does.

    Signals:
        taken: Return was pressed.
        left: Escape was pressed.
    """

    taken = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """See Qt."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() in (*RETURNS, Qt.Key.Key_Escape)
            and not held(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt."""
        if event.key() in RETURNS and not held(event):
            if not event.isAutoRepeat():
                self.taken.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
