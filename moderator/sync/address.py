"""Where a hub is and what lets one in: the text of an invitation.

The token lies behind the ``#``, which no program sends along when it connects: it stands in no
log of the way. An invitation of a hub with a certificate of its own carries that one's SHA-256.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from moderator.domain.errors import BadInput, Reason


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a laptop needs to know to join a hub."""

    url: str
    """Where sockets are opened: ws or wss, host, port and path."""
    token: str
    sha256: str = ""
    """The fingerprint of the hub's certificate in hexadecimal; empty where authorities vouch."""

    def text(self) -> str:
        """Return the invitation as one line to copy."""
        facts = {"token": self.token} | ({"sha256": self.sha256} if self.sha256 else {})
        return f"{self.url}#{urlencode(facts)}"


def parse(text: str, token: str = "") -> Invitation:
    """Return what an invitation says; ``token`` is for an address that comes without one.

    Raises:
        BadInput: the text is no invitation.
    """
    try:
        parts = urlsplit(text.strip())
        facts = parse_qs(parts.fragment, strict_parsing=bool(parts.fragment))
        token = facts.get("token", [token])[0]
        is_whole = bool(parts.scheme in ("ws", "wss") and parts.hostname and parts.port and token)
    except ValueError:
        is_whole = False
    if not is_whole:
        raise BadInput(Reason.INVITATION_BAD)
    url = parts._replace(fragment="", query="").geturl()
    return Invitation(url, token, facts.get("sha256", [""])[0].lower())
