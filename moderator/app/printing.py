"""Values of commands as text for a terminal."""

from collections.abc import Mapping
from typing import Any

from moderator.app import staff_words
from moderator.desk.phrases import (
    clock_words,
    ends_text,
    hour_text,
    item_state_name,
    kind_name,
    length_text,
    mark_name,
    pace_text,
    phase_name,
)
from moderator.desk.reasons import finding_text
from moderator.domain.floor import ItemState, MeetingPhase, Phase
from moderator.domain.kinds import Kind
from moderator.domain.notes import Mark
from moderator.domain.programme import local
from moderator.domain.timer import left_text, spent_text
from moderator.words import tr, tr_n

_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def harmless(text: str) -> str:
    """Return a text that gives a terminal no orders, whatever names and notes hold."""
    return text.translate(_CONTROLS)


def forums(value: Any) -> str:
    """Return the list of forums."""
    rows = [f"{'*' if row['open'] else ' '} {row['id'][:8]}  {row['title']}" for row in value]
    return "\n".join(rows) or tr("No forum yet.")


def removed(value: Any) -> str:
    """Return that a forum is gone."""
    return tr("Removed. A backup was kept.")


def opened(value: Any) -> str:
    """Return which forum is open now."""
    return tr("Open: {title}").format(title=value["title"])


def backup(value: Any) -> str:
    """Return where a backup is."""
    return tr("Backup written: {file}").format(file=value["file"])


def restored(value: Any) -> str:
    """Return what was restored."""
    return tr("Restored from {file}. The data before it is among the backups.").format(
        file=value["file"]
    )


def imported(value: Any) -> str:
    """Return how much a file changed."""
    return tr("{added} added, {changed} changed, {unchanged} already here.").format(**value)


def check(value: Any) -> str:
    """Return what was found wrong, a line for each."""
    if not value:
        return tr("All is well.")
    return "\n".join(finding_text(row["what"], row["where"], row["detail"]) for row in value)


def show(value: Any) -> str:
    """Return a meeting, as much as there is of it in ``value``, or what is of no single one."""
    if "staff" in value:
        return staff_words.staff(value)
    if "here" in value:
        return staff_words.here(value)
    parts = [_heading(value["meeting"])]
    zone = str(value["meeting"]["zone"])
    if "agenda" in value:
        parts.append(_agenda(value["agenda"], MeetingPhase(value["meeting"]["phase"]), zone))
    if "waiting" in value:
        parts.append(queue(value))
    if "notes" in value:
        parts.append(_notes(value["notes"], zone))
    return "\n\n".join(part for part in parts if part)


def _heading(meeting: Any) -> str:
    phase = phase_name(MeetingPhase(meeting["phase"]))
    planned = local(meeting["planned_utc_ms"], meeting["zone"])
    return f"{meeting['number']}. {meeting['title']} · {planned:%Y-%m-%d %H:%M} · {phase}"


def _agenda(agenda: Any, phase: MeetingPhase, zone: str) -> str:
    pace = pace_text(phase, agenda["late_ms"])
    rows = [" · ".join(filter(None, (tr("AGENDA"), pace)))]
    for row in agenda["items"]:
        begins = row["actual_start_utc_ms"] or row["expected_start_utc_ms"]
        length = length_text(row["planned_ms"])
        state = item_state_name(ItemState(row["state"]))
        rows.append(f"  {hour_text(begins, zone)}  {row['title']} · {length} · {state}")
    if agenda["items"]:
        ends = agenda["planned_end_utc_ms"], agenda["expected_end_utc_ms"]
        rows.append(f"  {ends_text(phase, *ends, zone)}")
    return "\n".join(rows)


def queue(value: Any) -> str:
    """Return who speaks, waits and has spoken."""
    rows: list[str] = []
    gavel, speaking = value["runs_floor"], value["speaking"]
    if gavel and gavel["name"] and not gavel["is_mine"]:
        rows.append(
            tr("{name} runs the floor since {time}").format_map(
                {"name": gavel["name"], "time": gavel["since"]}
            )
        )
    if speaking:
        clock = Phase(speaking["phase"]), speaking["allotted_ms"], speaking["spoken_ms"]
        words = tr("SPEAKING  {name} · {left} · {clock}")
        left = left_text(speaking["left_ms"])
        rows.append(words.format(name=speaking["name"], left=left, clock=clock_words(*clock)))
    rows += [tr("HELD  {name}").format(name=row["name"]) for row in value["held"]]
    heading = tr_n(
        "LIST OF SPEAKERS · {n} waiting", "LIST OF SPEAKERS · {n} waiting", len(value["waiting"])
    )
    rows.append(f"{heading} · {value['item_title']}")
    for row in value["waiting"]:
        kind = kind_name(Kind(row["kind"]))
        rows.append(f"  {row['place']:>2}  {_who(row)} · {kind} · {spent_text(row['allotted_ms'])}")
    if value["past"]:
        rows.append(tr("SPOKE"))
    rows += [f"      {_who(row)} · {spent_text(row['spoken_ms'])}" for row in value["past"]]
    return "\n".join(rows)


def _who(row: Mapping[str, Any]) -> str:
    return " · ".join(str(part) for part in (row["name"], row["detail"]) if part)


def _notes(notes: Any, zone: str) -> str:
    rows: list[str] = []
    for item in notes:
        rows.append(tr("NOTES  {title}").format(title=item["title"]))
        for line in item["lines"]:
            began = line["began_utc_ms"]
            stamp = hour_text(began, zone) if began else "     "
            mark = f"[{mark_name(Mark(line['mark']))}] " if line["mark"] else ""
            speaker = f"{line['speaker']}: " if line["speaker"] else ""
            rows.append(f"  {stamp}  {mark}{speaker}{line['text']}")
    return "\n".join(rows)
