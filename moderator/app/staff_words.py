"""The staff line and who is here, as text for a terminal."""

from typing import Any

from moderator.desk.company_words import person_text
from moderator.domain.company import PersonHere
from moderator.domain.programme import local
from moderator.words import tr


def staff(value: Any) -> str:
    """Return what was said, a line for each message."""
    rows = [
        f"{local(row['utc_ms'], value['zone']):%Y-%m-%d %H:%M}  {row['name'] or '–'}: {row['text']}"
        for row in value["staff"]
    ]
    return "\n".join(rows) or tr("Nobody has said anything yet.")


def here(value: Any) -> str:
    """Return who is here, a line for each person."""
    rows = [person_text(PersonHere(**row), value["zone"]) for row in value["here"]]
    return "\n".join(rows) or tr("This laptop is alone.")
