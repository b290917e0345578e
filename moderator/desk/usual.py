"""Which meeting of a forum is meant where none is named."""

from functools import cache, partial
from itertools import chain

from moderator.desk.forum import OpenForum
from moderator.desk.keeper import Keeper
from moderator.desk.session import OPENED
from moderator.documents.document import floor_name
from moderator.documents.floor import FloorDocument
from moderator.domain.floor import MeetingPhase
from moderator.domain.fold import Fold
from moderator.domain.ids import MeetingId
from moderator.domain.programme import local

FRONT = "front/"
"""Where the store keeps which meeting of a forum was in front last."""


def usual_meeting(forum: OpenForum, keeper: Keeper) -> MeetingId | None:
    """Return the meeting that is open, else today's first unfinished one, else the first.

    Of other days' meetings only the ones last in front and last opened may be left open.
    """
    programme = forum.programme.programme
    meetings = [m.id for m in programme.meetings]
    today = local(keeper.clock.read().utc_ms, programme.forum.zone).date()
    days = {d.id for d in programme.days if d.date == today}
    todays = [m.id for m in programme.meetings if m.day in days]
    left = (keeper.store.state(FRONT + forum.id), keeper.store.state(OPENED + forum.id))
    # as few floors are read as need be: that takes a while at the end of a long meeting
    phase = cache(partial(_phase, forum, keeper))
    kept = dict.fromkeys([*(m for m in meetings if m in left), *todays])
    still_open = (m for m in kept if phase(m) is MeetingPhase.OPEN)
    unfinished = (m for m in todays if phase(m) is not MeetingPhase.CLOSED)
    return next(chain(still_open, unfinished, todays, meetings), None)


def _phase(forum: OpenForum, keeper: Keeper, meeting: MeetingId) -> MeetingPhase:
    floor = keeper.open(FloorDocument, floor_name(forum.id, meeting))
    floor.close()
    return Fold(floor.events()).state.phase
