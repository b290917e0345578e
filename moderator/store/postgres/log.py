"""The log of every document in PostgreSQL: numbered under a row lock, told of with the commit."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, desc, func, select, text
from sqlalchemy.dialects.postgresql import insert

from moderator.domain.ids import ForumId
from moderator.store.log import SNAPSHOTS_KEPT, Snapshot
from moderator.store.postgres import schema
from moderator.store.rows import HubToken
from moderator.store.writes import Update

CHANNEL = "moderator"

_document, _update, _snapshot = schema.document, schema.doc_update, schema.doc_snapshot

_APPEND = text(f"""
    WITH tail AS (
        UPDATE {schema.SCHEMA}.document SET number = number + :count
        WHERE name = :name RETURNING id, number
    ), appended AS (
        INSERT INTO {schema.SCHEMA}.doc_update (document, number, body, made_utc_ms)
        SELECT tail.id, tail.number - :count + row.place, row.body, row.made
        FROM tail, unnest(CAST(:bodies AS bytea[]), CAST(:moments AS bigint[]))
            WITH ORDINALITY AS row (body, made, place)
    )
    SELECT number, pg_notify('{CHANNEL}', CAST(json_build_array(
        'u', CAST(:hub AS text), CAST(:name AS text), number - :count + 1, number) AS text))
    FROM tail
""")
_NOTIFY = text(f"SELECT pg_notify('{CHANNEL}', said) FROM unnest(CAST(:said AS text[])) AS said")
_IDS = select(_document.c.id).where(_document.c.name == bindparam("document"))


def append(connection: Connection, hub: str, name: str, updates: Sequence[Update]) -> int | None:
    """Add updates at the end of a document's log; return its last number, None if it is unknown.

    The document's row stays locked until the commit, and all hubs are told with it.
    """
    given = {
        "count": len(updates),
        "name": name,
        "hub": hub,
        "bodies": [update.body for update in updates],
        "moments": [update.made_utc_ms for update in updates],
    }
    row = connection.execute(_APPEND, given).first()
    return None if row is None else int(row.number)


def begin(connection: Connection, name: str) -> None:
    """Make room for a document, unless another hub just did."""
    row = {"name": name, "forum": name.partition("/")[0]}
    connection.execute(insert(_document).values(row).on_conflict_do_nothing())


def notify(connection: Connection, said: Sequence[Sequence[object]]) -> None:
    """Tell all hubs something, with the commit."""
    connection.execute(_NOTIFY, {"said": [json.dumps(each) for each in said]})


def since(connection: Connection, document: str, number: int) -> list[tuple[int, bytes]]:
    """Return the numbered updates after ``number``, in order."""
    wanted = (
        select(_update.c.number, _update.c.body)
        .where(_update.c.document == _IDS.scalar_subquery(), _update.c.number > number)
        .order_by(_update.c.number)
    )
    rows = connection.execute(wanted, {"document": document})
    return [(number, bytes(body)) for number, body in rows]


def snapshots(connection: Connection, document: str) -> list[Snapshot]:
    """Return a document's snapshots, newest first."""
    wanted = (
        select(_snapshot.c.upto, _snapshot.c.body, _snapshot.c.sha256)
        .where(_snapshot.c.document == _IDS.scalar_subquery())
        .order_by(desc(_snapshot.c.upto))
    )
    rows = connection.execute(wanted, {"document": document})
    return [Snapshot(upto, bytes(body), bytes(sha256)) for upto, body, sha256 in rows]


def newest_snapshot(connection: Connection, document: str) -> int:
    """Return how far a document's newest snapshot reaches; 0 where it has none."""
    wanted = select(func.max(_snapshot.c.upto)).where(
        _snapshot.c.document == _IDS.scalar_subquery()
    )
    return int(connection.scalar(wanted, {"document": document}) or 0)


def keep_snapshot(connection: Connection, name: str, made: Snapshot) -> None:
    """Keep a snapshot that was verified, and of the older ones the newest."""
    document = connection.scalar(_IDS, {"document": name})
    row = {"document": document, "upto": made.upto, "body": made.body, "sha256": made.sha256}
    connection.execute(insert(_snapshot).values(row).on_conflict_do_nothing())
    newest = (
        select(_snapshot.c.upto)
        .where(_snapshot.c.document == document)
        .order_by(desc(_snapshot.c.upto))
        .limit(SNAPSHOTS_KEPT)
    )
    old = delete(_snapshot).where(_snapshot.c.document == document, _snapshot.c.upto.not_in(newest))
    connection.execute(old)


def documents(connection: Connection) -> list[str]:
    """Return the full names of all documents."""
    return list(connection.scalars(select(_document.c.name).order_by(_document.c.name)))


def documents_of(connection: Connection, forum: ForumId) -> tuple[str, ...]:
    """Return the full names of a forum's documents."""
    wanted = select(_document.c.name).where(_document.c.forum == forum).order_by(_document.c.name)
    return tuple(connection.scalars(wanted))


def forums(connection: Connection) -> tuple[ForumId, ...]:
    """Return the ids of all forums that have documents."""
    wanted = select(_document.c.forum).distinct().order_by(_document.c.forum)
    return tuple(map(ForumId, connection.scalars(wanted)))


def tokens(connection: Connection) -> tuple[HubToken, ...]:
    """Return the tokens of the hub, in no particular order."""
    rows = connection.execute(select(schema.hub_token))
    return tuple(HubToken(**row) for row in rows.mappings())


def keep_token(connection: Connection, token: HubToken) -> None:
    """Keep or change a token.

    What one hub took back, no other gives again; the laptop that used it first is whose it is.
    """
    table = schema.hub_token
    row = {column.name: getattr(token, column.name) for column in table.c}
    made = insert(table).values(row)
    changed: dict[str, Any] = {name: made.excluded[name] for name in row if name != "hash"}
    changed["revoked_utc_ms"] = func.coalesce(table.c.revoked_utc_ms, made.excluded.revoked_utc_ms)
    for name in ("lasting", "laptop"):
        unused = table.c.lasting == ""
        changed[name] = case((unused, made.excluded[name]), else_=table.c[name])
    connection.execute(made.on_conflict_do_update(index_elements=["hash"], set_=changed))


def keep_state(connection: Connection, key: str, value: str) -> None:
    """Keep or change a small fact."""
    made = insert(schema.state).values(key=key, value=value)
    changed = {"value": made.excluded["value"]}
    connection.execute(made.on_conflict_do_update(index_elements=["key"], set_=changed))
