"""What is written beside the updates: rows of the projections, and facts of this laptop."""

from collections.abc import Mapping
from dataclasses import dataclass

from moderator.domain.floor import FloorState, Speech
from moderator.domain.ids import ForumId, ItemId, MeetingId, PersonId, RequestId
from moderator.domain.notes import Line
from moderator.domain.programme import LocalText, People, Programme


@dataclass(frozen=True, slots=True)
class StoredForum:
    """A forum kept on this laptop."""

    id: ForumId
    title: LocalText
    sample: bool
    made_utc_ms: int
    opened_utc_ms: int


@dataclass(frozen=True, slots=True)
class ForumRow:
    """Keep or change a forum's entry in the list of forums."""

    forum: StoredForum


@dataclass(frozen=True, slots=True)
class ForumGone:
    """Remove a forum with its documents and everything made from them."""

    forum: ForumId


@dataclass(frozen=True, slots=True)
class StateRow:
    """Keep a small fact of this laptop; ``value`` is JSON text."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class HubToken:
    """What lets one laptop in at a hub; of the token itself only its hash is kept."""

    hash: str
    role: str
    forum: ForumId
    """Empty until the hub has a forum."""
    name: str
    """Whom it was given to, as far as was said."""
    made_utc_ms: int
    expires_utc_ms: int
    revoked_utc_ms: int | None = None
    lasting: str = ""
    """The hash of what the laptop shows once it has used the invitation; empty until then."""
    laptop: str = ""
    """What the laptop that used it calls itself."""


@dataclass(frozen=True, slots=True)
class TokenRow:
    """Keep or change a token of this hub."""

    token: HubToken


@dataclass(frozen=True, slots=True)
class ProjectionsGone:
    """Throw away everything made from a forum's documents, before it is made anew."""

    forum: ForumId


@dataclass(frozen=True, slots=True)
class ProgrammeRows:
    """A forum's programme as it now is; replaces what was there."""

    programme: Programme


@dataclass(frozen=True, slots=True)
class PeopleRows:
    """Everyone known to a forum as it now is; replaces what was there."""

    forum: ForumId
    people: People


@dataclass(frozen=True, slots=True)
class SpeechRow:
    """A speech as booked by the floor's last event."""

    request: RequestId
    item: ItemId
    kind: str
    person: PersonId
    name: str
    """As typed at the list; empty for a known person."""
    called_utc_ms: int
    begun_utc_ms: int | None
    ended_utc_ms: int | None
    allotted_ms: int
    spent_ms: int
    paused_ms: int
    measure: str


@dataclass(frozen=True, slots=True)
class SpeechRows:
    """The speeches of a meeting that are new or changed, and those that are no more."""

    forum: ForumId
    meeting: MeetingId
    changed: tuple[SpeechRow, ...] = ()
    gone: tuple[RequestId, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteRows:
    """Lines of an item's notes that take the place of ``removed`` lines from ``first_line`` on."""

    forum: ForumId
    meeting: MeetingId
    item: ItemId
    first_line: int
    removed: int
    lines: tuple[Line, ...]


Rows = (
    ForumRow
    | ForumGone
    | StateRow
    | TokenRow
    | ProjectionsGone
    | ProgrammeRows
    | PeopleRows
    | SpeechRows
    | NoteRows
)

KEPT = (ForumRow, ForumGone, StateRow, TokenRow)
"""Rows that no document could bring back."""


def speech_row(speech: Speech, name: str = "") -> SpeechRow:
    """Return a speech of the floor as a row; ``name`` is the one typed at the list."""
    return SpeechRow(
        request=speech.request,
        item=speech.item,
        kind=speech.kind.value,
        person=speech.person,
        name=name,
        called_utc_ms=speech.called_utc_ms,
        begun_utc_ms=speech.begun_utc_ms,
        ended_utc_ms=speech.ended_utc_ms,
        allotted_ms=speech.allotted_ms,
        spent_ms=speech.spent_ms,
        paused_ms=speech.paused_ms,
        measure=speech.measure.value,
    )


def speech_changes(
    before: FloorState, after: FloorState, names: Mapping[RequestId, str]
) -> tuple[tuple[SpeechRow, ...], tuple[RequestId, ...]]:
    """Return which speeches differ between two states of one floor, and which are no more."""
    old = {s.request: s for s in before.speeches()}
    new = {s.request: s for s in after.speeches()}
    changed = (s for s in new.values() if old.get(s.request) is not s)
    rows = tuple(speech_row(s, names.get(s.request, "")) for s in changed)
    return rows, tuple(request for request in old if request not in new)
