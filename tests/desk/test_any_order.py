"""Whatever is done, in any order, with any clock: nothing is lost, and all sums agree."""

import asyncio
import datetime as dt
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from moderator.desk.questions import Answer
from moderator.desk.reasons import sentence
from moderator.desk.room import Room
from moderator.domain import totals
from moderator.domain.errors import ModeratorError
from moderator.domain.events import EventKind
from moderator.domain.floor import MeetingPhase, Plan, RequestState
from moderator.domain.fold import Fold
from moderator.domain.ids import EventId, ItemId, MeetingId, RequestId
from moderator.domain.kinds import Kind
from moderator.domain.notes import Mark
from moderator.domain.programme import ItemKind
from moderator.formats import forum_json
from tests.desk.kit import add_meeting, desk_over, items, small_forum, text
from tests.domain.hall import HOUR, MINUTE, SECOND, FakeClock

Act = Callable[[Room, int], object]
"""What is done to a meeting; the number chooses among whatever there is to choose from."""

NAMES = (
    "Anna",
    "Бота Әлі",
    " \n",
    "<b>x</b>&y",
    "a" * 300,
    "ali\x00\u2028\u202eveli",
    "👩\u200d🚀",
)
TEXTS = ("a", "слово ", "\n", "🙂", "x\ny", "\u2028", "\r\n", "\x00", "e\u0301", "", "\u202e")
STEPS_MS = (2 * SECOND, -MINUTE, HOUR, -24 * HOUR, 24 * HOUR)
"""A second or less is taken for the slewing of an ordinary clock, and is not noticed."""


def _request(room: Room, n: int) -> RequestId:
    known = list(room.session.state.requests)
    return known[n % len(known)] if known else RequestId("nobody")


def _item(room: Room, n: int) -> ItemId:
    agenda = items(room)
    return agenda[n % len(agenda)]


def _type(room: Room, n: int) -> None:
    item = _item(room, n)
    units = len(room.notes.text(item).encode("utf-16-le")) // 2
    room.notes.edit(item, n % (units + 1), n % 3, TEXTS[n % len(TEXTS)])


FLOOR: dict[str, Act] = {
    "add": lambda r, n: r.floor.add(NAMES[n % len(NAMES)], list(Kind)[n % len(Kind)]),
    "withdraw": lambda r, n: r.floor.withdraw(_request(r, n)),
    "move": lambda r, n: r.floor.move(_request(r, n), n % 7 - 1),
    "change": lambda r, n: r.floor.change(_request(r, n), kind=list(Kind)[n % len(Kind)].value),
    "allot": lambda r, n: r.floor.change(_request(r, n), allotted_ms=n * SECOND - 5),
    "call next": lambda r, n: r.floor.call_next(n % 2 == 0),
    "call": lambda r, n: r.floor.call(_request(r, n), hold=n % 2 == 0),
    "point of order": lambda r, n: r.floor.point_of_order(NAMES[n % len(NAMES)], n % 2 == 0),
    "pause": lambda r, n: r.floor.pause(),
    "resume": lambda r, n: r.floor.resume(),
    "toggle": lambda r, n: r.floor.toggle(),
    "time": lambda r, n: r.floor.change_time((n - 5) * MINUTE),
    "end": lambda r, n: r.floor.end(),
    "not here": lambda r, n: r.floor.not_here(),
    "take back": lambda r, n: r.floor.take_back(),
    "undo": lambda r, n: r.floor.undo(),
    "redo": lambda r, n: r.floor.redo(),
    "open": lambda r, n: r.floor.open_meeting(),
    "close": lambda r, n: r.floor.close_meeting(),
    "open item": lambda r, n: r.floor.open_item(_item(r, n)),
    "close item": lambda r, n: r.floor.close_item(_item(r, n)),
    "skip item": lambda r, n: r.floor.skip_item(_item(r, n)),
    "list": lambda r, n: r.floor.set_list(n % 2 == 0),
    "plan": lambda r, n: r.floor.choose_plan(list(Plan)[n % len(Plan)]),
    "answer": lambda r, n: r.questions.answer(list(Answer)[n % len(Answer)]),
}
REST: dict[str, Act] = {
    "select": lambda r, n: r.select_item(_item(r, n) if n % 3 else None),
    "type": _type,
    "add a note": lambda r, n: r.notes.add(_item(r, n), TEXTS[n % len(TEXTS)], list(Mark)[n % 6]),
    "mark": lambda r, n: r.notes.set_mark(_item(r, n), n % 4, list(Mark)[n % 6]),
    "previous": lambda r, n: r.notes.give_to_previous(_item(r, n), n % 4),
    "undo a key": lambda r, n: r.notes.undo(),
    "redo a key": lambda r, n: r.notes.redo(),
}
CHOICE = st.integers(0, 40)


