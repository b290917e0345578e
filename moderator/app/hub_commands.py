"""What can be asked of a hub by name, whether it runs or not."""

import datetime as dt
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moderator.app.asked import Args, choice, number, text, text_or
from moderator.documents import rights
from moderator.documents.document import DocumentBroken, programme_name
from moderator.documents.programme import ProgrammeDocument
from moderator.documents.rights import Role
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import ForumId
from moderator.hub.access import OWN
from moderator.hub.house import House
from moderator.hub.server import PATH, YJS_PATH
from moderator.store.filling import filled
from moderator.store.rows import HubToken
from moderator.sync import code as short_code
from moderator.sync import lan
from moderator.sync.address import Invitation

ADDRESS = "hub-address"
"""Where the store keeps how the hub was reached last."""

_EVERYWHERE = ("0.0.0.0", "::")
_OWN_DAYS = 3650

_MOST_TERMS = 1_000_000
_MOST_DAYS = 36_500
USUAL_HOST, USUAL_PORT = "127.0.0.1", 8440


@dataclass(frozen=True, slots=True)
class Address:
    """How a hub is reached."""

    host: str = USUAL_HOST
    port: int = USUAL_PORT
    url: str = ""
    """What people are told where that is another, as behind a proxy."""
    sha256: str = ""
    """The fingerprint of its own certificate; empty without one."""

    @property
    def is_everywhere(self) -> bool:
        """Whether it listens at all addresses of this computer."""
        return self.host in _EVERYWHERE

    @property
    def has_code(self) -> bool:
        """Whether a short code can be proven: not through a proxy, whose certificate differs."""
        return bool(self.sha256) or (not self.url and self.host not in _EVERYWHERE)

    @property
    def socket_url(self) -> str:
        """Where sockets are opened."""
        return self._at(PATH)

    @property
    def yjs_url(self) -> str:
        """Where a socket for one document is opened: a slash and the document's name follow."""
        return self._at(YJS_PATH)

    def _at(self, path: str) -> str:
        if self.url:
            return self.url.removesuffix("/").removesuffix(PATH) + path
        host = _reached_at() if self.host in _EVERYWHERE else self.host
        host = f"[{host}]" if ":" in host else host
        return f"{'wss' if self.sha256 else 'ws'}://{host}:{self.port}{path}"


def _reached_at() -> str:
    return next(iter(lan.addresses()), socket.gethostname())


def address_of(house: House) -> Address:
    """Return how the hub is reached, or was when it ran last."""
    kept = house.store.state(ADDRESS)
    return Address(**kept) if kept else Address()


def _invite(house: House, args: Args) -> Any:
    role = _role(args)
    forum = _forum(house, text_or(args, "forum"))
    name, days = text_or(args, "name"), number(args, "days", -_MOST_DAYS, _MOST_DAYS)
    token, kept = house.access.invite(role, forum, name, days)
    address = address_of(house)
    invitation = Invitation(address.socket_url, token, address.sha256)
    documents = house.documents(forum) if forum else frozenset[str]()
    has_code = bool(args.get("is_running")) and address.has_code
    return {
        "id": _short(kept),
        "code": short_code.shown(house.codes.make(kept.hash)) if has_code else "",
        "url": invitation.url,
        "yjs_url": address.yjs_url,
        "token": token,
        "link": invitation.text(),
        "sha256": address.sha256,
        "role": role.value,
        "name": name,
        "expires": _moment(kept.expires_utc_ms),
        "forum": forum,
        "documents": sorted(d for d in documents if rights.may_read(role, d)),
    }


def _role(args: Args) -> Role:
    text(args, "role")  # there is none for want of another
    return choice(args, "role", Role, Role.VIEWER)


def _forum(house: House, wanted: str) -> ForumId:
    """Return the forum an invitation is for; empty where the first one is still to come."""
    forums = house.forums()
    if not wanted and len(forums) <= 1:
        return next(iter(forums), ForumId(""))
    fits = [f for f in forums if wanted and wanted in (f, _title(house, f))]
    if len(fits) != 1:
        raise Refused(Reason.NOT_UNIQUE if not wanted else Reason.UNKNOWN_FORUM, name=wanted)
    return fits[0]


