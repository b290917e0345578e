"""Lays the stage's face out on 16:9 and paints the parts of it that changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from moderator.console.look import fonts
from moderator.console.look.tokens import STAGE, Role
from moderator.console.stage_face import StageFace, Words
from moderator.console.widgets.brief import brief
from moderator.console.widgets.phase import paint_mark
from moderator.domain.floor import Phase

DIGITS_HEIGHT = 0.31
"""Height of a figure as a share of the screen's; five metres away it must be 0.2 at least."""
NAME_HEIGHT = 0.062
TITLE_HEIGHT = 0.1
SMALL_HEIGHT = 0.047


class Part(StrEnum):
    """A part of the stage that is repainted on its own."""

    STATE = "state"
    CLOCK = "clock"
    DIGITS = "digits"
    BAR = "bar"
    NAME = "name"
    BANNER = "banner"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Scene:
    """A face and the wall clock beside it."""

    face: StageFace
    clock: str = ""

    def part(self, part: Part) -> tuple[object, ...]:
        """Return what a part shows; two equal ones look the same."""
        face = self.face
        match part:
            case Part.STATE:
                return (face.state, face.phase, face.item)
            case Part.CLOCK:
                return ("" if face.blank else self.clock,)
            case Part.DIGITS:
                return (face.digits, face.title)
            case Part.BAR:
                return (face.left_permille, face.digits.tone)
            case Part.NAME:
                return (face.name,)
            case Part.BANNER:
                return (face.banner,)
            case Part.BELOW:
                return (face.below,)


def changed(before: Scene, after: Scene) -> Iterator[Part]:
    """Go over the parts that look different."""
    yield from (part for part in Part if before.part(part) != after.part(part))