class AnyOrder(RuleBasedStateMachine):
    """A forum of two meetings, its laptop's clocks, and a count of the time that really passed."""

    @initialize()
    def begin(self) -> None:
        self.clock = FakeClock()
        self.passed_ms = 0
        self.when: dict[EventId, int] = {}
        self.unsure: set[MeetingId] = set()
        """Meetings nobody looked at while the clock was set: their time may be off by that."""
        self.folder = Path(tempfile.mkdtemp(prefix="any-order-"))
        self.open()
        small_forum(self.desk)
        other = add_meeting(self.desk, "Other", dt.time(14))
        self.desk.planning.add_item(other, text("Its item"), ItemKind.QUESTIONS, MINUTE)

    def open(self) -> None:
        self.held = ExitStack()
        self.desk = self.held.enter_context(desk_over(self.folder / "data", self.clock))

    @rule(what=st.sampled_from(sorted(FLOOR)), n=CHOICE)
    def on_the_floor(self, what: str, n: int) -> None:
        self.attempt(FLOOR[what], n)

    @rule(what=st.sampled_from(sorted(REST)), n=CHOICE)
    def beside_it(self, what: str, n: int) -> None:
        self.attempt(REST[what], n)

    def attempt(self, act: Act, n: int) -> None:
        room = self.desk.room
        before, refused = room.session.fold.events, None
        try:
            act(room, n)
        except ModeratorError as error:
            refused = error
        if refused is not None:
            assert sentence(refused)
            assert room.session.fold.events == before
        self.note(room)

    def note(self, room: Room) -> None:
        for event in room.session.fold.events:
            self.when.setdefault(event.id, self.passed_ms)

    @rule(n=CHOICE)
    def change_the_programme(self, n: int) -> None:
        room, planning = self.desk.room, self.desk.planning
        if n % 4 == 0:
            planning.add_item(room.id, text("New"), ItemKind.SPEECH, MINUTE)
        elif n % 4 == 1:
            planning.move_item(_item(room, n), n % 5)
        elif n % 4 == 2 and len(items(room)) > 1:
            planning.remove_item(_item(room, n))
        elif len(self.desk.programme.meetings) > 1:
            planning.remove_meeting(room.id)

    @rule()
    def choose_another_meeting(self) -> None:
        self.desk.select_meeting(self.desk.programme.meetings[0].id)
        self.desk.select_meeting(self.desk.programme.meetings[-1].id)

    @rule(n=CHOICE)
    def act_on_a_meeting_that_is_not_in_front(self, n: int) -> None:
        others = [m.id for m in self.desk.programme.meetings if m.id != self.desk.room.id]
        if others:
            room = self.desk.enter(self.desk.forum, others[0])
            _type(room, n)
            room.floor.add("X")
            if room.session.state.phase is not MeetingPhase.CLOSED:
                room.floor.call_next(guard=False)
            self.note(room)
            room.close()

    @rule(ms=st.sampled_from((1, 999, 1_001, MINUTE, HOUR)), asleep=st.booleans())
    def wait(self, ms: int, asleep: bool) -> None:
        (self.clock.sleep if asleep else self.clock.wait)(ms)
        self.passed_ms += ms

    @rule(ms=st.sampled_from(STEPS_MS))
    def set_the_clock(self, ms: int) -> None:
        self.desk.room.reading()
        self.clock.step(ms)
        self.desk.room.reading()
        self.unsure |= {m.id for m in self.desk.programme.meetings} - {self.desk.room.id}

    @rule(reboots=st.booleans(), ms=st.sampled_from((10, 3 * SECOND, 20 * MINUTE)))
    def start_again(self, reboots: bool, ms: int) -> None:
        meeting, before = self.desk.room.id, self.desk.room.session.state
        notes = [self.desk.room.notes.text(item) for item in items(self.desk.room)]
        self.held.close()
        (self.clock.reboot if reboots else self.clock.wait)(ms)
        self.passed_ms += ms
        self.open()
        self.desk.select_meeting(meeting)
        assert self.desk.room.session.state == before
        assert [self.desk.room.notes.text(item) for item in items(self.desk.room)] == notes

    @invariant()
    def all_sums_agree(self) -> None:
        room, now = self.desk.room, self.clock.now
        state = room.session.state
        spent = totals.spent(state, now)
        speeches = tuple(state.booked(now).speeches())
        assert spent.total_ms == state.open_ms(now)
        assert min(spent.speeches_ms, spent.chair_ms, spent.changeover_ms, spent.pause_ms) >= 0
        for shares in (
            totals.by_person(speeches),
            totals.by_sector(speeches, self.desk.people),
            totals.by_item(speeches),
        ):
            assert sum(share.spoken_ms for share in shares) == spent.speeches_ms
        reading = room.reading()
        assert reading.left_ms + reading.elapsed_ms == reading.allotted_ms
        if room.id not in self.unsure:
            assert state.open_ms(now) == self.really_open_ms(room)

    def really_open_ms(self, room: Room) -> int:
        whole_ms, begun_ms = 0, None
        for event in room.session.fold.events:
            if event.id in room.session.fold.undone:
                continue
            if event.kind is EventKind.MEETING_OPENED and begun_ms is None:
                begun_ms = self.when[event.id]
            if event.kind is EventKind.MEETING_CLOSED and begun_ms is not None:
                whole_ms, begun_ms = whole_ms + self.when[event.id] - begun_ms, None
        return whole_ms + (0 if begun_ms is None else self.passed_ms - begun_ms)

    @invariant()
    def at_most_one_speaks(self) -> None:
        room = self.desk.room
        state = room.session.state
        speaking = [s.request for s in (*state.held, *filter(None, [state.current]))]
        called = [r.id for r in state.requests.values() if r.state is RequestState.CALLED]
        assert sorted(speaking) == sorted(called)
        assert len({s.request for s in state.speeches()}) == len(list(state.speeches()))
        assert state.phase is MeetingPhase.OPEN or not speaking
        assert Fold(room.session.floor.events()).state == state

    @invariant()
    def everything_can_be_shown(self) -> None:
        room = self.desk.room
        room.agenda()
        room.floor_view()
        for item in items(room):
            shown = [line.text for line in room.notes.lines(item)]
            assert "\n".join(shown) == room.notes.text(item)
            assert len(room.notes.gutter(item)) == len(shown)

    def teardown(self) -> None:
        with self.held:
            self.desk.commit()
            assert self.desk.store.check() == ()
            exported = asyncio.run(self.desk.export())
        with desk_over(self.folder / "copy", self.clock) as copy:
            copy.library.add(forum_json.read(exported))
            assert asyncio.run(copy.export()) == exported
            copy.commit()
            assert copy.store.check() == ()


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=12, stateful_step_count=30)
