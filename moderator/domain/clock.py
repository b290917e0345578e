"""Two readings of now, one for people and one for measuring, and what their difference tells.

An interval is measured on the monotonic clock wherever both ends were read in one boot of one
laptop, so that setting the wall clock changes no speech. Only across a reboot, or between laptops,
is the (hub-corrected) wall clock the only measure there is; such an interval is told apart.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

GAP_MS = 1_000  # research/stage-timers §5: a step of half a second or less is ordinary slewing


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at all clocks of a laptop."""

    utc_ms: int
    """Milliseconds since 1970 UTC, corrected by the hub's offset; may jump."""
    mono_ms: int
    """Milliseconds since boot, sleep included; never goes back within one boot."""
    boot: str
    """Which boot ``mono_ms`` belongs to: the laptop's id, a slash, a name; empty when unknown."""
    asleep_ms: int = 0
    """How much of ``mono_ms`` the laptop slept, where the system can tell."""
    correction_ms: int = field(default=0, compare=False)
    """What was added to the wall clock of the laptop to make ``utc_ms`` the hub's."""


class Clock(Protocol):
    """Where readings come from."""

    def read(self) -> Reading:
        """Return all clocks as of now."""
        ...

    def correct(self, by_ms: int) -> None:
        """Add so much to the laptop's wall clock from now on: the hub's is ahead by that."""
        ...


class Measure(StrEnum):
    """How an interval was measured."""

    MONOTONIC = "monotonic"
    WALL = "wall"


def interval_ms(begun: Reading, ended: Reading) -> int:
    """Return the milliseconds from ``begun`` to ``ended``, never negative."""
    if measure_of(begun, ended) is Measure.MONOTONIC:
        return max(0, ended.mono_ms - begun.mono_ms)
    return max(0, ended.utc_ms - begun.utc_ms)


def measure_of(begun: Reading, ended: Reading) -> Measure:
    """Return which clock ``interval_ms`` uses for these two readings."""
    same = begun.boot != "" and begun.boot == ended.boot and ended.mono_ms >= begun.mono_ms
    return Measure.MONOTONIC if same else Measure.WALL


def later(begun: Reading, ended: Reading) -> Reading:
    """Return from which of two readings the next interval counts, so that none counts twice.

    That is ``ended``, unless another laptop's wall clock reads less than ``begun``: it runs behind,
    or its event was made apart and came late. A laptop that rebooted with its own wall clock set
    back is believed.
    """
    same_laptop = begun.boot.partition("/")[0] == ended.boot.partition("/")[0]
    return ended if same_laptop or ended.utc_ms >= begun.utc_ms else begun


@dataclass(frozen=True, slots=True)
class Disturbance:
    """What happened to the clocks between two readings."""

    slept_ms: int = 0
    stepped_ms: int = 0
    """How far the wall clock was set; negative means back."""
    rebooted: bool = False


def disturbance(before: Reading, after: Reading) -> Disturbance | None:
    """Return what disturbed the clocks between two readings, or None when nothing worth saying."""
    if measure_of(before, after) is Measure.WALL:
        return Disturbance(rebooted=True)
    slept_ms = after.asleep_ms - before.asleep_ms
    wall_ms = after.utc_ms - before.utc_ms - (after.correction_ms - before.correction_ms)
    stepped_ms = wall_ms - (after.mono_ms - before.mono_ms)
    slept_ms = slept_ms if slept_ms > GAP_MS else 0
    stepped_ms = stepped_ms if abs(stepped_ms) > GAP_MS else 0
    return Disturbance(slept_ms, stepped_ms) if slept_ms or stepped_ms else None
