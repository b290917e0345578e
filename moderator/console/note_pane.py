"""The notes of one meeting: the page to type on, and below it what is safe and how much it is."""

from PySide6.QtCore import QLocale, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from moderator.console.look.current import look
from moderator.console.look.tokens import GAP_AROUND_PX, Role, Type
from moderator.console.note_bridge import NoteBridge
from moderator.console.note_editor import NoteEditor
from moderator.console.note_port import NotesPort
from moderator.console.widgets.surface import Rule
from moderator.desk.views import SaveState
from moderator.domain.ids import ItemId
from moderator.domain.notes import Mark
from moderator.domain.programme import local
from moderator.words import language, tr, tr_n

COUNT_AFTER_MS = 500
"""Words and marks are counted this long after the first key of a burst, not at each."""

MANY_ITEMS = 500
"""Items whose notes take longer to show than the rest of the window may wait."""

COMING_MS = 15
"""How long they let the rest of the window go first."""

PATIENCE_MS = 400
"""A commit that takes no longer is not worth a word."""


class NotePane(QWidget):
    """Shows and takes the notes of the meeting on the desk.

    Signals:
        counted: there may be more or fewer notes than before.
    """

    counted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note_pane")
        self.editor = NoteEditor(self)
        """The page; it takes the focus."""
        self.setFocusProxy(self.editor)
        self._bridge = NoteBridge(self.editor)
        self._zone = "UTC"
        self._saved = SaveState(None, 0)
        self._percent = 100
        self._state = _small_label("note_state")
        self._why = ""
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.setObjectName("note_cancel")
        self._cancel.hide()
        self._cancel.clicked.connect(self._bridge.give_up)
        self._count = _small_label("note_count")
        self._lay_out()
        self._coming: NotesPort | None = None
        self._wanted: ItemId | None = None
        """The item to be brought to the top of notes that are shown in a moment."""
        self._coming_timer = _timer(self, "notes coming", COMING_MS)
        self._coming_timer.timeout.connect(self._open_coming)
        self._count_timer = _timer(self, "note count", COUNT_AFTER_MS)
        self._count_timer.timeout.connect(self._show_count)
        self._patience_timer = _timer(self, "note patience", PATIENCE_MS)
        self._patience_timer.timeout.connect(self._show_saving)
        self._bridge.written_changed.connect(self._count_later)
        self._bridge.filling.connect(self._show_filling)

    def open_notes(self, port: NotesPort | None, zone: str = "UTC") -> None:
        """Show a meeting's notes with times in an IANA zone, or none.

        Those of very many items are shown in a moment, when the rest of the window is.
        """
        self._zone = zone
        self.editor.set_zone(zone)
        is_long = port is not None and len(port.items()) > MANY_ITEMS
        self._coming, self._wanted = port if is_long else None, None
        self._open(None if is_long else port)
        if is_long:
            self._coming_timer.start()
        else:
            self._coming_timer.stop()
        self._show_count()
        self._show_state()

    def _open(self, port: NotesPort | None) -> None:
        self._bridge.open(port)
        self._keep_barred()
        self.editor.others.open(port)

    def _open_coming(self) -> None:
        port, self._coming = self._coming, None
        self._open(port)
        if self._wanted is not None:
            self.show_item(self._wanted)
        self._show_count()

    def refresh_items(self) -> None:
        """Take over the agenda's headings and order."""
        self._bridge.refresh_items()

    def refresh_speakers(self) -> None:
        """Show anew who spoke when each line was begun."""
        self._bridge.refresh_gutter()

    def show_item(self, item: ItemId) -> None:
        """Bring an item's heading to the top and the caret behind its last word."""
        self._wanted = item
        ids = [each.id for each in self.editor.page.items]
        if item in ids:
            self.editor.show_item(ids.index(item))

    def set_saved(self, saved: SaveState) -> None:
        """Show what is on this laptop's disk."""
        self._saved = saved
        if saved.failed or not saved.pending:
            self._patience_timer.stop()
            self._show_state()
        elif not self._patience_timer.isActive():
            self._patience_timer.start()

    @property
    def is_writing(self) -> bool:
        """Whether somebody is in the middle of a line."""
        caret = self.editor.textCursor()
        return self.editor.hasFocus() and bool(caret.block().text().strip())

    def bar(self, why: str) -> None:
        """Let the notes only be read while there is a sentence why, which is shown below them."""
        self._why = why
        self.editor.setReadOnly(bool(why))
        self.editor.setToolTip(why)
        self._show_state()

    def _keep_barred(self) -> None:
        """Let nobody write because a page was just filled, where a role forbids it."""
        if self._why:
            self.editor.setReadOnly(True)

    def undo(self) -> None:
        """Take back the note-taker's own last edit."""
        self._bridge.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        self._bridge.redo()

    def mark_line(self, mark: Mark) -> None:
        """Mark the caret's line, or take that mark away."""
        self.editor.mark_line(mark)

    def give_line_to_previous(self) -> None:
        """Say that the caret's line belongs to the speech before."""
        self.editor.give_line_to_previous()

    def _lay_out(self) -> None:
        foot = QFrame()
        foot.setObjectName("note_foot")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        row = QHBoxLayout(foot)
        around, inside = look().px(GAP_AROUND_PX), look().px(10)
        row.setContentsMargins(around, inside, around, inside)
        row.addWidget(self._state, 1)
        row.addWidget(self._cancel)
        row.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.editor, 1)
        column.addWidget(Rule())
        column.addWidget(foot)

    def _count_later(self) -> None:
        if not self._count_timer.isActive():
            self._count_timer.start()

    def _show_count(self) -> None:
        words, marks = self.editor.page.word_count(), self.editor.page.mark_count()
        told = [_grouped(tr_n("{n} word", "{n} words", words), words)]
        if marks:
            told.append(_grouped(tr_n("{n} mark", "{n} marks", marks), marks))
        _tell(self._count, " · ".join(told), "soft")
        self.counted.emit()

    def _show_filling(self, percent: int) -> None:
        self._percent = percent
        self._keep_barred()
        self._cancel.setVisible(self._bridge.can_give_up)
        self._show_state()

    def _show_state(self) -> None:
        saved = self._saved
        if self._percent < 100:
            _tell(self._state, tr("Showing… {n} %").format(n=self._percent), "soft")
        elif saved.failed:
            _tell(self._state, saved.failed, "over")
        elif self._why:
            _tell(self._state, self._why, "soft")
        elif saved.pending and self._patience_timer.isActive():
            return
        elif saved.saved_utc_ms is None:
            _tell(self._state, "", "soft")
        else:
            time = f"{local(saved.saved_utc_ms, self._zone):%H:%M:%S}"
            _tell(self._state, "✓ " + tr("On this laptop {time}").format(time=time), "soft")

    def _show_saving(self) -> None:
        if self._saved.pending and self._percent == 100:
            _tell(self._state, tr("Saving…"), "soft")


def _grouped(text: str, number: int) -> str:
    """Return a sentence with its number, which stands there in plain digits, as people read it."""
    return text.replace(str(number), QLocale(language()).toString(number))


def _small_label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setFont(look().font(Type.SMALL))
    if name == "note_state":
        label.setWordWrap(True)
        # Its words change with every key: they must not lay the pane out anew.
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _tell(label: QLabel, text: str, role: Role) -> None:
    if text != label.text():
        label.setText(text)
        colours = label.palette()
        colours.setColor(label.foregroundRole(), look().colour(role))
        label.setPalette(colours)


def _timer(owner: QWidget, name: str, after_ms: int) -> QTimer:
    timer = QTimer(owner)
    timer.setObjectName(name)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    return timer
