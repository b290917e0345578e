"""``moderator.db``: where everything is kept before anyone can lose it.

Writes are values handed to one thread (``moderator.store.writer``); reads go over connections that
cannot write, and see what is committed.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from moderator.documents.document import DocumentBroken
from moderator.domain.errors import Reason, StoreFailed
from moderator.domain.ids import ForumId, MeetingId
from moderator.store import backup, copies, driver, forum_list, hub_list, log
from moderator.store.backup import Why
from moderator.store.copies import DATABASE
from moderator.store.driver import DriverError, Raw
from moderator.store.failures import reason_of
from moderator.store.hub_store import Alone, Numbered
from moderator.store.readers import Readers
from moderator.store.rows import HubToken, StoredForum
from moderator.store.writer import STALE, Deliver, Writer

if TYPE_CHECKING:
    # SQLAlchemy, which a start does not wait for
    from sqlalchemy import Connection, Engine

    from moderator.store.check import Finding
    from moderator.store.reading import NoteRow, SpeechOf
    from moderator.store.tables import Tables

_CLOSE_S = 30.0
_BACKUP_WAIT_S = 30.0

_logger = logging.getLogger(__name__)


def at_once(told: Callable[[], None]) -> None:
    """Deliver on the writer's own thread."""
    told()


class Store(Alone):
    """An open database. It takes no lock: whoever opens it holds the folder's (``FolderLock``)."""

    def __init__(self, folder: Path, raw: Raw, deliver: Deliver) -> None:
        self.folder = folder
        self.file = folder / DATABASE
        self._readers = Readers(self.file)
        self._asked: Engine | None = None
        self._state: dict[str, str] = dict(raw.execute("SELECT key, value FROM local_state"))
        self._writer = Writer(partial(_tables, raw, self.file), deliver)
        self.wait = self._writer.wait
        self._copying: list[threading.Thread] = []
        self._one_at_a_time = threading.Lock()
        """Two automatic backups of the same moment would take the same name."""

    @classmethod
    def open(
        cls, folder: Path, deliver: Deliver = at_once, *, writes_later: bool = False
    ) -> "Store":
        """Open the data folder's database, made or migrated as needed.

        ``deliver`` brings each write's ``done`` to the thread that wants to hear it. With
        ``writes_later`` nothing is committed before ``begin_writing`` or ``flush``.

        Raises:
            StoreTooNew: a newer program wrote it; it is as it was.
            StoreFailed: the disk refuses, or the file is no database of ours.
            Known: the SQLite library is too old to be trusted.
        """
        driver.check_version()
        file = folder / DATABASE
        with _told(file):
            folder.mkdir(parents=True, exist_ok=True)
            raw = driver.open_writing(file)
            try:
                if not copies.is_of_today(raw, file):
                    _bring_up_to_date(file)
                driver.set_journal(raw)
                store = cls(folder, raw, deliver)
            except BaseException:
                raw.close()
                raise
        if not writes_later:
            store.begin_writing()
        if store.state(STALE):
            store._make_anew()
        return store

    def _make_anew(self) -> None:
        from moderator.store.rebuild import rebuild  # hardly ever needed, and loads every document

        try:
            rebuild(self)
        except (DocumentBroken, StoreFailed):
            # the projections stay as they are; a forum opens from its documents, not from these
            _logger.exception("the projections could not be made anew")

    # writing

    def begin_writing(self) -> bool:
        """Commit what was put and will be put; return whether this was the first call."""
        return self._writer.begin()

    def close(self, timeout_s: float = _CLOSE_S) -> bool:
        """Commit what waits and let go of the file; return whether everything is kept."""
        for thread in self._copying:
            thread.join(timeout_s)
        kept = self._writer.close(timeout_s)
        self._readers.dispose()
        if self._asked is not None:
            self._asked.dispose()
        return kept

    def since(self, document: str, number: int) -> Sequence[Numbered]:
        """Return the updates after a number, in order.

        Raises:
            StoreFailed: the disk or the database refuses.
        """
        with self.reading() as raw:
            return log.updates_after(raw, document, number)

    # reading what is committed

    @contextmanager
    def reading(self, *, afresh: bool = False) -> Iterator[Raw]:
        """Lend a connection that cannot write, below SQLAlchemy; outside any transaction.

        ``afresh`` makes it a new one, which remembers nothing.

        Raises:
            StoreFailed: the disk or the database refuses.
        """
        if afresh:
            self._readers.dispose()
        with _told(self.file), self._readers.lend() as raw:
            yield raw

    def load(self, document: str, *, trust_snapshots: bool = True) -> tuple[bytes, ...]:
        """Return what to fill a document from: its newest sound snapshot and what came after.

        Should the document refuse it, load again without trusting any snapshot.

        Raises:
            StoreFailed: the disk or the database refuses.
        """
        with self.reading() as raw:
            return log.load(raw, document, trust_snapshots=trust_snapshots)

    def forums(self) -> tuple[StoredForum, ...]:
        """Return the forums of this laptop, the last opened first."""
        with self.reading() as raw:
            return forum_list.forums(raw)

    def known_forums(self) -> tuple[ForumId, ...]:
        """Return the ids of all forums that have documents here."""
        with self.reading() as raw:
            return hub_list.known_forums(raw)

    def hub_tokens(self) -> tuple[HubToken, ...]:
        """Return what lets laptops in where this is a hub's database."""
        with self.reading() as raw:
            return hub_list.tokens(raw)

    def local_updates(self, forum: ForumId, after_utc_ms: int) -> dict[str, int]:
        """Return how many committed updates of each document were made here after a moment."""
        with self.reading() as raw:
            return hub_list.local_updates(raw, forum, after_utc_ms)

    def documents(self, forum: ForumId) -> tuple[str, ...]:
        """Return the full names of a forum's documents."""
        with self.reading() as raw:
            return hub_list.documents(raw, forum)

    def notes(self, forum: ForumId, meeting: MeetingId) -> "tuple[NoteRow, ...]":
        """Return the note lines of a meeting, in order within each item."""
        from moderator.store import reading

        with self._asking() as connection:
            return reading.notes(connection, forum, meeting)

    def search(self, forum: ForumId, words: str, limit: int = 50) -> "tuple[NoteRow, ...]":
        """Return note lines with words that begin like all the words given, best first."""
        from moderator.store import reading

        with self._asking() as connection:
            return reading.search(connection, forum, words, limit)

    def speeches(self, forum: ForumId, meeting: MeetingId | None = None) -> "tuple[SpeechOf, ...]":
        """Return the speeches of a meeting, or of a whole forum, in the order of their calls."""
        from moderator.store import reading

        with self._asking() as connection:
            return reading.speeches(connection, forum, meeting)

    def last_change_utc_ms(self, documents: Iterable[str]) -> int:
        """Return when the last committed update of any of these was made; 0 for none."""
        with self.reading() as raw:
            return max((log.last_made_utc_ms(raw, name) for name in documents), default=0)

    # copies

    def backup_to(self, file: Path) -> None:
        """Write a verified backup with everything committed so far; writing goes on meanwhile.

        Raises:
            BadInput: it would take the place of a file of the data folder.
            StoreFailed: the disk refuses, or the database is not sound; ``file`` is as it was.
        """
        with self.reading() as raw:
            backup.on_demand(raw, self.folder, file)

    def backup_now(self, why: Why = Why.FORUM_REMOVED) -> Path | None:
        """Write an automatic backup with everything written so far; return it.

        The day's (``Why.DAY``) is written only where there is none, else None is returned.

        Raises:
            StoreFailed: the disk refuses.
        """
        if not self.flush(_BACKUP_WAIT_S):
            raise self.trouble or StoreFailed(Reason.DISK_FAILED, file=str(self.file))
        with self._one_at_a_time, self.reading() as raw:
            if why is Why.DAY:
                return backup.daily(raw, self.folder)
            return backup.automatic(raw, self.folder, why)

    def backup_soon(self, why: Why = Why.MEETING_CLOSED) -> None:
        """Write an automatic backup on a thread of its own; one that fails is only logged."""
        thread = threading.Thread(target=self._back_up, args=(why,), name="store backup")
        self._copying = [t for t in self._copying if t.is_alive()]
        self._copying.append(thread)
        thread.start()

    def _back_up(self, why: Why) -> None:
        try:
            self.backup_now(why)
        except StoreFailed as error:
            _logger.warning("no automatic backup: %s %s", error.reason, error.facts)

    def check(self) -> "tuple[Finding, ...]":
        """Look whether everything committed is sound; an empty answer means it is.

        Raises:
            StoreFailed: the disk or the database refuses to be read at all.
        """
        from moderator.store.check import check  # all documents' kinds, which a start does not need

        return check(self)

    @contextmanager
    def _asking(self) -> "Iterator[Connection]":
        from moderator.store import engine

        if self._asked is None:
            self._asked = engine.reading_engine(self.file)
        with _told(self.file), engine.unwrapped(), self._asked.connect() as connection:
            yield connection


def _tables(raw: Raw, file: Path) -> "Tables":
    from moderator.store.tables import Tables  # brings the documents, on the writer's thread

    return Tables(raw, file)


def _bring_up_to_date(file: Path) -> None:
    # hardly ever needed, and brings SQLAlchemy, which a start does not wait for
    from moderator.store import engine, migrate

    with engine.unwrapped(), engine.writing_engine(file).connect() as connection:
        migrate.bring_up_to_date(connection, file)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn what the disk and the library raise into what people can act on."""
    try:
        yield
    except (DriverError, OSError) as error:
        reason = reason_of(error)
        if reason is None:
            reason = Reason.DATABASE_BROKEN  # tables or columns of ours are not there
        raise StoreFailed(reason, file=str(file)) from error