@dataclass(slots=True)
class StagePainter:
    """Knows where each part lies for one size of the stage. Sizes are logical pixels."""

    size: QSize
    _fonts: dict[tuple[str, int, int], QFont] = field(default_factory=dict)
    _areas: dict[Part, QRect] = field(default_factory=dict)

    @property
    def frame(self) -> QRect:
        """Return the largest 16:9 area in the middle of the window."""
        width = min(self.size.width(), self.size.height() * 16 // 9)
        height = min(self.size.height(), self.size.width() * 9 // 16)
        left = (self.size.width() - width) // 2
        return QRect(left, (self.size.height() - height) // 2, width, height)

    def area(self, part: Part) -> QRect:
        """Return where a part lies."""
        if part not in self._areas:
            left, top, width, height = _PLACES[part]
            frame = self.frame
            self._areas[part] = QRect(
                frame.left() + round(left * frame.width()),
                frame.top() + round(top * frame.height()),
                round(width * frame.width()),
                round(height * frame.height()),
            )
        return self._areas[part]

    def dirty(self, part: Part, before: Scene, after: Scene) -> QRect:
        """Return what is to be painted anew: of digits and bar only where they differ."""
        area = self.area(part)
        if part is Part.DIGITS:
            return self._differing(area, before.face.digits, after.face.digits)
        was, now = before.face.left_permille, after.face.left_permille
        same_tone = before.face.digits.tone == after.face.digits.tone
        if part is Part.BAR and same_tone and was is not None and now is not None:
            low, high = sorted((was, now))
            left = area.left() + area.width() * low // 1000 - area.height()
            right = area.left() + area.width() * high // 1000 + area.height()
            return QRect(left, area.top(), right - left, area.height()).intersected(area)
        return area

    def _differing(self, area: QRect, before: Words, after: Words) -> QRect:
        """Return where the figures from the first to the last that differ stand."""
        one, other = before.text, after.text
        alike = fonts.figures_alike(one) == fonts.figures_alike(other) and before.tone == after.tone
        differ = [at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
        if not alike or not differ:
            return area
        metrics = QFontMetrics(self.digits_font(other))
        begin = area.center().x() - metrics.horizontalAdvance(other) // 2
        spare = self._px(0.02)
        left = begin + metrics.horizontalAdvance(other[: differ[0]]) - spare
        right = begin + metrics.horizontalAdvance(other[: differ[-1] + 1]) + spare
        return QRect(left, area.top(), right - left, area.height()).intersected(area)

    def paint(self, painter: QPainter, scene: Scene, part: Part) -> None:
        """Paint one part; nothing of the others is touched."""
        area, face = self.area(part), scene.face
        match part:
            case Part.STATE:
                self._state(painter, area, face)
            case Part.CLOCK if not face.blank:
                self._line(painter, area, Words(scene.clock), Qt.AlignmentFlag.AlignRight)
            case Part.DIGITS:
                self._digits(painter, area, face)
            case Part.BAR:
                _bar(painter, area, face)
            case Part.NAME:
                self._wrapped(painter, area, face.name, self.name_font(face.name.text))
            case Part.BANNER if face.banner.text:
                self._banner(painter, area, face.banner)
            case Part.BELOW:
                below = Words(face.below, "soft")
                self._line(painter, area, below, Qt.AlignmentFlag.AlignLeft)
            case _:
                return

    def digits_font(self, text: str) -> QFont:
        """Return the largest font in which the digits fit their place."""
        area = self.area(Part.DIGITS)
        wanted = round(self.frame.height() * DIGITS_HEIGHT / _FIGURE)
        return self._fitting(text, wanted, area.width())

    def name_font(self, text: str) -> QFont:
        """Return the font of the name: smaller for a long one, never below its least height."""
        most, least = round(self.frame.height() * 0.078), self._px(NAME_HEIGHT)
        font = self._fitting(text, most, self.area(Part.NAME).width())
        if font.pixelSize() < least:
            font.setPixelSize(least)
        return fonts.as_prose(font)

    def _px(self, share: float) -> int:
        return max(8, round(self.frame.height() * share))

    def _fitting(self, text: str, most_px: int, width_px: int) -> QFont:
        key = (fonts.figures_alike(text), most_px, width_px)
        if key not in self._fonts:
            font = fonts.face(most_px)
            needed = QFontMetrics(font).horizontalAdvance(fonts.figures_alike(text))
            if needed > width_px:
                font.setPixelSize(max(1, most_px * width_px // needed))
            if len(self._fonts) > 200:
                self._fonts.clear()
            self._fonts[key] = font
        return QFont(self._fonts[key])

    def _small(self) -> QFont:
        font = fonts.face(self._px(SMALL_HEIGHT))
        font.setWeight(QFont.Weight.Medium)
        return font

    def _line(self, painter: QPainter, area: QRect, words: Words, align: Qt.AlignmentFlag) -> None:
        font = self._small()
        if not any(sign.isdigit() for sign in words.text):
            font = fonts.as_prose(font)
        text = QFontMetrics(font).elidedText(words.text, Qt.TextElideMode.ElideRight, area.width())
        _write(painter, area, Words(text, words.tone), font, align)

    def _state(self, painter: QPainter, area: QRect, face: StageFace) -> None:
        edge = self._px(SMALL_HEIGHT) * 0.72
        text = " · ".join(part for part in (face.state, face.item) if part)
        if face.phase is not None and face.phase is not Phase.IDLE:
            box = QRectF(area.left(), area.center().y() - edge / 2, edge, edge)
            tone = face.digits.tone if face.banner.text else "soft"
            paint_mark(painter, box, face.phase, _colour(tone).name())
            area = area.adjusted(round(edge * 1.5), 0, 0, 0)
        self._line(painter, area, Words(text, "soft"), Qt.AlignmentFlag.AlignLeft)

    def _digits(self, painter: QPainter, area: QRect, face: StageFace) -> None:
        if face.digits.text:
            font = self.digits_font(face.digits.text)
            _write(painter, area, face.digits, font, Qt.AlignmentFlag.AlignHCenter)
        elif face.title:
            font = fonts.face(self._px(TITLE_HEIGHT))
            self._wrapped(painter, area, Words(face.title), fonts.as_prose(font))

    def _wrapped(self, painter: QPainter, area: QRect, name: Words, font: QFont) -> None:
        metrics = QFontMetrics(font)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.setFont(font)
        painter.setPen(_colour(name.tone))
        text = brief(name.text)
        while len(text) > 1 and metrics.boundingRect(area, flags, text).height() > area.height():
            text = text.rstrip("…")[:-2].rstrip() + "…"
        painter.drawText(area, int(flags), text)

    def _banner(self, painter: QPainter, area: QRect, banner: Words) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_colour(banner.tone))
        painter.drawRoundedRect(area, self._px(0.025), self._px(0.025))
        font = self._fitting(banner.text, self._px(0.085), round(area.width() * 0.94))
        painter.setFont(font)
        painter.setPen(QColor(STAGE.ground))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), banner.text)


_FIGURE = 0.727
"""Height of Inter's figures as a share of the font's size."""

_PLACES = {
    Part.STATE: (0.04, 0.04, 0.74, 0.09),
    Part.CLOCK: (0.80, 0.04, 0.16, 0.09),
    Part.DIGITS: (0.04, 0.15, 0.92, 0.43),
    Part.BAR: (0.105, 0.60, 0.79, 0.027),
    Part.NAME: (0.04, 0.635, 0.92, 0.16),
    Part.BANNER: (0.04, 0.80, 0.92, 0.16),
    Part.BELOW: (0.04, 0.87, 0.92, 0.09),
}
"""Left, top, width and height as shares of the frame."""


def _colour(role: Role) -> QColor:
    return QColor(STAGE.colour(role))


def _write(
    painter: QPainter, area: QRect, words: Words, font: QFont, align: Qt.AlignmentFlag
) -> None:
    painter.setFont(font)
    painter.setPen(_colour(words.tone))
    painter.drawText(area, int(align | Qt.AlignmentFlag.AlignVCenter), words.text)


def _bar(painter: QPainter, area: QRect, face: StageFace) -> None:
    if face.left_permille is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    radius = area.height() / 2
    painter.setBrush(QColor(STAGE.line))
    painter.drawRoundedRect(area, radius, radius)
    filled = QRectF(area)
    filled.setWidth(max(area.height(), area.width() * face.left_permille / 1000))
    painter.setBrush(_colour(face.digits.tone))
    painter.drawRoundedRect(filled, radius, radius)
