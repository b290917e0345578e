"""The forms that bring laptops together: what they ask, show and say, in every language."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from moderator import words
from moderator.console.dialogs.guests import GuestRow
from moderator.console.dialogs.host import HostDialog, Invitation
from moderator.console.dialogs.join import JoinDialog
from moderator.console.widgets.qr_code import QrCode
from moderator.domain.link import HostState, HostView
from moderator.sync import qr
from tests.console.seeing import cut_texts, nameless, settle

_LINK = "wss://192.168.1.7:8440/sync#token=abcdefghijklmnop&sha256=" + "0f" * 32
_RUNNING = HostView(HostState.RUNNING, True, "192.168.1.7:8440", ("Dana",))


def _host(qtbot: QtBot, view: HostView | None) -> HostDialog:
    dialog = HostDialog()
    qtbot.addWidget(dialog)
    dialog.show_host(view)
    dialog.open()
    return dialog


def _invited(dialog: HostDialog, code: str = "ABCE-KMOX") -> None:
    dialog.show_invitation(Invitation(code, _LINK, qr.squares(_LINK), "note-taker"))
    settle()


def _label(dialog: HostDialog | JoinDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_one_button_starts_and_then_invites(qtbot: QtBot) -> None:
    dialog = _host(qtbot, None)
    assert not any(rows.isVisible() for rows in dialog.findChildren(QListWidget, "guests"))
    with qtbot.waitSignal(dialog.start_asked) as started:
        dialog.accept_button.click()
    assert started.args == [True]
    dialog.show_host(HostView(HostState.STARTING, True))
    assert not dialog.accept_button.isEnabled()
    dialog.show_host(_RUNNING)
    assert "192.168.1.7:8440" in _label(dialog, "host_state")
    settle()
    stop = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Stop hosting")
    assert (
        dialog._area.viewport()
        .rect()
        .contains(stop.mapTo(dialog._area.viewport(), stop.rect().bottomRight()))
    )
    with qtbot.waitSignal(dialog.invite_asked) as asked:
        dialog.accept_button.click()
    assert asked.args == ["note-taker", ""]


def test_the_network_is_asked_for_at_once_where_a_meeting_is_hosted(qtbot: QtBot) -> None:
    dialog = _host(qtbot, _RUNNING)
    box = dialog.findChild(QCheckBox, "on_network")
    assert isinstance(box, QCheckBox)
    with qtbot.waitSignal(dialog.network_asked) as asked:
        box.click()
    assert asked.args == [False]


def test_an_invitation_is_shown_as_picture_code_and_link_to_copy(qtbot: QtBot) -> None:
    dialog = _host(qtbot, _RUNNING)
    _invited(dialog)
    assert _label(dialog, "short_code") == "ABCE-KMOX"
    assert "10" in _label(dialog, "good_for")
    copy = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy the link")
    copy.click()
    assert QApplication.clipboard().text() == _LINK
    _invited(dialog, code="")
    assert "minutes" not in _label(dialog, "good_for")


def test_the_picture_is_crisp_dark_on_light_with_its_quiet_zone(qtbot: QtBot) -> None:
    widget = QrCode()
    qtbot.addWidget(widget)
    squares = qr.squares(_LINK)
    widget.show_squares(squares, "x")
    widget.resize(widget.sizeHint())
    image = widget.grab().toImage()
    colours = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert colours <= {QColor("black").rgb(), QColor("white").rgb()}
    side = image.width() // (len(squares) + 8)
    for y, row in enumerate(squares, 4):
        for x, is_dark in enumerate(row, 4):
            dot = image.pixelColor(x * side + side // 2, y * side + side // 2)
            assert (dot == QColor("black")) == is_dark


def test_roles_and_invitations_of_guests_change_but_not_ones_own(qtbot: QtBot) -> None:
    dialog = _host(qtbot, _RUNNING)
    dialog.show_guests(
        [
            GuestRow("1", "", "chair", is_here=True, is_own=True),
            GuestRow("2", "Dana", "note-taker", is_here=True),
        ]
    )
    rows = dialog.findChild(QListWidget, "guests")
    assert isinstance(rows, QListWidget)
    assert [rows.item(n).text() for n in range(2)] == [
        "This laptop · Chair · here",
        "Dana · Note-taker · here",
    ]
    revoke = next(b for b in dialog.findChildren(QPushButton) if "invitation back" in b.text())
    rows.setCurrentRow(0)
    assert not revoke.isEnabled()
    rows.setCurrentRow(1)
    with qtbot.waitSignal(dialog.revoke_asked) as asked:
        revoke.click()
    assert asked.args == ["2"]
    with qtbot.waitSignal(dialog.role_asked) as changed:
        dialog._guests._menu.actions()[1].trigger()
    assert changed.args == ["2", "timekeeper"]


def test_joining_takes_a_code_or_a_link_and_a_found_host(qtbot: QtBot) -> None:
    dialog = JoinDialog(str.upper)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.accept_button.click()
    assert _label(dialog, "wrong")
    typed, address = (dialog.findChild(QLineEdit, n) for n in ("code_or_link", "address"))
    assert isinstance(typed, QLineEdit)
    assert isinstance(address, QLineEdit)
    typed.setText("abce kmox")
    assert _label(dialog, "understood") == "ABCE KMOX"
    dialog.show_hosts([("Civil Forum", "192.168.1.7:8440"), ("Other", "192.168.1.9:8440")])
    hosts = dialog.findChild(QListWidget, "hosts")
    assert isinstance(hosts, QListWidget)
    hosts.setCurrentRow(1)
    assert address.text() == "192.168.1.9:8440"
    dialog.show_hosts([("Other", "192.168.1.9:8440")])
    assert hosts.currentRow() == 0
    with qtbot.waitSignal(dialog.join_asked) as asked:
        dialog.accept_button.click()
    assert asked.args == ["abce kmox", "192.168.1.9:8440"]
    dialog.set_busy(True)
    assert not dialog.accept_button.isEnabled()
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.closed):
        dialog.reject()


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("scale", [100, 200], indirect=True)
def test_nothing_is_cut_or_without_a_spoken_name(qtbot: QtBot, scale: int, language: str) -> None:
    words.use(language)
    host = _host(qtbot, _RUNNING)
    _invited(host)
    host.show_guests([GuestRow("2", "Dana", "note-taker", is_here=True)])
    join = JoinDialog(str.upper)
    qtbot.addWidget(join)
    join.open()
    settle()
    for dialog in (host, join):
        assert cut_texts(dialog) == []
        assert nameless(dialog) == []


@pytest.mark.parametrize("scale", [200], indirect=True)
def test_the_whole_picture_of_an_invitation_is_in_sight_however_large_the_text(
    qtbot: QtBot, scale: int
) -> None:
    dialog = _host(qtbot, _RUNNING)
    _invited(dialog)
    picture = dialog.findChild(QrCode)
    assert picture is not None
    seen, corner = dialog._area.viewport(), picture.rect().bottomRight()
    qtbot.waitUntil(lambda: seen.rect().contains(picture.mapTo(seen, corner)))
