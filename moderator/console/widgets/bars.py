"""Thin bars: how much of a time is gone, and who used it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.console.widgets import phase as phases
from moderator.domain.floor import Phase

_BAR_PX = 9
_TICK_PX = 2


class TimeBar(QWidget):
    """A bar that fills, with a tick where the warning comes; the digits beside it are spoken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look()
        self._fraction = 0.0
        self._tick: float | None = None
        self._phase = Phase.IDLE
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, fraction: float, phase: Phase, tick: float | None = None) -> None:
        """Fill ``fraction`` (0 to 1) and mark ``tick`` (0 to 1, None for none)."""
        filled = min(1.0, max(0.0, fraction))
        moved = int(filled * self.width()) != int(self._fraction * self.width())
        if not moved and (phase, tick) == (self._phase, self._tick):
            return
        self._fraction = filled
        self._phase = phase
        self._tick = tick
        self.update()

    def sizeHint(self) -> QSize:
        """See Qt."""
        return QSize(self._look.px(160), self._look.px(_BAR_PX + 8))

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return QSize(self._look.px(40), self._look.px(_BAR_PX + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        of = self._look.theme
        box = QRectF(self.rect())
        thick = min(box.height(), max(self._look.px(_BAR_PX), box.height() * 0.5))
        bar = QRectF(0, (box.height() - thick) / 2, box.width(), thick)
        outline = QPainterPath()
        outline.addRoundedRect(bar, thick / 2, thick / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(outline, QColor(of.line))
        filled = QPainterPath()
        filled.addRoundedRect(
            QRectF(0, bar.y(), bar.width() * self._fraction, thick), thick / 2, thick / 2
        )
        painter.fillPath(filled.intersected(outline), QColor(phases.bar_colour(self._phase, of)))
        if self._tick is not None and 0 < self._tick < 1:
            wide = self._look.px(_TICK_PX)
            tick = QRectF(box.width() * self._tick - wide / 2, 0, wide, box.height())
            # The pale edges keep the tick apart from a bar of its own colour.
            painter.fillRect(tick.adjusted(-wide, 0, wide, 0), QColor(of.surface))
            painter.fillRect(tick, QColor(of.warn))


@dataclass(frozen=True, slots=True)
class Part:
    """One sector's part of the time."""

    amount: int
    sector: int
    """Its order among the sectors; negative for none."""


class SplitBar(QWidget):
    """A bar divided among the sectors."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look()
        self._parts: tuple[Part, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: tuple[Part, ...], spoken: str) -> None:
        """Show the parts in order; ``spoken`` says the same in words."""
        if parts != self._parts:
            self._parts = parts
            self.update()
        if spoken != self.accessibleName():
            self.setAccessibleName(spoken)

    def sizeHint(self) -> QSize:
        """See Qt."""
        return QSize(self._look.px(160), self._look.px(_BAR_PX))

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return QSize(self._look.px(60), self._look.px(_BAR_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        of = self._look.theme
        box = QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(box, box.height() / 2, box.height() / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(outline)
        painter.fillRect(box, QColor(of.line))
        whole = sum(part.amount for part in self._parts)
        left = 0.0
        for part in self._parts:
            wide = box.width() * part.amount / whole if whole else 0.0
            if left:
                painter.fillRect(QRectF(left - 1, 0, 1, box.height()), QColor(of.surface))
            colour = QColor(tokens.sector_colour(part.sector, of))
            painter.fillRect(QRectF(left, 0, max(0.0, wide - 1), box.height()), colour)
            left += wide
