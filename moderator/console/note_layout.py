"""Dresses the lines of a page: makes room in the document for what the gutter paints."""

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QTextBlock, QTextBlockFormat, QTextCursor

from moderator.console.note_gutter import Gutter, about_item
from moderator.console.note_page import Page
from moderator.console.widgets.brief import brief


class NoteLayout:
    """Keeps each line's margins as its view asks for, and paints what stands in them."""

    def __init__(self, page: Page, gutter: Gutter) -> None:
        self.gutter = gutter
        self.width_px = 0.0
        """How wide the page is shown."""
        self.roomy = False
        """Whether there is room to say above each title where in the forum the item stands."""
        self._page = page
        self._top_px = -1

    def dress(self, numbers: range) -> None:
        """Bring lines, and the one after them, into the form their views ask for."""
        lines = self._page.lines
        numbers = range(numbers.start, min(numbers.stop + 1, len(lines)))
        if not numbers or self.width_px <= 0:
            return
        cursor = QTextCursor(self._page.document)
        cursor.beginEditBlock()
        block = self._page.document.findBlockByNumber(numbers.start)
        for number in numbers:
            self._dress(number, block, cursor)
            block = block.next()
        cursor.endEditBlock()

    def begin(self) -> None:
        """Forget what was laid out: the page or its width is another one."""
        self._top_px = -1

    def strip(self, numbers: range) -> QRect:
        """Return the part of the document, all across, that lines and what surrounds them fill."""
        document = self._page.document
        placed = document.documentLayout()
        first = placed.blockBoundingRect(document.findBlockByNumber(numbers.start))
        last = placed.blockBoundingRect(document.findBlockByNumber(numbers.stop - 1))
        dress = self._page.lines[numbers.start].dress
        top = round(first.top()) - (dress.top if dress is not None else 0)
        # A box reaches below its text, by less than the room above the line that follows.
        bottom = round(last.bottom()) + self.gutter.side_px
        return QRect(0, top, round(self.width_px), bottom - top)

    def begins_in(self, block: QTextBlock, clip: QRectF, scrolled: QPointF) -> bool:
        """Return whether the top of ``clip``, as ``paint`` takes it, lies in a line or its margin.

        Most keys alter the caret's line only, and Qt takes longer to find one by its place.
        """
        text = self._page.document.documentLayout().blockBoundingRect(block).translated(-scrolled)
        dress = self._page.lines[block.blockNumber()].dress
        return dress is not None and text.top() - dress.top <= clip.top() < text.bottom()

    def paint(self, painter: QPainter, clip: QRectF, scrolled: QPointF, first: QTextBlock) -> None:
        """Paint what surrounds the lines from ``first`` on, as far as ``clip`` shows them.

        ``clip`` is in the viewport, which shows the document from ``scrolled`` on.
        """
        placed = self._page.document.documentLayout()
        # A box reaches below its line.
        block = first.previous() if first.blockNumber() else first
        number = block.blockNumber()
        while block.isValid() and number < len(self._page.lines):
            dress = self._page.lines[number].dress
            text = placed.blockBoundingRect(block).translated(-scrolled)
            if dress is not None:
                if text.top() - dress.top >= clip.bottom():
                    return
                below = self.gutter.below(self._page.lines[number].view)
                if text.bottom() + below > clip.top():
                    self.gutter.paint(painter, text, dress, self.width_px)
            block = block.next()
            number += 1

    def paint_hint(
        self, painter: QPainter, block: QTextBlock, scrolled: QPointF, hint: str
    ) -> None:
        """Paint a hint in a blank line."""
        dress = self._page.lines[block.blockNumber()].dress
        text = self._page.document.documentLayout().blockBoundingRect(block).translated(-scrolled)
        if dress is not None:
            text.setLeft(dress.left + dress.indent)
            self.gutter.paint_hint(painter, text, hint, self.width_px)

    def _dress(self, number: int, block: QTextBlock, cursor: QTextCursor) -> None:
        page = self._page
        line = page.lines[number]
        index = page.index_of_line(number)
        first = page.firsts[index] == number
        before = None if first else page.lines[number - 1].view
        item = page.items[index]
        heading = brief(item.title) if first else ""
        about = about_item(item, self.gutter.zone) if first and self.roomy else ""
        dress = self.gutter.dress(line.view, before, heading, self.width_px, about)
        line.dress = dress
        below = self.gutter.below(page.lines[number - 1].view) if number else 0
        if number == 0:
            self._set_top(dress.top)
        has = block.blockFormat()
        worn = (has.topMargin(), has.leftMargin(), has.rightMargin(), has.textIndent())
        if worn == tuple(map(float, (dress.top + below, dress.left, dress.right, dress.indent))):
            return
        wanted = QTextBlockFormat()
        wanted.setTopMargin(dress.top + below)
        wanted.setLeftMargin(dress.left)
        wanted.setRightMargin(dress.right)
        wanted.setTextIndent(dress.indent)
        cursor.setPosition(block.position())
        cursor.setBlockFormat(wanted)

    def _set_top(self, top_px: int) -> None:
        # Qt leaves out the first line's own margin.
        if top_px == self._top_px:
            return
        self._top_px = top_px
        root = self._page.document.rootFrame()
        form = root.frameFormat()
        form.setMargin(0)
        form.setTopMargin(top_px)
        form.setBottomMargin(self.gutter.side_px)
        root.setFrameFormat(form)
