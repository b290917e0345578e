"""What the writer does in PostgreSQL: commits and snapshots, over one connection while it holds."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from moderator.domain.errors import Reason, StoreFailed
from moderator.store import snapshots
from moderator.store.postgres import log
from moderator.store.postgres.engine import failure
from moderator.store.rows import Rows, StateRow, TokenRow
from moderator.store.writes import Update, Write

_logger = logging.getLogger(__name__)


class PostgresTables:
    """The writing connection, made anew whenever the server went away."""

    def __init__(self, engine: Engine, hub: str, place: str) -> None:
        """``hub`` names this process to the others."""
        self._engine = engine
        self._hub = hub
        self._place = place
        self._connection: Connection | None = None
        self._is_down = False
        self._ends: dict[str, int] = {}
        """The last number of each document that was written here."""
        self._reached: dict[str, int] = {}
        """How far its newest snapshot reaches, or the last try at one."""

    def commit(self, batch: tuple[Write, ...]) -> StoreFailed | None:
        """Commit all writes as one transaction; return what the database has against it.

        Where the answer to a commit was lost, it is done again: a row twice does no harm.
        """
        try:
            with self._transaction() as connection:
                ends = self._append(connection, batch)
                self._keep(connection, [row for write in batch for row in write.rows])
        except Exception as error:
            self._drop()
            if not isinstance(error, SQLAlchemyError):
                _logger.exception("a commit failed")
                return StoreFailed(Reason.DATABASE_SILENT, file=self._place)
            if not self._is_down:
                _logger.warning("the database is away: %s", type(error).__name__)
            self._is_down = True
            return failure(error, self._place)
        self._is_down = False
        self._ends.update(ends)
        return None

    def snapshot(self, grown_by: int) -> None:
        """Make snapshots of the documents that have grown by so many updates."""
        for name, number in tuple(self._ends.items()):
            try:
                if number - self._known(name) >= grown_by:
                    self._make(name)
                    self._reached[name] = number
            except SQLAlchemyError:
                # the log holds everything, so a snapshot may wait for better times
                _logger.warning("no snapshot of %s", name)
                self._drop()
                return

    def checkpoint(self, *, is_last: bool) -> None:
        """Leave that to the server."""

    def close(self) -> None:
        """Let go of the connection."""
        self._drop()

    def _known(self, name: str) -> int:
        if name not in self._reached:
            with self._transaction() as connection:
                self._reached[name] = log.newest_snapshot(connection, name)
        return self._reached[name]

    def _make(self, name: str) -> None:
        with self._transaction() as connection:
            base = snapshots.newest_sound(log.snapshots(connection, name))
            rows = log.since(connection, name, base.upto if base else 0)
        # no transaction is open while the document is loaded
        made = snapshots.of_rows(name, base, rows)
        if made is None:
            _logger.info("no snapshot of %s: its log cannot be taken as a whole", name)
            return
        with self._transaction() as connection:
            log.keep_snapshot(connection, name, made)

    def _append(self, connection: Connection, batch: tuple[Write, ...]) -> dict[str, int]:
        updates: dict[str, list[Update]] = {}
        for write in batch:
            for update in write.updates:
                updates.setdefault(update.document, []).append(update)
        ends: dict[str, int] = {}
        for name in sorted(updates):  # two hubs that lock the same rows do it in the same order
            end = log.append(connection, self._hub, name, updates[name])
            if end is None:
                log.begin(connection, name)
                end = log.append(connection, self._hub, name, updates[name])
            ends[name] = end or 0
        return ends

    def _keep(self, connection: Connection, rows: list[Rows]) -> None:
        tokens = [row.token for row in rows if isinstance(row, TokenRow)]
        for token in sorted(tokens, key=lambda token: token.hash):
            log.keep_token(connection, token)
        for row in rows:
            if isinstance(row, StateRow):
                log.keep_state(connection, row.key, row.value)
        if tokens:
            log.notify(connection, [("t", self._hub)])

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self._connection is None:
            self._connection = self._engine.connect()
        with self._connection.begin():
            yield self._connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.invalidate()
                connection.close()
