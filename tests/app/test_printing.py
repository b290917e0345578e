"""What a terminal shows is what the windows show, in words."""

from typing import Any

import pytest

from moderator.app import printing
from tests.app.command_line import Line

NINE_UTC_MS, MINUTE_MS = 1_795_579_200_000, 60_000
_MEETING = {
    "number": 1,
    "title": "Morning",
    "phase": "open",
    "zone": "Asia/Almaty",
    "planned_utc_ms": NINE_UTC_MS,
}


def test_the_end_of_a_meeting_is_not_mixed_up_with_how_late_it_is() -> None:
    row = {
        "title": "Reports",
        "planned_ms": 50 * MINUTE_MS,
        "state": "open",
        "actual_start_utc_ms": NINE_UTC_MS + 7 * MINUTE_MS,
        "expected_start_utc_ms": NINE_UTC_MS + 7 * MINUTE_MS,
    }
    agenda: dict[str, Any] = {
        "items": [row],
        "late_ms": 7 * MINUTE_MS,
        "planned_end_utc_ms": NINE_UTC_MS + 50 * MINUTE_MS,
        "expected_end_utc_ms": NINE_UTC_MS + 50 * MINUTE_MS,
    }
    shown = printing.show({"meeting": _MEETING, "agenda": agenda}).splitlines()
    assert "AGENDA · 7 min late" in shown
    assert shown[-1] == "  Ends 09:50, as planned"
    agenda["expected_end_utc_ms"] += 6 * MINUTE_MS
    shown = printing.show({"meeting": _MEETING, "agenda": agenda}).splitlines()
    assert shown[-1] == "  Ends 09:56 · planned 09:50"


@pytest.mark.parametrize(
    ("phase", "left_ms", "said"),
    [
        ("running", 170_000, "2:50 · running"),
        ("paused", 170_000, "2:50 · paused"),
        ("ready", 180_000, "3:00 · ready"),
        ("over", -35_000, "+0:35 · over time"),
    ],
)
def test_the_speaker_is_told_with_the_state_of_the_clock(
    own: Line, phase: str, left_ms: int, said: str
) -> None:
    own.ok("floor", "add", "Anna")
    value = own.value("floor", "call")
    value["speaking"] |= {"phase": phase, "left_ms": left_ms, "spoken_ms": 180_000 - left_ms}
    first = printing.queue(value).splitlines()[0]
    assert first.startswith(f"SPEAKING  Anna · {said} · of 3:00 · spoke ")
