"""The columns of the tables that whole rows are written into, and the SQL that writes them.

Nothing of SQLAlchemy is here: the first key typed after a start does not wait for it. The tables
themselves are made by ``moderator.store.schema``; a test holds the two together.
"""

from functools import cache


def _local(name: str) -> tuple[str, ...]:
    return tuple(f"{name}_{language}" for language in ("kk", "ru", "en"))


SPEECH_FIELDS = (
    "item",
    "kind",
    "person",
    "name",
    "called_utc_ms",
    "begun_utc_ms",
    "ended_utc_ms",
    "allotted_ms",
    "spent_ms",
    "paused_ms",
    "measure",
)
"""What ``speech`` keeps of a ``SpeechRow`` beside its key."""

TOKEN_FIELDS = (
    "hash",
    "role",
    "forum",
    "name",
    "made_utc_ms",
    "expires_utc_ms",
    "revoked_utc_ms",
    "lasting",
    "laptop",
)
"""What ``hub_token`` keeps of a ``HubToken``."""

PLAIN: dict[str, tuple[str, ...]] = {
    "sector": ("forum", "id", *_local("name"), "place"),
    "day": ("forum", "id", "date", *_local("title")),
    "meeting": ("forum", "id", "day", "number", *_local("title"), "starts_utc_ms", "place"),
    "item": (
        *("forum", "id", "meeting", "place"),
        *_local("title"),
        *("kind", "visibility", "planned_ms"),
    ),
    "organisation": ("forum", "id", *_local("name"), "sector"),
    "person": ("forum", "id", "name", "office", "organisation", "sector", "number"),
    "speech": ("forum", "meeting", "request", *SPEECH_FIELDS),
}
"""Projections that are cleared by their forum alone."""

COLUMNS: dict[str, tuple[str, ...]] = PLAIN | {
    "local_state": ("key", "value"),
    "forum": ("id", *_local("title"), "sample", "made_utc_ms", "opened_utc_ms"),
    "hub_token": TOKEN_FIELDS,
}


@cache
def insert_into(table: str) -> str:
    """Return an INSERT of a whole row, its columns in the table's order."""
    columns = COLUMNS[table]
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"


@cache
def replace_into(table: str) -> str:
    """Return an INSERT of a whole row that takes the place of one with the same key."""
    return insert_into(table).replace("INSERT", "INSERT OR REPLACE", 1)


@cache
def delete_where(table: str, *columns: str) -> str:
    """Return a DELETE of the rows where each of these columns has a given value."""
    return f"DELETE FROM {table} WHERE {' AND '.join(f'{column} = ?' for column in columns)}"
