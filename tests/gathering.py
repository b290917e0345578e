"""The sample meeting with others around, as a hub would tell of them: the scenes of many laptops.

No hub and no network: who is here, the link and what another console did are told to the desk.
"""

from collections.abc import Iterator
from typing import Any

from moderator.app.actions import Do
from moderator.console.widgets.key_button import IconButton
from moderator.documents.document import notes_name, staff_name
from moderator.documents.rights import Role
from moderator.domain.changes import Changes
from moderator.domain.company import COLOURS
from moderator.domain.ids import LaptopId
from moderator.domain.link import HostState, HostView, LinkState, LinkView
from moderator.domain.staff import StaffMessage
from moderator.sync.presence import Here
from moderator.words import language
from tests.desk.elsewhere import Elsewhere
from tests.domain.hall import MINUTE, SECOND
from tests.rehearsal import QUESTIONS
from tests.rig import Rig

HUB = "192.168.1.7:8440"
LINK = f"wss://{HUB}/sync#token=abcdefghijklmnop&sha256=" + "0f" * 32
NAMES = {
    "en": ("Aida Bekova", "Dana Kim", "Marat Ospanov"),
    "ru": ("Аида Бекова", "Дана Ким", "Марат Оспанов"),
    "kk": ("Гүлнұр Әбдірахманқызы", "Дана Ким", "Марат Оспанов"),
}
SAID = {
    "en": ("Hall 2: the second microphone is silent", "Changed. Two questions came from the web."),
    "ru": ("Зал 2: второй микрофон молчит", "Заменили. С сайта пришли два вопроса."),
    "kk": ("2-зал: екінші микрофон істемейді", "Ауыстырдық. Сайттан екі сұрақ келді."),
}


class People:
    """Others, as a link would tell of them."""

    client = 1

    def __init__(self) -> None:
        self.here: dict[str, tuple[Here, ...]] = {}

    def show(self, document: str, state: dict[str, Any] | None) -> None:
        """Nobody looks."""

    def others(self, document: str) -> tuple[Here, ...]:
        """Return who is told of."""
        return self.here.get(document, ())


class Gathered:
    """A window whose forum was joined by three more laptops."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.chair, *self.rest = NAMES[language()]
        rig.desk.settings = rig.settings
        self.other = Elsewhere(rig.desk, self.chair)
        self._people = People()
        self._tell_who()
        self.show_link(LinkState.LIVE)
        rig.desk.company.follow(self._people, "")
        rig.room.running.take()
        rig.settle()

    def show_link(
        self, state: LinkState, role: Role = Role.CHAIR, waiting: int = 0, lost_ms: int = 0
    ) -> None:
        """Tell the desk how its link is, and since when it is not."""
        desk, now = self.rig.desk, self.rig.clock.now.utc_ms
        lost = now - lost_ms if lost_ms else None
        desk.link = LinkView(state, HUB, role.value, waiting, now, lost)
        desk.standing.take(desk.forum.id, role)
        desk.standing.hear_loss(lost)
        self._told()

    def show_host(self, view: HostView | None) -> None:
        """Tell the desk how the meeting is hosted here."""
        self.rig.desk.host = view
        self._told()

    def say(self) -> None:
        """Have the others say something on the staff line."""
        desk = self.rig.desk
        for number, (name, text) in enumerate(zip(self.rest, SAID[language()], strict=True)):
            now = desk.clock.read().utc_ms + number
            with desk.keeper.batch():
                desk.forum.staff.add(StaffMessage(text, name, LaptopId(f"L{number}"), now, text))
        self.rig.settle()

    def take_floor_elsewhere(self) -> None:
        """Have another console run the floor from now on."""
        self.other.hear()
        self.other.take()
        self.other.tell()
        self.rig.settle()

    def part(self) -> None:
        """Call and end a speech here while another console runs the floor."""
        room = self.rig.room
        room.running.take()
        self.other.hear()
        for _ in range(2):
            room.floor.call_next(guard=False)
            self.rig.clock.wait(MINUTE + 12 * SECOND)
            room.floor.end()
        self.other.take()
        self.other.tell()
        self.rig.settle()

    def _tell_who(self) -> None:
        desk, room = self.rig.desk, self.rig.room
        item = [each.id for each in desk.programme.agenda(room.id)][QUESTIONS]
        staff, notes = [], []
        roles = (Role.CHAIR, Role.NOTE_TAKER, Role.TIMEKEEPER)
        people = enumerate(zip((self.chair, *self.rest), roles, strict=True))
        for number, (name, role) in people:
            user = {"name": name, "role": role.value, "color": COLOURS[number + 1]}
            laptop = self.other.laptop if number == 0 else f"L{number}"
            at_work = {"user": user, "laptop": laptop, "meeting": room.id, "item": item}
            staff.append(Here(number + 2, 1, at_work))
            ends = zip(("anchor", "head"), (4, 4 + 12 * (number % 2)), strict=True)
            cursor = {end: room.notes.place(item, at + 70 * number) for end, at in ends}
            if number:
                notes.append(Here(number + 2, 1, {"user": user, "cursor": cursor}))
        self._people.here[staff_name(desk.forum.id)] = tuple(staff)
        self._people.here[notes_name(desk.forum.id, room.id)] = tuple(notes)

    def _told(self) -> None:
        with self.rig.desk.keeper.batch():
            self.rig.desk.keeper.note(Changes(link=True))
        self.rig.settle()


def quiet(rig: Rig) -> None:
    """Dismiss what the banner says, and what waits behind it."""
    close = rig.screens.window.banner.findChild(IconButton)
    assert close is not None
    while close.isVisible():
        close.click()
        rig.settle()


def gathered_scenes(rig: Rig) -> Iterator[str]:
    """Play how laptops work together; yield the name of each state worth a picture."""
    rig.screens.window.queue.focus_add()
    of = Gathered(rig)
    of.say()
    yield "joined"
    rig.do(Do.WHO)
    yield "people"
    rig.do(Do.WHO)
    rig.do(Do.STAFF)
    yield "staff"
    rig.do(Do.STAFF)
    of.take_floor_elsewhere()
    of.show_link(LinkState.LIVE, Role.TIMEKEEPER)
    quiet(rig)
    rig.wait(20)
    yield "watching"
    rig.do(Do.TAKE_FLOOR)
    yield "taking-over"
    quiet(rig)
    of.show_link(LinkState.LIVE, Role.VIEWER)
    yield "viewer"
    quiet(rig)
    of.show_link(LinkState.OFFLINE, Role.CHAIR, 214, 11 * MINUTE)
    quiet(rig)
    yield "cut-off"
    of.show_host(HostView(HostState.OFFERED))
    yield "host-silent"
    of.show_host(None)
    of.show_link(LinkState.OFFLINE, Role.NOTE_TAKER, 214, 11 * MINUTE)
    quiet(rig)
    yield "note-taker-cut-off"
    of.show_link(LinkState.LIVE, Role.NOTE_TAKER)
    rig.settle()
    yield "note-taker-joined"
    of.show_link(LinkState.REFUSED, Role.CHAIR, 3)
    yield "refused"
    of.show_link(LinkState.LIVE, Role.CHAIR)
    quiet(rig)
    of.part()
    yield "apart-theirs"
    rig.do(Do.COMPARE)
    rig.room.running.take()
    rig.settle()
    yield "apart"
