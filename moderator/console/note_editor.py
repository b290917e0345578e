"""The page a note-taker types on: one text for all items, with what surrounds its lines.

QTextEdit rather than QPlainTextEdit: its lines can have margins and a first indent of their own,
which is where speakers, marks and headings stand, and a key costs the same in either.
"""

import re
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.mark_menu import mark_label
from moderator.console.note_caret import OwnCaret
from moderator.console.note_gutter import Gutter
from moderator.console.note_highlighter import NoteHighlighter
from moderator.console.note_keys import NoteKeys
from moderator.console.note_layout import NoteLayout
from moderator.console.note_others import NoteOthers
from moderator.console.note_page import Page
from moderator.console.note_pieces import is_large
from moderator.console.note_room import keep_readable
from moderator.console.note_slash import SlashMarks
from moderator.console.widgets.underlay import Underlay
from moderator.console.words_edit import WordsEdit
from moderator.domain.ids import ItemId
from moderator.domain.notes import COMMANDS, Mark, with_breaks
from moderator.words import tr

Key = Qt.Key

_ROOMY_PX = 560
"""From this width on there is room to say where in the forum an item stands."""

# Everything that ends a line elsewhere, and what would be no text here at all.
_LINE_ENDS = str.maketrans(
    {"\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\0": None}
    | dict.fromkeys(("\ufdd0", "\ufdd1", "\ufffc", "\ufeff"))
)
_ODD = re.compile(f"[{''.join(map(chr, _LINE_ENDS))}]")


