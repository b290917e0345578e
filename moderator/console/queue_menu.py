"""What can be done with one who waits, as a menu on their row."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from moderator.desk.phrases import kind_name
from moderator.domain.kinds import Kind
from moderator.domain.timer import clock_text
from moderator.words import tr

TIMES_MS = (30_000, 60_000, 120_000, 180_000, 300_000, 420_000, 600_000)


class QueueMenu(QMenu):
    """Asks for a change to one request; deletes itself when closed.

    Signals:
        call_asked, withdraw_asked: the request.
        move_asked: the request and its place.
        kind_asked: the request and a Kind.
        time_asked: the request and milliseconds.
    """

    call_asked = Signal(str)
    move_asked = Signal(str, int)
    withdraw_asked = Signal(str)
    kind_asked = Signal(str, object)
    time_asked = Signal(str, int)

    def __init__(self, request: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue_menu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._request = request
        self.addAction(tr("Call now")).triggered.connect(self._call)
        self.addAction(tr("Make next")).triggered.connect(self._make_next)
        self.addSeparator()
        self._kinds = self.addMenu(tr("Kind"))
        for kind in Kind:
            self._kinds.addAction(kind_name(kind)).setData(kind.value)
        self._kinds.triggered.connect(self._kind_chosen)
        self._times = self.addMenu(tr("Time"))
        for time_ms in TIMES_MS:
            self._times.addAction(clock_text(time_ms // 1000)).setData(time_ms)
        self._times.triggered.connect(self._time_chosen)
        self.addSeparator()
        self.addAction(tr("Withdraw")).triggered.connect(self._withdraw)

    @Slot()
    def _call(self) -> None:
        self.call_asked.emit(self._request)

    @Slot()
    def _make_next(self) -> None:
        self.move_asked.emit(self._request, 0)

    @Slot()
    def _withdraw(self) -> None:
        self.withdraw_asked.emit(self._request)

    @Slot(QAction)
    def _kind_chosen(self, action: QAction) -> None:
        self.kind_asked.emit(self._request, Kind(action.data()))

    @Slot(QAction)
    def _time_chosen(self, action: QAction) -> None:
        self.time_asked.emit(self._request, int(action.data()))
