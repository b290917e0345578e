"""Paints a row of the agenda: when, what, how long, how far; and lets the title be typed anew."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from moderator.console.agenda_model import AgendaRow, Role
from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Type, mixed
from moderator.console.widgets.brief import brief
from moderator.console.widgets.painting import write
from moderator.console.widgets.rows import Index
from moderator.domain.floor import ItemState
from moderator.domain.programme import ItemKind
from moderator.domain.texts import MAX_NAME
from moderator.words import tr

_LINES = 2
"""Of a title or what stands below it; more is cut with an ellipsis and found in the tip."""
_KEPT = 500
_HEIGHTS_KEPT = 20_000
_STRIPE_PX = 7

_Shape = tuple[str, str, bool, bool]


class AgendaDelegate(QStyledItemDelegate):
    """Lays a row out in two columns: times at the left, title and what is known of it at the right.

    Signals:
        title_edited: an item's id and the title typed for it, without the blanks around it.
    """

    title_edited = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        now = look()
        self._theme = now.theme
        self._time = now.font(Type.BODY)
        self._expected = now.font(Type.BODY_STRONG)
        self._title = now.prose(Type.BODY_MEDIUM)
        self._small = now.font(Type.SMALL)
        self._title_metrics = QFontMetricsF(self._title)
        self._small_metrics = QFontMetricsF(self._small)
        self._side = now.px(tokens.GAP_AROUND_PX)
        self._column = QFontMetrics(self._expected).horizontalAdvance("88:88") + now.px(16)
        self._pad = now.px(9)
        self._bar = now.px(4)
        self._width = now.px(300)
        self._broken_texts: dict[tuple[str, int, bool], tuple[str, ...]] = {}
        self._heights: dict[_Shape, int] = {}
        """Asked for all rows at each change of one; there may be thousands."""
        self._counts: dict[str, int] = {}
        """How many lines there are below a title: many rows have the same."""

    def set_width(self, width_px: int) -> None:
        """Lay rows out for a list of this width."""
        if width_px != self._width:
            self._width = width_px
            self._forget()

    def _forget(self) -> None:
        self._heights.clear()
        self._counts.clear()

    # ---- painting

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """See Qt."""
        row: AgendaRow | None = index.data(Role.ROW)
        if row is None:
            return QSize(self._width, 0)
        height = self._heights.get(_shape(row))
        return QSize(self._width, self.measure(row) if height is None else height)

    def unmeasured(self, rows: Sequence[AgendaRow]) -> list[AgendaRow]:
        """Return the rows whose height is not known yet."""
        return [row for row in rows if _shape(row) not in self._heights]

    def measure(self, row: AgendaRow) -> int:
        """Find out how high a row is, in pixels, before all rows are asked for at once."""
        if len(self._heights) > _HEIGHTS_KEPT:
            self._forget()
        height = self._heights[_shape(row)] = self._height(row)
        return height

    def _height(self, row: AgendaRow) -> int:
        room = self._title_box(QRect(0, 0, self._width, 100)).width()
        right = _line_count(row.title, self._title_metrics, room) * self._title_metrics.height()
        if row.below:
            below = self._counts.get(row.below, 0)
            if not below:
                below = self._counts[row.below] = _line_count(row.below, self._small_metrics, room)
            right += below * self._small_metrics.height() + look().px(2)
        if row.state is ItemState.OPEN:
            right += self._bar + look().px(6)
        left = QFontMetrics(self._time).height()
        if row.expected:
            left += QFontMetrics(self._expected).height() + look().px(2)
        return round(max(left, right)) + 2 * self._pad

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """See Qt."""
        row: AgendaRow | None = index.data(Role.ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        self._ground(painter, option, rect, row)
        self._times(painter, rect, row)
        self._words(painter, rect, row)
        self._mark(painter, option, rect)
        painter.restore()

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: AgendaRow
    ) -> None:
        of = self._theme
        state: QStyle.StateFlag = option.state
        if row.state is ItemState.OPEN:
            painter.fillRect(rect, QColor(of.accent_soft))
            painter.fillRect(
                QRect(rect.left(), rect.top(), look().px(4), rect.height()), QColor(of.accent)
            )
        elif state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(of.selected))
        if row.kind is ItemKind.BREAK and row.state is not ItemState.OPEN:
            self._hatch(painter, rect)

    def _hatch(self, painter: QPainter, rect: QRect) -> None:
        """Stripe a break, pale enough for the text above it."""
        of = self._theme
        painter.save()
        painter.setClipRect(rect)
        wide = look().px(_STRIPE_PX)
        painter.setPen(QPen(QColor(mixed(of.line, of.surface, 0.5)), wide))
        high = rect.height()
        for x in range(rect.left() - high, rect.right() + high, wide * 3):
            painter.drawLine(QPointF(x, rect.bottom() + wide), QPointF(x + high, rect.top() - wide))
        painter.restore()

    def _times(self, painter: QPainter, rect: QRect, row: AgendaRow) -> None:
        box = rect.adjusted(self._side, self._pad, 0, -self._pad)
        metrics = QFontMetrics(self._time)
        box.setHeight(metrics.height())
        struck = row.state is ItemState.SKIPPED
        write(painter, box, row.planned, _struck(self._time, struck), self._theme.soft)
        if row.expected:
            box.translate(0, metrics.height() + look().px(2))
            box.setHeight(QFontMetrics(self._expected).height())
            write(painter, box, row.expected, self._expected, self._theme.warn)

    def _words(self, painter: QPainter, rect: QRect, row: AgendaRow) -> None:
        of = self._theme
        past = row.state in (ItemState.DONE, ItemState.SKIPPED)
        struck = row.state is ItemState.SKIPPED
        box = self._title_box(rect)
        font, metrics = _struck(self._title, struck), QFontMetrics(self._title)
        box.setHeight(metrics.height())
        for line in self._lines(row, rect.width()):
            write(painter, box, line, font, of.soft if past else of.ink)
            box.translate(0, metrics.height())
        small = QFontMetrics(self._small)
        box.translate(0, look().px(2) if row.below else 0)
        box.setHeight(small.height())
        for line in self._below(row, rect.width()):
            write(painter, box, line, self._small, of.soft)
            box.translate(0, small.height())
        if row.state is ItemState.OPEN:
            self._progress(painter, box, row.hundredths)

    def _progress(self, painter: QPainter, box: QRect, hundredths: int) -> None:
        of = self._theme
        bar = QRectF(box.left(), box.top() + look().px(6), box.width(), self._bar)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(of.ink, of.accent_soft, 0.14)))
        painter.drawRoundedRect(bar, self._bar / 2, self._bar / 2)
        bar.setWidth(bar.width() * hundredths / 100)
        painter.setBrush(QColor(of.accent))
        painter.drawRoundedRect(bar, self._bar / 2, self._bar / 2)

    def _mark(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        """Frame the item in front: thin, and as the focus ring while keys go to the agenda."""
        state: QStyle.StateFlag = option.state
        if not state & QStyle.StateFlag.State_Selected:
            return
        focus = bool(state & QStyle.StateFlag.State_HasFocus)
        pen = QPen(QColor(self._theme.accent), tokens.FOCUS_RING_PX if focus else 1)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(5, 2, -5, -2), 6, 6)

    def _title_box(self, rect: QRect) -> QRect:
        return rect.adjusted(self._side + self._column, self._pad, -self._side, -self._pad)

    def _lines(self, row: AgendaRow, width_px: int) -> tuple[str, ...]:
        return self._broken(row.title, self._title, width_px)

    def _below(self, row: AgendaRow, width_px: int) -> tuple[str, ...]:
        return self._broken(row.below, self._small, width_px) if row.below else ()

    def _broken(self, text: str, font: QFont, width_px: int) -> tuple[str, ...]:
        """Return ``text`` broken at words into as many lines as it may have."""
        room = self._title_box(QRect(0, 0, width_px, 100)).width()
        key = (text, room, font is self._title)
        if key not in self._broken_texts:
            if len(self._broken_texts) > _KEPT:
                self._broken_texts.clear()
            self._broken_texts[key] = broken(text, font, room, _LINES)
        return self._broken_texts[key]

    # ---- typing a title

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """See Qt."""
        field = QLineEdit(parent)
        field.setObjectName("agenda_title")
        field.setMaxLength(MAX_NAME)
        field.setAccessibleName(tr("Title"))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """See Qt: a change of the row from elsewhere leaves what is being typed alone."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """See Qt: asks for the title; the row follows when it is done."""
        row: AgendaRow | None = index.data(Role.ROW)
        if not isinstance(editor, QLineEdit) or row is None:
            return
        typed = editor.text().strip()
        if typed and typed != row.title:
            self.title_edited.emit(row.item, typed)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """See Qt: the field lies over the title."""
        rect: QRect = option.rect
        box = self._title_box(rect).adjusted(-look().px(9), 0, look().px(8), 0)
        high = editor.sizeHint().height()
        editor.setGeometry(box.left(), rect.center().y() - high // 2, box.width(), high)


def _shape(row: AgendaRow) -> _Shape:
    """Return all that the height of a row goes by."""
    return (row.title, row.below, row.state is ItemState.OPEN, bool(row.expected))


def broken(text: str, font: QFont, width_px: int, most: int) -> tuple[str, ...]:
    """Return ``text`` broken at words into at most ``most`` lines, the last with an ellipsis."""
    text = brief(text)
    if QFontMetricsF(font).horizontalAdvance(text) <= width_px:
        return (text,)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width_px))
        start, length = line.textStart(), line.textLength()
        if len(lines) == most - 1:
            rest = text[start:]
            metrics = QFontMetrics(font)
            lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width_px))
            break
        lines.append(text[start : start + length].rstrip())
    layout.endLayout()
    return tuple(lines)


def _line_count(text: str, metrics: QFontMetricsF, width_px: int) -> int:
    """Return how many lines ``broken`` makes of a text, without laying it out."""
    return 1 if metrics.horizontalAdvance(brief(text)) <= width_px else _LINES


def _struck(font: QFont, struck: bool) -> QFont:
    if not struck:
        return font
    made = QFont(font)
    made.setStrikeOut(True)
    return made
