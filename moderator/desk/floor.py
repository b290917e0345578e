"""What the chair does on the floor. Each command decides by the rules, then appends events."""

from moderator.desk.speakers import SpeakerList
from moderator.domain import rules, sortkey
from moderator.domain.agenda import Option, opening_options, starts_of
from moderator.domain.clock import Reading, interval_ms
from moderator.domain.errors import Reason, Refused
from moderator.domain.events import EventKind, heads
from moderator.domain.floor import ItemState, MeetingPhase, Plan
from moderator.domain.ids import EventId, ItemId, RequestId
from moderator.domain.kinds import RULES, Kind
from moderator.domain.programme import AgendaItem, ItemKind
from moderator.domain.rules import Call, Draft


class FloorDesk(SpeakerList):
    """The commands of one meeting's floor, its list of speakers included.

    Every command raises ``Refused`` with its reason when the present state does not allow it, and
    has then changed nothing.
    """

    # ---- the meeting and its items

    def open_meeting(self) -> None:
        """Open the meeting, or reopen a closed one."""
        self._do(rules.open_meeting(self.state), self._now())

    def open_next_item(self) -> None:
        """Open the item that comes next."""
        item = self.next_item()
        if item is None:
            raise Refused(Reason.NO_ITEM_AHEAD)
        self.open_item(item)

    def next_item(self) -> ItemId | None:
        """Return the first item ahead after the open one, else the first ahead; None: all done."""
        ids = [i.id for i in self._programme().agenda(self._session.meeting)]
        start = ids.index(self.state.item) + 1 if self.state.item in ids else 0
        ahead = [i for i in ids if self.state.run_of(i).state is ItemState.AHEAD]
        known = set(ahead)
        return next((i for i in ids[start:] if i in known), ahead[0] if ahead else None)

    def close_meeting(self) -> None:
        """Close the meeting, sealing the record."""
        now = self._now()
        self._do(rules.close_meeting(self.state, now, heads(self._session.fold.events)), now)
        self._session.back_up()

    def options(self) -> tuple[Option, ...]:
        """Return what can be done about a late start, each with the end it leads to."""
        items = self._programme().agenda(self._session.meeting)
        starts = starts_of(self._programme(), self._session.meeting)
        return opening_options(items, starts, self._now())

    def choose_plan(self, plan: Plan) -> None:
        """Decide what becomes of the minutes by which the meeting began late."""
        begun = self.state.opened_utc_ms
        if begun is None:
            raise Refused(Reason.MEETING_NOT_OPEN)
        planned = self._programme().starts_utc_ms(self._session.meeting)
        self._do(rules.choose_plan(plan, max(0, begun - planned)), self._now())

    def open_item(self, item: ItemId) -> None:
        """Open an agenda item; the one before is closed, the meeting opened if need be."""
        now = self._now()
        self._do(rules.open_item(self.state, item, now), now)

    def close_item(self, item: ItemId) -> None:
        """Close the open agenda item."""
        now = self._now()
        self._do(rules.close_item(self.state, item, now), now)

    def skip_item(self, item: ItemId) -> None:
        """Skip an agenda item ahead, or take a skipped one back."""
        self._do(rules.skip_item(self.state, item), self._now())

    # ---- who speaks

    def call_next(self, guard: bool = True) -> None:
        """Call the first on the list; while another was let in between, give the floor back.

        A meeting or item not open yet is opened first. With ``guard`` a second call within a
        second is refused.
        """
        self._session.need_gavel()
        now = self._now()
        if guard:
            rules.refuse_double_call(self.state, self._session.fold.events, now)
        if self.state.held:
            self.end()
            return
        if self.state.phase is MeetingPhase.CLOSED:
            raise Refused(Reason.MEETING_CLOSED)
        item = self.calls_from()
        rows = self.state.waiting(item) if item else ()
        if not rows:
            raise Refused(Reason.NOBODY_WAITS)
        self.call(rows[0].id)

    def calls_from(self) -> ItemId | None:
        """Return the item whose list "call next" goes by: the open one, else the one to open."""
        return self.state.item or self._item_to_open()

    def call(self, request: RequestId, hold: bool = False) -> None:
        """Give a waiting request the floor; with ``hold`` the present speech is held meanwhile.

        A meeting or item not open yet is opened first.
        """
        self._session.need_gavel()
        found = self.state.requests.get(request)
        if found is None:
            raise Refused(Reason.UNKNOWN_REQUEST)
        rules.withdraw(self.state, request)  # refuses what does not wait
        if self.state.phase is MeetingPhase.CLOSED:
            raise Refused(Reason.MEETING_CLOSED)
        now = self._now()
        with self._session.batch():
            if self.state.item is None:
                self._do(rules.open_item(self.state, found.item, now), now)
            wanted = Call(request, self.allotted_ms(found), hold)
            self._do(rules.call(self.state, now, self.meeting, wanted), now)

    def point_of_order(self, name: str, now: bool) -> RequestId:
        """Put a point of order on the list; ``now`` gives it the floor and holds the speech."""
        if now and self.state.phase is MeetingPhase.CLOSED:
            raise Refused(Reason.MEETING_CLOSED)
        if now:
            self._session.need_gavel()
        with self._session.batch():
            request = self.add(name, Kind.POINT_OF_ORDER)
            if now:
                self.call(request, hold=True)
        return request

    def pause(self) -> None:
        """Stop the running clock."""
        now = self._now()
        self._do(rules.pause(self.state, now), now)

    def resume(self) -> None:
        """Start the clock, or let a paused one go on."""
        now = self._now()
        self._do(rules.resume(self.state, now), now)

    def toggle(self) -> None:
        """Start the clock when it stands, pause it when it runs."""
        if self.state.clock_runs(self._now()):
            self.pause()
        else:
            self.resume()

    def change_time(self, by_ms: int) -> None:
        """Give the current speaker more time, or less."""
        self._do(rules.change_time(self.state, by_ms), self._now())

    def adjust(self, by_ms: int) -> None:
        """Correct what the current speech has spent."""
        self._do(rules.adjust(self.state, by_ms), self._now())

    def end_at(self, then: Reading) -> None:
        """End the speech without charging it for the time since ``then``."""
        now = self._now()
        with self._session.batch():
            # as of one moment: the clock runs between two
            self._do(rules.adjust(self.state, -interval_ms(then, now)), now)
            self._do(rules.end(self.state, now), now)

    def end(self) -> None:
        """End the speech without calling another."""
        now = self._now()
        self._do(rules.end(self.state, now), now)

    def not_here(self) -> None:
        """Put the called speaker back behind the next one waiting, charging nothing."""
        speech = self.state.current
        if speech is None:
            raise Refused(Reason.NOBODY_SPEAKS)
        rank = RULES[speech.kind].rank
        peers = [r for r in self.state.waiting(speech.item) if RULES[r.kind].rank == rank]
        key = ""
        if peers:
            key = sortkey.between(peers[0].key, peers[1].key if len(peers) > 1 else "")
        self._do(rules.not_here(self.state, key), self._now())

    # ---- taking back

    def undo(self) -> None:
        """Take back the last action of this laptop."""
        self._take_back(rules.undo_target(*self._session.history()).id)

    def redo(self) -> None:
        """Do again what was last taken back."""
        self._take_back(rules.redo_target(*self._session.history()).id)

    def take_back(self) -> None:
        """Take back the last call, and only a call."""
        events, undone, own = self._session.history()
        for event in reversed(events):
            if event.kind is EventKind.CALLED and event.id in own and event.id not in undone:
                rules.check_unbuilt(event, events, undone)
                self._take_back(event.id)
                return
        raise Refused(Reason.NOTHING_TO_UNDO)

    def _take_back(self, event: EventId) -> None:
        self._do([Draft(EventKind.UNDONE, event)], self._now())

    def _item_to_open(self) -> ItemId | None:
        """Return the item "call next" opens: the one shown, else the first ahead with a list."""
        shown = self._shown_item()
        planned = self._programme().item(shown) if shown else None
        if planned is not None and self._may_open(planned):
            return shown
        items = self._programme().agenda(self._session.meeting)
        ahead = [i.id for i in items if self._may_open(i)]
        listed = self.state.items_with_list()
        return next((i for i in ahead if i in listed), next(iter(ahead), None))

    def _may_open(self, item: AgendaItem) -> bool:
        ahead = self.state.run_of(item.id).state is ItemState.AHEAD
        return ahead and item.kind is not ItemKind.BREAK
