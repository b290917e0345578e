"""Eight hours with sleeps, clock steps and hundreds of speeches: not a moment is miscounted."""

import random

from moderator.domain import totals
from moderator.domain.clock import Measure
from moderator.domain.kinds import Kind
from tests.domain.hall import HOUR, MINUTE, SECOND, FakeClock, Hall


def test_after_eight_hours_of_sleeps_and_steps_every_speech_is_right() -> None:
    draw = random.Random(8)
    hall = Hall(FakeClock()).begin()
    truth_ms: dict[str, int] = {}
    begun = hall.now.mono_ms

    def time_passes(ms: int) -> None:
        current = hall.state.current
        if current is not None and hall.state.clock_runs(hall.now):
            truth_ms[current.request] = truth_ms.get(current.request, 0) + ms
        hall.clock.sleep(ms) if draw.random() < 0.02 else hall.wait(ms)
        if draw.random() < 0.05:
            hall.clock.step(draw.choice([HOUR, -HOUR, MINUTE, -MINUTE, 3 * HOUR]))

    while hall.now.mono_ms - begun < 8 * HOUR:
        speaker = hall.speaks()
        for _ in range(draw.randrange(5)):
            time_passes(draw.randrange(40_000))
            hall.pause()
            time_passes(draw.randrange(9_000))
            hall.resume()
        if draw.random() < 0.3:
            hall.interrupt(draw.choice([Kind.POINT_OF_ORDER, Kind.INTERPOSED]))
            time_passes(draw.randrange(60_000))
            hall.end()
        time_passes(draw.randrange(180_000))
        assert hall.elapsed_ms() == truth_ms.get(speaker, 0)
        hall.end()
        time_passes(draw.randrange(20_000))
    spoken = {s.request: s.spent_ms for s in hall.state.speeches() if s.spent_ms}
    assert spoken == {k: v for k, v in truth_ms.items() if v}
    assert len(spoken) > 100
    assert {s.measure for s in hall.state.speeches()} == {Measure.MONOTONIC}
    spans = totals.spent(hall.state, hall.now)
    assert spans.total_ms == hall.now.mono_ms - begun


def test_over_reboots_the_error_is_what_the_wall_clock_was_set_by_and_said() -> None:
    hall = Hall().begin()
    speakers = []
    for n in range(20):
        speakers.append(hall.speaks())
        hall.wait(MINUTE)
        if n % 5 == 0:
            hall.clock.reboot(30 * SECOND)
        hall.wait(MINUTE)
        hall.end()
    measured = {s.request: (s.spent_ms, s.measure) for s in hall.state.past}
    for n, speaker in enumerate(speakers):
        if n % 5 == 0:
            assert measured[speaker] == (150 * SECOND, Measure.WALL)
        else:
            assert measured[speaker] == (120 * SECOND, Measure.MONOTONIC)
