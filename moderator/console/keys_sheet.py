"""The sheet of all keys (F1), by menu, with those that work only in one list or in the notes."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from moderator.console.commands import Command, caps_size, closed, paint_caps
from moderator.console.fitting import SectionLabel, is_large
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets.surface import PlainLabel
from moderator.words import tr

_SIZE_PX = (640, 720)


class KeysSheet(QDialog):
    """Stands beside the window and blocks nothing; deletes itself when closed."""

    def __init__(self, commands: Sequence[Command], window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("keys_sheet")
        self.setWindowTitle(tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(look().px(24))
        self._grid.setVerticalSpacing(look().px(8))
        pad = look().px(20)
        self._grid.setContentsMargins(pad, look().px(8), pad, pad)
        with_keys = [command for command in commands if command.keys]
        for menu, rows in groupby(with_keys, key=attrgetter("menu")):
            self._group(menu, [(row.text.rstrip("…"), row.keys) for row in rows])
        self._group(tr("Agenda and list of speakers"), _in_lists())
        self._group(tr("In the notes"), _in_notes())
        self._lay_out()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setLayout(self._grid)
        area = QScrollArea()
        area.setObjectName("keys")
        area.setAccessibleName(tr("Keys"))
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._close = QPushButton(tr("Close"))
        self._close.setDefault(True)
        self._close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look().px(12))
        column.addWidget(area, 1)
        column.addWidget(self._close, 0, Qt.AlignmentFlag.AlignHCenter)
        room = self.screen().availableGeometry().size() * 0.9
        self.resize(QSize(*(look().px(side) for side in _SIZE_PX)).boundedTo(room))
        area.setFocus()

    @classmethod
    def open_over(cls, window: QWidget, commands: Sequence[Command]) -> None:
        """Show the sheet of a window; where it is open already, close it."""
        if closed(window, cls):
            return
        sheet = cls(commands, window)
        sheet.show()
        sheet.activateWindow()

    def _group(self, title: str, rows: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        heading = SectionLabel(title)
        heading.setContentsMargins(0, look().px(12), 0, 0)
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 2)
        for text, keys in rows:
            at = self._grid.rowCount()
            label = PlainLabel(text, Type.BODY, wraps=True)
            label.setAccessibleName(", ".join([text, *keys]))
            if is_large():
                self._grid.addWidget(label, at, 0, 1, 2)
                self._grid.addWidget(_Caps(keys), at + 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
            else:
                self._grid.addWidget(label, at, 0)
                self._grid.addWidget(_Caps(keys), at, 1, Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt: F1 closes what it opened, whichever window has the keys."""
        if event.key() == Qt.Key.Key_F1 and not event.isAutoRepeat():
            self.close()
            return
        super().keyPressEvent(event)


class _Caps(QWidget):
    """The caps of one action's keys; the label beside them says the same."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        self._keys = tuple(key for key in keys if not key.endswith("+Enter"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """See Qt."""
        return caps_size(self._keys) + QSize(2, 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        painter = QPainter(self)
        paint_caps(painter, QRectF(self.rect()).adjusted(0, 0, -1, 0), self._keys, look().theme.ink)


def _in_lists() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (tr("Move up or down"), ("Alt+Up", "Alt+Down")),
        (tr("Rename an agenda item in its place"), ("F2",)),
        (tr("From the agenda to the list of speakers"), ("Return",)),
        (tr("Withdraw a speaker"), ("Delete",)),
    ]


def _in_notes() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (tr("Mark a line: recommendation, commitment, question …"), ("/",)),
        (tr("Undo, redo"), ("Ctrl+Z", "Ctrl+Shift+Z")),
    ]
