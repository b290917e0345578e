"""A key press in one statement leaves the tables as the longer way does, or touches nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from moderator.domain.notes import Line, Mark
from moderator.store import driver
from moderator.store.copies import DATABASE
from moderator.store.database import Store
from moderator.store.driver import DriverError, Raw
from moderator.store.letter import Letters
from moderator.store.log import Log
from moderator.store.project import Projector
from moderator.store.rows import NoteRows
from moderator.store.tables import Tables
from moderator.store.writes import Update, Write
from tests.store.kit import FORUM, ITEM, MEETING, NOTES, line


def key(body: bytes, first: int, removed: int, *lines: Line) -> Write:
    rows = NoteRows(FORUM, MEETING, ITEM, first, removed, lines)
    return Write((Update(NOTES, body, True, 7),), (rows,))


MARKED = Line("asks for a calendar", 5, Mark.RECOMMENDATION, "m1")
KEYS = (
    key(b"1", 0, 0, line("as"), line("second")),
    key(b"2", 0, 1, line("asks")),
    key(b"3", 0, 1, MARKED),
    key(b"4", 1, 1, line("second line")),
)


@contextmanager
def database(folder: Path) -> Iterator[tuple[Raw, Path]]:
    folder.mkdir(exist_ok=True)
    Store.open(folder).close()
    file = folder / DATABASE
    raw = driver.open_writing(file)
    yield raw, file
    raw.close()


def everything(raw: Raw) -> list[list[tuple[object, ...]]]:
    asked = (
        "SELECT number, body, local, made_utc_ms FROM doc_update",
        "SELECT line, text, began_utc_ms, mark, mark_id, speech FROM note_line ORDER BY line",
        "SELECT text FROM note_text ORDER BY rowid",
    )
    return [raw.execute(sql).fetchall() for sql in asked]


def test_keys_leave_the_same_tables_one_by_one_and_all_at_once(tmp_path: Path) -> None:
    with (
        database(tmp_path / "each") as (raw, file),
        database(tmp_path / "all") as (other_raw, other_file),
    ):
        each = Tables(raw, file)
        for write in KEYS:
            assert each.commit((write,)) is None
        assert Tables(other_raw, other_file).commit(KEYS) is None
        assert everything(raw) == everything(other_raw)


def test_only_a_letter_within_one_known_line_is_taken(tmp_path: Path) -> None:
    with database(tmp_path) as (raw, _file):
        projector = Projector(raw)
        letters = Letters(raw, Log(raw), projector)
        assert not letters.write((KEYS[1],)), "its page was not looked up yet"
        for rows in KEYS[0].rows:
            projector.apply(rows)
        assert letters.write((KEYS[1],))
        assert not letters.write((KEYS[0],))
        assert not letters.write(KEYS[1:3])
        assert not letters.write((Write(KEYS[1].updates),))
        assert not letters.write((Write(rows=KEYS[1].rows),))


def test_a_letter_in_no_line_writes_nothing_at_all(tmp_path: Path) -> None:
    with database(tmp_path) as (raw, _file):
        projector = Projector(raw)
        letters = Letters(raw, Log(raw), projector)
        for rows in KEYS[0].rows:
            projector.apply(rows)
        before = everything(raw)
        with pytest.raises(DriverError):
            letters.write((key(b"far", 9, 1, line("nowhere")),))
        assert everything(raw) == before


@pytest.mark.log_expected
def test_a_letter_whose_line_was_lost_is_kept_without_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with database(tmp_path) as (raw, file):
        tables = Tables(raw, file)
        assert tables.commit((KEYS[0],)) is None
        raw.execute("DELETE FROM note_line WHERE line = 1")
        assert tables.commit((KEYS[3],)) is None
        assert [row[1] for row in everything(raw)[0]] == [b"1", b"4"]
    assert "out of step" in caplog.text
