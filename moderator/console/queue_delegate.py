"""Paints a row of the list of speakers: place, name, sector, kind, how long it waits, its time."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import ICON_PX, Type
from moderator.console.queue_model import Role
from moderator.console.widgets.painting import draw_icon, write
from moderator.console.widgets.rows import Index
from moderator.console.widgets.sector_tag import paint_tag, tag_size
from moderator.desk.phrases import kind_name
from moderator.desk.views import SpeakerView
from moderator.domain.kinds import Kind
from moderator.domain.timer import spent_text
from moderator.words import tr, tr_n

NO_SECTOR = -1
_RIGHT = Qt.AlignmentFlag.AlignRight
WIDE_PX = 460
"""Below this width, at 100 %, how long one waits and the office are left out."""


@dataclass(frozen=True, slots=True)
class RowText:
    """The texts of one row."""

    number: str
    name: str
    detail: str
    order: str
    """What a point of order's tag says; empty for every other kind."""
    sector: str
    waits: str
    time: str


def row_text(row: SpeakerView, number: int, waits: str) -> RowText:
    """Return the texts of a speaker's row."""
    again = tr("spoke {n}×").format(n=row.times_spoken) if row.times_spoken else ""
    plain = row.kind in (Kind.CONTRIBUTION, Kind.POINT_OF_ORDER)
    kind = "" if plain else kind_name(row.kind)
    missed = tr("called, not here") if row.missed else ""
    return RowText(
        number=str(number) if number else "",
        name=row.name,
        detail=" · ".join(part for part in (kind, row.detail, again, missed) if part),
        order=kind_name(row.kind) if row.kind is Kind.POINT_OF_ORDER else "",
        sector=row.sector_name,
        waits=waits,
        time=spent_text(row.allotted_ms),
    )


class QueueDelegate(QStyledItemDelegate):
    """Lays a row out from both ends; what has no room is left out, never painted over."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        now = look()
        self._theme = now.theme
        self._name = now.prose(Type.BODY_MEDIUM)
        self._small = now.prose(Type.SMALL)
        self._time = now.font(Type.BODY_STRONG)
        self._gap = now.px(8)
        self._height = max(now.px(28), QFontMetrics(self._name).height() + now.px(9))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """See Qt."""
        return QSize(look().px(200), self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """See Qt."""
        row: SpeakerView | None = index.data(Role.SPEAKER)
        if row is None:
            return
        text = row_text(row, index.data(Role.NUMBER), index.data(Role.WAITS))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        self._ground(painter, option, rect, row.kind is Kind.POINT_OF_ORDER)
        left = self._left(painter, rect, text)
        right = self._right(painter, rect, text, row)
        room = QRect(left, rect.top(), max(0, right - left - self._gap), rect.height())
        self._person(painter, room, text)
        painter.restore()

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, edged: bool
    ) -> None:
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, QColor(self._theme.selected if chosen else self._theme.surface))
        painter.fillRect(
            QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(self._theme.line)
        )
        if edged:
            bar = QRect(rect.left(), rect.top(), look().px(5), rect.height() - 1)
            painter.fillRect(bar, QColor(self._theme.ink))
        if chosen and bool(state & QStyle.StateFlag.State_HasFocus):
            painter.setPen(QPen(QColor(self._theme.accent), tokens.FOCUS_RING_PX))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def _left(self, painter: QPainter, rect: QRect, text: RowText) -> int:
        """Paint grip and number, or the hand of a point of order; return where they end."""
        icon_px = look().px(ICON_PX)
        top = rect.center().y() - icon_px // 2
        at = rect.left() + self._gap + look().px(4)
        grip = QRectF(at, top, icon_px, icon_px)
        draw_icon(painter, grip, "grip-vertical", self._theme.faint)
        at += icon_px + look().px(2)
        width = max(QFontMetrics(self._time).horizontalAdvance("88"), icon_px)
        if text.number:
            box = QRect(at, rect.top(), width, rect.height())
            write(painter, box, text.number, self._time, self._theme.soft, _RIGHT)
        else:
            hand = QRectF(at + width - icon_px, top, icon_px, icon_px)
            draw_icon(painter, hand, "hand", self._theme.ink)
        return at + width + self._gap

    def _right(self, painter: QPainter, rect: QRect, text: RowText, row: SpeakerView) -> int:
        """Paint time, waiting, kind and sector from the right; return where they begin."""
        wide = rect.width() >= look().px(WIDE_PX)
        right = rect.right() - look().px(14)
        width = QFontMetrics(self._time).horizontalAdvance("88:88")
        box = QRect(right - width, rect.top(), width, rect.height())
        write(painter, box, text.time, self._time, self._theme.ink, _RIGHT)
        right -= width + self._gap
        if wide:
            width = QFontMetrics(self._small).horizontalAdvance(text.waits)
            width = max(width, QFontMetrics(self._small).horizontalAdvance(_widest_wait()))
            box = QRect(right - width, rect.top(), width, rect.height())
            write(painter, box, text.waits, self._small, self._theme.soft)
            right -= width + self._gap
        if not wide and not self._spare(rect, right, text):
            return right
        if text.sector:
            right = self._tag(painter, rect, right, text.sector, row.sector_order)
        if text.order:
            right = self._tag(painter, rect, right, text.order, NO_SECTOR)
        return right

    def _spare(self, rect: QRect, right: int, text: RowText) -> bool:
        """Whether a narrow row has room for its tag beside the whole name."""
        tags = sum(tag_size(tag).width() + self._gap for tag in (text.order, text.sector) if tag)
        name = QFontMetrics(self._name).horizontalAdvance(text.name)
        return right - rect.left() - tags - name > look().px(80)

    def _person(self, painter: QPainter, room: QRect, text: RowText) -> None:
        """Paint the name and, in what is left of its room, office and organisation."""
        names = QFontMetrics(self._name)
        name = names.elidedText(text.name, Qt.TextElideMode.ElideRight, room.width())
        write(painter, room, name, self._name, self._theme.ink)
        used = names.horizontalAdvance(name) + look().px(6)
        rest = room.adjusted(used, 0, 0, 0)
        small = QFontMetrics(self._small)
        if text.detail and rest.width() > small.horizontalAdvance("· mmmm…"):
            detail = small.elidedText("· " + text.detail, Qt.TextElideMode.ElideRight, rest.width())
            write(painter, rest, detail, self._small, self._theme.soft)

    def _tag(self, painter: QPainter, rect: QRect, right: int, text: str, sector: int) -> int:
        size = tag_size(text)
        width = min(size.width(), rect.width() // 4)
        top = rect.center().y() - size.height() // 2
        paint_tag(painter, QRectF(right - width, top, width, size.height()), text, sector)
        return right - width - self._gap


def _widest_wait() -> str:
    """Return a waiting time that sets the column's width, so that rows line up."""
    return tr_n("waits {n} min", "waits {n} min", 88)
