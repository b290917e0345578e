"""What is written is there when the database is opened again, and only then called saved."""

import threading
from pathlib import Path

import pytest

from moderator.domain.errors import Reason, StoreFailed, StoreTooNew
from moderator.store.copies import DATABASE
from moderator.store.database import Store
from moderator.store.driver import scalar
from moderator.store.rows import ForumGone, StateRow
from moderator.store.writer import STALE
from moderator.store.writes import Outcome, Update, Write
from tests.store.kit import FORUM, NOTES, PATIENCE_S, Typist, change, forum_row, lines_of, text_of


def test_what_was_typed_is_there_after_opening_again(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    typist = Typist(store)
    for key in "Қоғамдық\nкеңес":
        typist.type(key)
    assert store.close()
    again = Store.open(tmp_path)
    assert text_of(again) == "Қоғамдық\nкеңес"
    assert lines_of(again) == ["Қоғамдық", "кеңес"]
    assert again.documents(FORUM) == (NOTES,)
    again.close()


def test_done_is_told_after_the_commit_and_through_deliver(tmp_path: Path) -> None:
    calls: list[str] = []
    told = threading.Event()

    def deliver(tell: object) -> None:
        calls.append("delivered")
        assert callable(tell)
        tell()

    store = Store.open(tmp_path, deliver)

    def done(outcome: Outcome) -> None:
        # a second connection sees the row, so the commit is over
        assert store.load(NOTES) == (b"x",)
        assert outcome.failed is None
        calls.append("done")
        told.set()

    store.write(Write((Update(NOTES, b"x", True, 1),), done=done))
    assert told.wait(PATIENCE_S)
    assert calls == ["delivered", "done"]
    store.close()


def test_small_facts_are_read_at_once_and_kept(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    assert store.state("open-forum") is None
    store.put_state("open-forum", {"id": "қ"})
    assert store.state("open-forum") == {"id": "қ"}
    store.close()
    again = Store.open(tmp_path)
    assert again.state("open-forum") == {"id": "қ"}
    again.close()


def test_a_removed_forum_leaves_nothing_behind(store: Store) -> None:
    store.write(Write(rows=(forum_row(),)))
    typist = Typist(store)
    typist.type("word")
    store.write(Write(rows=(ForumGone(FORUM),)))
    assert store.flush(PATIENCE_S)
    assert store.forums() == ()
    assert store.documents(FORUM) == ()
    with store.reading() as raw:
        for table in ("doc_update", "note_line", "note_text", "note_page"):
            assert scalar(raw, f"SELECT count(*) FROM {table}") == 0


def test_a_removed_forum_may_be_written_again(store: Store) -> None:
    typist = Typist(store)
    typist.type("word")
    store.write(Write((Update(NOTES, b"new", False, 1),), (ForumGone(FORUM),)))
    store.write(Write((Update(NOTES, b"new", False, 7),)))
    assert store.flush(PATIENCE_S)
    assert store.trouble is None
    assert store.load(NOTES) == (b"new",)
    assert store.last_change_utc_ms((NOTES, "unknown/floor/x")) == 7


def test_forums_are_listed_last_opened_first(store: Store) -> None:
    store.write(Write(rows=(forum_row("Форум"),)))
    assert store.flush(PATIENCE_S)
    assert [f.title.best("en") for f in store.forums()] == ["Форум"]


def test_the_settings_that_keep_what_was_acknowledged_are_on(store: Store) -> None:
    assert store.flush(PATIENCE_S)
    with store.reading() as raw:
        assert scalar(raw, "PRAGMA journal_mode") == "wal"
        assert scalar(raw, "PRAGMA query_only") == 1


def test_a_newer_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    file = tmp_path / DATABASE
    change(file, "UPDATE alembic_version SET version_num = '9999'")
    change(file, "PRAGMA journal_mode = DELETE")
    before = file.read_bytes()
    with pytest.raises(StoreTooNew) as refused:
        Store.open(tmp_path)
    assert refused.value.reason is Reason.DATABASE_TOO_NEW
    assert file.read_bytes() == before
    assert [f.name for f in tmp_path.iterdir()] == [DATABASE]


@pytest.mark.parametrize("content", [b"no database at all" * 400, b"SQLite format 3\0" * 300])
def test_a_file_that_is_no_database_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / DATABASE
    file.write_bytes(content)
    with pytest.raises(StoreFailed) as refused:
        Store.open(tmp_path)
    assert refused.value.reason is Reason.DATABASE_BROKEN
    assert file.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    change(tmp_path / DATABASE, "CREATE TABLE accounts (id INTEGER)")
    with pytest.raises(StoreFailed) as refused:
        Store.open(tmp_path)
    assert refused.value.reason is Reason.DATABASE_BROKEN


@pytest.mark.log_expected
def test_rows_that_do_not_fit_never_cost_an_update_and_are_made_anew(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    typist = Typist(store)
    typist.type("first")
    assert store.flush(PATIENCE_S)
    store.write(Write(rows=(StateRow("kept", "1"),)))
    with store.reading() as raw:
        assert scalar(raw, "SELECT count(*) FROM note_line") == 1
    store.close()
    change(tmp_path / DATABASE, "DELETE FROM note_line")
    store = Store.open(tmp_path)
    Typist(store).type(" second")
    assert store.flush(PATIENCE_S)
    assert store.trouble is None
    assert text_of(store) == "first second"
    store.close()
    again = Store.open(tmp_path)
    assert again.flush(PATIENCE_S)
    assert again.state("kept") == 1
    assert not again.state(STALE)
    assert lines_of(again) == ["first second"]
    again.close()
