"""Keeps what stands beside the lines of a page up to date: stamps, speakers, marks.

A page may have thousands of lines: what is in sight is seen to first and the rest in slices, so
that neither keys nor clocks wait for it.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QTimer, Signal

from moderator.console.note_editor import NoteEditor
from moderator.console.note_gutter import BLANK
from moderator.console.note_port import NotesPort
from moderator.desk.views import NoteLineView
from moderator.domain.notes import Line

AT_ONCE = 400
"""Lines of a page just shown that are seen to in one go: all of an ordinary page."""

SLICE = 150
"""Lines that are seen to before others have their turn."""


class NoteBeside(QObject):
    """Shows at once what a change of the notes says itself, and asks who spoke after the paint.

    Signals:
        settled: everything beside the lines is shown.
    """

    settled = Signal()

    def __init__(self, editor: NoteEditor, parent: QObject) -> None:
        super().__init__(parent)
        self._editor = editor
        self._page = editor.page
        self._port: NotesPort | None = None
        self._left = 0
        """How many lines are due, at most."""
        self._next = 0
        """No line before it is due."""
        self._timer = QTimer(self)
        self._timer.setObjectName("note gutter")
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        editor.widened.connect(self._dress_all)

    def let_go(self) -> None:
        """Ask nobody while another page is put in the place of this one."""
        self._port = None
        self._left = self._next = 0
        self._timer.stop()

    def fill(self, port: NotesPort | None) -> None:
        """Dress a page just shown."""
        self._port = port
        self._dress_all()
        self._editor.viewport().update()

    def ask_all(self) -> None:
        """Ask for everything, as when somebody was given the floor, once that is painted."""
        self.ask_later(range(len(self._page.lines)))

    def ask_later(self, numbers: range) -> None:
        """Ask for some of the page's lines once the key is painted."""
        self._next = min(self._next, numbers.start) if self._left else numbers.start
        for number in numbers:
            line = self._page.lines[number]
            self._left += not line.due
            line.due = True
        self._timer.start(0)

    def take(self, index: int, first: int, lines: Sequence[Line], known: bool) -> None:
        """Take over what the notes say of an item's lines from ``first`` on.

        ``known`` lines are asked for only if their stamp or mark is another than the one shown.
        """
        numbers = self._page.line_range(index)
        begin = numbers.start + first
        numbers = range(begin, min(begin + len(lines), numbers.stop))
        if not numbers:
            return
        altered = False
        for number, line in zip(numbers, lines, strict=False):
            altered = self._take(number, number == self._page.firsts[index], line) or altered
        if altered:
            self.dress(numbers)
        if altered or not known:
            self.ask_later(numbers)

    def dress_new(self, numbers: range) -> None:
        """Dress lines that came in the place of others; all below them may have moved."""
        self._next = min(self._next, numbers.start)
        self.dress(numbers)

    def dress(self, numbers: range) -> None:
        """Make room for what stands beside some lines of the page, and paint it."""
        if numbers:
            self._editor.sheet.dress(numbers)
            self._editor.update_lines(numbers)

    def _take(self, number: int, opens: bool, line: Line) -> bool:
        shown = self._page.lines[number]
        view = shown.view
        mark = line.mark.value if line.mark else ""
        by_hand = bool(line.speech)
        if (view.began_utc_ms, view.mark, view.by_hand) == (line.began_utc_ms, mark, by_hand):
            return False
        speaker = view.speaker
        if view.began_utc_ms != line.began_utc_ms:
            # Most likely the speaker of the line above; the answer comes in a moment.
            near = BLANK if opens else self._page.lines[number - 1].view
            speaker = near.speaker if line.began_utc_ms is not None else ""
        shown.view = NoteLineView(line.began_utc_ms, mark, speaker, by_hand)
        return True

    # what is due

    def _dress_all(self) -> None:
        """Bring the whole page into form: at once as far as it is seen, the rest in slices."""
        self._editor.sheet.begin()
        if self._port is None:
            return
        for line in self._page.lines:
            line.dress = None
        self.ask_all()
        self._see_to(AT_ONCE)
        if not self._left:
            self._timer.stop()

    def _go_on(self) -> None:
        self._see_to(SLICE)
        if self._left:
            self._timer.start(0)
        else:
            self.settled.emit()

    def _see_to(self, most: int) -> None:
        if self._left > most:
            seen = self._in_sight()
            self._serve(self._due(seen.start, len(seen)))
        while most > 0 and self._left:
            numbers = self._due(self._next, most)
            if not numbers:
                self._left = 0  # the others are no more
            self._next = numbers.stop
            most -= len(numbers)
            self._serve(numbers)

    def _in_sight(self) -> range:
        bottom = self._editor.viewport().height()
        first, last = (
            self._editor.cursorForPosition(QPoint(0, y)).blockNumber() for y in (0, bottom)
        )
        return range(first, min(last + 1, len(self._page.lines)))

    def _due(self, begin: int, most: int) -> range:
        """Return the first lines due from ``begin`` on that follow each other."""
        lines = self._page.lines
        first = begin
        while first < len(lines) and not lines[first].due:
            first += 1
        end = first
        while end < min(len(lines), first + most) and lines[end].due:
            end += 1
        return range(first, end)

    def _serve(self, numbers: range) -> None:
        """Ask for lines and dress those that look otherwise now."""
        page, altered = self._page, list[int]()
        at = numbers.start
        while at < numbers.stop:
            index = page.index_of_line(at)
            first, end = page.firsts[index], min(page.line_range(index).stop, numbers.stop)
            views: Sequence[NoteLineView] = ()
            if self._port is not None:
                views = self._port.gutter(page.items[index].id, at - first, end - at)
            for number in range(at, end):
                line = page.lines[number]
                view = views[number - at] if number - at < len(views) else line.view
                if view != line.view or line.dress is None:
                    altered.append(number)
                line.view, line.due = view, False
            at = end
        self._left -= len(numbers)
        if altered:
            self._dress_in_place(range(altered[0], altered[-1] + 1))

    def _dress_in_place(self, numbers: range) -> None:
        """Dress lines without moving those that are read out of their place."""
        bar = self._editor.verticalScrollBar()
        top = self._editor.cursorForPosition(QPoint()).block()
        if not bar.value() or numbers.start > top.blockNumber():
            self.dress(numbers)
            return
        placed = self._page.document.documentLayout()
        before = placed.blockBoundingRect(top).top()
        self.dress(numbers)
        bar.setValue(bar.value() + round(placed.blockBoundingRect(top).top() - before))
