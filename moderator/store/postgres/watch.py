"""Hearing of other hubs and telling them: two threads, each with a connection of its own.

A notification carries numbers, never data; the rows are fetched. Whenever the connection was lost,
everything after the last number known is fetched, and whoever watches asks and tells anew.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from moderator.store.hub_store import Watcher
from moderator.store.postgres import log, notes
from moderator.store.postgres.engine import share
from moderator.store.postgres.notes import Appended, Note, Said, TokensChanged
from moderator.store.postgres.schema import SCHEMA
from moderator.store.writer import Deliver

NAME = "moderator-hub "
"""How the connections of a hub begin to name themselves at the server; its id follows."""

_LOOK_S = 2.0
"""How often it is seen which hubs are there."""
_FIRST_RETRY_S, _LAST_RETRY_S = 0.25, 4.0
_MOST_WAITING = 1_000

_PRESENT = text(
    "SELECT DISTINCT application_name FROM pg_stat_activity"
    f" WHERE datname = current_database() AND starts_with(application_name, '{NAME}')"
)

_SIZE = text(
    "SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class"
    f" WHERE relkind = 'r' AND relnamespace = '{SCHEMA}'::regnamespace"
)

_logger = logging.getLogger(__name__)


class Followed:
    """How far each followed document is known here; may be asked from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reached: dict[str, int] = {}

    def add(self, document: str) -> None:
        """Follow a document from now on, of which nothing is known yet."""
        with self._lock:
            self._reached.setdefault(document, 0)

    def drop(self, document: str) -> None:
        """Follow it no longer."""
        with self._lock:
            self._reached.pop(document, None)

    def reach(self, document: str, number: int) -> None:
        """Know a followed document up to a number."""
        with self._lock:
            if number > self._reached.get(document, number):
                self._reached[document] = number

    def holds(self, document: str) -> bool:
        """Return whether a document is followed."""
        return document in self._reached

    def all(self) -> dict[str, int]:
        """Return all of them, with how far each is known."""
        with self._lock:
            return dict(self._reached)


class Listener:
    """The thread that hears of other hubs."""

    def __init__(
        self, engine: Engine, hub: str, followed: Followed, deliver: Deliver, watcher: Watcher
    ) -> None:
        self._engine = engine
        self._hub = hub
        self._followed = followed
        self._deliver = deliver
        self._watcher = watcher
        self._hearing = notes.Hearing(hub)
        self.log_bytes = 0
        self._closing = threading.Event()
        self._is_up = False
        self.is_lost = threading.Event()
        """Set while the server is not reached, once that was tried."""
        self._thread = threading.Thread(target=self._run, name="store listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear nothing more; the caller wakes the thread."""
        self._closing.set()

    def join(self, timeout_s: float) -> None:
        """Wait for the thread's end."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        retry_s = _FIRST_RETRY_S
        # waiting for notifications goes past SQLAlchemy, and so do its errors
        errors = (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error)
        while not self._closing.is_set():
            try:
                self._listen()
            except errors as error:
                self._say_lost(error)
            retry_s = _FIRST_RETRY_S if self._is_up else min(retry_s * 2, _LAST_RETRY_S)
            self._is_up = False
            self.is_lost.set()
            self._closing.wait(retry_s)

    def _say_lost(self, error: Exception) -> None:
        if self._is_up and not self._closing.is_set():
            _logger.warning("other hubs are not heard of: %s", type(error).__name__)

    def _listen(self) -> None:
        with self._engine.connect() as connection:
            own = connection.execution_options(isolation_level="AUTOCOMMIT")
            try:
                share(own)
                own.execute(text(f"LISTEN {log.CHANNEL}"))
                self._hearing.forget()
                self._catch_up(own)
                self._is_up = True
                self.is_lost.clear()
                self._go_on_listening(own)
            finally:
                # what it listens to and holds must not come back out of the pool
                connection.invalidate()

    def _go_on_listening(self, connection: Connection) -> None:
        raw: Any = connection.connection.driver_connection
        looked_s = time.monotonic() - _LOOK_S
        while not self._closing.is_set():
            if time.monotonic() - looked_s >= _LOOK_S:
                looked_s = time.monotonic()
                self._look_around(connection)
            payloads = [note.payload for note in raw.notifies(timeout=_LOOK_S, stop_after=1)]
            self._hear(connection, self._hearing.read(payloads))

    def _hear(self, connection: Connection, heard: Sequence[Note]) -> None:
        wanted: dict[str, int] = {}
        reached: dict[str, int] = {}
        for note in heard:
            match note:
                case Appended(hub, document, first, last):
                    reached[document] = last
                    if hub != self._hub:
                        wanted.setdefault(document, first)
                case Said(hub, message):
                    self._tell(partial(self._watcher.said, hub, message))
        for document, first in wanted.items():
            self._fetch(connection, document, first - 1)
        for document, last in reached.items():
            self._followed.reach(document, last)
        if any(isinstance(note, TokensChanged) for note in heard):
            self._tell(partial(self._watcher.tokens, log.tokens(connection)))

    def _fetch(self, connection: Connection, document: str, after: int) -> None:
        rows = log.since(connection, document, after) if self._followed.holds(document) else []
        self._tell(partial(self._watcher.kept, document, [body for _, body in rows]))
        if rows:
            self._followed.reach(document, rows[-1][0])

    def _catch_up(self, connection: Connection) -> None:
        self._tell(partial(self._watcher.tokens, log.tokens(connection)))
        self._tell(partial(self._watcher.again, log.documents(connection)))
        for document, number in self._followed.all().items():
            self._fetch(connection, document, number)

    def _look_around(self, connection: Connection) -> None:
        names = connection.scalars(_PRESENT)
        present = frozenset(name.removeprefix(NAME) for name in names) - {self._hub}
        # also when nothing changed: one that came and went in between may have been heard
        self._tell(partial(self._watcher.present, present))
        self.log_bytes = int(connection.scalar(_SIZE) or 0)

    def _tell(self, told: Callable[[], None]) -> None:
        self._deliver(told)


class Teller:
    """The thread that tells other hubs what nobody keeps."""

    def __init__(self, engine: Engine, hub: str) -> None:
        self._engine = engine
        self._hub = hub
        self._wake = threading.Condition()
        self._waiting: deque[bytes] = deque(maxlen=_MOST_WAITING)
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="store teller", daemon=True)
        self._thread.start()

    def tell(self, message: bytes) -> None:
        """Send a message soon; where the database is away, it is lost."""
        if len(message) > notes.MOST_MESSAGE:
            return
        with self._wake:
            self._waiting.append(message)
            self._wake.notify()

    def close(self, timeout_s: float) -> None:
        """Send what waits, wake who listens, and end."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._waiting or self._closing)
                messages = tuple(self._waiting)
                self._waiting.clear()
                is_last = self._closing
            said: list[tuple[Any, ...]] = []
            for message in messages:
                said.extend(notes.pieces(self._hub, message))
            if is_last:
                said.append(notes.wake(self._hub))
            try:
                with self._engine.begin() as connection:
                    log.notify(connection, said)
            except SQLAlchemyError as error:
                _logger.info("nothing was told to other hubs: %s", type(error).__name__)
            if is_last:
                return
