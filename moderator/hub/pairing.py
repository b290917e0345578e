"""How a laptop that was invited gets a token of its own: by the invitation's, or by a short code.

A conversation of a few frames of JSON at ``/pair``. With a token: it is exchanged at once. With a
code: both sides prove that they know it, the laptop first, and only then is anything said, sealed
with the key that the proof made. The token itself is made by the laptop; the hub hears its hash.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from moderator.domain.errors import Reason, Refused
from moderator.hub.access import Access
from moderator.hub.codes import Code, Codes
from moderator.hub.sockets import POLICY, Socket
from moderator.store.rows import HubToken
from moderator.sync.pake import NotProven, Proof

PATH = "/pair"

_MOST_BYTES = 4_096
_HASH_LETTERS = 64
_MOST_NAME = 200
_PATIENCE_S = 20.0


class Pairing:
    """One conversation with one laptop that has no token yet."""

    def __init__(self, access: Access, codes: Codes, sha256: str) -> None:
        """``sha256`` is the fingerprint of the certificate that the laptop should see."""
        self._access = access
        self._codes = codes
        self._sha256 = sha256
        self._next: Callable[[Mapping[str, Any]], dict[str, Any]] = self._begin
        self._code: Code | None = None
        self._proof: Proof | None = None
        self.is_over = False
        """Nothing more will be said."""

    def hear(self, frame: bytes) -> bytes:
        """Return the answer to a frame."""
        try:
            said = json.loads(frame) if len(frame) <= _MOST_BYTES else None
            if not isinstance(said, dict):
                raise ValueError("not an object")
            answer = self._next(said)
        except Refused as error:
            answer = self._refusal(error.reason)
        except (ValueError, KeyError, TypeError, NotProven, RecursionError):
            answer = self._refusal(Reason.CODE_WRONG)
        return json.dumps(answer).encode()

    def _refusal(self, reason: Reason) -> dict[str, Any]:
        self.is_over = True
        return {"no": reason.value}

    def _begin(self, said: Mapping[str, Any]) -> dict[str, Any]:
        if "token" in said:
            used = self._use(self._access.hash_of(str(said["token"])), said)
            self.is_over = True
            return _told(used)
        share = bytes.fromhex(said["share"])
        self._code = self._codes.begin(str(said["code"]))
        self._proof = Proof(self._code.text, self._sha256, is_hub=True)
        self._proof.hear(share)
        self._next = self._confirm
        return {"share": self._proof.share.hex()}

    def _confirm(self, said: Mapping[str, Any]) -> dict[str, Any]:
        assert self._proof is not None
        assert self._code is not None
        self._proof.check(bytes.fromhex(said["confirm"]))
        if not self._codes.use(self._code):
            raise Refused(Reason.CODE_WRONG)
        self._next = self._hand_over
        return {"confirm": self._proof.confirmation.hex()}

    def _hand_over(self, said: Mapping[str, Any]) -> dict[str, Any]:
        assert self._proof is not None
        assert self._code is not None
        asked = json.loads(self._proof.unseal(bytes.fromhex(said["sealed"])))
        used = self._use(self._code.invitation, asked)
        self.is_over = True
        return {"sealed": self._proof.seal(json.dumps(_told(used)).encode()).hex()}

    def _use(self, invitation: str, said: Mapping[str, Any]) -> HubToken:
        lasting, laptop = str(said["lasting"]), str(said["laptop"])[:_MOST_NAME]
        if len(lasting) != _HASH_LETTERS:
            raise ValueError("no hash")
        return self._access.exchange(invitation, lasting, laptop)


def _told(token: HubToken) -> dict[str, Any]:
    return {"role": token.role, "expires_utc_ms": token.expires_utc_ms}


class PairingEar:
    """A socket on which one such conversation is held, in good time."""

    def __init__(self, pairing: Pairing, ears: "set[PairingEar]") -> None:
        """``ears`` are those that are open; this one puts itself in and takes itself out."""
        self._pairing = pairing
        self._ears = ears
        self._socket: Socket
        self._patience: asyncio.TimerHandle

    def opened(self, socket: Socket) -> None:
        """Begin to listen."""
        self._socket = socket
        self._ears.add(self)
        self._patience = asyncio.get_running_loop().call_later(_PATIENCE_S, self.end)

    def heard(self, frame: bytes) -> None:
        """Answer."""
        if not self._pairing.is_over:
            self._socket.send(self._pairing.hear(frame))
            self._look()

    def stirred(self) -> None:
        """Nobody is waited for here for longer than a conversation takes."""

    def clogged(self, is_clogged: bool) -> None:
        """Answers are short."""

    def closed(self) -> None:
        """Let go."""
        self._pairing.is_over = True
        self._patience.cancel()
        self._ears.discard(self)

    def _look(self) -> None:
        if self._pairing.is_over:
            self.end()

    def end(self) -> None:
        """Say good-bye."""
        self._pairing.is_over = True
        self._socket.close(POLICY, "")
