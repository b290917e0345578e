"""Inter in its four static cuts, loaded when first asked for, with figures of equal width.

The cuts lie unpacked: from woff2 files they took twenty milliseconds of the start.
"""

import sys
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from moderator import paths
from moderator.console.look.tokens import TYPE, Type

FAMILY = "Inter"

CUTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}

# A point is a pixel on macOS and 96/72 pixels elsewhere; the same text shall have the same size.
_POINT = 96 / 72 if sys.platform == "darwin" else 1.0

_loaded: set[int] = set()


def load(weight: int) -> None:
    """Make the cut of that weight known to Qt; a second time costs nothing.

    Raises:
        FileNotFoundError: the program is installed without its fonts.
    """
    if weight in _loaded:
        return
    file = paths.resources() / "fonts" / f"Inter-{CUTS[weight]}.ttf"
    if QFontDatabase.addApplicationFont(str(file)) < 0:
        raise FileNotFoundError(f"the font {file.name} is missing or broken; install again")
    _loaded.add(weight)


@lru_cache(maxsize=64)
def _made(role: Type, scale_percent: int, even_figures: bool) -> QFont:
    size = TYPE[role]
    load(size.weight)
    made = QFont(FAMILY)
    made.setPointSizeF(size.points * _POINT * scale_percent / 100)
    made.setWeight(QFont.Weight(size.weight))
    if even_figures:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def font(role: Type, scale_percent: int = 100) -> QFont:
    """Return the font for ``role`` at the user's scale; the copy is the caller's.

    Its figures are equally wide, so that times keep still and stand in columns.
    """
    return QFont(_made(role, scale_percent, True))


def prose(role: Type, scale_percent: int = 100) -> QFont:
    """Return the font for running text: equal figures would make its hyphens too wide."""
    return QFont(_made(role, scale_percent, False))


def as_prose(made: QFont) -> QFont:
    """Return the same font for running text."""
    plain = QFont(made)
    plain.unsetFeature(QFont.Tag("tnum"))
    return plain


def figures_alike(text: str) -> str:
    """Return a text of the same width with all figures alike, as they are equally wide."""
    return "".join("0" if sign.isdigit() else sign for sign in text)


def face(height_px: int) -> QFont:
    """Return the font of a clock's digits, ``height_px`` high."""
    made = font(Type.FACE)
    made.setPixelSize(max(1, height_px))
    return made
