"""What stands beside and around lines of notes: times, speakers, headings, the boxes of marks.

None of it is text of the document: room is made by the lines' margins, and the rest is painted
under the text, only where Qt asks for a repaint.
"""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath

from moderator.console.look.current import Look
from moderator.console.look.tokens import Role, Type
from moderator.console.mark_menu import mark_label
from moderator.desk.views import NoteItem, NoteLineView
from moderator.domain.notes import Mark
from moderator.domain.programme import local
from moderator.words import tr

BLANK = NoteLineView(None, "", "", False)

INLINE_SHARE = 0.6
"""A speaker's name takes up to this share of the line it stands in, else a line of its own."""

LEAST_PX = 40.0
"""Text is laid out in at least this width, however narrow the pane."""

TINTS: dict[str, tuple[Role, Role]] = {
    Mark.RECOMMENDATION: ("accent", "accent_soft"),
    Mark.DECISION: ("ok", "ok_soft"),
}
"""Edge and ground of a mark's box; all others are grey."""

WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True, slots=True)
class Dress:
    """How one line is shown; lengths in pixels."""

    time: str
    label: str
    """A mark's heading or a speaker's name."""
    label_height: float
    """Zero where the name stands in the line itself."""
    mark: str
    heading: str
    """The agenda item's title, on its first line only."""
    heading_height: float
    about: str
    """Small words above the title; may be empty."""
    about_height: float
    top: int
    """From the line before, or its box, to this line's text."""
    left: int
    right: int
    indent: int


