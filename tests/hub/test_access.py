"""Tokens can be passed on however people pass them on."""

import secrets
from pathlib import Path

import pytest

from moderator.documents.rights import Role
from moderator.hub.access import Access
from moderator.store.database import Store
from tests.domain.hall import FakeClock
from tests.hub.kit import FORUM


def test_no_token_looks_like_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(("-first", "--second", "third-"))
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _bytes: next(drawn))
    store = Store.open(tmp_path)
    token, _kept = Access(store, FakeClock()).invite(Role.VIEWER, FORUM)
    assert token == "third-"
    store.close()
