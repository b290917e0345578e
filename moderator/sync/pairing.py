"""How a laptop gets a token of its own from a hub: with an invitation's, or with a short code.

The token is made here; the hub hears its hash. Without a good answer nothing was used up, and the
same may be tried again: the hub takes the same hash twice.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from moderator.domain.errors import LinkFailed, Reason, Refused
from moderator.sync.address import Invitation
from moderator.sync.pake import NotProven, Proof
from moderator.sync.sockets import NoSuchPath, WebSocket, open_socket, open_to_prove
from moderator.sync.transport import LinkLost, LinkRefused

_TOKEN_BYTES = 24
_PATH, _SYNC = "/pair", "/sync"
_REASONS = {
    r.value: r
    for r in (Reason.HUB_REFUSED, Reason.INVITATION_USED, Reason.CODE_WRONG, Reason.CODE_DEAD)
}


async def redeem(invitation: Invitation, laptop: str, secret: bytes) -> Invitation:
    """Return an invitation with a token of this laptop's own in the place of the one given.

    It is made with what only this laptop knows, so that a laptop, and no other, may use the same
    invitation again. One of a hub that exchanges none is returned as it is.

    Raises:
        LinkFailed: the hub is not reached, or is not the one of the invitation.
        Refused: the invitation is unknown, over, or was used by another laptop.
    """
    token = hmac.digest(secret, invitation.token.encode(), "sha256").hex()
    there = replace(invitation, url=_beside(invitation.url, _PATH))
    try:
        socket = await open_socket(there)
    except NoSuchPath:
        return invitation
    except LinkLost as error:
        raise LinkFailed(Reason.HUB_SILENT) from error
    except LinkRefused as error:
        raise LinkFailed(Reason.HUB_STRANGER) from error
    try:
        await _ask(socket, {"token": invitation.token} | _own(token, laptop))
    finally:
        await socket.close()
    return replace(invitation, token=token)


async def pair(address: str, code: str, laptop: str) -> Invitation:
    """Return an invitation to the hub at ``host:port``, which proves that it knows the code too.

    Raises:
        LinkFailed: nobody is reached.
        Refused: the code is wrong, over, or what answers is not the hub that made it.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    url = address if "://" in address else f"wss://{address}{_SYNC}"
    try:
        socket, sha256 = await open_to_prove(_beside(url, _PATH))
    except LinkLost as error:
        raise LinkFailed(Reason.HUB_SILENT) from error
    try:
        await _prove(socket, Proof(code, sha256, is_hub=False), code, _own(token, laptop))
    except (NotProven, ValueError, KeyError, TypeError) as error:
        raise Refused(Reason.CODE_WRONG) from error
    finally:
        await socket.close()
    return Invitation(url, token, sha256)


async def _prove(socket: WebSocket, proof: Proof, code: str, own: Mapping[str, Any]) -> None:
    heard = await _ask(socket, {"code": code[0], "share": proof.share.hex()})
    proof.hear(bytes.fromhex(heard["share"]))
    heard = await _ask(socket, {"confirm": proof.confirmation.hex()})
    proof.check(bytes.fromhex(heard["confirm"]))
    heard = await _ask(socket, {"sealed": proof.seal(json.dumps(own).encode()).hex()})
    proof.unseal(bytes.fromhex(heard["sealed"]))


async def _ask(socket: WebSocket, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer to a frame.

    Raises:
        LinkFailed: there is none.
        Refused: it is no.
    """
    try:
        await socket.send(json.dumps(said).encode())
        heard = json.loads(await socket.receive())
    except (LinkLost, ValueError, RecursionError) as error:
        raise LinkFailed(Reason.HUB_SILENT) from error
    if not isinstance(heard, dict):
        raise LinkFailed(Reason.HUB_STRANGER)
    if "no" in heard:
        raise Refused(_REASONS.get(str(heard["no"]), Reason.HUB_REFUSED))
    return heard


def _own(token: str, laptop: str) -> dict[str, str]:
    return {"lasting": hashlib.sha256(token.encode()).hexdigest(), "laptop": laptop}


def _beside(url: str, path: str) -> str:
    """Return the address of another path of the same hub."""
    parts = urlsplit(url)
    return parts._replace(path=parts.path.removesuffix("/").rpartition("/")[0] + path).geturl()
