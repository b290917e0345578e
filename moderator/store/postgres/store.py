"""A hub's database in PostgreSQL, shared by as many hub processes as wanted."""

import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.engine import URL

from moderator.domain.errors import Reason, StoreFailed
from moderator.domain.ids import ForumId
from moderator.store import snapshots
from moderator.store.hub_store import Numbered, Watcher, Writing
from moderator.store.postgres import engine as engines
from moderator.store.postgres import log, schema, transfer
from moderator.store.postgres.tables import PostgresTables
from moderator.store.postgres.watch import NAME, Followed, Listener, Teller
from moderator.store.rows import HubToken
from moderator.store.writer import Deliver, Writer

_CLOSE_S = 30.0

_logger = logging.getLogger(__name__)


class PostgresStore(Writing):
    """An open database; every reading takes a connection out of a small pool."""

    def __init__(self, url: URL, deliver: Deliver) -> None:
        """Connect, and make the tables where there are none.

        Raises:
            StoreFailed: the server does not answer, or does not let us in.
            StoreTooNew: a newer program made the tables.
            Known: the driver is missing, or the server is too old.
        """
        self.place = engines.shown(url)
        self._hub = secrets.token_hex(8)
        self._deliver = deliver
        self._engine = engines.engine_for(url, f"{NAME}{self._hub}")
        self._followed = Followed()
        self._listener: Listener | None = None
        self._teller: Teller | None = None
        try:
            engines.bring_up_to_date(self._engine, self.place)
            self._warn_of_unsafe()
            with self._asking() as connection:
                rows = connection.execute(select(schema.state.c.key, schema.state.c.value))
                self._state: dict[str, str] = {row.key: row.value for row in rows}
        except BaseException:
            self._engine.dispose()
            raise
        self._writer = Writer(self._tables, deliver)
        self._writer.begin()

    def _tables(self) -> PostgresTables:
        return PostgresTables(self._engine, self._hub, self.place)

    def _warn_of_unsafe(self) -> None:
        with self._asking() as connection:
            if connection.exec_driver_sql("SHOW fsync").scalar() == "off":
                _logger.warning("the server's fsync is off: a power cut loses what it confirmed")

    # writing

    @property
    def log_bytes(self) -> int:
        """How large the tables were when that was seen last; 0 before."""
        return self._listener.log_bytes if self._listener else 0

    def close(self, timeout_s: float = _CLOSE_S) -> bool:
        """Commit what waits and let go of the server; return whether everything is kept."""
        if self._listener is not None:
            self._listener.close()
        if self._teller is not None:
            self._teller.close(timeout_s)
        if self._listener is not None:
            self._listener.join(timeout_s)
        kept = self._writer.close(timeout_s)
        self._engine.dispose()
        return kept

    # reading what is committed

    def load(self, document: str, *, trust_snapshots: bool = True) -> tuple[bytes, ...]:
        """Return what to fill a document from: its newest sound snapshot and what came after.

        Raises:
            StoreFailed: the database refuses.
        """
        with self._asking() as connection:
            found = log.snapshots(connection, document) if trust_snapshots else []
            base = snapshots.newest_sound(found)
            rows = log.since(connection, document, base.upto if base else 0)
        self._followed.reach(document, rows[-1][0] if rows else (base.upto if base else 0))
        return (*([base.body] if base else []), *(body for _, body in rows))

    def since(self, document: str, number: int) -> Sequence[Numbered]:
        """Return the updates after a number, in order.

        Raises:
            StoreFailed: the database refuses.
        """
        with self._asking() as connection:
            return log.since(connection, document, number)

    def known_forums(self) -> tuple[ForumId, ...]:
        """Return the ids of all forums that have documents here."""
        with self._asking() as connection:
            return log.forums(connection)

    def documents(self, forum: ForumId) -> tuple[str, ...]:
        """Return the full names of a forum's documents."""
        with self._asking() as connection:
            return log.documents_of(connection, forum)

    def hub_tokens(self) -> tuple[HubToken, ...]:
        """Return what lets laptops in."""
        with self._asking() as connection:
            return log.tokens(connection)

    # other hubs

    def watch(self, watcher: Watcher) -> None:
        """Tell ``watcher`` from now on of what other hubs do."""
        self._teller = Teller(self._engine, self._hub)
        self._listener = Listener(self._engine, self._hub, self._followed, self._deliver, watcher)

    def follow(self, document: str) -> None:
        """Tell of each update of a document; to be called before it is loaded."""
        self._followed.add(document)

    def let_go(self, document: str) -> None:
        """Tell no more of the updates of a document."""
        self._followed.drop(document)

    def tell(self, message: bytes) -> None:
        """Tell the other hubs something that nobody keeps; it may be lost."""
        if self._teller is not None:
            self._teller.tell(message)

    # copies

    def backup_to(self, file: Path) -> None:
        """Write a verified backup with everything committed so far, as one SQLite file.

        Raises:
            StoreFailed: the disk or the database refuses; ``file`` is as it was.
        """
        transfer.write(self._engine, self.place, file)

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        if self._listener is not None and self._listener.is_lost.is_set():
            # whoever asks may be the hub's own loop, which shall not wait for nobody
            raise StoreFailed(Reason.DATABASE_SILENT, file=self.place)
        with engines.told(self.place), self._engine.connect() as connection:
            yield connection
