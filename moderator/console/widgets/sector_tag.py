"""The tag that names a speaker's sector, in the lists' rows and as a widget."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

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


class SectorTag(QWidget):
    """A sector's tag; gone when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._order = -1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def tell(self, name: str, order: int) -> None:
        """Show a sector."""
        self._name, self._order = name, order
        self.setAccessibleName(name)
        self.setVisible(bool(name))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """See Qt."""
        return tag_size(self._name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        paint_tag(QPainter(self), QRectF(self.rect()), self._name, self._order)
