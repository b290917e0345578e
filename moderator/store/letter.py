"""The write of a key press in one statement: an update, and the one line that it changed.

SQLite's statements are cheap, but between two of them the writer's thread needs the interpreter,
which the window keeps to itself while it lays out and paints that very key. Done by a trigger, the
whole transaction is one call, and the interpreter is needed again only to tell that it is done.
"""

from moderator.store.driver import Raw
from moderator.store.log import Log
from moderator.store.project import Projector, line_values
from moderator.store.rows import NoteRows
from moderator.store.writes import Write


class Letters:
    """Writes keys over the writing connection, where they are as simple as most are."""

    def __init__(self, raw: Raw, log: Log, projector: Projector) -> None:
        self._raw = raw
        self._log = log
        self._projector = projector
        raw.execute(_LETTER)
        raw.execute(_WRITE_LETTER)

    def write(self, batch: tuple[Write, ...]) -> bool:
        """Commit a batch that is one key in one line; return False, and do nothing, for others.

        Raises:
            DriverError: the disk refuses, or there is no such line; nothing is written.
        """
        rows = _only_line(batch)
        page = self._projector.known_page(rows) if rows is not None else None
        if rows is None or page is None:
            return False
        update = batch[0].updates[0]
        place = self._log.next_place(update.document)
        made = (update.body, update.local, update.made_utc_ms)
        line = (page, rows.first_line, *line_values(rows.lines[0]))
        self._raw.execute(_INSERT, (*place, *made, *line))
        return True


def _only_line(batch: tuple[Write, ...]) -> NoteRows | None:
    if len(batch) != 1 or len(batch[0].updates) != 1 or len(batch[0].rows) != 1:
        return None
    rows = batch[0].rows[0]
    if not isinstance(rows, NoteRows) or rows.removed != 1 or len(rows.lines) != 1:
        return None
    return rows


_COLUMNS = (
    "document, number, body, local, made_utc_ms,"
    " page, line, text, began_utc_ms, mark, mark_id, speech"
)
# temporary: it belongs to the connection, and no database has to be changed for it
_LETTER = "CREATE TEMP VIEW letter AS SELECT" + ",".join(
    f" NULL AS {name.strip()}" for name in _COLUMNS.split(",")
)
_WRITE_LETTER = """
CREATE TEMP TRIGGER write_letter INSTEAD OF INSERT ON letter BEGIN
  SELECT RAISE(ABORT, 'no such line') WHERE NOT EXISTS (
    SELECT 1 FROM note_line WHERE page = new.page AND line = new.line);
  INSERT INTO doc_update (document, number, body, local, made_utc_ms)
    VALUES (new.document, new.number, new.body, new.local, new.made_utc_ms);
  UPDATE note_text SET text = new.text WHERE rowid = (
    SELECT id FROM note_line
    WHERE page = new.page AND line = new.line AND text <> new.text);
  UPDATE note_line
    SET text = new.text, began_utc_ms = new.began_utc_ms, mark = new.mark,
        mark_id = new.mark_id, speech = new.speech
    WHERE page = new.page AND line = new.line;
END
"""
_INSERT = f"INSERT INTO letter ({_COLUMNS}) VALUES ({', '.join('?' * 12)})"
