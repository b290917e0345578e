"""What two consoles did on one floor while they were apart, side by side, and what to take over."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from moderator.console.fitting import SectionLabel
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets.barred import bar
from moderator.console.widgets.key_button import KeyButton
from moderator.console.widgets.surface import PlainLabel
from moderator.desk.views import LineEntry, LineView
from moderator.domain.timer import spent_text
from moderator.words import tr

_WIDTH_PX = 640
_MOST_OF_SCREEN = 0.85


class ApartDialog(QDialog):
    """Stays beside the work: nothing waits for it.

    Signals:
        adopt_asked: a line, and the speech of it to take over; empty for all.
        settle_asked: a line to leave aside.
    """

    adopt_asked = Signal(str, str)
    settle_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("apart")
        self.setWindowTitle(tr("Two consoles ran the floor"))
        self._tenure = ""
        self._room = QScrollArea()
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setWidgetResizable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._room)
        self._line: tuple[LineView, str] | None = None
        self.resize(look().px(_WIDTH_PX), look().px(400))

    @property
    def tenure(self) -> str:
        """Whose line is shown."""
        return self._tenure

    def show_line(self, line: LineView, why: str) -> None:
        """Show a line; ``why``: a sentence why nothing can be decided here, empty where it can."""
        if self._line == (line, why):
            return
        self._line = (line, why)
        self._tenure = line.tenure
        inner = QWidget()
        column = QVBoxLayout(inner)
        pad = look().px(16)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look().px(12))
        name = tr("This laptop") if line.is_mine else line.name or tr("another laptop")
        there = tr("{name}, not counted").format(name=name)
        both = QHBoxLayout()
        both.setSpacing(look().px(24))
        both.addLayout(_timeline(tr("What counts"), line.here), 1)
        both.addLayout(_timeline(there, line.there), 1)
        column.addLayout(both)
        column.addWidget(SectionLabel(tr("Speeches and items to take over")))
        column.addLayout(self._offers(line, why))
        column.addStretch(1)
        column.addLayout(self._foot(why))
        self._room.setWidget(inner)  # the one before goes with it
        most = round(self.screen().availableGeometry().height() * _MOST_OF_SCREEN)
        needed = column.totalHeightForWidth(self.width() - 2 * self._room.frameWidth())
        self.resize(self.width(), max(self.height(), min(needed, most)))

    def _offers(self, line: LineView, why: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(look().px(12))
        grid.setColumnStretch(0, 1)
        for row, speech in enumerate(line.speeches):
            grid.addWidget(PlainLabel(speech.name, Type.BODY_MEDIUM), row, 0)
            grid.addWidget(PlainLabel(spent_text(speech.spent_ms), Type.BODY), row, 1)
            button = KeyButton(tr("Take over"))
            button.setProperty("called", speech.called)
            has_floor = tr("“{name}” has the floor just now; end that speech first.")
            speaks = "" if speech.may_adopt else has_floor.format(name=speech.name)
            bar(button, why or speaks)
            button.clicked.connect(self._adopt)
            grid.addWidget(button, row, 2)
        for row, title in enumerate(line.items, len(line.speeches)):
            done = tr("{item}: done there").format(item=title)
            grid.addWidget(PlainLabel(done, Type.BODY, wraps=True), row, 0, 1, 3)
        return grid

    def _foot(self, why: str) -> QVBoxLayout:
        foot = QVBoxLayout()
        if why:
            foot.addWidget(PlainLabel(why, Type.SMALL, "soft", wraps=True))
        row = QHBoxLayout()
        row.addStretch(1)
        everything, rest = KeyButton(tr("Take all over")), KeyButton(tr("Leave the rest aside"))
        for button, asked in ((rest, self._settle), (everything, self._adopt)):
            bar(button, why)
            button.clicked.connect(asked)
            row.addWidget(button)
        foot.addLayout(row)
        return foot

    @Slot()
    def _adopt(self) -> None:
        self.adopt_asked.emit(self._tenure, str(self.sender().property("called") or ""))

    @Slot()
    def _settle(self) -> None:
        self.settle_asked.emit(self._tenure)


def _timeline(title: str, entries: Sequence[LineEntry]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(look().px(4))
    column.addWidget(SectionLabel(title))
    for entry in entries:
        column.addWidget(PlainLabel(f"{entry.at}  {entry.text}", Type.BODY, wraps=True))
    if not entries:
        column.addWidget(PlainLabel(tr("Nothing was done."), Type.BODY, "soft"))
    column.addStretch(1)
    return column
