"""One CRDT document: its bytes come in and go out here, guarded, in one order.

After each transaction that changed something, listeners hear first *what* changed (the typed
documents' own ``on_change``), then the *bytes* (``on_update``), so that whoever keeps both can
hand them on as one value. A document belongs to one thread at a time.
"""

import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar, cast

from pycrdt import Doc, Map, MapEvent, Text, TransactionEvent

from moderator.documents.runs import held
from moderator.domain.errors import Known, Reason
from moderator.domain.ids import ForumId, MeetingId, new_id

ORIGIN = "here"
"""The origin of every transaction made through this process's own commands."""

_Event = TypeVar("_Event")
SCHEMA = 1
"""What this program understands; what comes later only adds, and says so in the document."""

_META = "meta"
_SCHEMA = "schema"
_INCARNATION = "incarnation"


class DocumentBroken(Known):
    """Bytes left the document unreadable, or at odds with itself: load a new one from the log."""

    def __init__(self, name: str) -> None:
        super().__init__(Reason.DATABASE_BROKEN, document=name)


class UpdateMalformed(DocumentBroken):
    """Bytes are no update at all; a document that was asked to apply them is as it was."""


class DocumentKind(StrEnum):
    """What a document of a forum holds."""

    PROGRAMME = "programme"
    PEOPLE = "people"
    CONTACTS = "contacts"
    RECOMMENDATIONS = "recommendations"
    FLOOR = "floor"
    NOTES = "notes"
    STAFF = "staff"


_PER_MEETING = frozenset({DocumentKind.FLOOR, DocumentKind.NOTES})


@dataclass(frozen=True, slots=True)
class DocumentName:
    """What a document's name says."""

    forum: ForumId
    kind: DocumentKind
    meeting: MeetingId = MeetingId("")
    """Empty for a document of the whole forum."""


def programme_name(forum: ForumId) -> str:
    """Return the name of a forum's programme."""
    return f"{forum}/{DocumentKind.PROGRAMME}"


def people_name(forum: ForumId) -> str:
    """Return the name of the document of a forum's people."""
    return f"{forum}/{DocumentKind.PEOPLE}"


def contacts_name(forum: ForumId) -> str:
    """Return the name of the document of contact details, which fewer may read."""
    return f"{forum}/{DocumentKind.CONTACTS}"


def recommendations_name(forum: ForumId) -> str:
    """Return the name of the document of a forum's recommendations."""
    return f"{forum}/{DocumentKind.RECOMMENDATIONS}"


def staff_name(forum: ForumId) -> str:
    """Return the name of the document in which those who run the forum write to each other."""
    return f"{forum}/{DocumentKind.STAFF}"


def floor_name(forum: ForumId, meeting: MeetingId) -> str:
    """Return the name of the document of a meeting's floor events."""
    return f"{forum}/{DocumentKind.FLOOR}/{meeting}"


def notes_name(forum: ForumId, meeting: MeetingId) -> str:
    """Return the name of the document of a meeting's notes."""
    return f"{forum}/{DocumentKind.NOTES}/{meeting}"


def parse_name(name: str) -> DocumentName | None:
    """Return what a document's name says; None for a name this program would not give."""
    forum, *rest = name.split("/")
    try:
        kind = DocumentKind(rest[0]) if rest else None
    except ValueError:
        return None
    if not forum or kind is None or len(rest) != (2 if kind in _PER_MEETING else 1):
        return None
    meeting = rest[1] if kind in _PER_MEETING else ""
    if kind in _PER_MEETING and not meeting:
        return None
    return DocumentName(ForumId(forum), kind, MeetingId(meeting))


def weakly(method: Callable[[_Event], None]) -> Callable[[_Event], None]:
    """Return a callback that does not keep the object of a bound method alive."""
    held = weakref.WeakMethod(method)

    def call(event: _Event) -> None:
        alive = held()
        if alive is not None:
            alive(event)

    return call


def changed_texts(event: MapEvent) -> dict[str, str | None]:
    """Return the changed keys of a map of texts: None where removed, empty where no text."""
    keys = cast(Any, event).keys  # pycrdt sets it without declaring it
    return {
        key: None if change["action"] == "delete" else _text(change["newValue"])
        for key, change in keys.items()
    }


def _unguarded(_document: str) -> None:
    """Nothing is forbidden."""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


