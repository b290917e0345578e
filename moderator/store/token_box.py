"""What lets this laptop in elsewhere: in the system's keyring where there is one, else in a file.

The file is the user's alone and lies beside the database, not in it: no backup and no export holds
a token. A keyring may ask somebody to unlock it, so none of this belongs on a window's thread.
"""

import hashlib
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from moderator.domain.errors import Reason, StoreFailed
from moderator.files import write_whole

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

FILE = "tokens.json"

_SERVICE = "Moderator"
_REAL = 1
"""The least priority of a keyring that really keeps something safe."""

_logger = logging.getLogger(__name__)


class TokenBox:
    """The tokens of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._folder = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:16]

    def get(self, name: str) -> str | None:
        """Return what is kept under a name; None where nothing is, or it cannot be read here."""
        found = self._file_tokens().get(name)
        if found is None and (ring := _ring()) is not None:
            try:
                found = ring.get_password(_SERVICE, self._name(name))
            except Exception:
                # every system's keyring fails in its own way; without a token people join anew
                _logger.info("the keyring gives nothing", exc_info=True)
        return found

    def keep(self, name: str, token: str) -> None:
        """Keep a token in the place of what was there.

        Raises:
            StoreFailed: neither keyring nor disk takes it.
        """
        if (ring := _ring()) is not None:
            try:
                ring.set_password(_SERVICE, self._name(name), token)
            except Exception:
                _logger.info("the keyring takes nothing", exc_info=True)
            else:
                self._write({n: t for n, t in self._file_tokens().items() if n != name})
                return
        self._write(self._file_tokens() | {name: token})

    def forget(self, name: str) -> None:
        """Forget what is kept under a name.

        Raises:
            StoreFailed: the disk refuses.
        """
        if (ring := _ring()) is not None:
            try:
                if ring.get_password(_SERVICE, self._name(name)) is not None:
                    ring.delete_password(_SERVICE, self._name(name))
            except Exception:
                _logger.info("the keyring forgets nothing", exc_info=True)
        self._write({n: t for n, t in self._file_tokens().items() if n != name})

    def _name(self, name: str) -> str:
        return f"{self._folder}/{name}"

    def _file_tokens(self) -> dict[str, str]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(n): str(t) for n, t in kept.items()} if isinstance(kept, dict) else {}

    def _write(self, tokens: dict[str, str]) -> None:
        if tokens == self._file_tokens():
            return
        try:
            write_whole(self._file, json.dumps(tokens), private=True)
        except OSError as error:
            raise StoreFailed(Reason.DISK_FAILED, file=str(self._file)) from error


def _ring() -> "KeyringBackend | None":
    """Return the system's keyring; None where there is none that keeps anything."""
    # it looks for keyrings all over the system, which a start does not wait for
    import keyring

    found = keyring.get_keyring()
    return found if found.priority >= _REAL else None
