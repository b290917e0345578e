"""Which meeting of a forum is meant where none is named."""

from dataclasses import dataclass, field
from itertools import chain

from moderator.desk.forum import OpenForum
from moderator.desk.keeper import Keeper
from moderator.desk.session import OPENED, LoadedFloor
from moderator.domain.floor import MeetingPhase
from moderator.domain.ids import MeetingId
from moderator.domain.programme import local

FRONT = "front/"
"""Where the store keeps which meeting of a forum was in front last."""


@dataclass(slots=True)
class Usual:
    """The meeting that is meant, and its floor where that had to be read to know it."""

    meeting: MeetingId | None
    floor: LoadedFloor | None = None
    """Followed already: whoever does not go on with it closes it."""


def usual_meeting(forum: OpenForum, keeper: Keeper) -> Usual:
    """Return the meeting that is open, else today's first unfinished one, else the first.

    Of other days' meetings only the ones last in front and last opened may be left open.
    """
    programme = forum.programme.programme
    meetings = [m.id for m in programme.meetings]
    today = local(keeper.clock.read().utc_ms, programme.forum.zone).date()
    days = {d.id for d in programme.days if d.date == today}
    todays = [m.id for m in programme.meetings if m.day in days]
    left = (keeper.store.state(FRONT + forum.id), keeper.store.state(OPENED + forum.id))
    floors = _Floors(forum, keeper)
    kept = dict.fromkeys([*(m for m in meetings if m in left), *todays])
    still_open = (m for m in kept if floors.phase(m) is MeetingPhase.OPEN)
    unfinished = (m for m in todays if floors.phase(m) is not MeetingPhase.CLOSED)
    meeting = next(chain(still_open, unfinished, todays, meetings), None)
    return Usual(meeting, floors.give(meeting))


@dataclass(slots=True)
class _Floors:
    """Reads as few floors as need be, each once: that takes a while after a long meeting."""

    forum: OpenForum
    keeper: Keeper
    read: dict[MeetingId, LoadedFloor] = field(default_factory=dict)

    def phase(self, meeting: MeetingId) -> MeetingPhase:
        if meeting not in self.read:
            self.read[meeting] = LoadedFloor.open(self.keeper, self.forum.id, meeting)
        return self.read[meeting].fold.state.phase

    def give(self, wanted: MeetingId | None) -> LoadedFloor | None:
        """Return the floor of one meeting where it was read, and close those of all others."""
        for meeting, floor in self.read.items():
            if meeting != wanted:
                floor.document.close()
        return self.read.get(wanted) if wanted else None
