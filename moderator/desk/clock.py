"""The laptop's own clocks; the only place in the program that reads them."""

import ctypes
import functools
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from moderator.domain.clock import Reading

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """Reads the clocks of this laptop.

    ``mono_ms`` counts through sleep where the system has such a clock (Linux CLOCK_BOOTTIME,
    macOS CLOCK_MONOTONIC, Windows' interrupt time behind ``time.monotonic``); ``asleep_ms`` is its
    lead over the clock that stands still asleep, and 0 on Windows, which has no second one here.

    Once corrected by a hub's time, ``utc_ms`` goes on by ``mono_ms``: whoever sets the wall clock
    of one laptop then moves no digits there that others see, too.
    """

    def __init__(self, laptop: str = "") -> None:
        self._laptop = laptop
        self._ahead_of_mono_ms: int | None = None
        """The hub's time less ``mono_ms``; None before any correction."""

    def read(self) -> Reading:
        """Return all clocks as of now."""
        wall_ms = time.time_ns() // 1_000_000
        counting_ns, awake_ns = _counting_ns(), _awake_ns()
        mono_ms = counting_ns // 1_000_000
        ahead_ms = self._ahead_of_mono_ms
        utc_ms = wall_ms if ahead_ms is None else mono_ms + ahead_ms
        return Reading(
            utc_ms=utc_ms,
            mono_ms=mono_ms,
            boot=boot_of(self._laptop),
            asleep_ms=max(0, counting_ns - awake_ns) // 1_000_000,
            correction_ms=utc_ms - wall_ms,
        )

    def correct(self, by_ms: int) -> None:
        """Add so much to the wall clock from now on."""
        wall_ms, mono_ms = time.time_ns() // 1_000_000, _counting_ns() // 1_000_000
        self._ahead_of_mono_ms = wall_ms + by_ms - mono_ms


def _clock(names: Mapping[str, str]) -> int | None:
    """Return this platform's clock of the ones named; None for what ``time.monotonic`` reads."""
    found: int | None = getattr(time, names.get(sys.platform, ""), None)
    return found


# looked up once: every key reads them
_COUNTING = _clock({"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"})
_AWAKE = _clock({"darwin": "CLOCK_UPTIME_RAW"})


def _counting_ns() -> int:
    return time.monotonic_ns() if _COUNTING is None else time.clock_gettime_ns(_COUNTING)


def _awake_ns() -> int:
    return time.monotonic_ns() if _AWAKE is None else time.clock_gettime_ns(_AWAKE)


@functools.cache
def boot_of(laptop: str) -> str:
    """Return a name for the present boot of this laptop, the same in every process of it.

    Linux names its boots. Elsewhere the moment of the boot, to ten seconds, stands for it: a clock
    that was set since looks like another boot, and the interval then falls back to the wall clock
    and says so (DESIGN.md §4.4).
    """
    if _BOOT_ID.exists():
        return f"{laptop}/{_BOOT_ID.read_text(encoding='ascii').strip()}"
    if sys.platform == "win32":
        up_ms = int(ctypes.windll.kernel32.GetTickCount64())
    else:
        up_ms = _counting_ns() // 1_000_000
    begun_ms = time.time_ns() // 1_000_000 - up_ms
    return f"{laptop}/{begun_ms // 10_000}"
