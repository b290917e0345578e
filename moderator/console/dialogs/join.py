"""Joining a meeting: one field that takes a code or a link, and the hosts found meanwhile."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from moderator.console.dialogs.form import FormDialog
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets.surface import PlainLabel
from moderator.words import tr

_ADDRESS = Qt.ItemDataRole.UserRole


class JoinDialog(FormDialog):
    """Asks where to join; stays open until that is done, or why not is told.

    Signals:
        join_asked: what was typed, and the address of a host, which may be empty.
        closed: nobody looks for hosts any more.
    """

    join_asked = Signal(str, str)
    closed = Signal()

    def __init__(self, understood: Callable[[str], str], parent: QWidget | None = None) -> None:
        """``understood`` returns in a few words what was typed so far; empty: nothing yet."""
        super().__init__(tr("Join a meeting"), parent, accept=tr("Join"))
        self._understood = understood
        self._typed = QLineEdit()
        self._typed.setObjectName("code_or_link")
        self._typed.textChanged.connect(self._show_understood)
        self._said = PlainLabel("", Type.SMALL, "soft", wraps=True)
        self._said.setObjectName("understood")
        self._hosts = QListWidget()
        self._hosts.setObjectName("hosts")
        self._hosts.setMaximumHeight(look().px(96))
        self._hosts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hosts.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the address is told whole
        self._hosts.currentItemChanged.connect(self._host_chosen)
        self._address = QLineEdit()
        self._address.setObjectName("address")
        self._address.setPlaceholderText("192.168.1.7:8440")
        self.add_field(tr("Code or link"), self._typed)
        self.add_whole(self._said)
        self.add_field(tr("Hosts on this network"), self._hosts)
        self.add_field(
            tr("Address"), self._address, tr("Only for a code, where its host is not found.")
        )
        self._show_understood()
        self.show_hosts(())
        self.finished.connect(self.closed)

    def show_hosts(self, hosts: Sequence[tuple[str, str]]) -> None:
        """Show the hosts found so far: names and addresses."""
        address = self._chosen_address()
        self._hosts.clear()
        for name, at in hosts:
            row = QListWidgetItem(f"{name} · {at}")
            row.setData(_ADDRESS, at)
            self._hosts.addItem(row)
            if at == address:
                self._hosts.setCurrentItem(row)
        if not hosts:
            row = QListWidgetItem(tr("Looking…"))
            row.setFlags(Qt.ItemFlag.NoItemFlags)
            self._hosts.addItem(row)

    def set_busy(self, is_busy: bool) -> None:
        """Tell that joining is under way, or over."""
        self.accept_button.setEnabled(not is_busy)
        self.accept_button.setText(tr("Joining…") if is_busy else tr("Join"))

    def submit(self) -> bool:
        """Ask to join."""
        if not self._typed.text().strip():
            self.tell_wrong(tr("Type the code, or paste the link of the invitation."), self._typed)
        else:
            self.join_asked.emit(self._typed.text().strip(), self._address.text().strip())
        return False

    @Slot()
    def _show_understood(self) -> None:
        said = self._understood(self._typed.text())
        self._said.setText(said or tr("The chair’s console shows both under “Invite”."))

    @Slot()
    def _host_chosen(self) -> None:
        if self._chosen_address():
            self._address.setText(self._chosen_address())

    def _chosen_address(self) -> str:
        at = self._hosts.currentRow()
        return str(self._hosts.item(at).data(_ADDRESS) or "") if at >= 0 else ""
