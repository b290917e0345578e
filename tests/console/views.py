"""Plain views for the tests of what people see."""

from dataclasses import replace
from typing import Any

from moderator.desk.views import FloorReading, FloorView, ShareView, SpeakerView, UndoView
from moderator.domain.events import EventKind
from moderator.domain.floor import ClockState, MeetingPhase, Phase
from moderator.domain.ids import ItemId, PersonId, RequestId, SectorId
from moderator.domain.kinds import Kind

NOW_UTC_MS = 1_800_000_000_000
LONG_NAME = "Председатель Ассоциации профсоюзных организаций работников образования"
LONG_KAZAKH = "Білім беру қызметкерлерінің кәсіподақ ұйымдары қауымдастығының төрағасы"


def speaker(number: int, name: str = "", **more: Any) -> SpeakerView:
    """Return a speaker on the list."""
    usual = SpeakerView(
        request=RequestId(f"r{number}"),
        name=name or f"Speaker {number}",
        detail="Office · Organisation",
        person=PersonId(f"p{number}"),
        sector=SectorId("ngo"),
        sector_name="NGO",
        sector_order=1,
        kind=Kind.CONTRIBUTION,
        allotted_ms=180_000,
        requested_utc_ms=NOW_UTC_MS - number * 60_000,
        times_spoken=0,
        missed=0,
    )
    return replace(usual, **more)


def floor(**more: Any) -> FloorView:
    """Return a floor on which somebody speaks and nine wait."""
    usual = FloorView(
        phase=MeetingPhase.OPEN,
        item=ItemId("i"),
        shown_item=ItemId("i"),
        item_title="Questions from NGOs",
        open_title="Questions from NGOs",
        current=speaker(20, "Head, Sample NGO Alliance", kind=Kind.QUESTION),
        clock=ClockState.RUNNING,
        held=(),
        queue=tuple(speaker(n) for n in range(1, 10)),
        upcoming=tuple(speaker(n) for n in range(1, 5)),
        past=(),
        list_open=True,
        shares=(
            ShareView(SectorId("gov"), "Government", 0, 1_360_000),
            ShareView(SectorId("ngo"), "NGO", 1, 770_000),
        ),
        undo=UndoView(EventKind.CALLED, "Head, Sample NGO Alliance"),
        redo=None,
    )
    return replace(usual, **more)


def reading(phase: Phase = Phase.RUNNING, left_ms: int = 108_000, **more: Any) -> FloorReading:
    """Return the digits of a three-minute speech."""
    usual = FloorReading(phase, left_ms, 180_000 - left_ms, 180_000, 30_000, 1_000)
    return replace(usual, **more)
