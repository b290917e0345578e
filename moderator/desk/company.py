"""Who else runs the open forum at this moment, and what they see of this laptop.

Where everybody is lies with the staff line, which no viewer follows; carets lie with the notes
they stand in, in the form that browser editors know.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from moderator.documents.document import notes_name, staff_name
from moderator.domain.changes import Changes
from moderator.domain.company import COLOURS, Caret, PersonHere, free_colour
from moderator.domain.ids import ItemId, LaptopId, MeetingId
from moderator.domain.texts import one_line
from moderator.sync.presence import Here
from moderator.words import language

if TYPE_CHECKING:
    from moderator.desk.desk import Desk

_MOST_NAME = 200
_REMEMBERED_MS = 60 * 60 * 1000
"""How long somebody who left is still told of."""
_ROOT = "item:"


class Others(Protocol):
    """What a link tells of the people around, by document."""

    client: int

    def show(self, document: str, state: dict[str, Any] | None) -> None:
        """Let them know this of us; None: we are not there."""
        ...

    def others(self, document: str) -> tuple[Here, ...]:
        """Return everybody else who follows a document."""
        ...


class Company:
    """The people around; empty, and idle, on a laptop that is alone."""

    def __init__(self, desk: "Desk", laptop: LaptopId) -> None:
        self._desk = desk
        self._laptop = laptop
        self._others: Others | None = None
        self._token_name = ""
        self._colour = zlib.crc32(laptop.encode()) % len(COLOURS)
        self._seen: tuple[tuple[Here, ...], ...] = ()
        self._here: dict[str, PersonHere] = {}
        self._left: dict[str, PersonHere] = {}
        self._notes_of = ""
        """The document our caret is told in."""
        self._cursor: dict[str, Any] | None = None
        self._holder = ""
        """The laptop that runs the floor, as told last."""
        desk.keeper.listen(self._changed)

    # being at a hub

    def follow(self, others: Others | None, token_name: str) -> None:
        """Be seen by these people from now on, and see them; None: nobody is around."""
        name = token_name or (self._token_name if others is self._others else "")
        if (others, name) != (self._others, self._token_name):
            if others is not self._others:
                self._seen, self._here, self._left = (), {}, {}
                self._notes_of, self._cursor = "", None
            self._others, self._token_name = others, name
            self._tell()
        if others is not None:
            self._look(others)

    @property
    def is_company(self) -> bool:
        """Whether this laptop is at a hub where others may come."""
        return self._others is not None

    @property
    def own_name(self) -> str:
        """The name we go by: the invitation's, else the one in the settings."""
        return self._token_name or one_line(self._desk.settings.own_name)

    # who is here

    def people(self) -> tuple[PersonHere, ...]:
        """Return who is here, we first, then who was here a while ago."""
        if self._others is None or self._desk.link is None:
            return ()
        me = PersonHere(
            key=self._laptop,
            name=self.own_name,
            role=self._desk.link.role,
            meeting="",
            item=self._item_title(self._item),
            is_me=True,
        )
        now = self._desk.clock.read().utc_ms
        gone = [p for p in self._left.values() if now - (p.last_seen_utc_ms or 0) < _REMEMBERED_MS]
        here = sorted(self._here.values(), key=lambda p: (p.name.casefold(), p.key))
        gone.sort(key=lambda p: -(p.last_seen_utc_ms or 0))
        floor = self._floor_holder()
        return tuple(replace(p, runs_floor=p.key == floor) for p in (me, *here, *gone))

    def carets(self) -> tuple[Caret, ...]:
        """Return where others write in the notes of the meeting in front."""
        if self._others is None or not self._desk.has_room:
            return ()
        document = notes_name(self._desk.forum.id, self._desk.room.id)
        found = (self._caret(here) for here in self._others.others(document))
        return tuple(caret for caret in found if caret is not None)

    # what we say

    def put_caret(self, item: ItemId, anchor: int, head: int) -> None:
        """Let the others see our caret, in UTF-16 units of an item's notes."""
        if self._others is None or not self._desk.has_room:
            return
        notes = self._desk.room.notes
        at = notes.place(item, head)
        begun = at if anchor == head else notes.place(item, anchor)
        if at is not None and begun is not None:
            self._cursor = {"anchor": begun, "head": at}
            self._tell()

    def take_caret_away(self) -> None:
        """Show no caret: nobody writes here now."""
        if self._cursor is not None:
            self._cursor = None
            self._tell()

    # inside

    def _changed(self, changes: Changes) -> None:
        if self._others is None:
            return
        if changes.forum or changes.meeting or changes.floor or changes.programme:
            self._tell()
        is_elsewhere = changes.forum or changes.meeting or changes.programme
        if is_elsewhere or self._floor_holder() != self._holder:
            self._holder = self._floor_holder()
            self._seen = ()  # other titles, another meeting is ours, or another runs the floor
            self._look(self._others)

    def _tell(self) -> None:
        others, desk = self._others, self._desk
        if others is None or not desk.has_forum:
            return
        user = {"name": self.own_name, "color": COLOURS[self._colour]}
        state = {"user": user, "laptop": self._laptop, "meeting": self._meeting, "item": self._item}
        others.show(staff_name(desk.forum.id), state)
        document = notes_name(desk.forum.id, desk.room.id) if desk.has_room else ""
        if self._notes_of != document:
            if self._notes_of:
                others.show(self._notes_of, None)
                self._cursor = None
            self._notes_of = document
        if document:
            others.show(document, {"user": user, "cursor": self._cursor} if self._cursor else None)

    def _look(self, others: Others) -> None:
        """Take in who came, moved and left."""
        documents = [name for name in (self._staff_name(), self._notes_of) if name]
        seen = tuple(others.others(name) for name in documents)
        if seen == self._seen:
            return
        self._seen = seen
        here = {p.key: p for p in map(self._person, seen[0])} if seen else {}
        here.pop(self._laptop, None)  # what a connection that was lost still says of us
        now = self._desk.clock.read().utc_ms
        for key in self._here.keys() - here.keys():
            self._left[key] = replace(self._here[key], last_seen_utc_ms=now, item="", meeting="")
        for key in here:
            self._left.pop(key, None)
        self._here = here
        self._yield_colour(others, seen)
        with self._desk.keeper.batch():
            self._desk.keeper.note(Changes(company=True))

    def _yield_colour(self, others: Others, seen: Iterable[tuple[Here, ...]]) -> None:
        """Take another colour where somebody has ours: of two, the one with the later id does."""
        rest = [(h.client, _colour_of(h)) for room in seen for h in room]
        if any(client < others.client and colour == self._colour for client, colour in rest):
            self._colour = free_colour(self._colour, (colour for _, colour in rest))
            self._tell()

    def _person(self, here: Here) -> PersonHere:
        state = _mapping(here.state)
        user = _mapping(state.get("user"))
        meeting = MeetingId(_text(state.get("meeting")))
        return PersonHere(
            key=_text(state.get("laptop")) or str(here.client),
            name=one_line(_text(user.get("name"))),
            role=_text(user.get("role")),
            meeting=self._meeting_title(meeting) if meeting != self._meeting else "",
            item=self._item_title(ItemId(_text(state.get("item")))),
        )

    def _caret(self, here: Here) -> Caret | None:
        state = _mapping(here.state)
        cursor = _mapping(state.get("cursor"))
        root = _text(_mapping(cursor.get("head")).get("tname"))
        if not root.startswith(_ROOT):
            return None
        item, notes = ItemId(root[len(_ROOT) :]), self._desk.room.notes
        head = notes.position(item, cursor.get("head"))
        if head is None:
            return None
        begun = cursor.get("anchor")
        anchor = head if begun == cursor.get("head") else notes.position(item, begun)
        name = one_line(_text(_mapping(state.get("user")).get("name")))
        anchor = head if anchor is None else anchor
        return Caret(here.client, name, _colour_of(here), item, anchor, head)

    @property
    def _meeting(self) -> MeetingId:
        return self._desk.room.id if self._desk.has_room else MeetingId("")

    @property
    def _item(self) -> ItemId:
        found = self._desk.room.shown_item if self._desk.has_room else None
        return found or ItemId("")

    def _staff_name(self) -> str:
        return staff_name(self._desk.forum.id) if self._desk.has_forum else ""

    def _meeting_title(self, meeting: MeetingId) -> str:
        found = self._desk.programme.meeting(meeting) if self._desk.has_forum else None
        return found.title.best(language()) if found else ""

    def _item_title(self, item: ItemId) -> str:
        found = self._desk.programme.item(item) if self._desk.has_forum else None
        return found.title.best(language()) if found else ""

    def _floor_holder(self) -> str:
        gavel = self._desk.room.session.state.gavel if self._desk.has_room else None
        return gavel.laptop if gavel is not None else ""


def _colour_of(here: Here) -> int:
    told = _text(_mapping(_mapping(here.state).get("user")).get("color")).upper()
    return COLOURS.index(told) if told in COLOURS else here.client % len(COLOURS)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value[:_MOST_NAME] if isinstance(value, str) else ""
