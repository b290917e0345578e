"""The middle of the window: the floor above the list of speakers; large text makes it scroll."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from moderator.console.floor_pane import FloorPane
from moderator.console.look.current import look
from moderator.console.queue_list import QueueList


class FloorColumn(QScrollArea):
    """Holds ``floor`` and ``queue`` at no less than they need.

    Whether it scrolls is told by its own size alone. Left to Qt, a scroll bar that makes the
    buttons flow into other rows can take away its own reason, and come and go without end.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("floor_column")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.floor = FloorPane()
        self.queue = QueueList()
        self.floor.controls.point.opened.connect(self.queue.make_room)
        self.floor.controls.point.left.connect(self.queue.take_room)
        inner = self._inner = QWidget()
        column = QVBoxLayout(inner)
        pad = look().px(8)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(pad)
        column.addWidget(self.floor)
        column.addWidget(self.queue, 1)
        self.setWidget(inner)

    def event(self, event: QEvent) -> bool:
        """See Qt: what it holds may have grown."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._choose_bar()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        self._choose_bar()
        super().resizeEvent(event)

    def _choose_bar(self) -> None:
        way = Qt.ScrollBarPolicy
        room = self.contentsRect()
        scrolls = self._inner.heightForWidth(room.width()) > room.height()
        self.setVerticalScrollBarPolicy(
            way.ScrollBarAlwaysOn if scrolls else way.ScrollBarAlwaysOff
        )

    def minimumSizeHint(self) -> QSize:
        """See Qt: it scrolls up and down only, so it is never narrower than what it holds."""
        bar = self.verticalScrollBar().sizeHint().width()
        width = self._inner.minimumSizeHint().width() + bar
        return QSize(width, super().minimumSizeHint().height())
