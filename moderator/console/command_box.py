"""All commands in one field: typed words find them, Return does the one in front (Ctrl+K)."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from moderator.console.commands import Command, caps_size, closed, paint_caps
from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets import painting
from moderator.console.widgets.floating import Floating
from moderator.console.widgets.keys import RETURNS, held
from moderator.console.widgets.plain_list import PlainList
from moderator.console.widgets.rows import Index
from moderator.console.widgets.search_field import SearchField
from moderator.console.widgets.spoken import announce
from moderator.console.widgets.surface import PlainLabel
from moderator.desk.picking import fold
from moderator.words import tr

_COMMAND = Qt.ItemDataRole.UserRole + 1
_WIDTH_PX = 560
_ROWS = 10
_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Another window or a menu in front does not close the box."""
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _ROWS,
    Qt.Key.Key_PageUp: -_ROWS,
}


def fitting(commands: Sequence[Command], typed: str) -> list[Command]:
    """Return the commands that have every typed word, those beginning with it first."""
    words = fold(typed).split()
    fits = [c for c in commands if all(word in _known_by(c) for word in words)]
    start = " ".join(words)
    return sorted(
        fits, key=lambda c: (not c.action.isEnabled(), not fold(c.text).startswith(start))
    )


def _known_by(command: Command) -> str:
    return fold(" ".join([command.text, command.menu, *command.keys]))


class CommandBox(Floating):
    """Lies over the window without blocking it: the floor's keys go on working."""

    def __init__(self, commands: Sequence[Command], window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("command_box")
        self.setAccessibleName(tr("All commands"))
        self._commands = tuple(commands)
        self._field = SearchField(tr("Type a command"))
        self._field.textChanged.connect(self._filter)
        self._field.left.connect(self.close)
        self._field.installEventFilter(self)
        self._list = PlainList("commands", tr("Commands"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_CommandDelegate(self._list))
        self._list.itemClicked.connect(self._carry_out)
        self._none = PlainLabel(tr("No command has these words."), Type.BODY, "soft", wraps=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._none.setMargin(look().px(8))
        column = QVBoxLayout(self)
        pad = look().px(10)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look().px(8))
        column.addWidget(self._field)
        column.addWidget(self._list, 1)
        column.addWidget(self._none, 1)
        self._filter()

    @classmethod
    def open_over(cls, window: QWidget, commands: Sequence[Command]) -> None:
        """Show the box at the top of a window; where it is open already, close it."""
        if closed(window, cls):
            return
        box = cls(commands, window)
        box.place()
        box.show()
        box.raise_()
        box._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self) -> None:
        """Stand in the upper middle of the window, as large as it allows."""
        window = self.parentWidget()
        if window is None:
            return
        row = self._list.sizeHintForRow(0) if self._list.count() else look().px(36)
        around = max(self._field.minimumHeight(), self._field.sizeHint().height()) + look().px(28)
        width = min(look().px(_WIDTH_PX), window.width() - 32)
        height = min(_ROWS * row + around, window.height() - 64)
        self.setGeometry((window.width() - width) // 2, 48, width, height)

    # ---- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Qt: the field keeps the focus; arrows and Return go to the list."""
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYS:
            self.close()
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        returns = event.key() in RETURNS
        if held(event) or not (returns or event.key() in _STEPS):
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.KeyPress:
            if not returns:
                self._step(_STEPS[Qt.Key(event.key())])
            elif not event.isAutoRepeat() and self._list.currentRow() >= 0:
                self._carry_out(self._list.currentItem())
            return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        last = self._list.count() - 1
        if last >= 0:
            self._list.setCurrentRow(min(last, max(0, self._list.currentRow() + by)))
            self._say()

    # ---- the list

    def _filter(self) -> None:
        self._list.clear()
        for command in fitting(self._commands, self._field.text()):
            row = QListWidgetItem(command.text)
            row.setData(_COMMAND, command)
            row.setData(Qt.ItemDataRole.AccessibleTextRole, command.spoken)
            if not command.action.isEnabled():
                row.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(row)
        self._list.setCurrentRow(0)
        self._list.setVisible(self._list.count() > 0)
        self._none.setVisible(self._list.count() == 0)
        self._say()

    def _say(self) -> None:
        """Let a screen reader say which command Return does."""
        if self._list.currentRow() < 0:
            announce(self, self._none.text())
            return
        command: Command = self._list.currentItem().data(_COMMAND)
        self._field.setAccessibleDescription(command.spoken)
        announce(self, command.spoken)

    def _carry_out(self, row: QListWidgetItem) -> None:
        command: Command = row.data(_COMMAND)
        if command.action.isEnabled():
            self._give_focus_back()
            self.close()
            command.action.trigger()

    def _give_focus_back(self) -> None:
        self._field.removeEventFilter(self)
        self.give_focus_back()

    def close(self) -> bool:
        """See Qt: the focus goes back to where it was."""
        if self._field.hasFocus():
            self._give_focus_back()
        return super().close()


class _CommandDelegate(QStyledItemDelegate):
    """Icon and words at the left, the menu it stands in, and its keys at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """See Qt."""
        height = QFontMetrics(look().prose(Type.BODY)).height() + look().px(16)
        return QSize(look().px(200), max(tokens.TARGET_PX, height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """See Qt."""
        command: Command = index.data(_COMMAND)
        now, of = look(), look().theme
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            fill = of.accent_soft
            painting.rounded(painter, QRectF(rect), 6, fill, fill)
        ink = of.ink if command.action.isEnabled() else of.faint
        side = now.px(tokens.ICON_PX)
        mode = command.action.icon().pixmap(side, side)
        painter.drawPixmap(rect.left() + now.px(8), rect.center().y() - side // 2, mode)
        box = QRect(rect).adjusted(now.px(16) + side, 0, -now.px(8), 0)
        paint_caps(painter, QRectF(box), command.keys[:1], of.soft)
        box.setRight(box.right() - caps_size(command.keys[:1]).width() - now.px(8))
        metrics = QFontMetrics(now.prose(Type.BODY))
        text = metrics.elidedText(command.text, Qt.TextElideMode.ElideRight, box.width())
        painting.write(painter, box, text, now.prose(Type.BODY), ink)
        rest = box.adjusted(metrics.horizontalAdvance(text) + now.px(10), 0, 0, 0)
        small = QFontMetrics(now.font(Type.SMALL))
        if rest.width() > small.horizontalAdvance(command.menu):
            painting.write(painter, rest, command.menu, now.font(Type.SMALL), of.soft)
        painter.restore()
