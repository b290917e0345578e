"""Lucide's icons in the theme's colours, drawn when first shown and kept by Qt's pixmap cache."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from moderator import paths
from moderator.console.look.current import look
from moderator.console.look.tokens import ICON_PX, Role


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size_px: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon in one colour ("#RRGGBB"), ``size_px`` logical pixels wide and high.

    Raises:
        FileNotFoundError: there is no icon of that name.
    """
    key = f"icon/{name}/{colour}/{size_px}/{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    edge = round(size_px * ratio)
    drawn = QPixmap(QSize(edge, edge))
    drawn.fill(Qt.GlobalColor.transparent)
    # QtSvg draws "currentColor" black.
    picture = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    painter = QPainter(drawn)
    picture.render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def icon(name: str, role: Role = "ink", size_px: int = 0) -> QIcon:
    """Return an icon in the current theme's colour for ``role``, paler where disabled.

    ``size_px`` is the size it is shown at; 0 is the usual 16 px at the current text scale.
    """
    now = look()
    size = size_px or now.px(ICON_PX)
    made = QIcon()
    for ratio in {1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}:
        made.addPixmap(pixmap(name, now.theme.colour(role), size, ratio))
        made.addPixmap(pixmap(name, now.theme.faint, size, ratio), QIcon.Mode.Disabled)
    return made
