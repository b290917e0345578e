"""Eight simulated hours on the floor, with sleeps and clock steps: how wrong a timer gets."""

import random
import tempfile
from pathlib import Path

from moderator.app.opening import open_desk
from moderator.desk.questions import Answer
from moderator.desk.room import Room
from moderator.domain.floor import Phase
from moderator.settings import Settings
from tests.domain.hall import FakeClock

HOURS = 8
_HOUR_MS = 3_600_000


class _Witness:
    """Counts apart from the program how long the present speech has run."""

    def __init__(self, room: Room, clock: FakeClock) -> None:
        self._room = room
        self._clock = clock
        self._spoken_ms = 0
        self._runs = False
        self.worst_ms = 0
        self.asked = 0

    def call(self) -> None:
        self._room.floor.add("A speaker")
        self._room.floor.call_next(guard=False)
        self._spoken_ms = 0
        self._runs = True

    def toggle(self) -> None:
        self._room.floor.toggle()
        self._runs = not self._runs

    def pass_time(self, ms: int, *, asleep: bool = False) -> None:
        (self._clock.sleep if asleep else self._clock.wait)(ms)
        self._spoken_ms += ms if self._runs else 0
        self.look()

    def step(self, ms: int) -> None:
        self._clock.step(ms)
        self.look()

    def look(self) -> None:
        reading = self._room.reading()
        question = self._room.questions.open
        if question is not None:
            self.asked += 1
            counts = Answer.COUNT if Answer.COUNT in question.answers else question.answers[0]
            self._room.questions.answer(counts)
            reading = self._room.reading()
        assert reading.phase is not Phase.IDLE
        self.worst_ms = max(self.worst_ms, abs(reading.elapsed_ms - self._spoken_ms))


def error_ms(seed: int = 9) -> tuple[int, int]:
    """Return the worst error of the shown time, in ms, and how often the chair was asked."""
    chance = random.Random(seed)
    clock = FakeClock()
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder), Settings(), clock=clock)
        room = desk.room
        room.floor.open_meeting()
        witness = _Witness(room, clock)
        end_ms = clock.now.mono_ms + HOURS * _HOUR_MS
        witness.call()
        while clock.now.mono_ms < end_ms:
            match chance.randrange(12):
                case 0 | 1:
                    witness.call()
                case 2 | 3:
                    witness.toggle()
                case 4:
                    witness.pass_time(chance.randrange(2_000, 20 * 60_000), asleep=True)
                case 5:
                    witness.step(chance.choice((-1, 1)) * chance.randrange(600, 7_200_000))
                case _:
                    witness.pass_time(chance.randrange(50, 40_000))
        desk.close()
    return witness.worst_ms, witness.asked
