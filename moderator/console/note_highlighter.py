"""Shows Markdown for what it is while its marks stay typed characters."""

import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from moderator.console.look.current import Look

HEADING = re.compile(r"#{1,6} .*")
BULLET = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])(?= )")
BOX = re.compile(r"\s*(?:[-*+] )?(\[[ xX]\])(?= |$)")
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
ITALIC = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![*\w])")


class NoteHighlighter(QSyntaxHighlighter):
    """Highlights headings, lists, boxes to tick, bold and italic, each line by itself."""

    def __init__(self, document: QTextDocument, look: Look) -> None:
        super().__init__(document)
        self._strong = _form(weight=QFont.Weight.DemiBold)
        self._slanted = _form(italic=True)
        self._sign = QTextCharFormat()
        self._sign.setForeground(look.colour("accent"))
        self._sign.setFontWeight(QFont.Weight.DemiBold)
        self._quiet = QTextCharFormat()
        self._quiet.setForeground(look.colour("faint"))

    def highlightBlock(self, text: str) -> None:
        """See Qt."""
        if not text:
            return
        if HEADING.match(text):
            self.setFormat(0, len(text), self._strong)
            return
        for pattern, group in ((BULLET, 0), (BOX, 1)):
            found = pattern.match(text)
            if found:
                start, end = found.span(group)
                self.setFormat(start, end - start, self._sign)
        if "*" not in text:
            return
        for pattern, form, width in ((BOLD, self._strong, 2), (ITALIC, self._slanted, 1)):
            for found in pattern.finditer(text):
                start, end = found.span(1)
                self.setFormat(start, end - start, form)
                self.setFormat(start - width, width, self._quiet)
                self.setFormat(end, width, self._quiet)


def _form(weight: QFont.Weight = QFont.Weight.Normal, italic: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontWeight(weight)
    made.setFontItalic(italic)
    return made
