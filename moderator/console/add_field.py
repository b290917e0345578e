"""Putting somebody on the list of speakers: a name, and what the wish to speak is for."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from moderator.console.fitting import side_by_side
from moderator.console.look.current import look
from moderator.console.look.icons import icon
from moderator.console.look.tokens import ICON_PX
from moderator.console.name_field import Find, NameField
from moderator.desk.people import Suggestion
from moderator.desk.phrases import kind_name
from moderator.domain.kinds import Kind
from moderator.words import tr

ENDINGS = {"?": Kind.QUESTION, "!": Kind.POINT_OF_ORDER}
"""What a sign typed after the name means; quicker than the box beside it."""


def split_ending(text: str) -> tuple[str, Kind | None]:
    """Return a name without the sign behind it, and the kind the sign stands for."""
    name = text.strip()
    kind = ENDINGS.get(name[-1:])
    return (name[:-1].strip() if kind else name), kind


class AddField(QWidget):
    """Adds a name on Return and stays ready for the next.

    Signals:
        add_asked: a person's id or a name typed, and the Kind.
        left: Escape was pressed in the field.
    """

    add_asked = Signal(str, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("add_field")
        self._find: Find | None = None
        sign = QLabel()
        sign.setPixmap(icon("plus", "soft").pixmap(look().px(ICON_PX)))
        self._field = NameField()
        self._field.setObjectName("add_name")
        self._field.setFrame(False)
        self._field.setAccessibleName(tr("Add to the list of speakers"))
        self._field.setToolTip(
            tr("End the name with ? for a question, with ! for a point of order")
        )
        self._field.taken.connect(self._take)
        self._field.left.connect(self.left)
        self._field.textEdited.connect(self._read_ending)
        self._from_ending = False
        self._taken = (0, False)
        self._kinds = QComboBox()
        self._kinds.setObjectName("add_kind")
        self._kinds.setAccessibleName(tr("Kind of contribution"))
        self._kinds.view().setAccessibleName(tr("Kind of contribution"))
        for kind in Kind:
            self._kinds.addItem(kind_name(kind), kind.value)
        self._kinds.setCurrentIndex(0)
        name = QHBoxLayout()
        name.setSpacing(look().px(6))
        name.addWidget(sign)
        name.addWidget(self._field, 1)
        row = side_by_side(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(6))
        row.addLayout(name, 1)
        row.addWidget(self._kinds)
        self.setFocusProxy(self._field)
        self.show_list(is_open=True)

    def set_suggestions(self, find: Find) -> None:
        """Take the function that finds participants."""
        self._find = find
        self._field.set_suggestions(self._suggest)

    def put_back(self) -> None:
        """Show again what was asked for last and refused, as it was typed."""
        self._field.put_back()
        at, self._from_ending = self._taken
        self._kinds.setCurrentIndex(at)

    def show_list(self, is_open: bool, item: str = "") -> None:
        """Say whether names are taken; a point of order is, even on a closed list.

        ``item``: the title of the list's item, where it is not the open one.
        """
        text = tr("Add: name or number")
        if not is_open:
            text = tr("List closed · points of order only")
        elif item:
            text = tr("Add to “{item}”").format(item=item)
        self._field.setPlaceholderText(text)

    def _suggest(self, typed: str) -> tuple[Suggestion, ...]:
        name, _ = split_ending(typed)
        return tuple(self._find(name)) if self._find and name else ()

    @Slot(str)
    def _read_ending(self, text: str) -> None:
        """Show the kind that a sign behind the name stands for."""
        _, kind = split_ending(text)
        if kind or self._from_ending:
            self._from_ending = kind is not None
            self._kinds.setCurrentIndex(self._kinds.findData((kind or Kind.CONTRIBUTION).value))

    @Slot(str, bool)
    def _take(self, who: str, shift: bool) -> None:
        name, _ = split_ending(who)
        kind = self._kinds.currentData(Qt.ItemDataRole.UserRole)
        self._taken = (self._kinds.currentIndex(), self._from_ending)
        self._from_ending = False
        self._kinds.setCurrentIndex(0)
        if name:
            self.add_asked.emit(name, Kind(kind))
