"""How wide a page of notes is shown."""

from PySide6.QtWidgets import QTextEdit

from moderator.console.look.current import look

_WIDEST_PX = 780
"""Of a page, with what stands beside its lines: some 100 signs of text."""


def keep_readable(editor: QTextEdit, names_px: int) -> None:
    """Put the page in the middle where its lines would be too long to find the next."""
    bar = editor.verticalScrollBar()
    room = editor.contentsRect().width() - (bar.width() if bar.isVisible() else 0)
    beside = max(0, room - look().px(_WIDEST_PX) - names_px) // 2
    if editor.viewportMargins().right() != beside:
        editor.setViewportMargins(beside, 0, beside, 0)
