"""The tables of a hub in PostgreSQL, in a schema of their own: log, snapshots, access, state.

A hub projects nothing. ``document.number`` is the last number given in a document's log: whoever
appends raises it, and so holds the row until the commit. That makes the order of the numbers the
order of the commits, which a sequence of the database would not.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from moderator.store import schema as local

SCHEMA = "moderator"

REVISION = 1
"""Of these tables; kept in ``state``, and a database with a higher one is not touched."""

metadata = MetaData(schema=SCHEMA)


def _document() -> Column[int]:
    key = ForeignKey(f"{SCHEMA}.document.id", ondelete="CASCADE")
    return Column("document", BigInteger, key, primary_key=True, autoincrement=False)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


document = Table(
    "document",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("forum", Text, nullable=False),
    Column("number", BigInteger, nullable=False, server_default="0"),
    Index("ix_document_forum", "forum"),
)

doc_update = Table(
    "doc_update",
    metadata,
    _document(),
    _number("number"),  # 1, 2, 3 … within its document: a hole tells of a lost row
    Column("body", LargeBinary, nullable=False),
    Column("made_utc_ms", BigInteger, nullable=False),
)

doc_snapshot = Table(
    "doc_snapshot",
    metadata,
    _document(),
    _number("upto"),  # the number of the last update within
    Column("body", LargeBinary, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
)

hub_token = Table(
    "hub_token",
    metadata,
    *(
        Column(
            column.name,
            Text if isinstance(column.type, Text) else BigInteger,
            primary_key=column.primary_key,
            nullable=column.nullable,
        )
        for column in local.hub_token.c
    ),
)

state = Table(
    "state",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
