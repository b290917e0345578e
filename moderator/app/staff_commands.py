"""What can be asked of the staff line, and of who is here."""

from dataclasses import asdict
from typing import Any

from moderator.app.asked import Args, text
from moderator.desk.desk import Desk


def say(desk: Desk, args: Args) -> Any:
    """Say something to the others who run the forum."""
    return {"id": desk.staff.say(text(args, "text")).id}


def staff(desk: Desk) -> Any:
    """Return all that was said."""
    messages = [asdict(m) | {"own": desk.staff.is_own(m)} for m in desk.staff.messages()]
    return {"staff": messages, "zone": desk.programme.forum.zone}


def here(desk: Desk) -> Any:
    """Return who is here and where."""
    people = [asdict(person) for person in desk.company.people()]
    return {"here": people, "zone": desk.programme.forum.zone}


SHOWN = {"staff": staff, "here": here}
"""What can be shown that is of no single meeting."""
