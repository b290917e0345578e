"""Lays widgets side by side and goes on in a new row where the width ends."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from moderator.console.look.tokens import GAP_PX


class FlowLayout(QLayout):
    """A row of widgets at their own sizes that breaks like text, so nothing is ever cut off.

    A widget that may be narrower than it likes stays in a row that leaves it room enough.
    """

    def __init__(self, parent: QWidget | None = None, gap_px: int = GAP_PX) -> None:
        super().__init__(parent)
        self._flowing: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap_px)

    def addItem(self, item: QLayoutItem) -> None:
        """See Qt."""
        self._flowing.append(item)

    def count(self) -> int:
        """See Qt."""
        return len(self._flowing)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """See Qt."""
        return self._flowing[index] if 0 <= index < len(self._flowing) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """See Qt."""
        return self._flowing.pop(index) if 0 <= index < len(self._flowing) else None

    def expandingDirections(self) -> Qt.Orientation:
        """See Qt."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """See Qt."""
        return True

    def heightForWidth(self, width: int) -> int:
        """See Qt."""
        return self._flow(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """See Qt."""
        super().setGeometry(rect)
        self._flow(rect, place=True)

    def sizeHint(self) -> QSize:
        """Return the size of everything in one row."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return self._with_margins(QSize(width, max((size.height() for size in sizes), default=0)))

    def minimumSize(self) -> QSize:
        """Return the size of the largest widget: the rest goes into more rows."""
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._flowing if not item.isEmpty()]

    def _with_margins(self, size: QSize) -> QSize:
        return size.grownBy(self.contentsMargins())

    def _rows(self, width: int) -> Iterator[tuple[int, list[QLayoutItem]]]:
        row: list[QLayoutItem] = []
        taken = 0
        for item in self._shown():
            if row and taken + item.minimumSize().width() > width:
                yield max(one.sizeHint().height() for one in row), row
                row, taken = [], 0
            row.append(item)
            taken += item.sizeHint().width() + self.spacing()
        if row:
            yield max(one.sizeHint().height() for one in row), row

    def _flow(self, rect: QRect, place: bool) -> int:
        inner = rect.marginsRemoved(self.contentsMargins())
        y = inner.y()
        for height, row in self._rows(inner.width()):
            x = inner.x()
            for item in row if place else ():
                size = item.sizeHint()
                room = inner.right() + 1 - x
                wide = min(size.width(), max(room, item.minimumSize().width()))
                lower = (height - size.height()) // 2
                item.setGeometry(QRect(x, y + lower, wide, size.height()))
                x += wide + self.spacing()
            y += height + self.spacing()
        used = max(0, y - inner.y() - self.spacing())
        return used + rect.height() - inner.height()
