"""What the banner says: the one thing that most needs the chair, with what can be done about it."""

from typing import TYPE_CHECKING

from moderator.console.widgets.banner import Choice, Notice
from moderator.console.widgets.tone import Tone
from moderator.desk.phrases import role_name
from moderator.desk.views import GavelView, LineView
from moderator.domain.agenda import Option
from moderator.domain.floor import MeetingPhase, Plan
from moderator.domain.programme import local
from moderator.domain.timer import spent_text
from moderator.words import tr, tr_n

if TYPE_CHECKING:
    # The window is painted before what the desk needs is loaded.
    from moderator.desk.desk import Desk
    from moderator.desk.questions import Answer, Question
    from moderator.desk.room import Room

LATE_MS = 60_000
"""A start this late is worth a question."""

_PLAN = "plan:"
_ANSWER = "answer:"


def pressing(desk: "Desk") -> Notice | None:
    """Return what the banner must say before anything else: a failed save or a clock question."""
    if desk.saved.failed:
        return Notice(
            desk.saved.failed, tone=Tone.OVER, icon_name="octagon-alert", can_dismiss=False,
            urgent=True,
        )  # fmt: skip
    if not desk.has_room:
        return None
    question = desk.room.questions.open
    return _question(question, desk.room) if question is not None else None


def answer_of(choice: str) -> "Plan | Answer | None":
    """Return what a banner's choice means."""
    if choice.startswith(_PLAN):
        return Plan(choice.removeprefix(_PLAN))
    if choice.startswith(_ANSWER):
        # a question was shown, so the desk is loaded
        from moderator.desk.questions import Answer

        return Answer(choice.removeprefix(_ANSWER))
    return None


TAKE, ADOPT, SETTLE, COMPARE = "take-floor", "adopt", "settle", "compare"
"""What is chosen about the gavel; a line's id follows the last three, after a colon."""


def take_over(gavel: GavelView) -> Notice:
    """Return the question whether to take the floor over from another console."""
    text = tr("{name} runs the floor since {time}. Run it from here instead?")
    choices = (Choice(TAKE, tr("Run the floor from here")),)
    text = text.format(name=gavel.name, time=gavel.since)
    return Notice(text, choices, Tone.WARN, "monitor")


def apart(line: LineView, gavel: GavelView | None, may: bool) -> Notice:
    """Return what is told of things done on another console, or here, while both were apart."""
    compare = Choice(f"{COMPARE}:{line.tenure}", tr("Compare…"))
    if not may:
        text = tr(
            "{name} runs the floor since {time}: what was done here meanwhile is kept, not counted."
        )
        names = {"name": gavel.name, "time": gavel.since} if gavel else {"name": "…", "time": "…"}
        return Notice(text.format(**names), (compare,), Tone.WARN, "monitor", urgent=True)
    text = tr("{name} ran the floor apart from {time} on: kept, not counted.")
    name = tr("This laptop") if line.is_mine else line.name or tr("another laptop")
    choices = (
        compare,
        Choice(f"{ADOPT}:{line.tenure}", tr("Take all over")),
        Choice(f"{SETTLE}:{line.tenure}", tr("Leave it aside")),
    )
    return Notice(text.format(name=name, time=line.since), choices, Tone.WARN, "monitor")


STAND_IN = "stand-in"
"""What is chosen where the host fell silent."""


def stand_in(since: str) -> Notice:
    """Return the question whether to host in the place of a host that fell silent."""
    text = tr("The host is silent since {time}. Host the meeting here and run the floor?")
    choices = (Choice(STAND_IN, tr("Host and run the floor")),)
    return Notice(text.format(time=since), choices, Tone.WARN, "wifi-off", urgent=True)


def role(value: str) -> Notice:
    """Return what is told of another role."""
    text = tr("Your role at this forum is now: {role}.").format(role=role_name(value))
    return Notice(text, stays=True)


def refused_by_hub() -> Notice:
    """Return what is told where the hub lets this laptop in no longer."""
    text = tr(
        "The hub no longer lets this laptop in. Everything written here stays on this laptop."
    )
    return Notice(text, tone=Tone.WARN, icon_name="octagon-alert", urgent=True)


def late_start(room: "Room") -> Notice | None:
    """Return the question what becomes of a late start, once per meeting."""
    state = room.session.state
    if state.phase is not MeetingPhase.OPEN or state.plan_chosen or state.opened_utc_ms is None:
        return None
    options = room.floor.options()
    late_ms = state.opened_utc_ms - room.scene().programme.starts_utc_ms(room.id)
    if late_ms < LATE_MS or not options:
        return None
    zone = room.scene().programme.forum.zone
    choices = tuple(
        Choice(f"{_PLAN}{option.plan.value}", _option(option, zone))
        for option in options
        if option.possible
    )
    minutes = round(late_ms / 60_000)
    text = tr_n("The meeting began {n} min late.", "The meeting began {n} min late.", minutes)
    return Notice(text, choices, Tone.WARN, "clock")


def _option(option: Option, zone: str) -> str:
    words = {
        Plan.SHIFT: tr("Shift everything → {time}"),
        Plan.EVEN: tr("Shorten evenly → {time}"),
        Plan.BREAK: tr("Take it from the break → {time}"),
    }[option.plan]
    return words.format(time=f"{local(option.ends_utc_ms, zone):%H:%M}")


def _question(question: "Question", room: "Room") -> Notice:
    zone = room.scene().programme.forum.zone
    since = f"{local(question.since.utc_ms, zone):%H:%M}"
    view = room.floor_view()
    name = view.current.name if view.current else ""
    span = spent_text(abs(question.span_ms))
    texts = {
        "stale": tr("{name} had the floor when Moderator stopped at {since}. And now?"),
        "slept": tr("This laptop slept for {span} while {name} had the floor. Count it?"),
        "stepped": tr("The laptop's clock was set by {span}; running times are not affected."),
        "rebooted": tr("The laptop restarted; the time since {since} is taken from its clock."),
    }
    text = texts[question.ask.value].format(name=name, since=since, span=span)
    answers = {
        "goes-on": tr("Still speaking"),
        "ended-then": tr("Ended at {since}").format(since=since),
        "count": tr("Count it"),
        "do-not-count": tr("Do not count it"),
        "seen": tr("All right"),
    }
    choices = tuple(
        Choice(f"{_ANSWER}{answer.value}", answers[answer.value]) for answer in question.answers
    )
    return Notice(text, choices, Tone.WARN, "clock", can_dismiss=False, urgent=True)
