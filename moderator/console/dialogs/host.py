"""Hosting a meeting and letting others in: how it is reached, an invitation, who has one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QCheckBox,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from moderator.console.dialogs.fields import ChoiceField
from moderator.console.dialogs.form import FormDialog
from moderator.console.dialogs.guests import GuestRow, GuestRows
from moderator.console.fitting import is_large
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets.qr_code import QrCode, Squares
from moderator.console.widgets.surface import PlainLabel
from moderator.desk.company_words import role_title
from moderator.domain.link import HostState, HostView
from moderator.words import tr, tr_n

_ROLES = ("note-taker", "timekeeper", "chair", "viewer")
_CODE_MINUTES = 10
_LOOK_MS = 5_000


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is shown of an invitation."""

    code: str
    """In two groups; empty where there is none."""
    link: str
    squares: Squares
    role: str


class HostDialog(FormDialog):
    """Stays beside the window for as long as people come.

    Signals:
        start_asked, network_asked: whether others on the network may reach it.
        stop_asked: host no longer.
        invite_asked: a role and a name, which may be empty.
        role_asked, revoke_asked: a guest's id, and the new role.
    """

    start_asked = Signal(bool)
    network_asked = Signal(bool)
    stop_asked = Signal()
    invite_asked = Signal(str, str)
    role_asked = Signal(str, str)
    revoke_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Host this meeting"), parent, accept=tr("Start hosting"), cancel=tr("Close")
        )
        self._view: HostView | None = None
        self._is_busy = False
        self._state = PlainLabel("", Type.BODY, wraps=True)
        self._state.setObjectName("host_state")
        self._network = QCheckBox(tr("Let laptops on this network join"))
        self._network.setObjectName("on_network")
        self._network.setChecked(True)
        self._network.clicked.connect(self._network_pressed)
        self._role = ChoiceField([(role, role_title(role)) for role in _ROLES], _ROLES[0])
        self._name = QLineEdit()
        self._card = _InvitationCard()
        self._guests = GuestRows()
        self._guests.role_asked.connect(self.role_asked)
        self._guests.revoke_asked.connect(self.revoke_asked)
        self._stop = QPushButton(tr("Stop hosting"))
        self._stop.setAutoDefault(False)
        self._stop.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._stop.clicked.connect(self.stop_asked)
        self._add_rows()
        self.show_host(None)

    def _add_rows(self) -> None:
        self.add_whole(self._state)
        self.add_whole(self._network)
        self.add_heading(tr("Invite"))
        self.add_field(tr("Role"), self._role)
        self.add_field(tr("Name"), self._name, tr("Whom it is for; may be empty."))
        self.add_whole(self._card)
        self._invited = self.add_heading(tr("Invited"))
        self.add_whole(self._guests)
        self.add_whole(self._stop)

    def show_host(self, view: HostView | None) -> None:
        """Show how the meeting is hosted; None: it is not, or by another."""
        if view is not None and view.state in (HostState.STAND_BY, HostState.OFFERED):
            view = None
        self._view = view
        is_up = view is not None and view.state is HostState.RUNNING
        self._state.setText(_words(view))
        if view is not None:
            self._network.setChecked(view.is_on_network)
        for field in (self._role, self._name):
            field.setEnabled(is_up)
        for row in (self._invited, self._guests, self._stop):
            self._form.setRowVisible(row, view is not None)
        if self.isVisible():
            self.grow()
        self.accept_button.setText(tr("Invite") if view is not None else tr("Start hosting"))
        self.accept_button.setEnabled(not self._is_busy and (view is None or is_up))

    def set_busy(self, is_busy: bool) -> None:
        """Take no wish until the one before is fulfilled."""
        self._is_busy = is_busy
        self.show_host(self._view)

    def show_invitation(self, invitation: Invitation) -> None:
        """Show an invitation just made."""
        self._card.show_invitation(invitation)
        self._name.clear()
        self.grow()
        QTimer.singleShot(0, self._card, self._show_card)  # once the area knows its new height

    @Slot()
    def _show_card(self) -> None:
        """Bring the top of the invitation into sight: its picture, then its code."""
        self._area.verticalScrollBar().setValue(self._card.y())

    def show_guests(self, guests: Sequence[GuestRow]) -> None:
        """Show who was invited, and who of them is here."""
        self._guests.show_rows(guests)

    def submit(self) -> bool:
        """Start, or invite."""
        if self._view is None:
            self.start_asked.emit(self._network.isChecked())
        else:
            self.invite_asked.emit(self._role.chosen(str), self._name.text().strip())
        return False

    @Slot(bool)
    def _network_pressed(self, is_on: bool) -> None:
        if self._view is not None:
            self.network_asked.emit(is_on)


def _words(view: HostView | None) -> str:
    if view is None:
        return tr("Others join this console over the network; everything stays on this laptop.")
    if view.state is HostState.STARTING:
        return tr("Starting…")
    if view.state is not HostState.RUNNING:
        return tr("The meeting’s hub stopped; it is being started again. Nothing is lost.")
    where = view.address if view.is_on_network else tr("this laptop only")
    joined = tr_n("{n} joined", "{n} joined", len(view.others))
    return tr("Hosted at {where} · {joined}").format(where=where, joined=joined)


class _InvitationCard(QWidget):
    """A QR code, the short code in large letters with the time it is good for, and the link."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("invitation")
        self._qr = QrCode()
        self._code = PlainLabel("", Type.SPEAKER)
        self._code.setObjectName("short_code")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._good = PlainLabel("", Type.SMALL, "soft", wraps=True)
        self._good.setObjectName("good_for")
        self._link = QLineEdit()
        self._link.setReadOnly(True)
        self._link.setAccessibleName(tr("Link"))
        self._copy = QPushButton(tr("Copy the link"))
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self._copy_link)
        beside = QVBoxLayout()
        beside.addWidget(self._code)
        beside.addWidget(self._good)
        beside.addStretch(1)
        beside.addWidget(self._link)
        beside.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        way = QBoxLayout.Direction
        row = QBoxLayout(way.TopToBottom if is_large() else way.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(16))
        row.addWidget(self._qr, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setObjectName("code")
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._show_good)
        self._role = ""
        self.hide()

    def show_invitation(self, made: Invitation) -> None:
        """Show an invitation, whose code is good from now on."""
        self._role = made.role
        self._code.setText(made.code)
        self._code.setVisible(bool(made.code))
        self._code.setAccessibleName(tr("Code {code}").format(code=" ".join(made.code)))
        self._link.setText(made.link)
        self._link.setCursorPosition(0)
        self._qr.show_squares(made.squares, tr("QR code of the link"))
        self._copy.setText(tr("Copy the link"))
        self._since.start()
        self._timer.start()
        self._show_good()
        self.show()

    @Slot()
    def _show_good(self) -> None:
        left = max(0, _CODE_MINUTES - self._since.elapsed() // 60_000)
        role = tr("For one laptop, as: {role}.").format(role=role_title(self._role))
        if not self._code.text():
            self._good.setText(role)
        elif left:
            good = tr_n(
                "The code is good for {n} more minute.",
                "The code is good for {n} more minutes.",
                left,
            )
            self._good.setText(f"{role} {good}")
        else:
            self._timer.stop()
            self._good.setText(role + " " + tr("The code is over; the link still works."))

    @Slot()
    def _copy_link(self) -> None:
        QApplication.clipboard().setText(self._link.text())
        self._copy.setText(tr("Copied"))
