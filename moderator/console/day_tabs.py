"""The forum's days as one row of tabs."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QDate, QEvent, QLocale, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Type, mixed
from moderator.console.widgets import painting
from moderator.console.widgets.spoken import show_tip
from moderator.desk.views import DayTab
from moderator.words import language, tr

_PAD_PX = 11


def date_words(date: dt.date, shape: str = "ddd d") -> str:
    """Return a date in the reader's language: "Mon 23"; ``shape`` is Qt's."""
    return QLocale(language()).toString(QDate(date.year, date.month, date.day), shape)


class DayTabs(QFrame):
    """Tells which day was pressed; the day in front lies on top, in bold.

    Signals:
        pressed: a day's id and the tab, below which a menu may open.
    """

    pressed = Signal(str, QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("day_tabs")
        self._tabs: list[_Tab] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3, 0, 3, 0)
        self._row.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_days(self, days: Sequence[DayTab], chosen: str) -> None:
        """Show these days; ``chosen`` is the id of the meeting in front."""
        if [tab.day for tab in self._tabs] != list(days):
            self._make(days)
        for tab in self._tabs:
            tab.set_front(any(meeting.id == chosen for meeting in tab.day.meetings))

    def _make(self, days: Sequence[DayTab]) -> None:
        for old in self._tabs:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._tabs = [_Tab(day) for day in days]
        for tab in self._tabs:
            tab.clicked.connect(self._tab_pressed)
            self._row.addWidget(tab)
            tab.show()

    def stand_before(self, next_one: QWidget) -> None:
        """Let Tab reach the days before ``next_one``, though they were made later."""
        for first, second in pairwise([next_one, *self._tabs, next_one]):
            QWidget.setTabOrder(first, second)

    @Slot()
    def _tab_pressed(self) -> None:
        tab = self.sender()
        if isinstance(tab, _Tab):
            self.pressed.emit(tab.day.id, tab)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        of = look().theme
        if self._tabs:
            painter = QPainter(self)
            box = QRectF(self.rect())
            painting.rounded(painter, box, tokens.RADIUS_PX, of.ground, of.ground)


class _Tab(QPushButton):
    """One day."""

    def __init__(self, day: DayTab) -> None:
        super().__init__()
        self.day = day
        date = dt.date.fromisoformat(day.date_iso)
        self._words = date_words(date)
        self._in_full = date_words(date, "dddd, d MMMM yyyy")
        self._front = False
        self.setObjectName(f"day {day.date_iso}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setEnabled(bool(day.meetings))
        self.setAccessibleName(self._in_full)

    @property
    def words(self) -> str:
        """The text shown."""
        return self._words

    def set_front(self, front: bool) -> None:
        """Show whether the meeting in front is on this day."""
        if front != self._front:
            self._front = front
            self.setAccessibleDescription(tr("shown now") if front else "")
            self.update()

    def event(self, event: QEvent) -> bool:
        """See Qt: the tip has the whole date."""
        if isinstance(event, QHelpEvent):
            return show_tip(event, self, self._in_full)
        return super().event(event)

    def sizeHint(self) -> QSize:
        """See Qt: as wide as in bold, so that choosing moves nothing."""
        metrics = QFontMetrics(look().font(Type.SMALL_STRONG))
        width = metrics.horizontalAdvance(self._words) + 2 * look().px(_PAD_PX)
        return QSize(width, max(tokens.TARGET_PX, metrics.height() + look().px(14)))

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        of = look().theme
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0, 3, 0, -3)
        radius = tokens.RADIUS_PX - 3
        if self._front:
            painting.rounded(painter, box, radius, of.raised, of.line)
        elif self.isEnabled() and self.underMouse():
            fill = mixed(of.ink, of.ground, 0.07)
            painting.rounded(painter, box, radius, fill, fill)
        painter.setFont(look().font(Type.SMALL_STRONG if self._front else Type.KEY))
        ink = of.ink if self._front else of.soft
        painter.setPen(QColor(ink if self.isEnabled() else of.faint))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._words)
        if self.hasFocus():
            painting.focus_ring(painter, box, radius, of.accent)
