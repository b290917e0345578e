"""The staff line: short messages between those who run a forum."""

from dataclasses import dataclass

from moderator.domain.ids import LaptopId

MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class StaffMessage:
    """One message, as it was said."""

    id: str
    name: str
    """Who said it, by the name they went by then; may be empty."""
    laptop: LaptopId
    utc_ms: int
    text: str
