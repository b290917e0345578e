"""The strip at the bottom: where to find all commands and keys, and what the displays do."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from moderator.console.fitting import ElidedLabel
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets.key_button import spoken_with_key
from moderator.words import tr


class StatusStrip(QFrame):
    """Two hints at the left, one line of state at the right."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        row = QHBoxLayout(self)
        pad = look().px(12)
        row.setContentsMargins(pad, 0, pad, 0)
        row.setSpacing(look().px(8))
        for name in ("view.commands", "help.keys", "view.note-taker"):
            if name in actions:
                row.addWidget(_hint(actions[name]))
        self._message = ElidedLabel(Type.SMALL)
        self._message.setObjectName("message")
        self._displays = ElidedLabel(Type.SMALL, "soft")
        row.addWidget(self._message, 1)
        row.addWidget(self._displays)

    def say(self, text: str) -> None:
        """Show one line; an empty one clears it."""
        self._message.tell(text)

    def show_displays(self, stage: bool, strip: bool) -> None:
        """Show which other windows are open."""
        parts = [tr("Stage display open")] if stage else []
        parts += [tr("Strip open")] if strip else []
        self._displays.tell(" · ".join(parts))


def _hint(action: QAction) -> QToolButton:
    button = QToolButton()
    key, text = action.shortcut().toString(), action.text().rstrip("…")
    button.setText(f"{key}  {text}")
    button.setAccessibleName(spoken_with_key(text, key))
    button.setFont(look().font(Type.SMALL))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(action.trigger)
    return button
