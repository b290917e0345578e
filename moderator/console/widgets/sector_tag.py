"""The tag that names a speaker's sector, painted by the lists' delegates."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Type


def tag_size(text: str) -> QSize:
    """Return the size of a tag with that text at the current scale."""
    now = look()
    metrics = QFontMetrics(now.prose(Type.SMALL_STRONG))
    return QSize(metrics.horizontalAdvance(text) + 2 * now.px(8), metrics.height() + now.px(4))


def paint_tag(painter: QPainter, box: QRectF, text: str, sector: int) -> None:
    """Paint a sector's tag into ``box``; ``sector`` is its order, negative for none.

    The painter comes back as it was; a text too long for the box ends in an ellipsis.
    """
    now = look()
    colour = tokens.sector_colour(sector, now.theme)
    font = now.prose(Type.SMALL_STRONG)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.tag_ground(colour, now.theme)))
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(QColor(tokens.tag_ink(colour, now.theme)))
    painter.setFont(font)
    room = int(box.width()) - 2 * now.px(6)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