def clean(text: str) -> str:
    """Return foreign text with plain newlines and without what is no text or no word."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # to look first is six times as fast where there are none, as in nearly all texts
    return with_breaks(text.translate(_LINE_ENDS) if _ODD.search(text) else text)


def mark_hint() -> str:
    """Return the line that tells how marks are typed."""
    offers = (f"/{command} {mark_label(mark)}" for command, mark in COMMANDS.items())
    return " · ".join(offers)


class NoteEditor(WordsEdit):
    """Types, selects, pastes and paints; what it means for the notes is the bridge's matter.

    Signals:
        paste_asked: a text too long for the page to take in one go.
        undo_asked, redo_asked: the note-taker's own last edit.
        mark_asked: an item, one of its lines, and the ``Mark`` to give to it or take away.
        previous_speech_asked: an item and the line that belongs to the speech before.
        writing: what a key is about to put in place of the selection; the notes can have it on
            its way to the disk while Qt lays out the line.
        widened: the page became wider or narrower; every line is to be laid out anew.
    """

    paste_asked = Signal(str)
    undo_asked = Signal()
    redo_asked = Signal()
    mark_asked = Signal(str, int, object)
    previous_speech_asked = Signal(str, int)
    writing = Signal(str)
    widened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note_editor")
        self.setAccessibleName(tr("Notes"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        # Undo takes back one's own edits only, which Qt cannot tell from others'.
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursorWidth(2)
        self.setFont(look().prose(Type.BODY))
        self.document().setDocumentMargin(0)
        self.page = Page(self.document())
        self.sheet = NoteLayout(self.page, Gutter(look()))
        self.others = NoteOthers(self, self.sheet)
        self.own_caret = OwnCaret(self)
        self._highlighter = NoteHighlighter(self.document(), look())
        self._slash = SlashMarks(self)
        self._slash.chosen.connect(self.mark_line)
        self._line = -1
        self._hinted = False
        self._hint_strip = QRect()
        self.cursorPositionChanged.connect(self._follow_caret)
        self._keys = NoteKeys(self, self._slash)
        self._underlay = Underlay(self.viewport(), self._paint_beside)

    def set_zone(self, zone: str) -> None:
        """Show times in an IANA zone, from the next page on."""
        self.sheet.gutter.zone = zone

    def current(self) -> tuple[ItemId, int] | None:
        """Return the item and line the caret is in; None on a page without items."""
        if not self.page.items:
            return None
        place = self.page.place(self.textCursor().position())
        return self.page.items[place.which].id, place.line

    def mark_line(self, mark: Mark) -> None:
        """Ask for a mark on the caret's line."""
        here = self.current()
        if here is not None:
            self.mark_asked.emit(*here, mark)

    def give_line_to_previous(self) -> None:
        """Ask for the caret's line to belong to the speech before."""
        here = self.current()
        if here is not None:
            self.previous_speech_asked.emit(*here)

    def begin_line(self) -> None:
        """Break the line at the caret."""
        # On a blank line Qt would only take its margins away.
        self.writing.emit("\n")
        self._insert("\n")

    def at_wall(self, key: int) -> bool:
        """Return whether a key would take away what stands between two items."""
        caret = self.textCursor()
        edges = {Key.Key_Backspace: self.page.start, Key.Key_Delete: self.page.end}
        if caret.hasSelection() or not self.page.items or key not in edges:
            return False
        return caret.position() == edges[Key(key)](self.page.place(caret.position()).which)

    def show_item(self, index: int) -> None:
        """Put the caret behind an item's last word and its heading at the top."""
        caret = self.textCursor()
        caret.setPosition(self.page.end(index))
        self.setTextCursor(caret)
        first = self.page.firsts[index]
        self.verticalScrollBar().setValue(self.sheet.strip(range(first, first + 1)).top())
        self.ensureCursorVisible()

    def update_lines(self, numbers: range) -> None:
        """Repaint some lines with all that surrounds them."""
        self._update_strip(self.sheet.strip(numbers))

    def _paint_beside(self, event: QPaintEvent) -> None:
        if not self.page.items:
            return
        painter, clip = QPainter(self.viewport()), QRectF(event.rect())
        caret, scrolled = self.textCursor().block(), self._scrolled()
        first = caret
        if not self.sheet.begins_in(caret, clip, scrolled):
            first = self.cursorForPosition(QPoint(0, event.rect().top())).block()
        self.sheet.paint(painter, clip, scrolled, first)
        self.others.paint(painter, clip, scrolled, first)
        if self._hinted:
            self.sheet.paint_hint(painter, caret, scrolled, mark_hint())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        super().resizeEvent(event)
        keep_readable(self, self.others.names_px(is_roomy=True))
        self._slash.close()
        if self.sheet.width_px != self.viewport().width():
            self.sheet.width_px = self.viewport().width()
            self.sheet.roomy = self.sheet.width_px >= look().px(_ROOMY_PX)
            self.sheet.gutter.names_px = self.others.names_px(self.sheet.roomy)
            self.widened.emit()
            if self.hasFocus():
                self.ensureCursorVisible()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """See Qt."""
        super().inputMethodEvent(event)
        self._slash.offer()
        self._follow_caret()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """See Qt."""
        super().focusInEvent(event)
        self._follow_caret()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """See Qt."""
        super().focusOutEvent(event)
        self._slash.close()
        self._follow_caret()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """See Qt: a file dropped here is for the window."""
        return source.hasText() and not source.hasUrls() and not self.isReadOnly()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """See Qt."""
        if self.canInsertFromMimeData(source):
            text = clean(source.text())
            (self.paste_asked.emit if is_large(text) else self._insert)(text)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """See Qt."""
        menu = self.line_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def line_menu(self) -> QMenu:
        """Return a menu of what can be done with the selection and the caret's line."""
        menu = QMenu(self)
        selected, writable = self.textCursor().hasSelection(), not self.isReadOnly()
        menu.addAction(tr("Cut"), self.cut).setEnabled(selected and writable)
        menu.addAction(tr("Copy"), self.copy).setEnabled(selected)
        menu.addAction(tr("Paste"), self.paste).setEnabled(self.canPaste())
        menu.addAction(tr("Select all"), self.selectAll)
        if self.current() is None or not writable:
            return menu
        menu.addSeparator()
        number = self.textCursor().blockNumber()
        for mark in Mark:
            action = menu.addAction(mark_label(mark))
            action.setCheckable(True)
            action.setChecked(self.page.lines[number].view.mark == mark)
            action.setData(mark)
            action.triggered.connect(self._mark_from_menu)
        menu.addSeparator()
        menu.addAction(tr("Belongs to the previous speech"), self.give_line_to_previous)
        return menu

    def _mark_from_menu(self) -> None:
        action: Any = self.sender()
        self.mark_line(Mark(action.data()))

    def _scrolled(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _insert(self, text: str) -> None:
        self.textCursor().insertText(text)
        self.ensureCursorVisible()

    def _follow_caret(self) -> None:
        block = self.textCursor().block()
        blank = block.length() <= 1 and not block.layout().preeditAreaText()
        hinted = blank and self.hasFocus() and bool(self.page.items) and not self.isReadOnly()
        number = block.blockNumber()
        if number != self._line or hinted != self._hinted:
            if self._hinted:
                self._update_strip(self._hint_strip)
            if hinted:
                top = self.cursorRect().top() + round(self._scrolled().y())
                self._hint_strip = QRect(0, top, self.width(), self.cursorRect().height())
                self._update_strip(self._hint_strip)
            if number != self._line:
                self._slash.close()
                self._describe(number)
            self._line, self._hinted = number, hinted

    def _update_strip(self, strip: QRect) -> None:
        self.viewport().update(strip.translated(0, -round(self._scrolled().y())))

    def _describe(self, number: int) -> None:
        """Let a screen reader say what is only painted beside the line."""
        if number >= len(self.page.lines):
            return
        view = self.page.lines[number].view
        heading = self.page.items[self.page.index_of_line(number)].title
        mark = mark_label(Mark(view.mark)) if view.mark else ""
        told = (heading, view.speaker, mark, self.others.spoken(number))
        self.setAccessibleDescription(", ".join(filter(None, told)))
