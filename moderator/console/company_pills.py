"""How many are here and how many words of the staff were not read: two buttons in the header."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from moderator.console.look.current import look
from moderator.console.widgets.pill import PillButton, pill_width_px
from moderator.console.widgets.tone import Tone
from moderator.desk.company_words import count_text
from moderator.domain.company import PersonHere
from moderator.words import tr, tr_n


class CompanyPills(QWidget):
    """Hidden on a laptop that is alone.

    Signals:
        people_asked: show who is here.
        staff_asked: show the staff line.
        shown: it may need more room than before, or less.
    """

    people_asked = Signal()
    staff_asked = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people = PillButton("", icon_name="users")
        self._people.setObjectName("people")
        self._people.clicked.connect(self.people_asked)
        self._staff = PillButton("", icon_name="message-square")
        self._staff.setObjectName("staff")
        self._staff.clicked.connect(self.staff_asked)
        self._told: dict[PillButton, tuple[str, str, Tone]] = {}
        self._is_brief = False
        self._gap_px = look().px(6)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._gap_px)
        row.addWidget(self._staff)
        row.addWidget(self._people)
        self.tell((), 0)

    def tell(self, people: Sequence[PersonHere], unread: int) -> None:
        """Show how many are here and how much was not read; nobody at all hides the buttons."""
        count = sum(person.last_seen_utc_ms is None for person in people)
        self._tell(self._people, count_text(people), str(count))
        self._people.setAccessibleName(tr("{count}: show who").format(count=count_text(people)))
        words = tr("Staff · {n}").format(n=unread) if unread else tr("Staff")
        self._tell(self._staff, words, str(unread or ""), Tone.ACCENT if unread else Tone.NEUTRAL)
        spoken = tr_n("Staff line, {n} not read", "Staff line, {n} not read", unread)
        self._staff.setAccessibleName(spoken if unread else tr("Staff line"))
        self.setVisible(bool(people))
        self.shown.emit()

    def be_brief(self, is_brief: bool) -> None:
        """Show figures without words where room is short."""
        if is_brief != self._is_brief:
            self._is_brief = is_brief
            for button, told in self._told.items():
                self._tell(button, *told)

    def width_px(self, is_brief: bool) -> int:
        """Return how wide it would be; 0 while it is hidden."""
        if self.isHidden():
            return 0
        widths = [
            pill_width_px(brief if is_brief else words, "users")
            for words, brief, _tone in self._told.values()
        ]
        return sum(widths) + self._gap_px * (len(widths) - 1)

    @property
    def people_button(self) -> QWidget:
        """What the list of people stands below."""
        return self._people

    def _tell(self, button: PillButton, words: str, brief: str, tone: Tone = Tone.NEUTRAL) -> None:
        spoken = button.accessibleName()
        self._told[button] = (words, brief, tone)
        button.setToolTip(words)
        icon_name = "users" if button is self._people else "message-square"
        button.tell(brief if self._is_brief else words, tone, icon_name)
        button.setAccessibleName(spoken)
