"""A notice across the window: one sentence, what can be done, and never in the way."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QSizePolicy, QWidget

from moderator.console.look import icons, tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets import painting
from moderator.console.widgets.flow import FlowLayout
from moderator.console.widgets.key_button import IconButton, KeyButton
from moderator.console.widgets.spoken import announce
from moderator.console.widgets.surface import PlainLabel
from moderator.console.widgets.tone import TONES, Tone
from moderator.words import tr


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to do about a notice."""

    name: str
    """What ``Banner.chosen`` tells."""
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a banner says."""

    text: str
    choices: tuple[Choice, ...] = ()
    """At most three."""
    tone: Tone = Tone.ACCENT
    icon_name: str = "info"
    can_dismiss: bool = True
    urgent: bool = False
    """Interrupts a screen reader."""
    stays: bool = False
    """Whether it waits for what it tells of, instead of going by itself."""


class Banner(QFrame):
    """Shows one notice at a time until something is chosen, it is dismissed or taken away."""

    chosen = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look()
        self._notice = Notice("")
        self._icon = PlainLabel()
        self._text = PlainLabel("", Type.BODY_MEDIUM, wraps=True)
        self._text.setObjectName("notice")
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = QWidget()
        self._flow = FlowLayout(self._buttons)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._choose)
        self._close = IconButton("x", tr("Dismiss"))
        self._close.clicked.connect(self._dismiss)
        # All as high as the dismiss button, so that they stand in the first row's middle.
        self._icon.setFixedHeight(self._close.height())
        self._text.setMinimumHeight(self._close.height())
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(self._look.px(tokens.GAP_PX))
        self._body.addWidget(self._text, 1)
        self._body.addWidget(self._buttons)
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(tokens.GAP_AROUND_PX, 6, tokens.GAP_PX, 6)
        row.setSpacing(self._look.px(tokens.GAP_PX))
        row.addWidget(self._icon)
        row.addLayout(self._body, 1)
        row.addWidget(self._close)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.hide()

    @property
    def notice(self) -> Notice:
        """The notice shown last."""
        return self._notice

    def tell(self, notice: Notice) -> None:
        """Show a notice in place of the one before; the same one again changes nothing."""
        if notice == self._notice and not self.isHidden():
            return
        self._notice = notice
        self._text.setText(notice.text)
        ink = TONES[notice.tone].ink
        side = self._look.px(tokens.ICON_PX)
        self._icon.setPixmap(icons.icon(notice.icon_name, ink).pixmap(side, side))
        self._fill_buttons()
        self._close.setVisible(notice.can_dismiss)
        self._arrange()
        self.update()
        self.show()
        announce(self, notice.text, notice.urgent)

    def take_away(self) -> None:
        """Hide the notice without a signal."""
        self.hide()

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return QSize(self._look.px(240), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        of, colours = self._look.theme, TONES[self._notice.tone]
        painter = QPainter(self)
        box = QRectF(self.rect())
        ink, fill = of.colour(colours.ink), of.colour(colours.ground)
        painting.rounded(painter, box, tokens.RADIUS_PX, fill, ink)

    def _fill_buttons(self) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        for place, choice in enumerate(self._notice.choices):
            button = KeyButton(choice.text, choice.key)
            button.setObjectName(choice.name)
            self._group.addButton(button, place)
            self._flow.addWidget(button)
            # A layout shows its widgets later, and until then the row would seem empty.
            button.show()
        self._buttons.setVisible(bool(self._notice.choices))

    def _arrange(self) -> None:
        text = QFontMetrics(self._text.font()).horizontalAdvance(self._notice.text)
        around = self._look.px(tokens.ICON_PX) + self._close.width() + 6 * tokens.GAP_PX
        whole = text + self._flow.sizeHint().width() + around
        beside = whole <= self.width() or not self._notice.choices
        way = QBoxLayout.Direction
        self._body.setDirection(way.LeftToRight if beside else way.TopToBottom)
        at = Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag.AlignTop
        for sign in (self._icon, self._close):
            self._row.setAlignment(sign, at)

    def _choose(self, place: int) -> None:
        self.hide()
        self.chosen.emit(self._notice.choices[place].name)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
