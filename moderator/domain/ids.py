"""Names of things that stay the same on every laptop: random text, never derived from content."""

import uuid
from typing import NewType

ForumId = NewType("ForumId", str)
DayId = NewType("DayId", str)
MeetingId = NewType("MeetingId", str)
ItemId = NewType("ItemId", str)
PersonId = NewType("PersonId", str)
OrganisationId = NewType("OrganisationId", str)
SectorId = NewType("SectorId", str)
RequestId = NewType("RequestId", str)
EventId = NewType("EventId", str)
LaptopId = NewType("LaptopId", str)
RunId = NewType("RunId", str)


def new_id() -> str:
    """Return a fresh random id of 32 hexadecimal digits."""
    return uuid.uuid4().hex
