"""Others who write in the same notes: their carets and selections in the text, names beside it.

All of it lies under the text, so that no letter is ever covered; names stand in a margin of their
own. Where nobody is here, a key costs one look at an empty list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextBlock

from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.note_layout import NoteLayout
from moderator.console.note_port import NotesPort
from moderator.console.note_room import keep_readable
from moderator.domain.company import Caret, initials
from moderator.words import tr

if TYPE_CHECKING:
    from moderator.console.note_editor import NoteEditor

    # The window is painted before pycrdt is loaded.
    from moderator.documents.notes import NoteChange

_BAR_PX = 2
_NARROW_PX, _WIDE_PX = 40, 152
"""The margin for initials, and for whole names where there is room."""
_SETTLE_MS = 150
"""So long after a change the places are asked for again, which counts what two did at once."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """One other's caret on the page."""

    caret: Caret
    which: int
    """Which item of the page."""


class NoteOthers(QObject):
    """Shows where others write.

    Signals:
        asked: the texts changed; their carets may be elsewhere than shown.
    """

    asked = Signal()

    def __init__(self, editor: "NoteEditor", sheet: NoteLayout) -> None:
        super().__init__(editor)
        self._editor = editor
        self._sheet = sheet
        self._page = editor.page
        self._spots: tuple[_Spot, ...] = ()
        self._port: NotesPort | None = None
        self._is_company = False
        self._small = look().font(Type.SMALL_STRONG)
        self._timer = QTimer(self)
        self._timer.setObjectName("others")
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.asked)

    def open(self, port: NotesPort | None) -> None:
        """Follow another meeting's notes, or none."""
        if self._port is not None:
            self._port.forget(self._heard)
        self._port = port
        self._spots = ()
        if port is not None:
            port.listen(self._heard)

    def show(self, carets: Sequence[Caret]) -> None:
        """Show exactly these."""
        before, places = self._spots, {item.id: n for n, item in enumerate(self._page.items)}
        self._spots = tuple(_Spot(c, places[c.item]) for c in carets if c.item in places)
        if before != self._spots:
            for lines in {self._lines(spot) for spot in (*before, *self._spots)}:
                self._editor.update_lines(lines)

    # ---- room for names

    def set_company(self, is_company: bool) -> None:
        """Keep a margin for names, or give its room back to the text."""
        if is_company != self._is_company:
            self._is_company = is_company
            keep_readable(self._editor, self.names_px(is_roomy=True))
            self._sheet.gutter.names_px = self.names_px(self._sheet.roomy)
            self._editor.widened.emit()

    def names_px(self, is_roomy: bool) -> int:
        """Return how wide a margin names take."""
        if not self._is_company:
            return 0
        return look().px(_WIDE_PX if is_roomy else _NARROW_PX)

    # ---- the texts change

    def _heard(self, change: "NoteChange") -> None:
        if not self._spots:
            return
        item = change.item
        for edit in change.text_edits:
            end, size = edit.position + edit.removed, len(edit.inserted.encode("utf-16-le")) // 2
            self._spots = tuple(
                _moved(spot, edit.position, end, size) if spot.caret.item == item else spot
                for spot in self._spots
            )
        self._timer.start()

    # ---- painting

    def paint(self, painter: QPainter, clip: QRectF, scrolled: QPointF, first: QTextBlock) -> None:
        """Paint what lies in ``clip``, whose top is in the line ``first``.

        The viewport shows the page from ``scrolled`` on.
        """
        if not self._spots:
            return
        named: dict[tuple[float, float], list[_Spot]] = {}
        top = first.blockNumber()
        for spot in self._spots:
            if spot.caret.anchor != spot.caret.head:
                for box in self._tinted(spot, scrolled, clip, first):
                    painter.fillRect(box, _tint(spot.caret))
            block, at = self._block(spot, spot.caret.head)
            if block.blockNumber() < top:
                continue
            bar = self._bar(block, at, scrolled)
            if bar.bottom() >= clip.top() and bar.top() <= clip.bottom():
                painter.fillRect(bar, _colour(spot.caret))
                named.setdefault((bar.top(), bar.height()), []).append(spot)
        for (line_top, height), spots in named.items():
            self._paint_name(painter, line_top, height, spots)

    def spoken(self, number: int) -> str:
        """Return who else writes in a line of the page."""
        names = [
            spot.caret.name or tr("somebody")
            for spot in self._spots
            if self._block(spot, spot.caret.head)[0].blockNumber() == number
        ]
        return tr("{names} writes here").format(names=", ".join(names)) if names else ""

    def _paint_name(
        self, painter: QPainter, top: float, height: float, spots: Sequence[_Spot]
    ) -> None:
        caret, gutter = spots[0].caret, self._sheet.gutter
        pad, room = look().px(4), gutter.names_px
        metrics = QFontMetricsF(self._small)
        more = f"+{len(spots) - 1}" if len(spots) > 1 else ""
        if room >= look().px(_WIDE_PX):
            more = f" {more}".rstrip()
            width = room - 3 * pad - metrics.horizontalAdvance(more)
            name = metrics.elidedText(
                caret.name or tr("somebody"), Qt.TextElideMode.ElideRight, width
            )
        else:
            name = initials(caret.name)
        text = name + more
        left = self._sheet.width_px - gutter.side_px - room + pad
        box = QRectF(left, top, metrics.horizontalAdvance(text) + 2 * pad, metrics.height())
        box.moveTop(top + (height - box.height()) / 2)
        of = look().theme
        colour = tokens.person_colour(caret.colour, of)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.tag_ground(colour, of)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(box, pad, pad)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self._small)
        painter.setPen(QColor(tokens.tag_ink(colour, of)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    # ---- places

    def _block(self, spot: _Spot, offset: int) -> tuple[QTextBlock, int]:
        """Return the line of a place, and how far in the place lies."""
        at = min(self._page.start(spot.which) + offset, self._page.end(spot.which))
        block = self._page.document.findBlock(at)
        return block, at - block.position()

    def _lines(self, spot: _Spot) -> range:
        if spot.which >= len(self._page.firsts):
            return range(0)
        ends = (
            self._block(spot, at)[0].blockNumber() for at in (spot.caret.anchor, spot.caret.head)
        )
        first, last = sorted(ends)
        return range(first, last + 1)

    def _bar(self, block: QTextBlock, at: int, scrolled: QPointF) -> QRectF:
        # asks for the layout down to here, as the painting of the text is about to do
        self._page.document.documentLayout().blockBoundingRect(block)
        layout = block.layout()
        line = layout.lineForTextPosition(at)
        if not line.isValid():
            return QRectF()
        width = look().px(_BAR_PX)
        place = layout.position() - scrolled
        x = place.x() + _x(line.cursorToX(at)) - width / 2
        return QRectF(x, place.y() + line.y(), width, line.height())

    def _tinted(
        self, spot: _Spot, scrolled: QPointF, clip: QRectF, first: QTextBlock
    ) -> Iterator[QRectF]:
        """Return the parts of a selection that are in sight, however much is selected."""
        ends = sorted((spot.caret.anchor, spot.caret.head))
        (block, begin), (last, end) = (self._block(spot, at) for at in ends)
        if block.blockNumber() < first.blockNumber():
            block, begin = first, 0
        placed = self._page.document.documentLayout()
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            if placed.blockBoundingRect(block).top() - scrolled.y() > clip.bottom():
                return
            is_last = block == last
            yield from _selected(block, begin, end if is_last else block.length(), scrolled)
            block, begin = block.next(), 0


def _selected(block: QTextBlock, begin: int, end: int, scrolled: QPointF) -> Iterator[QRectF]:
    """Return what of a block's lines is selected; an end beyond the text selects its newline."""
    layout = block.layout()
    place = layout.position() - scrolled
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        a = max(begin, line.textStart())
        b = min(end, line.textStart() + line.textLength())
        newline = number == layout.lineCount() - 1 and end == block.length()
        if a < b or newline:
            x = _x(line.cursorToX(a))
            width = max(_x(line.cursorToX(b)) - x, 0.0) + (look().px(4) if newline else 0)
            yield QRectF(place.x() + x, place.y() + line.y(), width, line.height())


def _moved(spot: _Spot, begin: int, end: int, inserted: int) -> _Spot:
    caret = spot.caret
    anchor, head = (_after(at, begin, end, inserted) for at in (caret.anchor, caret.head))
    return replace(spot, caret=replace(caret, anchor=anchor, head=head))


def _after(position: int, begin: int, end: int, inserted: int) -> int:
    """Return where a place is after an edit: what is written right at it goes before it."""
    if position < begin:
        return position
    if position < end:
        return begin + inserted  # as Yjs has it: the new comes before what is gone
    return position - (end - begin) + inserted


def _x(found: Any) -> float:
    """Return where in a line a place is, of what Qt gives together with the place."""
    return float(found[0])


def _colour(caret: Caret) -> QColor:
    return QColor(tokens.person_colour(caret.colour, look().theme))


def _tint(caret: Caret) -> QColor:
    tint = _colour(caret)
    tint.setAlphaF(0.28 if look().theme.dark else 0.16)
    return tint
