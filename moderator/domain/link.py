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
    is_outdated: bool = False
    """Others write with a newer program; what is changed here stays here until this one is new."""


class HostState(StrEnum):
    """What the hub that this laptop runs is doing."""

    STAND_BY = "stand-by"
    """Nothing is hosted here; this laptop would, if the host fell silent."""
    OFFERED = "offered"
    """The host is silent: this laptop can host and run the floor."""
    STARTING = "starting"
    RUNNING = "running"
    RESTARTING = "restarting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class HostView:
    """What people are told of the meeting that this laptop hosts."""

    state: HostState
    is_on_network: bool = False
    """Whether others can reach it, or this laptop only."""
    address: str = ""
    """Host and port, for those who type it."""
    others: tuple[str, ...] = ()
    """The names of the others who are joined; empty ones are not known."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation for one laptop."""

    code: str
    """Good for ten minutes; empty where there is none."""
    link: str
    address: str
    role: str
    expires: str
    """In ISO 8601."""
