"""Two sides that know one short code prove it to each other, and share a key from then on.

SPAKE2 (RFC 9382, the library ``spake2``) with the key confirmation of its section 4: whoever does
not know the code learns nothing that could be tried out later, and has one guess in each try. The
fingerprint of the certificate that a laptop sees, and that the hub has, is part of the hub's name
in the exchange: somebody in between with another certificate makes the two keys differ.

The library does not hide how long it computes; a code is good for minutes and for few tries.
"""

import hmac
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from spake2 import SPAKE2_A, SPAKE2_B
from spake2.spake2 import SPAKEError

_LAPTOP = b"moderator laptop"
_HUB = b"moderator hub "
_CODE = b"moderator code "
_INFO = b"moderator pairing 1"
_KEY_BYTES = 32
_NONCE = bytes(12)
"""Each key seals one message."""


class NotProven(Exception):
    """The other side does not know the code, or is not whom this side sees."""


@dataclass(frozen=True, slots=True)
class _Keys:
    confirm_laptop: bytes
    confirm_hub: bytes
    seal_laptop: bytes
    seal_hub: bytes


class Proof:
    """One try of one side. A share is sent, the other's heard; then confirmations are exchanged."""

    def __init__(self, code: str, sha256: str, *, is_hub: bool) -> None:
        """``sha256`` is the certificate's fingerprint as this side knows it; empty without TLS."""
        self._is_hub = is_hub
        make = SPAKE2_B if is_hub else SPAKE2_A
        self._names = (_LAPTOP, _HUB + sha256.encode())
        self._exchange = make(_CODE + code.encode(), *self._names)
        self.share: bytes = self._exchange.start()
        """What the other side must hear first."""
        self._keys: _Keys | None = None
        self._transcript = b""

    def hear(self, share: bytes) -> None:
        """Take the other side's share.

        Raises:
            NotProven: it is none.
        """
        try:
            shared = self._exchange.finish(share)
        except (SPAKEError, ValueError) as error:
            raise NotProven(str(error)) from error
        keys = HKDF(hashes.SHA256(), 4 * _KEY_BYTES, None, _INFO).derive(shared)
        self._keys = _Keys(*(keys[n : n + _KEY_BYTES] for n in range(0, len(keys), _KEY_BYTES)))
        shares = (share, self.share) if self._is_hub else (self.share, share)
        self._transcript = b"".join(
            len(part).to_bytes(8, "little") + part for part in (*self._names, *shares)
        )

    @property
    def confirmation(self) -> bytes:
        """What proves to the other side that this one has the same key."""
        return self._confirmation(of_hub=self._is_hub)

    def check(self, confirmation: bytes) -> None:
        """Look whether the other side has the same key; nothing may be told to it before.

        Raises:
            NotProven: it has another one.
        """
        wanted = self._confirmation(of_hub=not self._is_hub)
        if not hmac.compare_digest(wanted, confirmation):
            raise NotProven("another key")

    def seal(self, text: bytes) -> bytes:
        """Return a text, the only one of this side, so that only the other side can read it."""
        return ChaCha20Poly1305(self._seal_key(of_hub=self._is_hub)).encrypt(_NONCE, text, None)

    def unseal(self, sealed: bytes) -> bytes:
        """Return the other side's text.

        Raises:
            NotProven: it is not theirs.
        """
        try:
            key = self._seal_key(of_hub=not self._is_hub)
            return ChaCha20Poly1305(key).decrypt(_NONCE, sealed, None)
        except (InvalidTag, ValueError) as error:
            raise NotProven("not theirs") from error

    def _confirmation(self, *, of_hub: bool) -> bytes:
        keys = self._known()
        key = keys.confirm_hub if of_hub else keys.confirm_laptop
        return hmac.digest(key, self._transcript, "sha256")

    def _seal_key(self, *, of_hub: bool) -> bytes:
        keys = self._known()
        return keys.seal_hub if of_hub else keys.seal_laptop

    def _known(self) -> _Keys:
        if self._keys is None:
            raise NotProven("no share was heard")
        return self._keys
