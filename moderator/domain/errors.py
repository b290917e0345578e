"""What can go wrong, by who must act on it.

::

    ModeratorError
    ├─ Refused        a rule says no; nothing changed          → one line in the status strip
    └─ Known          the world failed; what is stored is safe → a banner that says what to do
       ├─ BadInput       a file or a typed value cannot be used
       ├─ StoreFailed    the disk or the database refuses
       ├─ NotYetWritten  it was done, but the disk does not take it yet
       ├─ StoreTooNew    the database was written by a newer program
       ├─ FolderBusy     another Moderator holds the data folder
       ├─ DoorFailed     the running window did not answer
       └─ LinkFailed     the hub is not reached, or will not have this laptop

Anything else is a bug. Errors carry a ``Reason`` and its facts, never display text: the words are
chosen in one table (``moderator.desk.reasons``), in the reader's language.
"""

from enum import StrEnum


class Reason(StrEnum):
    """Why something was refused or failed; the words are in ``moderator.desk.reasons``."""

    # the floor
    NOBODY_WAITS = "nobody-waits"
    NOBODY_SPEAKS = "nobody-speaks"
    ALREADY_RUNNING = "already-running"
    NOT_RUNNING = "not-running"
    NOT_WAITING = "not-waiting"
    ALREADY_WAITING = "already-waiting"
    LIST_CLOSED = "list-closed"
    LIST_OPEN = "list-open"
    NOTHING_TO_UNDO = "nothing-to-undo"
    NOTHING_TO_REDO = "nothing-to-redo"
    OTHERS_BUILT_ON_IT = "others-built-on-it"
    TOO_SOON = "too-soon"
    FLOOR_OTHERS = "floor-others"
    FLOOR_YOURS = "floor-yours"
    NOTHING_APART = "nothing-apart"
    HAS_THE_FLOOR = "has-the-floor"
    ROLE_MAY_NOT = "role-may-not"
    # the agenda
    ITEM_OPEN = "item-open"
    ITEM_NOT_OPEN = "item-not-open"
    ITEM_DONE = "item-done"
    MEETING_NOT_OPEN = "meeting-not-open"
    MEETING_OPEN = "meeting-open"
    MEETING_CLOSED = "meeting-closed"
    SPEECH_RUNS = "speech-runs"
    # names and values
    UNKNOWN_FORUM = "unknown-forum"
    UNKNOWN_MEETING = "unknown-meeting"
    UNKNOWN_ITEM = "unknown-item"
    UNKNOWN_PERSON = "unknown-person"
    UNKNOWN_REQUEST = "unknown-request"
    NAME_EMPTY = "name-empty"
    NOTE_EMPTY = "note-empty"
    DAY_NOT_EMPTY = "day-not-empty"
    NOT_UNIQUE = "not-unique"
    NO_FORUM = "no-forum"
    NO_MEETING = "no-meeting"
    NO_ITEM = "no-item"
    NO_ITEM_AHEAD = "no-item-ahead"
    BAD_VALUE = "bad-value"
    TEXT_TOO_LONG = "text-too-long"
    # what a command was sent
    VALUE_MISSING = "value-missing"
    VALUE_NO_TEXT = "value-no-text"
    VALUE_NO_NUMBER = "value-no-number"
    VALUE_NO_FLAG = "value-no-flag"
    REQUEST_BROKEN = "request-broken"
    REQUEST_STRANGER = "request-stranger"
    COMMAND_UNKNOWN = "command-unknown"
    COMMAND_FAILED = "command-failed"
    # files
    FILE_MISSING = "file-missing"
    FILE_UNREADABLE = "file-unreadable"
    FILE_UNWRITABLE = "file-unwritable"
    FILE_TOO_LARGE = "file-too-large"
    FILE_KIND = "file-kind"
    FILE_EMPTY = "file-empty"
    FILE_BAD_LINE = "file-bad-line"
    FILE_LONG_TEXT = "file-long-text"
    FILE_NO_COLUMNS = "file-no-columns"
    FILE_BROKEN = "file-broken"
    FILE_SLOW = "file-slow"
    FILE_EXISTS = "file-exists"
    NOT_A_BACKUP = "not-a-backup"
    # keeping
    DISK_FULL = "disk-full"
    DISK_READ_ONLY = "disk-read-only"
    DISK_FAILED = "disk-failed"
    NOT_YET_WRITTEN = "not-yet-written"
    DATABASE_BROKEN = "database-broken"
    DATABASE_TOO_NEW = "database-too-new"
    SQLITE_TOO_OLD = "sqlite-too-old"
    DATABASE_URL = "database-url"
    DATABASE_SILENT = "database-silent"
    DATABASE_BUSY = "database-busy"
    DATABASE_UNNAMED = "database-unnamed"
    POSTGRESQL_MISSING = "postgresql-missing"
    POSTGRESQL_UNFIT = "postgresql-unfit"
    FOLDER_BUSY = "folder-busy"
    WINDOW_SILENT = "window-silent"
    NO_DISPLAY = "no-display"
    # the hub
    INVITATION_BAD = "invitation-bad"
    INVITATION_USED = "invitation-used"
    CODE_WRONG = "code-wrong"
    CODE_DEAD = "code-dead"
    CODE_NO_HOST = "code-no-host"
    CODE_MANY_HOSTS = "code-many-hosts"
    HOST_ELSEWHERE = "host-elsewhere"
    HOST_FAILED = "host-failed"
    NOT_HOSTING = "not-hosting"
    STAND_BY_CHAIRS = "stand-by-chairs"
    NOT_STAND_BY = "not-stand-by"
    HOST_IS_THERE = "host-is-there"
    HUB_SILENT = "hub-silent"
    HUB_REFUSED = "hub-refused"
    HUB_STRANGER = "hub-stranger"
    HUB_EMPTY = "hub-empty"
    HUB_OTHER_HISTORY = "hub-other-history"
    HUB_NEWER = "hub-newer"
    HUB_DENIED = "hub-denied"
    HUB_SLOW = "hub-slow"
    HUB_CERTIFICATE = "hub-certificate"
    HUB_PORT = "hub-port"
    NOT_JOINED = "not-joined"
    NOT_STAFF = "not-staff"
    LINE_EMPTY = "line-empty"
    LINE_TOO_LONG = "line-too-long"
    UNKNOWN_TOKEN = "unknown-token"


class ModeratorError(Exception):
    """A failure people may meet: ``reason`` and the ``facts`` that its sentence names."""

    def __init__(self, reason: Reason, **facts: str | int) -> None:
        super().__init__(reason.value, facts)
        self.reason = reason
        self.facts = facts


class Refused(ModeratorError):
    """A rule says no; nothing changed."""


class Known(ModeratorError):
    """The world failed; what was stored is still safe."""


class BadInput(Known):
    """A file or a typed value cannot be used; nothing was changed by it."""


class StoreFailed(Known):
    """The disk or the database refuses; what was not written is kept in memory."""


class NotYetWritten(Known):
    """It was done and is kept in memory; the disk takes it later, and it must not be done again."""

    def __init__(self, value: object, trouble: StoreFailed | None = None) -> None:
        super().__init__(Reason.NOT_YET_WRITTEN)
        self.value = value
        """What the command answers."""
        self.trouble = trouble
        """What the disk has against it, where that is known."""


class StoreTooNew(Known):
    """The database was written by a newer program."""


class FolderBusy(Known):
    """Another Moderator holds the data folder."""


class DoorFailed(Known):
    """The running window did not answer."""


class LinkFailed(Known):
    """The hub is not reached, or will not have this laptop; what is here stays here."""
