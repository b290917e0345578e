"""Tokens lie in the system's keyring where there is one, else in a file of the user's own."""

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from moderator.store.token_box import FILE, TokenBox


class Ring(KeyringBackend):
    """A keyring in memory, which may refuse."""

    priority = 9

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.refuses = False

    def get_password(self, service: str, username: str) -> str | None:
        self._may_refuse()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._may_refuse()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._may_refuse()
        del self.kept[service, username]

    def _may_refuse(self) -> None:
        if self.refuses:
            raise KeyringError("locked")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    made = Ring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    return made


def test_without_a_keyring_tokens_lie_in_a_file_of_the_users_own(tmp_path: Path) -> None:
    box = TokenBox(tmp_path)
    assert box.get("forum") is None
    box.keep("forum", "secret")
    box.keep("other", "more")
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert TokenBox(tmp_path).get("forum") == "secret"
    box.forget("forum")
    assert box.get("forum") is None
    assert box.get("other") == "more"


def test_a_keyring_keeps_them_apart_for_each_data_folder(tmp_path: Path, ring: Ring) -> None:
    one, other = TokenBox(tmp_path / "one"), TokenBox(tmp_path / "other")
    one.keep("forum", "secret")
    assert (one.get("forum"), other.get("forum")) == ("secret", None)
    assert not list(tmp_path.rglob(FILE))
    one.forget("forum")
    assert not ring.kept


def test_a_keyring_that_refuses_is_done_without(tmp_path: Path, ring: Ring) -> None:
    box = TokenBox(tmp_path)
    ring.refuses = True
    box.keep("forum", "in the file")
    assert box.get("forum") == "in the file"
    ring.refuses = False
    box.keep("forum", "in the ring")
    assert "forum" not in (tmp_path / FILE).read_text()
    assert box.get("forum") == "in the ring"
    ring.refuses = True
    assert box.get("forum") is None
    box.forget("forum")


def test_a_damaged_file_is_as_none(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[nothing")
    box = TokenBox(tmp_path)
    assert box.get("forum") is None
    box.keep("forum", "secret")
    assert box.get("forum") == "secret"
