"""Who is here and the staff line, in the window: quiet, opened by a key, closed by Escape."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget

from moderator.app.actions import Do
from moderator.console.notices import STAND_IN
from moderator.console.people_list import PeopleList
from moderator.console.staff_panel import StaffPanel
from moderator.console.widgets.pill import PillButton
from moderator.documents.document import notes_name, staff_name
from moderator.domain.changes import Changes
from moderator.domain.ids import LaptopId
from moderator.domain.link import HostState, HostView, LinkState, LinkView
from moderator.domain.staff import StaffMessage
from moderator.settings import Settings
from moderator.sync.presence import Here
from tests.console.seeing import nameless
from tests.gathering import People
from tests.rig import Rig, press


class Company:
    """A window with others around."""

    def __init__(self, folder: Path) -> None:
        self.rig = Rig(folder, settings=Settings(language="en", theme="light", own_name="Asel"))
        self.people = People()
        self.rig.show(1440, 900)

    def join(self, role: str = "chair") -> None:
        desk = self.rig.desk
        self.people.here[staff_name(desk.forum.id)] = (
            Here(2, 1, {"user": {"name": "Dana Kim", "role": "note-taker"}, "laptop": "L2"}),
        )
        desk.link = LinkView(LinkState.LIVE, "hub", role, 0, 1)
        desk.company.follow(self.people, "")
        self.told()

    def told(self) -> None:
        with self.rig.desk.keeper.batch():
            self.rig.desk.keeper.note(Changes(link=True))
        self.rig.settle()

    def hears(self, text: str) -> None:
        desk = self.rig.desk
        now = desk.clock.read().utc_ms
        with desk.keeper.batch():
            desk.forum.staff.add(StaffMessage(text, "Dana Kim", LaptopId("L2"), now, text))
        self.rig.settle()

    def button(self, name: str) -> PillButton:
        found = self.rig.screens.window.findChild(PillButton, name)
        assert isinstance(found, PillButton)
        return found

    @property
    def panel(self) -> StaffPanel | None:
        found = self.rig.screens.window.findChild(StaffPanel)
        return found if isinstance(found, StaffPanel) else None

    @property
    def list(self) -> PeopleList | None:
        found = self.rig.screens.window.findChild(PeopleList)
        return found if isinstance(found, PeopleList) else None


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    made = Company(tmp_path)
    yield made
    made.rig.close()


def test_a_laptop_that_is_alone_shows_no_buttons(company: Company) -> None:
    assert not company.button("people").isVisible()
    company.rig.do(Do.WHO)
    assert company.list is None
    company.join("viewer")
    assert not company.button("people").isVisible()


def test_the_buttons_count_people_and_unread_words(company: Company) -> None:
    company.join()
    assert company.button("people").accessibleName() == "2 here: show who"
    focus = QApplication.focusWidget()
    company.hears("Mute hall 2")
    assert company.button("staff").accessibleName() == "Staff line, 1 not read"
    assert QApplication.focusWidget() is focus
    assert company.panel is None


def test_a_key_shows_who_is_here_and_escape_gives_the_keyboard_back(company: Company) -> None:
    company.join()
    focus = QApplication.focusWidget()
    company.rig.do(Do.WHO)
    box = company.list
    assert box is not None
    rows = box.findChild(QListWidget)
    assert isinstance(rows, QListWidget)
    told = [
        rows.item(n).data(Qt.ItemDataRole.AccessibleTextRole).split(",")[0]
        for n in range(rows.count())
    ]
    assert told == ["Asel (you)", "Dana Kim"]
    assert nameless(box) == []
    press(rows, Qt.Key.Key_Escape)
    company.rig.settle()
    assert company.list is None
    assert QApplication.focusWidget() is focus


def test_a_key_opens_the_staff_line_return_sends_and_escape_closes(company: Company) -> None:
    company.join()
    company.hears("Mute hall 2")
    focus = QApplication.focusWidget()
    company.rig.do(Do.STAFF)
    panel = company.panel
    assert panel is not None
    assert company.rig.desk.staff.unread() == 0
    field = panel.findChild(QLineEdit)
    assert QApplication.focusWidget() is field
    assert isinstance(field, QLineEdit)
    company.rig.wait(1)
    field.setText("Done")
    press(field, Qt.Key.Key_Return)
    assert [m.text for m in company.rig.desk.staff.messages()] == ["Mute hall 2", "Done"]
    assert field.text() == ""
    press(field, Qt.Key.Key_Return)  # nothing typed: refused in a line, nothing is lost
    assert nameless(panel) == []
    press(field, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert QApplication.focusWidget() is focus
    company.hears("Thanks")
    assert company.rig.desk.staff.unread() == 1


def test_the_panel_makes_room_for_itself_and_covers_nothing(company: Company) -> None:
    company.join()
    company.rig.do(Do.STAFF)
    company.rig.settle()
    window, panel = company.rig.screens.window, company.panel
    assert panel is not None
    assert window.panes.geometry().bottom() < panel.geometry().top()
    assert panel.geometry().bottom() < window.status.geometry().top()


def test_carets_of_others_are_shown_in_the_notes_and_gone_with_the_hub(company: Company) -> None:
    company.join()
    room, desk = company.rig.room, company.rig.desk
    item = room.notes.items()[0].id
    room.notes.add(item, "Қазақ тілі")
    cursor = {end: room.notes.place(item, at) for end, at in (("anchor", 2), ("head", 5))}
    state = {"user": {"name": "Dana", "color": "#B0306F"}, "cursor": cursor}
    company.people.here[notes_name(desk.forum.id, room.id)] = (Here(3, 1, state),)
    desk.company.follow(company.people, "")
    company.rig.settle()
    others = company.rig.screens.window.notes.editor.others
    assert [(s.caret.anchor, s.caret.head, s.caret.colour) for s in others._spots] == [(2, 5, 2)]
    assert company.rig.screens.window.notes.editor.sheet.gutter.names_px > 0
    desk.company.follow(None, "")
    desk.link = None
    company.told()
    assert others._spots == ()
    assert company.rig.screens.window.notes.editor.sheet.gutter.names_px == 0


def test_a_silent_hosts_place_is_offered_while_it_is_silent(company: Company) -> None:
    company.join()
    desk, banner = company.rig.desk, company.rig.screens.window.banner
    desk.link = LinkView(LinkState.OFFLINE, "hub", "chair", 0, 1, lost_utc_ms=1)
    desk.host = HostView(HostState.OFFERED)
    company.told()
    assert banner.notice is not None
    assert [c.name for c in banner.notice.choices] == [STAND_IN]
    desk.host = HostView(HostState.STAND_BY)
    company.told()
    assert not banner.isVisible()
