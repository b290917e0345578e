"""What the header shows in the room there is: words give way first, then tabs, then one row."""

from collections.abc import Callable
from dataclasses import dataclass, replace

FORUM_PX, FORUM_LEAST_PX = 220, 140


@dataclass(frozen=True, slots=True)
class Fit:
    """What is shown in the room there is."""

    is_wordy: bool = False
    """Who is here is told in words, not figures alone."""
    is_brief: bool = False
    """What waits for the hub is told without its number."""
    has_tabs: bool = True
    forum_px: int = FORUM_PX


FITS = (
    Fit(is_wordy=True),
    Fit(),
    Fit(is_brief=True),
    Fit(is_brief=True, forum_px=FORUM_LEAST_PX),
    Fit(has_tabs=False),
    Fit(has_tabs=False, is_brief=True),
    Fit(has_tabs=False, is_brief=True, forum_px=FORUM_LEAST_PX),
)
"""The looks of one row, from the widest on."""


def fitting(
    place_px: Callable[[Fit], int], state_px: Callable[[Fit], int], gap_px: int, room_px: int
) -> tuple[Fit, bool]:
    """Return the first look that fits, and whether place and state stand in one row.

    ``place_px`` and ``state_px`` tell how wide both are in a look.
    """
    for fit in FITS:
        if place_px(fit) + gap_px + state_px(fit) <= room_px:
            return fit, True
    fit = Fit(has_tabs=place_px(Fit()) <= room_px)
    return replace(fit, is_brief=state_px(fit) > room_px), False
