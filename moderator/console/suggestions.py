"""The list that drops from a name field. It is no popup: F-keys go on working while it is open."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListWidget, QListWidgetItem

from moderator.console.look.current import look
from moderator.desk.people import Suggestion
from moderator.words import tr

_WHO = Qt.ItemDataRole.UserRole

MOST_ROWS = 8
ROW_PX = 28


class SuggestionList(QListWidget):
    """Lists participants who fit, below a field; the last row takes the name as it is typed.

    Signals:
        taken: a person's id, or the name typed.
    """

    taken = Signal(str)

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field.window())
        self._field = field
        self.setObjectName("suggestions")
        self.setAccessibleName(tr("Suggestions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.itemClicked.connect(self._clicked)
        self.hide()

    def offer(self, found: Sequence[Suggestion], typed: str) -> None:
        """Show who fits, the best one chosen; with none, disappear: Return takes what is typed.

        Where the letters are only found inside words, it may well be a new name: what is typed is
        chosen.
        """
        self.clear()
        if not found:
            self.hide()
            return
        for one in found[:MOST_ROWS]:
            text = " · ".join(part for part in (one.name, one.detail) if part)
            self._put(text, one.person)
        self._put(tr("“{name}”, as typed").format(name=typed), typed)
        self.setCurrentRow(0 if found[0].begins else self.count() - 1)
        self._settle()

    def step(self, by: int) -> None:
        """Choose the row below or above, going round."""
        self.setCurrentRow((self.currentRow() + by) % max(1, self.count()))

    def chosen(self) -> str:
        """Return whom the chosen row stands for; empty while nothing is offered."""
        item = self.currentItem() if self.isVisible() else None
        return str(item.data(_WHO)) if item else ""

    def chosen_text(self) -> str:
        """Return the words of the chosen row."""
        item = self.currentItem() if self.isVisible() else None
        return item.text() if item else ""

    def _put(self, text: str, who: str) -> None:
        item = QListWidgetItem(text, self)
        item.setData(_WHO, who)
        item.setToolTip(text)
        item.setSizeHint(QSize(0, max(look().px(ROW_PX), self.fontMetrics().height())))

    def _settle(self) -> None:
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        row_px = self.sizeHintForRow(0)
        height = row_px * self.count() + 2 * self.frameWidth()
        at = self._field.mapTo(window, QPoint(0, self._field.height()))
        room = window.height() - at.y()
        if room < height and at.y() - self._field.height() > room:
            height = min(height, at.y() - self._field.height())
            at.setY(at.y() - self._field.height() - height)
        else:
            height = min(height, max(room, row_px))
        width = min(max(self._field.width(), look().px(320)), window.width() - at.x())
        self.setGeometry(QRect(at.x(), at.y(), width, height))
        self.show()
        self.raise_()

    def _clicked(self, item: QListWidgetItem) -> None:
        self.taken.emit(str(item.data(_WHO)))
