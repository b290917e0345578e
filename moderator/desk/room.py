"""One meeting at hand: its floor, its notes, and what a screen shows of them."""

import operator
from itertools import chain

from moderator import words
from moderator.desk import show, times
from moderator.desk.floor import FloorDesk
from moderator.desk.forum import OpenForum
from moderator.desk.keeper import Keeper
from moderator.desk.notes import NotesDesk
from moderator.desk.people import Suggestion, find
from moderator.desk.questions import Questions
from moderator.desk.running import RunningDesk
from moderator.desk.session import Console, LoadedFloor, Session
from moderator.desk.views import AgendaView, FloorReading, FloorView, ShareView
from moderator.documents.floor import FloorChange
from moderator.domain.changes import Changes
from moderator.domain.errors import Reason, Refused
from moderator.domain.events import EventKind
from moderator.domain.floor import FloorState, ItemState
from moderator.domain.ids import ItemId, MeetingId
from moderator.domain.kinds import Kind
from moderator.domain.programme import Meeting, Programme

_MadeOf = tuple[Programme, FloorState, ItemId | None]


class Room:
    """A meeting that commands are run on; several may be open, one of them in the window."""

    def __init__(
        self,
        forum: OpenForum,
        meeting: MeetingId,
        keeper: Keeper,
        me: Console,
        floor: LoadedFloor | None = None,
    ) -> None:
        """Take the meeting's floor where it was read already."""
        if forum.programme.programme.meeting(meeting) is None:
            raise Refused(Reason.UNKNOWN_MEETING, name=meeting)
        self._forum = forum
        self._keeper = keeper
        self._selected: ItemId | None = None
        self._shown: tuple[_MadeOf, ItemId | None] | None = None
        """The item in front, and what it was chosen by."""
        self.session = Session(forum, meeting, keeper, me, floor)
        self.session.floor.on_change(self._floor_changed)
        self.floor = FloorDesk(self.session, self._programme, self._shown_item)
        self.notes = NotesDesk(self.session, self.scene)
        self.running = RunningDesk(self.session, self.scene)
        self.questions = Questions(self.session, self.floor)

    @property
    def id(self) -> MeetingId:
        """The meeting's id."""
        return self.session.meeting

    @property
    def meeting(self) -> Meeting:
        """The meeting, as planned now."""
        return self.floor.meeting

    def _programme(self) -> Programme:
        return self._forum.programme.programme

    def _shown_item(self) -> ItemId | None:
        return self.shown_item

    @property
    def shown_item(self) -> ItemId | None:
        """The item whose list and notes are in front: the one selected, else open, else ahead."""
        made_of = (self._programme(), self.session.state, self._selected)
        if self._shown is None or any(map(operator.is_not, self._shown[0], made_of)):
            # asked for again and again, while each answer walks the whole agenda
            self._shown = (made_of, self._choose_shown(*made_of))
        return self._shown[1]

    def _choose_shown(
        self, programme: Programme, state: FloorState, selected: ItemId | None
    ) -> ItemId | None:
        items = [item.id for item in programme.agenda(self.id)]
        for chosen in (selected, state.item):
            if chosen in items:
                return chosen
        ahead = [i for i in items if state.run_of(i).state is ItemState.AHEAD]
        listed = state.items_with_list()
        return next(chain((i for i in ahead if i in listed), ahead, items), None)

    @property
    def opens(self) -> ItemId | None:
        """The item one key opens: the one in front, or while that is open the next; None: none."""
        shown = self.shown_item
        return self.floor.next_item() if shown in (None, self.session.state.item) else shown

    def select_item(self, item: ItemId | None) -> None:
        """Put an item in front without opening it; None follows the open one again."""
        with self._keeper.batch():
            self._selected = item
            self._keeper.note(Changes(meeting=True))

    def _floor_changed(self, change: FloorChange) -> None:
        """Show an item as soon as it is opened, whatever was selected before."""
        if any(event.kind is EventKind.ITEM_OPENED for event in change.events):
            self._selected = None

    def scene(self, language: str = "") -> show.Scene:
        """Return what views are made from, by default in the language in use."""
        return show.Scene(
            session=self.session,
            meeting=self.meeting,
            programme=self._programme(),
            people=self._forum.people.people,
            language=language or words.language(),
            shown_item=self.shown_item,
        )

    def agenda(self, language: str = "") -> AgendaView:
        """Return the agenda pane as of now."""
        return show.agenda_view(self.scene(language), self.session.me.clock.read())

    def floor_view(self, item: ItemId | None = None, language: str = "") -> FloorView:
        """Return the floor pane as of now, with the list of the item in front."""
        now, opens = self.session.me.clock.read(), self.opens
        scene = self.scene(language)
        view = show.floor_view(scene, now, item, self.floor.calls_from(), opens)
        return self.running.shown(view)

    def shares(self) -> tuple[ShareView, ...]:
        """Return the time each sector has spoken up to now."""
        return show.shares(self.scene(), self.session.state.booked(self.session.me.clock.read()))

    def reading(self) -> FloorReading:
        """Return the running digits as of now, and notice sleep and clock steps."""
        now = self.session.me.clock.read()
        if self.questions.look(now):
            with self._keeper.batch():
                self._keeper.note(Changes(floor=True))
        return show.floor_reading(self.scene(), now)

    def usual_ms(self) -> int:
        """Return the time a contribution gets on the item in front."""
        programme, item = self._programme(), self.shown_item
        return times.usual_ms(programme, self.meeting, Kind.CONTRIBUTION, item)

    def find_people(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return participants who fit what was typed, best first."""
        return find(self._forum.people.people, typed, words.language(), limit)

    def close(self) -> None:
        """Stop following the meeting."""
        self.session.close()
