"""The state of a forum as values that JSON can carry, for the command line and the door."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from moderator.desk import show
from moderator.desk.desk import Desk
from moderator.desk.importing import Counts
from moderator.desk.room import Room
from moderator.desk.show import numbers
from moderator.desk.views import SpeakerView
from moderator.domain import totals
from moderator.domain.ids import ItemId
from moderator.domain.programme import local


def today(desk: Desk) -> str:
    """Return today's date in the open forum's zone, else in the laptop's own, as ISO text."""
    now = desk.clock.read().utc_ms
    if desk.has_forum:
        return local(now, desk.programme.forum.zone).date().isoformat()
    return dt.datetime.fromtimestamp(now / 1000).astimezone().date().isoformat()


def counts(found: Counts) -> dict[str, int]:
    """Return how much an import added, changed and left alone."""
    return {"added": found.added, "changed": found.changed, "unchanged": found.unchanged}


def meeting(room: Room, language: str) -> dict[str, Any]:
    """Return what a meeting is called and how far it is."""
    programme = room.scene().programme
    state = room.session.state
    return {
        "id": room.id,
        "number": numbers(programme)[room.id],
        "title": room.meeting.title.best(language),
        "phase": state.phase.value,
        "zone": programme.forum.zone,
        "planned_utc_ms": programme.starts_utc_ms(room.id),
        "opened_utc_ms": state.opened_utc_ms,
        "closed_utc_ms": state.closed_utc_ms,
        "open_ms": state.open_ms(room.session.me.clock.read()),
    }


def agenda(room: Room, language: str) -> dict[str, Any]:
    """Return the agenda with planned, expected and actual times (UTC milliseconds)."""
    view = room.agenda(language)
    rows = []
    for item, times in zip(view.items, view.schedule.rows, strict=True):
        rows.append(
            {
                "id": item.id,
                "title": item.title,
                "kind": item.kind.value,
                "visibility": item.visibility.value,
                "state": item.state.value,
                "heard": item.heard,
                "waiting": item.waiting,
                "planned_start_utc_ms": times.planned_start_utc_ms,
                "planned_ms": times.planned_ms,
                "expected_start_utc_ms": times.expected_start_utc_ms,
                "expected_ms": times.expected_ms,
                "actual_start_utc_ms": times.actual_start_utc_ms,
                "actual_end_utc_ms": times.actual_end_utc_ms,
                "spent_ms": times.spent_ms,
            }
        )
    schedule = view.schedule
    return {
        "items": rows,
        "late_ms": schedule.late_ms,
        "planned_end_utc_ms": schedule.planned_end_utc_ms,
        "expected_end_utc_ms": schedule.expected_end_utc_ms,
    }


def queue(room: Room, item: ItemId | None, language: str) -> dict[str, Any]:
    """Return who speaks, who waits on an item and who has spoken in the meeting, with times."""
    view, reading = room.floor_view(item, language), room.reading()
    state = room.session.state
    gavel = view.gavel
    speaking = None
    if view.current is not None:
        speaking = _speaker(view.current) | {
            "phase": reading.phase.value,
            "clock": view.clock.value if view.clock else "",
            "spoken_ms": reading.elapsed_ms,
            "left_ms": reading.left_ms,
        }
    now = room.session.me.clock.read()
    spans = totals.spent(state, now)
    shares = show.shares(room.scene(language), state.booked(now))
    return {
        "item": view.shown_item,
        "item_title": view.item_title,
        "list_open": view.list_open,
        "runs_floor": asdict(gavel) if gavel else None,
        "speaking": speaking,
        "held": [_speaker(s) | {"spoken_ms": s.spoken_ms} for s in view.held],
        "waiting": [_speaker(s) | {"place": n} for n, s in enumerate(view.queue, start=1)],
        "past": [
            _speaker(s)
            | {
                "spoken_ms": s.spoken_ms,
                "paused_ms": speech.paused_ms,
                "called_utc_ms": speech.called_utc_ms,
                "begun_utc_ms": speech.begun_utc_ms,
                "ended_utc_ms": speech.ended_utc_ms,
                "measured": speech.measure.value,
            }
            for s, speech in zip(view.past, state.past, strict=True)
        ],
        "totals": asdict(spans),
        "sectors": [{"sector": s.name, "spoken_ms": s.spoken_ms} for s in shares],
    }


def _speaker(view: SpeakerView) -> dict[str, Any]:
    return {
        "request": view.request,
        "name": view.name,
        "detail": view.detail,
        "person": view.person,
        "sector": view.sector_name,
        "kind": view.kind.value,
        "allotted_ms": view.allotted_ms,
        "requested_utc_ms": view.requested_utc_ms,
        "missed": view.missed,
    }


def notes(room: Room, item: ItemId | None, language: str) -> list[dict[str, Any]]:
    """Return the notes of one item, or of all that have any, line by line."""
    rows = []
    for heading in room.notes.items(language):
        lines = room.notes.lines(heading.id)
        if heading.id != item and (item is not None or not lines):
            continue
        beside = room.notes.gutter(heading.id)
        rows.append(
            {
                "item": heading.id,
                "title": heading.title,
                "lines": [
                    {
                        "text": line.text,
                        "began_utc_ms": line.began_utc_ms,
                        "mark": view.mark,
                        "speaker": view.speaker,
                        "by_hand": view.by_hand,
                    }
                    for line, view in zip(lines, beside, strict=True)
                ],
            }
        )
    return rows
