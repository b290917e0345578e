"""Strokes that several widgets share: rounded boxes, the focus ring and key caps."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from moderator.console.look import icons, tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Type


def rounded(painter: QPainter, box: QRectF, radius: float, fill: str, border: str) -> None:
    """Paint a rounded box with a hairline border, both within ``box``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(border), 1))
    painter.setBrush(QColor(fill))
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, radius, radius)


def focus_ring(painter: QPainter, box: QRectF, radius: float, colour: str) -> None:
    """Paint the ring that tells where the keyboard is, just within ``box``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), tokens.FOCUS_RING_PX))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = tokens.FOCUS_RING_PX / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)


def key_shown(key: str) -> str:
    """Return a key as its cap shows it: "Shift+F8" is "⇧F8"."""
    return key.replace("Shift+", "⇧")


def key_cap_size(key: str) -> QSize:
    """Return the size of a key's cap; empty for no key."""
    if not key:
        return QSize(0, 0)
    now = look()
    metrics = QFontMetrics(now.font(Type.KEY))
    width = metrics.horizontalAdvance(key_shown(key)) + 2 * now.px(5)
    return QSize(width, metrics.height() + now.px(2))


def key_cap(painter: QPainter, box: QRectF, key: str, ink: str, fill: str) -> None:
    """Paint a key's cap in ``box``, whose size ``key_cap_size`` told."""
    of = look().theme
    rounded(painter, box, 4, fill, tokens.mixed(ink, fill, 0.35 if of.dark else 0.25))
    painter.setPen(QColor(ink))
    painter.setFont(look().font(Type.KEY))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key_shown(key))


def write(
    painter: QPainter,
    box: QRect | QRectF,
    text: str,
    font: QFont,
    colour: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write one line into a box, in the middle of its height."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    flags = int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
    painter.drawText(box, flags, text)


def draw_icon(painter: QPainter, box: QRectF, name: str, colour: str) -> None:
    """Paint an icon in one colour over the whole of ``box``."""
    ratio = painter.device().devicePixelRatio()
    picture = icons.pixmap(name, colour, round(box.width()), ratio)
    painter.drawPixmap(box.topLeft(), picture)
