"""Where a hub is and what lets one in: the text of an invitation.

The token lies behind the ``#``, which no program sends along when it connects: it stands in no
log of the way. An invitation of a hub with a certificate of its own carries that one's SHA-256.
"""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, urlencode, urlsplit

from moderator.domain.errors import BadInput, Reason

_USUAL_ROLE = "chair"
"""At a server that knows no roles, everybody may do everything."""


class Speaks(StrEnum):
    """What answers at an address."""

    HUB = "hub"
    """A hub of this program."""
    HOCUSPOCUS = "hocuspocus"
    """Another server, whose framing is that of Hocuspocus."""
    Y_WEBSOCKET = "y-websocket"
    """Another server, whose framing is that of y-websocket."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a laptop needs to know to join a hub."""

    url: str
    """Where sockets are opened: ws or wss, host, port and path."""
    token: str
    sha256: str = ""
    """The fingerprint of the hub's certificate in hexadecimal; empty where authorities vouch."""
    speaks: Speaks = Speaks.HUB
    forum: str = ""
    """The forum at a server that cannot tell; empty where the open one is to be brought there."""
    role: str = ""
    """The role at a server that knows no roles."""

    def text(self) -> str:
        """Return the invitation as one line to copy."""
        facts = {"token": self.token, "sha256": self.sha256, "forum": self.forum, "role": self.role}
        if self.speaks is not Speaks.HUB:
            facts["speaks"] = self.speaks.value
        facts = {name: fact for name, fact in facts.items() if fact}
        return f"{self.url}#{urlencode(facts)}"


def parse(text: str, token: str = "", speaks: Speaks = Speaks.HUB) -> Invitation:
    """Return what an invitation says; the rest is for an address that comes without it.

    Raises:
        BadInput: the text is no invitation.
    """
    try:
        parts = urlsplit(text.strip())
        said = parse_qs(parts.fragment, strict_parsing=bool(parts.fragment))
        facts = {name: values[0] for name, values in said.items()}
        speaks = Speaks(facts.get("speaks", speaks))
        url = parts._replace(fragment="", query="").geturl()
        role = facts.get("role", "" if speaks is Speaks.HUB else _USUAL_ROLE)
        invitation = Invitation(
            url=url,
            token=facts.get("token", token),
            sha256=facts.get("sha256", "").lower(),
            speaks=speaks,
            forum=facts.get("forum", ""),
            role=role,
        )
        is_whole = parts.scheme in ("ws", "wss") and bool(parts.hostname)
        if speaks is Speaks.HUB:
            is_whole = is_whole and bool(parts.port and invitation.token)
    except ValueError:
        is_whole = False
    if not is_whole:
        raise BadInput(Reason.INVITATION_BAD)
    return invitation
