"""Who is here: a small list below its button, until it is closed or the focus goes elsewhere."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets import painting
from moderator.console.widgets.floating import Floating
from moderator.console.widgets.plain_list import PlainList
from moderator.console.widgets.rows import Index
from moderator.desk.company_words import person_facts, person_name
from moderator.domain.company import PersonHere, initials
from moderator.words import tr

_PERSON = Qt.ItemDataRole.UserRole
_FACTS = Qt.ItemDataRole.UserRole + 1
_WIDTH_PX = 380
_MOST_ROWS = 8


class PeopleList(Floating):
    """Lies over the window without blocking it: the floor's keys go on working."""

    def __init__(self, window: QWidget, below: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("people_list")
        self.setAccessibleName(tr("Who is here"))
        self._below = below
        self._list = PlainList("people", tr("Who is here"))
        self._list.setItemDelegate(_PersonDelegate(self._list))
        self._list.installEventFilter(self)
        column = QVBoxLayout(self)
        pad = look().px(8)
        column.setContentsMargins(pad, pad, pad, pad)
        column.addWidget(self._list)
        self.setFocusProxy(self._list)

    def show_people(self, people: Sequence[PersonHere], zone: str) -> None:
        """Show these people, with times of day in an IANA zone."""
        at = max(0, self._list.currentRow())
        self._list.clear()
        for person in people:
            facts = " · ".join(person_facts(person, zone))
            row = QListWidgetItem(person_name(person))
            row.setData(_PERSON, person)
            row.setData(_FACTS, facts)
            spoken = ", ".join(filter(None, (person_name(person), facts)))
            row.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self._list.addItem(row)
        self._list.setCurrentRow(min(at, self._list.count() - 1))
        self._place()

    def open(self) -> None:
        """Come up below the button, with the focus."""
        self.show()
        self.raise_()
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        corner = self._below.mapTo(window, QPoint(self._below.width(), self._below.height()))
        rows = [self._list.sizeHintForRow(n) for n in range(min(self._list.count(), _MOST_ROWS))]
        width = min(look().px(_WIDTH_PX), window.width() - 16)
        height = min(sum(rows) + 2 * look().px(8) + 4, window.height() - corner.y() - 16)
        # at the right edge, over the notes: what the chair does with the floor stays in sight
        self.setGeometry(window.width() - width - 8, corner.y() + 4, width, height)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """See Qt: Escape closes, and so does the focus that goes elsewhere."""
        if isinstance(event, QFocusEvent) and event.lostFocus():
            if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
                self.close()
        elif (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.close()
            return True
        return super().eventFilter(watched, event)

    def close(self) -> bool:
        """See Qt: the focus goes back to where it was."""
        self._list.removeEventFilter(self)
        if self._list.hasFocus():
            self.give_focus_back()
        return super().close()


class _PersonDelegate(QStyledItemDelegate):
    """Initials, the name, and below it what somebody does and where."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """See Qt."""
        name = QFontMetrics(look().prose(Type.BODY_STRONG)).height()
        facts = QFontMetrics(look().prose(Type.SMALL)).height()
        return QSize(look().px(200), name + facts + look().px(14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """See Qt."""
        now, of = look(), look().theme
        person: PersonHere = index.data(_PERSON)
        box = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.rounded(painter, box, 6, of.accent_soft, of.accent_soft)
        is_here = person.last_seen_utc_ms is None
        side = now.px(30)
        chip = QRectF(box.left() + now.px(8), box.center().y() - side / 2, side, side)
        ink = of.ink if is_here else of.faint
        painting.rounded(painter, chip, side / 2, of.ground, of.edge if is_here else of.line)
        painter.setFont(now.font(Type.SMALL_STRONG))
        painter.setPen(QColor(ink))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, initials(person.name))
        name, small = now.prose(Type.BODY_STRONG), now.prose(Type.SMALL)
        heights = QFontMetrics(name).height(), QFontMetrics(small).height()
        text = box.adjusted(side + now.px(20), 0, -now.px(8), 0)
        text.setTop(box.top() + (box.height() - sum(heights)) / 2)
        text.setHeight(heights[0])
        _line(painter, text, index.data(), Type.BODY_STRONG, ink)
        text.translate(0, heights[0])
        text.setHeight(heights[1])
        _line(painter, text, index.data(_FACTS), Type.SMALL, of.soft)
        painter.restore()


def _line(painter: QPainter, box: QRectF, text: str, type_: Type, colour: str) -> None:
    font = look().prose(type_)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
    painting.write(painter, box, shown, font, colour)
