"""The tables of ``moderator.db``.

``document``, ``doc_update`` and ``doc_snapshot`` hold the truth; ``forum`` and ``local_state`` hold
what concerns this laptop only, ``hub_token`` lets others in where it is a hub's; everything else
is a projection that can be rebuilt. Any change here needs a migration and a new
``identity.REVISION``.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, nullable=False, primary_key=key)


def _int(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _moment(name: str) -> Column[int]:
    return Column(name, Integer, nullable=True)


def _local_text(name: str) -> list[Column[str]]:
    return [_text(f"{name}_{language}") for language in ("kk", "ru", "en")]


def _document() -> Column[int]:
    return Column(
        "document",
        Integer,
        ForeignKey("document.id", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
    )


def _number(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False, nullable=False)


document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("forum", Text, nullable=False, index=True),
)

doc_update = Table(
    "doc_update",
    metadata,
    _document(),
    _number("number"),  # 1, 2, 3 … within its document: a hole tells of a lost row
    Column("body", LargeBinary, nullable=False),
    Column("local", Boolean, nullable=False),
    _int("made_utc_ms"),
    sqlite_with_rowid=False,  # a document's rows lie together, and a key press writes one page less
)

doc_snapshot = Table(
    "doc_snapshot",
    metadata,
    _document(),
    _number("upto"),  # the number of the last update within
    Column("body", LargeBinary, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
)

local_state = Table("local_state", metadata, _text("key", key=True), _text("value"))

forum = Table(
    "forum",
    metadata,
    _text("id", key=True),
    *_local_text("title"),
    Column("sample", Boolean, nullable=False),
    _int("made_utc_ms"),
    _int("opened_utc_ms"),
)

hub_token = Table(
    "hub_token",
    metadata,
    _text("hash", key=True),  # SHA-256 of the token, in hexadecimal
    _text("role"),
    _text("forum"),
    _text("name"),
    _int("made_utc_ms"),
    _int("expires_utc_ms"),
    _moment("revoked_utc_ms"),
    _text("lasting"),  # SHA-256 of what the laptop shows since it used the invitation
    _text("laptop"),
)

sector = Table(
    "sector",
    metadata,
    _text("forum", key=True),
    _text("id", key=True),
    *_local_text("name"),
    _int("place"),
)

day = Table(
    "day",
    metadata,
    _text("forum", key=True),
    _text("id", key=True),
    _text("date"),  # ISO 8601
    *_local_text("title"),
)

meeting = Table(
    "meeting",
    metadata,
    _text("forum", key=True),
    _text("id", key=True),
    _text("day"),
    _int("number"),
    *_local_text("title"),
    _moment("starts_utc_ms"),
    _text("place"),
)

item = Table(
    "item",
    metadata,
    _text("forum", key=True),
    _text("id", key=True),
    _text("meeting"),
    _int("place"),  # from 0 within the meeting
    *_local_text("title"),
    _text("kind"),
    _text("visibility"),
    _int("planned_ms"),
    Index("ix_item_forum_meeting", "forum", "meeting"),
)

organisation = Table(
    "organisation",
    metadata,
    _text("forum", key=True),
    _text("id", key=True),
    *_local_text("name"),
    _text("sector"),
)

person = Table(
    "person",
    metadata,
    _text("forum", key=True),
    _text("id", key=True),
    _text("name"),
    _text("office"),
    _text("organisation"),
    _text("sector"),  # the organisation's where the person has none of their own
    _text("number"),
)

speech = Table(
    "speech",
    metadata,
    _text("forum", key=True),
    _text("meeting", key=True),
    _text("request", key=True),
    _text("item"),
    _text("kind"),
    _text("person"),
    _text("name"),  # as typed at the list; empty for a known person
    _int("called_utc_ms"),
    _moment("begun_utc_ms"),
    _moment("ended_utc_ms"),
    _int("allotted_ms"),
    _int("spent_ms"),  # as booked by the floor's last event
    _int("paused_ms"),
    _text("measure"),
)

note_page = Table(
    "note_page",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("forum"),
    _text("meeting"),
    _text("item"),
    Index("uq_note_page_forum_meeting_item", "forum", "meeting", "item", unique=True),
)

note_line = Table(
    "note_line",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page", Integer, ForeignKey("note_page.id"), nullable=False),
    _int("line"),  # from 0 within the page
    _text("text"),
    _moment("began_utc_ms"),
    _text("mark"),
    _text("mark_id"),
    _text("speech"),
    # not unique: SQLite checks row by row while later lines are being shifted
    Index("ix_note_line_page_line", "page", "line"),
)

NOTE_TEXT = (
    "CREATE VIRTUAL TABLE note_text USING fts5(text, tokenize='unicode61 remove_diacritics 2')"
)
"""The full-text index over note lines; its rowid is ``note_line.id``."""


@event.listens_for(note_line, "after_create")
def _add_note_text(_table: Table, connection: Connection, **_facts: Any) -> None:
    connection.exec_driver_sql(NOTE_TEXT)