def _title(house: House, forum: ForumId) -> str:
    try:
        programme = filled(house.store, ProgrammeDocument, programme_name(forum))
    except DocumentBroken:
        return ""
    programme.close()
    return programme.programme.forum.title.best("en")


def _forums(house: House, args: Args) -> Any:
    return [
        {"id": f, "title": _title(house, f), "documents": len(house.documents(f))}
        for f in house.forums()
    ]


def _status(house: House, args: Args) -> Any:
    return {
        "running": bool(args.get("is_running")),
        "url": address_of(house).socket_url,
        "storage": house.store.place,
        "connections": len(house.guests),
        "forums": len(house.forums()),
        "here": _here(house),
        "invitations": [_told(token) for token in house.access.tokens],
    }


def _here(house: House) -> list[dict[str, Any]]:
    """Return whom the connections are of; one laptop may have several."""
    tokens = {t.hash: t for g in house.guests if (t := g.token) is not None}
    return [_who(token) for token in tokens.values()]


def _who(token: HubToken) -> dict[str, Any]:
    return {
        "id": _short(token),
        "name": token.name or token.laptop,
        "role": token.role,
        "is_own": token.laptop == OWN,
    }


def _look(house: House, args: Args) -> Any:
    address = address_of(house)
    return {"url": address.socket_url, "port": address.port, "here": _here(house)} | {
        "sha256": address.sha256,
        "is_on_network": address.is_everywhere or house.is_announced,
    }


def _admit(house: House, args: Args) -> Any:
    """Let the laptop in that runs this hub, with the chair's role, in the place of before."""
    forum, name = ForumId(text(args, "forum")), text_or(args, "name")
    for token in house.access.tokens:
        if token.forum == forum and token.laptop == OWN and token.revoked_utc_ms is None:
            house.access.revoke(token.hash)
    if not house.forums():
        house.access.bind(forum)
    shown, kept = house.access.invite(Role.CHAIR, forum, name, _OWN_DAYS)
    house.access.claim(kept.hash, OWN)
    return {"token": shown}


def _told(token: HubToken) -> dict[str, Any]:
    return {
        "id": _short(token),
        "role": token.role,
        "name": token.name or token.laptop.removeprefix(OWN),
        "is_own": token.laptop == OWN,
        "expires": _moment(token.expires_utc_ms),
        "revoked": token.revoked_utc_ms is not None,
    }


def _revoke(house: House, args: Args) -> Any:
    return _told(house.access.revoke(text(args, "invitation")))


def _change_role(house: House, args: Args) -> Any:
    return _told(house.access.change_role(text(args, "invitation"), _role(args)))


def _backup(house: House, args: Args) -> Any:
    file = Path(text(args, "file"))
    house.store.flush(30.0)
    house.store.backup_to(file)
    return {"file": file.name}


def _short(token: HubToken) -> str:
    return token.hash[:12]


def _moment(utc_ms: int) -> str:
    return dt.datetime.fromtimestamp(utc_ms // 1000, dt.UTC).isoformat()


def _take_place(house: House, args: Args) -> Any:
    """Go on in the place of a hub that fell silent."""
    house.succession.take_place(number(args, "term", 0, _MOST_TERMS), args["tokens"])
    return {}


COMMANDS: dict[str, Callable[[House, Args], Any]] = {
    "hub.take-place": _take_place,
    "hub.look": _look,
    "hub.admit": _admit,
    "hub.invite": _invite,
    "hub.forums": _forums,
    "hub.status": _status,
    "hub.revoke": _revoke,
    "hub.role": _change_role,
    "hub.backup": _backup,
}


def run(house: House, name: str, args: Args) -> Any:
    """Run a command; what it changed is committed once the store is flushed.

    Raises:
        ModeratorError: it was refused.
    """
    found = COMMANDS.get(name)
    if found is None:
        raise Refused(Reason.COMMAND_UNKNOWN, name=name)
    return found(house, args)
