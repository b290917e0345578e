"""A page to type on that gives the clipboard words only."""

from PySide6.QtWidgets import QApplication, QTextEdit


class WordsEdit(QTextEdit):
    """Copies and cuts without the page's margins.

    Not by ``createMimeDataFromSelection``: what Python gives the clipboard there is gone before
    the clipboard is, and the program crashes when it ends.
    """

    def copy(self) -> None:
        """See Qt."""
        text = self.textCursor().selectedText().replace("\u2029", "\n")
        if text:
            QApplication.clipboard().setText(text)

    def cut(self) -> None:
        """See Qt."""
        self.copy()
        self.textCursor().removeSelectedText()
