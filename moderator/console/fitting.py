"""Texts that fit whatever room there is: cut with an ellipsis, or written smaller."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QWidget

from moderator.console.look.current import look
from moderator.console.look.fonts import figures_alike
from moderator.console.look.tokens import Role, Type
from moderator.console.widgets.brief import brief
from moderator.console.widgets.spoken import show_tip
from moderator.console.widgets.surface import PlainLabel

LARGE = 140
"""Above this text scale, in percent, what stands side by side goes below each other."""


def side_by_side(parent: QWidget | None = None) -> QBoxLayout:
    """Return a row; with large text a column."""
    way = QBoxLayout.Direction
    return QBoxLayout(way.TopToBottom if is_large() else way.LeftToRight, parent)


def is_large() -> bool:
    """Return whether the text is so large that there is no room for two things in a row."""
    return look().scale_percent > LARGE


class ElidedLabel(PlainLabel):
    """One line that ends in an ellipsis where room ends; spoken and tip have all of it."""

    def __init__(
        self,
        type_: Type = Type.BODY,
        role: Role = "ink",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", type_, role, parent=parent)
        self.setFont(look().prose(type_))
        self._whole = ""
        self.setAlignment(align | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def whole(self) -> str:
        """The whole text."""
        return self._whole

    def tell(self, text: str) -> None:
        """Show another text."""
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self._fit()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """See Qt."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        metrics = self.fontMetrics()
        return QSize(min(self.sizeHint().width(), metrics.height() * 3), metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """See Qt: the tip has all of a text that was cut."""
        if isinstance(event, QHelpEvent):
            return show_tip(event, self, self._whole if self.text() != self._whole else "")
        return super().event(event)

    def _fit(self) -> None:
        cut = self.fontMetrics().elidedText(
            self._whole, Qt.TextElideMode.ElideRight, max(0, self.width())
        )
        if cut != self.text():
            self.setText(cut)


class WrapLabel(PlainLabel):
    """A text that wants one line and takes more where room ends."""

    def __init__(
        self, type_: Type = Type.BODY, role: Role = "ink", parent: QWidget | None = None
    ) -> None:
        super().__init__("", type_, role, wraps=True, parent=parent)

    def sizeHint(self) -> QSize:
        """See Qt."""
        width = self._advance(self.text()) + 2
        return QSize(width, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        widest = max(map(self._advance, self.text().split()), default=0)
        return QSize(widest + 2, self.fontMetrics().height())

    def _advance(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)


class DigitsLabel(PlainLabel):
    """A short text with running figures; another second of equal width asks for no new layout."""

    def __init__(
        self, type_: Type = Type.SMALL, role: Role = "soft", parent: QWidget | None = None
    ) -> None:
        super().__init__("", type_, role, parent=parent)
        self._shape = ""
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedSize(0, self.fontMetrics().height())

    def tell(self, text: str) -> None:
        """Show another text."""
        shape = figures_alike(text)
        if shape != self._shape:
            self._shape = shape
            width = self.fontMetrics().horizontalAdvance(shape)
            self.setFixedSize(width + 2, self.fontMetrics().height())
        if text != self.text():
            self.setText(text)


class SectionLabel(WrapLabel):
    """A section's heading in small spaced capitals; screen readers get it as written."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(Type.SMALL_STRONG, "soft", parent)
        spaced = look().prose(Type.SMALL_STRONG)
        spaced.setCapitalization(QFont.Capitalization.AllUppercase)
        spaced.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
        self.setFont(spaced)
        self.setText(text)


class NameLabel(QLabel):
    """The name of whom everybody looks at: large on one line, else smaller on as many as needed."""

    def __init__(
        self,
        large: Type = Type.SPEAKER,
        small: Type = Type.HEADING,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self._large = look().prose(large)
        self._small = look().prose(small)
        self.setFont(self._large)

    def tell(self, text: str) -> None:
        """Show another name."""
        shown = brief(text)
        if shown != self.text():
            self.setText(shown)
            self.setAccessibleName(text if shown != text else "")
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        words = self.text().split()
        small = QFontMetrics(self._small)
        widest = max((small.horizontalAdvance(word) for word in words), default=0)
        return QSize(widest, QFontMetrics(self._large).height())

    def hasHeightForWidth(self) -> bool:
        """See Qt."""
        return True

    def heightForWidth(self, width: int) -> int:
        """See Qt."""
        least = QFontMetrics(self._large).height()
        if self._fits(width):
            return least
        room = QFontMetrics(self._small).boundingRect(
            0, 0, max(1, width), 10_000, int(Qt.TextFlag.TextWordWrap), self.text()
        )
        return max(least, room.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        super().resizeEvent(event)
        self._fit()

    def _fits(self, width: int) -> bool:
        return QFontMetrics(self._large).horizontalAdvance(self.text()) <= width

    def _fit(self) -> None:
        wanted = self._large if self._fits(self.width()) else self._small
        if self.font().pointSizeF() != wanted.pointSizeF():
            self.setFont(wanted)
