"""What a hub asks of its storage, whichever database that is, and what it is told by it.

Append (``write``), everything after a number (``since``), and ``watch``: with these three calls
several hubs share one database, and each is told what the others kept. A hub alone on a file is
never told anything.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from moderator.domain.errors import StoreFailed
from moderator.domain.ids import ForumId
from moderator.store.commit_times import CommitTimes
from moderator.store.rows import HubToken, StateRow
from moderator.store.writer import Writer
from moderator.store.writes import Write

Numbered = tuple[int, bytes]
"""An update with its number in its document, from 1."""


class Watcher(Protocol):
    """Told, where the store's ``deliver`` brings it, of what other hubs on one database did."""

    def kept(self, document: str, updates: Sequence[bytes]) -> None:
        """Merge what others committed; none are given of a document that is not followed."""
        ...

    def tokens(self, tokens: Sequence[HubToken]) -> None:
        """Know the tokens as they are now."""
        ...

    def said(self, hub: str, message: bytes) -> None:
        """Hear what another hub told all others."""
        ...

    def present(self, hubs: frozenset[str]) -> None:
        """Know which other hubs are there."""
        ...

    def again(self, documents: Sequence[str]) -> None:
        """Ask and tell once more: something may have been missed; these documents exist."""
        ...


class HubStore(Protocol):
    """The database of a hub. Methods may be called from any thread."""

    @property
    def place(self) -> str:
        """Where it is, in words for people; without any password."""
        ...

    @property
    def trouble(self) -> StoreFailed | None:
        """What keeps the last commit from happening, or None."""
        ...

    @property
    def times(self) -> CommitTimes:
        """How long commits took so far."""
        ...

    @property
    def log_bytes(self) -> int:
        """How large the database is, as far as it is known."""
        ...

    def write(self, write: Write) -> None:
        """Append updates and rows; returns at once, and ``write.done`` hears of the commit."""
        ...

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything written so far is committed; return whether it is."""
        ...

    def close(self, timeout_s: float = ...) -> bool:
        """Commit what waits and let go; return whether everything is kept."""
        ...

    def load(self, document: str, *, trust_snapshots: bool = True) -> tuple[bytes, ...]:
        """Return what to fill a document from: its newest sound snapshot and what came after.

        Raises:
            StoreFailed: the database refuses.
        """
        ...

    def since(self, document: str, number: int) -> Sequence[Numbered]:
        """Return the updates after a number, in order.

        Raises:
            StoreFailed: the database refuses.
        """
        ...

    def watch(self, watcher: Watcher) -> None:
        """Tell ``watcher`` from now on of what other hubs do."""
        ...

    def follow(self, document: str) -> None:
        """Tell of each update of a document; to be called before it is loaded."""
        ...

    def let_go(self, document: str) -> None:
        """Tell no more of the updates of a document."""
        ...

    def tell(self, message: bytes) -> None:
        """Tell the other hubs something that nobody keeps; it may be lost."""
        ...

    def known_forums(self) -> tuple[ForumId, ...]:
        """Return the ids of all forums that have documents here."""
        ...

    def documents(self, forum: ForumId) -> tuple[str, ...]:
        """Return the full names of a forum's documents."""
        ...

    def hub_tokens(self) -> tuple[HubToken, ...]:
        """Return what lets laptops in."""
        ...

    def state(self, key: str) -> Any:
        """Return a fact put last under ``key``; None when there is none."""
        ...

    def put_state(self, key: str, value: Any) -> None:
        """Keep a fact that JSON can hold."""
        ...

    def backup_to(self, file: Path) -> None:
        """Write a verified backup with everything committed so far, as one SQLite file.

        Raises:
            BadInput: it would take the place of a file of ours.
            StoreFailed: the disk or the database refuses; ``file`` is as it was.
        """
        ...


class Writing:
    """The writing side of any storage, and the small facts that lie in it."""

    _writer: Writer
    _state: dict[str, str]

    def write(self, write: Write) -> None:
        """Queue what is to be kept; returns at once, and ``write.done`` hears of the commit."""
        for rows in write.rows:
            if isinstance(rows, StateRow):
                self._state[rows.key] = rows.value
        self._writer.put(write)

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything written so far is committed; return whether it is."""
        return self._writer.flush(timeout_s)

    @property
    def trouble(self) -> StoreFailed | None:
        """What keeps the last commit from happening, or None."""
        return self._writer.trouble

    @property
    def times(self) -> CommitTimes:
        """How long commits took so far."""
        return self._writer.times

    def state(self, key: str) -> Any:
        """Return a fact put last here under ``key``, committed or not; None when there is none."""
        value = self._state.get(key)
        return None if value is None else json.loads(value)

    def put_state(self, key: str, value: Any) -> None:
        """Keep a fact that JSON can hold, such as which forum was open."""
        self.write(Write(rows=(StateRow(key, json.dumps(value, ensure_ascii=False)),)))


class Alone(Writing):
    """The part of a hub's storage that several share, for one that is alone on its file."""

    file: Path

    @property
    def place(self) -> str:
        """Where the database is."""
        return str(self.file)

    @property
    def log_bytes(self) -> int:
        """How large the database and what is written beside it are."""
        beside = (self.file, self.file.with_name(f"{self.file.name}-wal"))
        return sum(file.stat().st_size for file in beside if file.exists())

    def watch(self, watcher: Watcher) -> None:
        """There is nothing to tell of."""

    def follow(self, document: str) -> None:
        """There is nothing to tell of."""

    def let_go(self, document: str) -> None:
        """There was nothing to tell of."""

    def tell(self, message: bytes) -> None:
        """There is nobody to hear it."""
