"""Who presents an agenda item: typed ahead from the participants, taken away with a press."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Slot
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from moderator.console.look.current import look
from moderator.console.name_field import NameField
from moderator.console.widgets.flow import FlowLayout
from moderator.console.widgets.pill import PillButton
from moderator.console.widgets.tone import Tone
from moderator.desk.people import exact, find
from moderator.domain.ids import PersonId
from moderator.domain.programme import People
from moderator.words import language, tr


class PresentersField(QWidget):
    """Only participants are taken: a presenter has an office and a sector, not a name alone."""

    def __init__(self, people: People, presenters: Sequence[PersonId]) -> None:
        super().__init__()
        self._people = people
        self._chosen = list(presenters)
        self._field = NameField()
        self._field.setObjectName("presenter")
        self._field.setPlaceholderText(tr("Add: name or number"))
        self._field.set_suggestions(partial(find, people, language=language()))
        self._field.taken.connect(self._take)
        self.setFocusProxy(self._field)
        self._pills = QWidget()
        self._flow = FlowLayout(self._pills)
        self._shown: list[PillButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(4))
        column.addWidget(self._field)
        column.addWidget(self._pills)
        self._show()

    @property
    def chosen(self) -> tuple[PersonId, ...]:
        """Who presents, in order."""
        return tuple(self._chosen)

    def setAccessibleName(self, name: str) -> None:
        """Name the field that is typed in."""
        super().setAccessibleName(name)
        self._field.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """See Qt."""
        return self._field.sizeHint() if not self._chosen else super().sizeHint()

    @Slot(str, bool)
    def _take(self, who: str, _shift: bool) -> None:
        found = PersonId(who) if who in self._people.persons else exact(self._people, who)
        if found is None:
            self._field.setText(who)
            self._field.setAccessibleDescription(_unknown())
            at = self._field.mapToGlobal(QPoint(0, self._field.height()))
            QToolTip.showText(at, _unknown(), self._field)
        elif found not in self._chosen:
            self._chosen.append(found)
            self._show()

    @Slot()
    def _take_away(self) -> None:
        gone = self.sender().property("person")
        self._chosen = [person for person in self._chosen if person != gone]
        self._show()

    def _show(self) -> None:
        for old in self._shown:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown.clear()
        for person in self._chosen:
            known = self._people.persons.get(person)
            name = known.name if known else tr("unknown")
            pill = PillButton(name, Tone.NEUTRAL, "x")
            pill.setProperty("person", person)
            pill.setAccessibleName(tr("Remove {name}").format(name=name))
            pill.clicked.connect(self._take_away)
            self._flow.addWidget(pill)
            pill.show()
            self._shown.append(pill)
        self._pills.setVisible(bool(self._chosen))
        self.updateGeometry()


def _unknown() -> str:
    return tr("No participant has this name. Import the people first, or pick from the list.")