class Gutter:
    """Measures and paints what surrounds the lines, in one look and time zone."""

    def __init__(self, look: Look) -> None:
        self.zone = "UTC"
        self._look = look
        self._time_font = look.font(Type.SMALL)
        self._name_font = look.prose(Type.BODY_STRONG)
        self._heading_font = look.prose(Type.HEADING)
        self._mark_font = look.font(Type.SMALL_STRONG)
        self._mark_font.setCapitalization(QFont.Capitalization.AllUppercase)
        self._time = QFontMetricsF(self._time_font)
        self._name = QFontMetricsF(self._name_font)
        self._mark = QFontMetricsF(self._mark_font)
        self._gap = look.px(6)
        self._pad = look.px(8)
        self.side_px = look.px(16)
        """The margin at the page's edges."""
        self.names_px = 0
        """The room between text and right margin for the names of others who write here."""
        self._left = self.side_px + round(self._time.horizontalAdvance("00:00")) + look.px(10)
        self._heights: dict[tuple[str, str, float], float] = {}

    def dress(
        self,
        view: NoteLineView,
        before: NoteLineView | None,
        heading: str,
        width: float,
        about: str = "",
    ) -> Dress:
        """Return how a line is shown on a page ``width`` pixels wide.

        ``before`` is the line before it in the same item, None for the item's first, above which
        ``about`` and ``heading`` stand.
        """
        inside = self._pad if view.mark else 0
        left = self._left + inside
        right = self.side_px + self.names_px + inside
        room = max(LEAST_PX, width - left - right)
        time = self._clock(view)
        same_speaker = before is not None and before.speaker == view.speaker
        if before is not None and same_speaker and self._clock(before) == time:
            time = ""
        label, label_height, indent = self._label(view, same_speaker, room)
        top = self._gap + inside + label_height
        heading_height = about_height = 0.0
        if before is None:
            wide = max(LEAST_PX, width - 2 * self.side_px)
            heading_height = self._height("heading", heading, wide)
            about_height = self._height("about", about, wide) if about else 0.0
            top += self.side_px + about_height + heading_height
        return Dress(
            time=time,
            label=label,
            label_height=label_height,
            mark=view.mark,
            heading=heading if before is None else "",
            heading_height=heading_height,
            about=about if before is None else "",
            about_height=about_height,
            top=round(top),
            left=left,
            right=right,
            indent=round(indent),
        )

    def below(self, view: NoteLineView) -> int:
        """Return the room a line's box takes below its text."""
        return self._pad if view.mark else 0

    def paint(self, painter: QPainter, text: QRectF, dress: Dress, width: float) -> None:
        """Paint what surrounds one line whose text fills ``text``, on a page ``width`` wide."""
        above = text.top() - dress.label_height
        pad = self._pad if dress.mark else 0
        if dress.mark:
            left = dress.left - pad
            box = QRectF(left, above - pad, width - self.side_px - self.names_px - left, 0)
            box.setBottom(text.bottom() + pad)
            self._paint_box(painter, box, dress.mark)
        if dress.mark:
            self._paint_mark(painter, dress, above, width)
        elif dress.label:
            self._paint_name(painter, text, dress, width)
        if dress.time:
            painter.setFont(self._time_font)
            painter.setPen(self._look.colour("faint"))
            # Its digits stand on the line of the words beside them.
            ascent = self._mark.ascent() if dress.mark else self._name.ascent()
            painter.drawText(QPointF(self.side_px, above + ascent), dress.time)
        if dress.heading:
            self._paint_heading(painter, above - pad - self._gap, dress, width)

    def _paint_heading(self, painter: QPainter, bottom: float, dress: Dress, width: float) -> None:
        room = QRectF(self.side_px, 0, width - 2 * self.side_px, dress.heading_height)
        room.moveBottom(bottom)
        painter.setFont(self._heading_font)
        painter.setPen(self._look.colour("ink"))
        painter.drawText(room, WRAPPED, dress.heading)
        if dress.about:
            room.setTop(room.top() - dress.about_height)
            painter.setFont(self._time_font)
            painter.setPen(self._look.colour("soft"))
            painter.drawText(room, WRAPPED, dress.about)

    def paint_hint(self, painter: QPainter, text: QRectF, hint: str, width: float) -> None:
        """Paint grey words where a blank line waits for the first key."""
        painter.setFont(self._look.font(Type.BODY))
        painter.setPen(self._look.colour("faint"))
        metrics = QFontMetricsF(painter.font())
        # The caret stays visible before the first letter.
        text = text.adjusted(self._look.px(3), 0, 0, 0)
        room = width - self.side_px - self.names_px - text.left()
        shown = metrics.elidedText(hint, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(text.left(), text.top() + metrics.ascent()), shown)

    def _clock(self, view: NoteLineView) -> str:
        if view.began_utc_ms is None:
            return ""
        return _clock(view.began_utc_ms // 60_000, self.zone)

    def _label(
        self, view: NoteLineView, same_speaker: bool, room: float
    ) -> tuple[str, float, float]:
        if view.mark:
            label = mark_label(Mark(view.mark))
            if view.speaker:
                label = f"{label} · {view.speaker}"
            return label, self._height("mark", label, room - self._aside(view.mark)), 0.0
        if not view.speaker or same_speaker:
            return "", 0.0, 0.0
        label = f"{view.speaker}:"
        indent = self._name.horizontalAdvance(label + " ")
        if indent <= room * INLINE_SHARE:
            return label, 0.0, indent
        return label, self._height("name", label, room), 0.0

    def _aside(self, mark: str) -> float:
        return self._mark.capHeight() + self._look.px(6) if mark == Mark.COMMITMENT else 0.0

    def _height(self, kind: str, text: str, width: float) -> float:
        key = (kind, text, width)
        if key not in self._heights:
            if len(self._heights) > 1_000:
                self._heights.clear()
            fonts = {
                "heading": self._heading_font,
                "about": self._time_font,
                "mark": self._mark_font,
            }
            metrics = QFontMetricsF(fonts.get(kind, self._name_font))
            # A space keeps the room of a heading that has no words yet.
            box = metrics.boundingRect(QRectF(0, 0, width, 10_000), WRAPPED, text or " ")
            self._heights[key] = float(round(box.height()))
        return self._heights[key]

    def _paint_box(self, painter: QPainter, box: QRectF, mark: str) -> None:
        edge, ground = TINTS.get(mark, ("soft", "ground"))
        radius = self._look.px(8)
        whole = QPainterPath()
        whole.addRoundedRect(box, radius, radius)
        bar = QPainterPath()
        bar.addRect(QRectF(box.left(), box.top(), self._look.px(3), box.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(whole, self._look.colour(ground))
        painter.fillPath(whole.intersected(bar), self._look.colour(edge))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_mark(self, painter: QPainter, dress: Dress, above: float, width: float) -> None:
        painter.setFont(self._mark_font)
        painter.setPen(self._look.colour(TINTS.get(dress.mark, ("ink", "ground"))[0]))
        left = float(dress.left)
        if dress.mark == Mark.COMMITMENT:
            # Told by its box to tick, not by a colour.
            edge = round(self._mark.capHeight())
            top = round(above + self._mark.ascent()) - edge
            painter.drawRect(dress.left, top, edge, edge)
            left += self._aside(dress.mark)
        room = QRectF(left, above, width - left - dress.right, dress.label_height)
        painter.drawText(room, WRAPPED, dress.label)

    def _paint_name(self, painter: QPainter, text: QRectF, dress: Dress, width: float) -> None:
        painter.setFont(self._name_font)
        painter.setPen(self._look.colour("soft"))
        if not dress.label_height:
            base = QPointF(dress.left, text.top() + self._name.ascent())
            painter.drawText(base, dress.label)
            return
        top = text.top() - dress.label_height
        room = QRectF(dress.left, top, width - dress.left - dress.right, dress.label_height)
        painter.drawText(room, WRAPPED, dress.label)


def about_item(item: NoteItem, zone: str) -> str:
    """Return where in the forum an item stands, and since when it is dealt with."""
    if item.opened_utc_ms is None:
        return tr("Day {day} · item {number}").format(day=item.day, number=item.number)
    return tr("Day {day} · item {number} · since {time}").format(
        day=item.day, number=item.number, time=_clock(item.opened_utc_ms // 60_000, zone)
    )


@lru_cache(maxsize=512)
def _clock(minutes: int, zone: str) -> str:
    return local(minutes * 60_000, zone).strftime("%H:%M")
