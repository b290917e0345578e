"""A database's address, and what is said where nothing can come of it."""

import sys
from pathlib import Path

import pytest

from moderator.app import hub_storage
from moderator.domain.errors import BadInput, Known, Reason, Refused
from moderator.store.database import Store
from moderator.store.postgres import engine


@pytest.mark.parametrize("given", ["", "nonsense", "mysql://a:secret@b/c", "postgresql://host"])
def test_an_address_that_is_none_is_refused_without_being_repeated(given: str) -> None:
    with pytest.raises(BadInput) as refused:
        engine.address(given)
    assert refused.value.reason is Reason.DATABASE_URL
    assert not refused.value.facts


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_address_is_shown_without_what_is_secret(scheme: str) -> None:
    address = engine.address(
        f" {scheme}://me:secret@host:5433/name?password=secret&sslmode=require\n"
    )
    assert engine.shown(address) == "postgresql://me@host:5433/name"


def test_a_missing_driver_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Known) as told:
        engine.engine_for(engine.address("postgresql://host/name"), "test")
    assert told.value.reason is Reason.POSTGRESQL_MISSING


def test_a_folder_whose_hub_is_in_postgresql_opens_no_file_instead(tmp_path: Path) -> None:
    (tmp_path / "postgresql").touch()
    for attempt in (
        lambda: hub_storage.open_store(tmp_path, ""),
        lambda: hub_storage.restore(tmp_path, "", tmp_path / "copy.db"),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.reason is Reason.DATABASE_UNNAMED
    assert not (tmp_path / "moderator.db").exists()


def test_what_is_given_wins_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "address"
    file.write_text(" postgresql://from/file \n", encoding="utf-8")
    monkeypatch.setenv("MODERATOR_DATABASE", "postgresql://from/environment")
    assert hub_storage.named({}) == "postgresql://from/environment"
    assert hub_storage.named({"database_file": str(file)}) == "postgresql://from/file"
    assert hub_storage.named({"database": "postgresql://as/given"}) == "postgresql://as/given"
    monkeypatch.delenv("MODERATOR_DATABASE")
    monkeypatch.setenv("MODERATOR_DATABASE_FILE", str(file))
    assert hub_storage.named({}) == "postgresql://from/file"
    with pytest.raises(BadInput):
        hub_storage.named({"database_file": str(tmp_path / "missing")})


def test_without_an_address_a_hub_keeps_a_file(tmp_path: Path) -> None:
    store = hub_storage.open_store(tmp_path, "")
    assert isinstance(store, Store)
    assert store.place == str(tmp_path / "moderator.db")
    store.close()