class Document:
    """A document of a forum, as bytes; typed ones build on it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._doc: Doc[Map[str] | Text] = Doc()
        # y-crdt #632: a change made before the observer is attached would never be stored
        watch = self._doc.observe(weakly(self._keep_update))
        # pycrdt holds a callback where the garbage collector cannot see it
        self._unwatch = weakref.finalize(self, self._doc.unobserve, watch)
        self._unwatch.atexit = False
        self._meta: Map[str] = Map()
        self._doc[_META] = self._meta
        self._told: list[Callable[[bytes, bool], None]] = []
        self.guard: Callable[[str], None] = _unguarded
        """Asked before a change of one's own is begun; what it raises forbids it."""
        self._pending: list[bytes] = []
        self._queue: deque[Callable[[], None]] = deque()
        self._depth = 0
        self._loading = False
        self._moved = False
        self._telling = False
        self._broken = False

    # bytes in

    def load(self, updates: Iterable[bytes]) -> None:
        """Fill a new document from its log, snapshot first; listeners hear nothing.

        Raises:
            DocumentBroken: some bytes cannot be used; this object is of no further use.
        """
        self._need_whole()
        rows = tuple(updates)  # what the store raises is none of the document's errors
        self._loading = True
        try:
            with self._guarded():
                self._apply_all(rows)
                # a log holds updates as they came, and pycrdt 0.14.13 forgets some of those that
                # came too early: go on until nothing new comes of them (tests/documents)
                while self._moved and len(rows) > 1:
                    self._moved = False
                    self._apply_all(rows)
        except DocumentBroken:
            self._broken = True
            raise
        finally:
            self._loading = False
            self._pending.clear()
        self._loaded()

    def apply(self, update: bytes) -> bool:
        """Merge bytes from elsewhere; return whether anything changed.

        False means that the bytes were known already or that something before them is missing.
        pycrdt keeps the latter back in silence and may forget it: exchange state vectors with the
        other side at once, which heals it.

        Raises:
            UpdateMalformed: the bytes are no update; the document is as it was.
            DocumentBroken: the document cannot be used any more; load a new one from the log.
        """
        self._need_whole()
        with self._settling(local=False):
            with self._guarded():
                self._doc.apply_update(update)
            return bool(self._pending)

    # bytes out

    def on_update(self, told: Callable[[bytes, bool], None]) -> None:
        """Call ``told(update, local)`` after each transaction that changed something."""
        self._told.append(told)

    def forget_update(self, told: Callable[[bytes, bool], None]) -> None:
        """Stop calling ``told``."""
        self._told.remove(told)

    def state(self) -> bytes:
        """Return the whole document as one update, without what is kept back over a gap."""
        self._need_whole()
        with self._guarded():
            return self._doc.get_update()

    def state_vector(self) -> bytes:
        """Return how much of each writer's work this document holds."""
        self._need_whole()
        return self._doc.get_state()

    def extent(self) -> dict[int, int]:
        """Return how much of each writer's work is here, to compare two documents by.

        Their state vectors may differ by nothing but the order of the writers.
        """
        self._need_whole()
        return held(self._doc)

    def missing(self, state_vector: bytes) -> bytes:
        """Return one update with all that a document at ``state_vector`` lacks.

        Raises:
            UpdateMalformed: the bytes are no state vector.
        """
        self._need_whole()
        with self._guarded():
            return self._doc.get_update(state_vector)

    # one's own changes

    def create(self) -> None:
        """Give a new document its incarnation, by which two histories are told apart."""
        if not self.incarnation:
            with self.transaction():
                self._meta[_INCARNATION] = new_id()

    @property
    def is_newer(self) -> bool:
        """Whether a newer program wrote what this one may read and must not change."""
        said = _text(self._meta.get(_SCHEMA))
        return said.isdecimal() and int(said) > SCHEMA

    @property
    def incarnation(self) -> str:
        """The random id this history was begun with; empty when it was not begun here yet."""
        return _text(self._meta.get(_INCARNATION))

    @contextmanager
    def transaction(self, origin: str = ORIGIN) -> Iterator[None]:
        """Make all changes inside one update; may be nested, and the outermost origin counts."""
        self._need_whole()
        if self._depth:
            yield
            return
        with self._settling(local=True):
            self._depth += 1
            try:
                with self._doc.transaction(origin):
                    yield
            finally:
                self._depth -= 1

    def close(self) -> None:
        """Tell nobody anything any more."""
        self._unwatch()
        self._told.clear()
        self._queue.clear()

    # for the typed documents

    def _loaded(self) -> None:
        """Read everything afresh: the document was just filled."""

    def _settled(self, local: bool) -> None:
        """Queue (``_later``) what listeners are to hear of the transaction just ended."""

    def _apply_all(self, updates: tuple[bytes, ...]) -> None:
        with self._doc.transaction():
            for update in updates:
                self._doc.apply_update(update)

    def _is_own(self) -> bool:
        """Return whether the transaction about to end was made by one's own commands."""
        return self._depth > 0

    def _later(self, tell: Callable[[], None]) -> None:
        self._queue.append(tell)

    @contextmanager
    def _settling(self, local: bool) -> Iterator[None]:
        """Tell listeners, in order, of whatever was committed inside."""
        if local:
            self.guard(self.name)
        try:
            yield
        finally:
            if not self._broken:
                self._settled(local)
                for update in self._pending:
                    self._later(partial(self._tell_update, update, local))
            self._pending.clear()
            self._drain()

    def _need_whole(self) -> None:
        if self._broken:
            raise DocumentBroken(self.name)

    # private

    def _keep_update(self, event: TransactionEvent) -> None:
        self._moved = True
        if not self._loading:
            self._pending.append(event.update)

    def _tell_update(self, update: bytes, local: bool) -> None:
        for told in tuple(self._told):
            told(update, local)

    def _drain(self) -> None:
        if self._telling:
            return  # a listener wrote: the loop below it goes on with what that queued
        self._telling = True
        try:
            while self._queue:
                self._queue.popleft()()
        finally:
            self._telling = False
            if self._queue:
                self._drain()  # a listener that fails must not keep bytes from being stored

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn what foreign bytes can make pycrdt raise into two errors of ours."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit, GeneratorExit, DocumentBroken):
            raise
        except ValueError as error:  # read before anything is changed
            raise UpdateMalformed(self.name) from error
        except BaseException as error:  # a Rust panic is no Exception
            self._broken = True
            raise DocumentBroken(self.name) from error
