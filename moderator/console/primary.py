"""What F8 and the one large button do now, in one word for the program and in words for people."""

from enum import StrEnum

from moderator.desk.views import FloorReading, FloorView
from moderator.domain.floor import MeetingPhase
from moderator.domain.timer import clock_text, shown_seconds
from moderator.words import tr


class Primary(StrEnum):
    """What "call next" means on a floor."""

    OPEN_MEETING = "open-meeting"
    CALL = "call"
    RETURN = "return"
    """An interruption ends and the held speech goes on."""
    NOBODY = "nobody"
    CLOSED = "closed"


def primary_of(view: FloorView) -> Primary:
    """Return what "call next" means on this floor."""
    if view.phase is MeetingPhase.NOT_OPEN:
        return Primary.OPEN_MEETING
    if view.phase is MeetingPhase.CLOSED:
        return Primary.CLOSED
    if view.held:
        return Primary.RETURN
    return Primary.CALL if view.upcoming else Primary.NOBODY


def short_text(view: FloorView, reading: FloorReading | None) -> str:
    """Return the words for a button beside which the name stands."""
    return {
        Primary.OPEN_MEETING: tr("Start"),
        Primary.CALL: tr("Call"),
        Primary.RETURN: tr("Give back"),
        Primary.NOBODY: tr("Nobody waits"),
        Primary.CLOSED: tr("Closed"),
    }[primary_of(view)]


def primary_text(view: FloorView, reading: FloorReading | None) -> str:
    """Return the words on the button; they name whom it gives the floor to."""
    match primary_of(view):
        case Primary.OPEN_MEETING:
            return tr("Start the meeting")
        case Primary.CLOSED:
            return tr("The meeting is closed")
        case Primary.NOBODY:
            return tr("Nobody waits")
        case Primary.CALL:
            return tr("Call next: {name}").format(name=view.upcoming[0].name)
        case Primary.RETURN:
            name = view.held[-1].name
            left_ms = reading.held_left_ms if reading else None
            if left_ms is None:
                return tr("Return to {name}").format(name=name)
            if left_ms < 0:
                return tr("Return to {name}, over time").format(name=name)
            left = clock_text(shown_seconds(left_ms))
            return tr("Return to {name}, {time} left").format(name=name, time=left)


def instead_text(view: FloorView) -> str:
    """Return which key leads on where nobody waits."""
    if not view.opens_title:
        return tr("No item is ahead: close the meeting in the Meeting menu")
    if view.shown_item in (None, view.item):
        return tr("Ctrl+F8 opens the next item: {item}").format(item=view.opens_title)
    return tr("Ctrl+F8 opens the selected item: {item}").format(item=view.opens_title)
