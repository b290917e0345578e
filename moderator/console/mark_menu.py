"""The short list that opens at a slash: what a line of notes can be marked as."""

import re

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from moderator.console.look.current import look
from moderator.console.look.tokens import CARD_RADIUS_PX, Type
from moderator.console.widgets.spoken import announce
from moderator.domain.notes import COMMANDS, Mark
from moderator.words import tr

SLASH_WORD = re.compile(r"(?:^|(?<=\s))/(\w*)$")

# The same physical keys on the Russian and Kazakh layouts: "/куc" is "/rec" typed in a hurry.
_LATIN = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")


def mark_label(mark: Mark) -> str:
    """Return the word for a mark in the language in use."""
    labels = {
        Mark.RECOMMENDATION: tr("Recommendation"),
        Mark.COMMITMENT: tr("Commitment"),
        Mark.QUESTION: tr("Question"),
        Mark.ANSWER: tr("Answer"),
        Mark.DECISION: tr("Decision"),
        Mark.ISSUE: tr("Open issue"),
    }
    return labels[mark]


def slash_word(before_caret: str) -> str | None:
    """Return what was typed after a slash that stands before the caret; None without one."""
    found = SLASH_WORD.search(before_caret)
    return found[1] if found else None


def offers(word: str) -> tuple[tuple[str, Mark], ...]:
    """Return the commands a typed word may mean: by command, by label, or by physical key."""
    typed = word.casefold()
    latin = typed.translate(_LATIN)
    found = (
        (command, mark)
        for command, mark in COMMANDS.items()
        if command.startswith((typed, latin)) or mark_label(mark).casefold().startswith(typed)
    )
    # "/a" is whole and means an answer, though "/act" begins with it.
    return tuple(sorted(found, key=lambda offer: offer[0] not in (typed, latin)))


def is_command(word: str) -> bool:
    """Return whether a typed word is a whole command, on any layout."""
    typed = word.casefold()
    return typed in COMMANDS or typed.translate(_LATIN) in COMMANDS


class MarkMenu(QWidget):
    """A list that never takes the focus: the editor passes it the keys it needs."""

    chosen = Signal(object)
    """The ``Mark`` to give to the line."""

    def __init__(self, editor: QWidget) -> None:
        super().__init__(editor)
        self._editor = editor
        self.setObjectName("mark_menu")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self._offers: tuple[tuple[str, Mark], ...] = ()
        self._row = 0
        self._look = look()
        self._font = self._look.font(Type.BODY)
        self._strong = self._look.font(Type.BODY_STRONG)
        self._row_px = QFontMetrics(self._font).height() + self._look.px(14)
        self._edge_px = self._look.px(6)
        self.hide()

    @property
    def mark(self) -> Mark | None:
        """The mark Enter would choose; None while closed."""
        return self._offers[self._row][1] if self.isVisible() and self._offers else None

    def open_at(self, caret: QRect, word: str) -> bool:
        """Show what ``word`` may mean below the caret; close and return False if nothing."""
        found = offers(word)
        if not found:
            self.hide()
            return False
        if found != self._offers or not self.isVisible():
            self._offers, self._row = found, 0
            self.resize(self.sizeHint())
            self._speak()
        self._place(caret)
        self.show()
        self.raise_()
        self.update()
        return True

    def step(self, by: int) -> None:
        """Move the selection up or down; it goes round."""
        self._row = (self._row + by) % len(self._offers)
        self._speak()
        self.update()

    def choose(self) -> None:
        """Choose the selected mark and close."""
        mark = self.mark
        self.hide()
        if mark is not None:
            self.chosen.emit(mark)

    def sizeHint(self) -> QSize:
        """See Qt."""
        strong, plain = QFontMetrics(self._strong), QFontMetrics(self._font)
        words = max(
            strong.horizontalAdvance(f"/{command} ") + plain.horizontalAdvance(mark_label(mark))
            for command, mark in self._offers
        )
        width = words + self._key_px() + self._look.px(48) + 2 * self._edge_px
        return QSize(width, len(self._offers) * self._row_px + 2 * self._edge_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        now = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(now.colour("edge"))
        painter.setBrush(now.colour("raised"))
        radius = CARD_RADIUS_PX - 2
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), radius, radius)
        for row, (command, mark) in enumerate(self._offers):
            self._paint_row(painter, self._row_rect(row), command, mark, row == self._row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """See Qt."""
        row = self._row_at(event.position().toPoint())
        if row is not None and row != self._row:
            self._row = row
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """See Qt."""
        row = self._row_at(event.position().toPoint())
        if row is not None:
            self._row = row
            self.choose()

    def _paint_row(
        self, painter: QPainter, row: QRect, command: str, mark: Mark, selected: bool
    ) -> None:
        now = self._look
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("accent_soft"))
            painter.drawRoundedRect(row, now.px(6), now.px(6))
        inside = row.adjusted(now.px(10), 0, -now.px(10), 0)
        painter.setPen(now.colour("ink"))
        painter.setFont(self._strong)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, f"/{command}")
        inside.setLeft(inside.left() + QFontMetrics(self._strong).horizontalAdvance(f"/{command} "))
        inside.setLeft(inside.left() + now.px(4))
        painter.setFont(self._font)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, mark_label(mark))
        if selected:
            cap = QRect(0, 0, self._key_px(), row.height() - now.px(12))
            cap.moveCenter(row.center())
            cap.moveRight(inside.right())
            painter.setFont(now.font(Type.KEY))
            painter.setPen(now.colour("soft"))
            painter.setBrush(now.colour("raised"))
            painter.drawRoundedRect(cap, now.px(4), now.px(4))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, "Enter")

    def _key_px(self) -> int:
        key = QFontMetrics(self._look.font(Type.KEY))
        return key.horizontalAdvance("Enter") + self._look.px(12)

    def _row_rect(self, row: int) -> QRect:
        edge = self._edge_px
        return QRect(edge, edge + row * self._row_px, self.width() - 2 * edge, self._row_px)

    def _row_at(self, point: QPoint) -> int | None:
        rows = range(len(self._offers))
        return next((row for row in rows if self._row_rect(row).contains(point)), None)

    def _place(self, caret: QRect) -> None:
        room = self._editor.rect()
        left = min(caret.left(), room.right() - self.width() - self._edge_px)
        top = caret.bottom() + self._edge_px
        if top + self.height() > room.bottom():
            top = max(0, caret.top() - self._edge_px - self.height())
        self.move(max(0, left), top)

    def _speak(self) -> None:
        mark = self._offers[self._row][1]
        text = tr("{mark}, {row} of {rows}").format(
            mark=mark_label(mark), row=self._row + 1, rows=len(self._offers)
        )
        self.setAccessibleName(text)
        announce(self, text)
