"""Where a meeting's time went: by who spoke, and by what it was spent on.

Every grouping covers every speech, those of unknown people under an empty id, so that the parts
always add up to the whole. Speeches come from ``FloorState.booked(now).speeches()`` where the one
that runs is to count up to now.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from moderator.domain.clock import Reading
from moderator.domain.floor import FloorState, Speech
from moderator.domain.ids import ItemId, OrganisationId, PersonId, SectorId
from moderator.domain.programme import People

Id = TypeVar("Id", bound=str)


@dataclass(frozen=True, slots=True)
class Share(Generic[Id]):
    """What one person or group spoke."""

    id: Id
    """Empty for all who are unknown."""
    spoken_ms: int
    count: int
    """How many speeches."""


@dataclass(frozen=True, slots=True)
class Spans:
    """What an open meeting's time was spent on, up to one moment."""

    speeches_ms: int
    chair_ms: int
    changeover_ms: int
    pause_ms: int
    corrected_ms: int
    """Taken off speeches by hand; negative where time was added to them."""

    @property
    def total_ms(self) -> int:
        """Return all of it: how long the meeting was open."""
        return (
            self.speeches_ms
            + self.chair_ms
            + self.changeover_ms
            + self.pause_ms
            + self.corrected_ms
        )


def spent(state: FloorState, now: Reading) -> Spans:
    """Return what the meeting's time was spent on; adds up to ``state.open_ms(now)``."""
    booked = state.booked(now)
    return Spans(
        speeches_ms=sum(s.spent_ms for s in booked.speeches()),
        chair_ms=booked.tally.chair_ms,
        changeover_ms=booked.tally.changeover_ms,
        pause_ms=booked.tally.pause_ms,
        corrected_ms=booked.tally.corrected_ms,
    )


def by_person(speeches: Iterable[Speech]) -> tuple[Share[PersonId], ...]:
    """Return what every person spoke, the longest first."""
    return _grouped(speeches, lambda s: s.person)


def by_organisation(
    speeches: Iterable[Speech], people: People
) -> tuple[Share[OrganisationId], ...]:
    """Return what every organisation's people spoke, the longest first."""
    return _grouped(speeches, lambda s: people.organisation_of(s.person))


def by_sector(speeches: Iterable[Speech], people: People) -> tuple[Share[SectorId], ...]:
    """Return what every sector's people spoke, the longest first."""
    return _grouped(speeches, lambda s: people.sector_of(s.person))


def by_item(speeches: Iterable[Speech]) -> tuple[Share[ItemId], ...]:
    """Return what was spoken on every agenda item, the longest first."""
    return _grouped(speeches, lambda s: s.item)


def _grouped(speeches: Iterable[Speech], group: Callable[[Speech], Id]) -> tuple[Share[Id], ...]:
    sums: dict[Id, tuple[int, int]] = {}
    for speech in speeches:
        spoken_ms, count = sums.get(group(speech), (0, 0))
        sums[group(speech)] = (spoken_ms + speech.spent_ms, count + 1)
    shares = [Share(key, spoken_ms, count) for key, (spoken_ms, count) in sums.items()]
    return tuple(sorted(shares, key=lambda s: (-s.spoken_ms, s.id)))
