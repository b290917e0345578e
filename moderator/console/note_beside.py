"""Keeps what stands beside the lines of a page up to date: stamps, speakers, marks."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from moderator.console.note_editor import NoteEditor
from moderator.console.note_gutter import BLANK
from moderator.console.note_port import NotesPort
from moderator.desk.views import NoteLineView
from moderator.domain.notes import Line


class NoteBeside(QObject):
    """Shows at once what a change of the notes says itself, and asks who spoke after the paint."""

    def __init__(self, editor: NoteEditor, parent: QObject) -> None:
        super().__init__(parent)
        self._editor = editor
        self._page = editor.page
        self._port: NotesPort | None = None
        self._due: dict[int, range] = {}
        self._timer = QTimer(self)
        self._timer.setObjectName("note gutter")
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)

    def fill(self, port: NotesPort | None) -> None:
        """Dress a page just shown."""
        self._port = port
        self._due.clear()
        self._timer.stop()
        if port is not None:
            for index, item in enumerate(self._page.items):
                self._put(index, self._page.line_range(index).start, port.gutter(item.id))
        self._editor.sheet.dress_all()
        self._editor.viewport().update()

    def ask_all(self) -> None:
        """Ask for everything, as when somebody was given the floor, once that is painted."""
        for index in range(len(self._page.items)):
            self.ask_later(index, self._page.line_range(index))

    def ask_later(self, index: int, numbers: range) -> None:
        """Ask for some of an item's lines, by number on the page, once the key is painted."""
        first = self._page.firsts[index]
        asked = range(numbers.start - first, numbers.stop - first)
        known = self._due.get(index, asked)
        self._due[index] = range(min(known.start, asked.start), max(known.stop, asked.stop))
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
            self.ask_later(index, numbers)

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

    def _ask(self) -> None:
        self._timer.stop()
        due, self._due = self._due, {}
        if self._port is None:
            return
        for index, lines in due.items():
            views = self._port.gutter(self._page.items[index].id, lines.start, len(lines))
            altered = self._put(index, self._page.firsts[index] + lines.start, views)
            self.dress(altered)

    def _put(self, index: int, begin: int, views: Sequence[NoteLineView]) -> range:
        numbers = self._page.line_range(index)
        altered = []
        for number, view in enumerate(views, begin):
            if number in numbers and self._page.lines[number].view != view:
                self._page.lines[number].view = view
                altered.append(number)
        return range(altered[0], altered[-1] + 1) if altered else range(0)
