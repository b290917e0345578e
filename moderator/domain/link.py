"""How far a laptop and its hub have come."""

from dataclasses import dataclass
from enum import StrEnum


class LinkState(StrEnum):
    """What the connection to a hub is doing."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    CATCHING_UP = "catching-up"
    LIVE = "live"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LinkView:
    """What people are told of the connection."""

    state: LinkState
    host: str
    role: str
    waiting: int
    """Changes that are kept here and not known to be committed at the hub."""
    at_hub_utc_ms: int | None = None
    """When everything here was last known to be committed there."""
    lost_utc_ms: int | None = None
    """Since when there is no connection; None while there is one."""
    clock_doubt_ms: int = 0
    """How far the clocks of laptop and hub may differ; 0 where that is not known."""
    is_received_only: bool = False
    """The hub says what it received, and not whether it keeps it."""
