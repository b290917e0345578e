"""A hub's storage in PostgreSQL: numbered, told of, found again, and as safe as a file."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from moderator.documents.document import Document
from moderator.domain.errors import FolderBusy, Reason, StoreFailed, StoreTooNew
from moderator.domain.ids import ForumId
from moderator.store import backup
from moderator.store.database import Store
from moderator.store.postgres import engine, transfer
from moderator.store.postgres.store import PostgresStore
from moderator.store.rows import HubToken, TokenRow
from moderator.store.writer import SNAPSHOT_EVERY
from moderator.store.writes import Outcome, Update, Write
from tests.store.kit import PATIENCE_S
from tests.store.postgres.server import PASSWORD, PostgresServer, running_server

pytestmark = pytest.mark.interop

NAME = "forum/recommendations"


class Told:
    """A watcher that remembers, and can be waited for."""

    def __init__(self) -> None:
        self._stirred = threading.Condition()
        self.updates: list[tuple[str, bytes]] = []
        self.known: dict[str, HubToken] = {}
        self.messages: list[bytes] = []
        self.hubs: frozenset[str] = frozenset()
        self.documents: set[str] = set()
        self.rounds = 0

    def kept(self, document: str, updates: Sequence[bytes]) -> None:
        self.updates.extend((document, update) for update in updates)
        self.documents.add(document)
        self._stir()

    def tokens(self, tokens: Sequence[HubToken]) -> None:
        self.known = {token.hash: token for token in tokens}
        self._stir()

    def said(self, hub: str, message: bytes) -> None:
        self.messages.append(message)
        self._stir()

    def present(self, hubs: frozenset[str]) -> None:
        self.hubs = hubs
        self._stir()

    def again(self, documents: Sequence[str]) -> None:
        self.documents.update(documents)
        self.rounds += 1
        self._stir()

    def _stir(self) -> None:
        with self._stirred:
            self._stirred.notify_all()

    def until(self, holds: Callable[[], bool]) -> None:
        with self._stirred:
            assert self._stirred.wait_for(holds, PATIENCE_S)


@contextmanager
def opened(database: str) -> Iterator[tuple[PostgresStore, Told]]:
    """Open a database as one hub of several does."""
    store = PostgresStore(engine.address(database), lambda told: told())
    told = Told()
    store.watch(told)
    told.until(lambda: told.rounds == 1)
    try:
        yield store, told
    finally:
        store.close()


def update(body: bytes, done: Callable[[Outcome], None] | None = None, name: str = NAME) -> Write:
    return Write((Update(name, body, False, 1_764_000_000_123),), done=done)


def reason_of_trouble(store: PostgresStore) -> Reason | None:
    return store.trouble.reason if store.trouble else None


def token(name: str = "hash", revoked_utc_ms: int | None = None) -> HubToken:
    return HubToken(name, "chair", ForumId("forum"), "Айгүл", 1, 1_964_000_000_123, revoked_utc_ms)


def typed(count: int) -> list[bytes]:
    """Return the updates of somebody who types into a document."""
    document = Document(NAME)
    updates: list[bytes] = []
    document.on_update(lambda update, _local: updates.append(update))
    for n in range(count):
        with document.transaction():
            document._meta["text"] = f"{n}"
    document.close()
    return updates


def text_of(updates: Sequence[bytes]) -> object:
    """Return what was typed last."""
    document = Document(NAME)
    document.load(updates)
    return document._meta.get("text")


def test_what_is_written_is_found_again_in_its_order(database: str) -> None:
    with opened(database) as (store, _):
        for n in range(300):
            store.write(update(b"%d" % n))
        store.write(update(b"other", name="forum/people"))
        store.write(Write(rows=(TokenRow(token()),)))
        store.put_state("address", {"port": 8440})
        assert store.flush(PATIENCE_S)
    with opened(database) as (store, _):
        assert store.load(NAME) == tuple(b"%d" % n for n in range(300))
        assert store.since(NAME, 298) == [(299, b"298"), (300, b"299")]
        assert store.documents(ForumId("forum")) == ("forum/people", NAME)
        assert store.known_forums() == ("forum",)
        assert store.hub_tokens() == (token(),)
        assert store.state("address") == {"port": 8440}


def test_two_hubs_number_one_document_without_a_hole_and_hear_what_the_other_kept(
    database: str,
) -> None:
    with opened(database) as (one, told_one), opened(database) as (two, told_two):
        for store in (one, two):
            store.follow(NAME)
        for n in range(200):
            one.write(update(b"one %d" % n))
            two.write(update(b"two %d" % n))
        told_one.until(lambda: len(told_one.updates) == 200)
        told_two.until(lambda: len(told_two.updates) == 200)
        numbered = one.since(NAME, 0)
    assert [number for number, _ in numbered] == list(range(1, 401))
    bodies = [body for _, body in numbered]
    assert [b for _, b in told_one.updates] == [b for b in bodies if b.startswith(b"two")]
    assert [b for _, b in told_two.updates] == [b for b in bodies if b.startswith(b"one")]


def test_a_document_that_is_not_followed_is_told_of_by_its_name_only(database: str) -> None:
    with opened(database) as (one, told), opened(database) as (two, _):
        one.follow(NAME)
        one.let_go(NAME)
        two.write(update(b"new"))
        told.until(lambda: NAME in told.documents)
        assert told.updates == []


def test_what_one_hub_took_back_no_other_gives_again(database: str) -> None:
    with opened(database) as (one, told_one), opened(database) as (two, told_two):
        one.write(Write(rows=(TokenRow(token()),)))
        told_two.until(lambda: "hash" in told_two.known)
        one.write(Write(rows=(TokenRow(token(revoked_utc_ms=5)),)))
        told_two.until(lambda: told_two.known["hash"].revoked_utc_ms == 5)
        two.write(Write(rows=(TokenRow(token()),)))
        assert two.flush(PATIENCE_S)
        told_one.until(lambda: told_one.known["hash"].revoked_utc_ms == 5)
        assert two.hub_tokens()[0].revoked_utc_ms == 5


def test_a_message_longer_than_a_notification_arrives_whole_and_not_at_its_sender(
    database: str,
) -> None:
    messages = [bytes(range(256)) * 200, b"", b"short"]
    with opened(database) as (one, told_one), opened(database) as (_, told_two):
        for message in messages:
            one.tell(message)
        told_two.until(lambda: len(told_two.messages) == 3)
        assert told_two.messages == messages
        assert told_one.messages == []


def test_hubs_know_of_each_other_until_one_is_gone(database: str) -> None:
    with opened(database) as (_, told_one):
        with opened(database) as (_, told_two):
            told_one.until(lambda: len(told_one.hubs) == 1)
            told_two.until(lambda: len(told_two.hubs) == 1)
            assert told_one.hubs != told_two.hubs
        told_one.until(lambda: not told_one.hubs)


@pytest.mark.log_expected
def test_nothing_acknowledged_is_lost_when_the_server_is_killed_and_the_hubs_go_on() -> None:
    acknowledged: list[int] = []

    def write(store: PostgresStore, n: int) -> None:
        def done(outcome: Outcome) -> None:
            if outcome.failed is None:
                acknowledged.append(n)

        store.write(update(b"%d" % n, done))

    with running_server() as server:
        database = server.new_database()
        with opened(database) as (one, told_one), opened(database) as (two, told):
            two.follow(NAME)
            for n in range(100):
                write(one, n)
                assert n % 10 or one.flush(PATIENCE_S)
            server.kill()
            before = tuple(acknowledged)
            for n in range(100, 120):
                write(one, n)
            assert not one.flush(PATIENCE_S)
            assert reason_of_trouble(one) is Reason.DATABASE_SILENT
            with pytest.raises(StoreFailed, match="database-silent"):
                two.load(NAME)
            server.start()
            assert one.flush(PATIENCE_S)
            assert reason_of_trouble(one) is None
            told.until(lambda: told.rounds == 2)
            told_one.until(lambda: told_one.rounds == 2)
            found = [int(body) for _, body in one.since(NAME, 0)]
            assert set(before) <= set(found)
            assert sorted(set(found)) == list(range(120))
            told.until(lambda: {int(body) for _, body in told.updates} == set(range(120)))
    assert sorted(acknowledged) == list(range(120))


def test_a_snapshot_takes_the_place_of_many_rows_which_stay(database: str) -> None:
    updates = typed(SNAPSHOT_EVERY + 10)
    with opened(database) as (store, _):
        for body in updates:
            store.write(update(body))
        assert store.flush(PATIENCE_S)
    with opened(database) as (store, _):
        loaded = store.load(NAME)
        assert len(loaded) < 20
        assert store.load(NAME, trust_snapshots=False) == tuple(updates)
        assert text_of(loaded) == text_of(updates)


def test_a_snapshot_is_never_made_over_a_hole(database: str) -> None:
    updates = typed(300)
    with opened(database) as (store, _):
        for body in updates:
            store.write(update(body))
        assert store.flush(PATIENCE_S)
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("DELETE FROM moderator.doc_update WHERE number = 150")
    with opened(database) as (store, _):
        assert store.load(NAME) == tuple(updates[:149] + updates[150:])


def test_a_snapshot_whose_bytes_changed_is_not_trusted(database: str) -> None:
    updates = typed(300)
    with opened(database) as (store, _):
        for body in updates:
            store.write(update(body))
    with psycopg.connect(database, autocommit=True) as connection:
        changed = connection.execute("UPDATE moderator.doc_snapshot SET body = body || 'x'::bytea")
        assert changed.rowcount == 1
    with opened(database) as (store, _):
        assert store.load(NAME) == tuple(updates)


def test_a_backup_moves_a_hub_from_one_kind_of_database_to_the_other(
    server: PostgresServer, database: str, tmp_path: Path
) -> None:
    updates, first = typed(300), typed(1)[0]
    with opened(database) as (store, _):
        for body in updates:
            store.write(update(body))
        store.write(update(first, name="forum/people"))
        store.write(Write(rows=(TokenRow(token()),)))
        store.put_state("address", {"port": 8440})
        assert store.flush(PATIENCE_S)
        store.backup_to(tmp_path / "early.db")
    with opened(database) as (store, _):  # now there is a snapshot, too
        store.backup_to(tmp_path / "copy.db")
    alone = tmp_path / "alone"
    for copy in ("early.db", "copy.db"):
        backup.restore(alone, tmp_path / copy)
        store_alone = Store.open(alone)
        try:
            assert store_alone.load(NAME, trust_snapshots=False) == tuple(updates)
            assert store_alone.hub_tokens() == (token(),)
            assert store_alone.state("address") == {"port": 8440}
            assert store_alone.state("revision") is None
            assert store_alone.check() == ()
        finally:
            store_alone.close()
    other = server.new_database()
    with opened(other) as (store, _):
        store.write(update(b"gone", name="old/people"))
        assert store.flush(PATIENCE_S)
        with pytest.raises(FolderBusy):
            transfer.restore(engine.address(other), tmp_path / "copy.db")
    transfer.restore(engine.address(other), tmp_path / "copy.db")
    with opened(other) as (store, _):
        assert store.known_forums() == ("forum",)
        assert text_of(store.load(NAME)) == text_of(updates)
        assert store.hub_tokens() == (token(),)
        store.write(update(b"next", name="forum/people"))
        store.write(update(b"new", name="forum/contacts"))
        assert store.flush(PATIENCE_S)
        assert store.since("forum/people", 0) == [(1, first), (2, b"next")]


def test_a_database_of_a_newer_program_is_not_touched(database: str) -> None:
    with opened(database):
        pass
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE moderator.state SET value = '999' WHERE key = 'revision'")
    with pytest.raises(StoreTooNew), opened(database):
        pass


def test_a_password_is_shown_nowhere(
    server: PostgresServer, database: str, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = database.replace("p%40ss", "wr0ng")
    nowhere = database.replace(str(server.port), "1")
    said = [engine.shown(engine.address(database)), repr(engine.address(database))]
    caplog.set_level("DEBUG")
    for address in (wrong, nowhere):
        with pytest.raises(StoreFailed) as refused, opened(address):
            pass
        assert refused.value.reason is Reason.DATABASE_SILENT
        said += [str(refused.value), repr(refused.value.__cause__), repr(refused.value.facts)]
    for text in (*said, caplog.text):
        for secret in (PASSWORD, "p@ss", "p%40ss", "wr0ng"):
            assert secret not in text
    with_option = engine.shown(engine.address(f"{database}?password=p@ss"))
    assert "password" not in with_option
