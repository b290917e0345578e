"""Whose floor it is, where another console runs it, and the one button that takes it over."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from moderator.console.fitting import WrapLabel, side_by_side
from moderator.console.look.current import look
from moderator.console.look.icons import icon
from moderator.console.look.tokens import ICON_PX, Type
from moderator.console.widgets.key_button import KeyButton
from moderator.console.widgets.surface import PlainLabel
from moderator.desk.views import GavelView
from moderator.words import tr

TAKE_KEY = "Ctrl+F9"


class GavelRow(QWidget):
    """Hidden while this console runs the floor, or nobody does.

    Signals:
        take_asked: the button was pressed; whoever hears it asks once more.
    """

    take_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gavel_row")
        sign = PlainLabel()
        sign.setPixmap(icon("monitor", "accent").pixmap(look().px(ICON_PX)))
        self._words = WrapLabel(Type.BODY_MEDIUM)
        self._words.setObjectName("runs_floor")
        self._take = KeyButton(tr("Take over…"), TAKE_KEY)
        self._take.setObjectName("take_floor")
        self._take.clicked.connect(self.take_asked)
        told = QHBoxLayout()
        told.addWidget(sign)
        told.addWidget(self._words, 1)
        whole = side_by_side(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(told, 1)
        whole.addWidget(self._take)
        for row in (told, whole):
            row.setSpacing(look().px(8))
        self.hide()

    def tell(self, gavel: GavelView | None) -> None:
        """Show who runs the floor."""
        if gavel is None or gavel.is_mine or not gavel.name:
            self.hide()
            return
        self._words.setText(whose(gavel))
        self._take.setVisible(gavel.may_take)
        self.show()


def whose(gavel: GavelView) -> str:
    """Return who runs the floor, as a line."""
    return tr("{name} runs the floor since {time}").format(name=gavel.name, time=gavel.since)
