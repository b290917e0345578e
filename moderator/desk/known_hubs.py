"""Which hub each forum of this laptop was joined at, as the store keeps it."""

from dataclasses import dataclass, replace

from moderator.documents.rights import Role
from moderator.domain.ids import ForumId
from moderator.store.database import Store
from moderator.sync.address import Invitation, Speaks

_HUB = "hub/"
"""Before a forum's id: where the store keeps its hub."""


@dataclass(frozen=True, slots=True)
class KnownHub:
    """A hub, what lets us in, and how far everything here had come there."""

    invitation: Invitation
    role: Role
    at_hub_utc_ms: int | None = None
    is_own: bool = False
    """It is this laptop that hosts."""
    term: int = 0
    """How many hubs of this meeting took another's place, up to this one."""
    stand_bys: tuple[str, ...] = ()
    """The fingerprints of those that the hub trusts to take its place."""


def known(store: Store, forum: ForumId, token: str = "") -> KnownHub | None:
    """Return the hub a forum was joined at; None for one that is only here.

    The token, which is kept elsewhere, is put into the invitation.
    """
    kept = store.state(_HUB + forum)
    if not kept:
        return None
    invitation = Invitation(kept["url"], token, kept["sha256"])
    speaks = Speaks(kept.get("speaks", Speaks.HUB))
    if speaks is not Speaks.HUB:
        invitation = replace(invitation, speaks=speaks, forum=forum, role=kept["role"])
    return KnownHub(
        invitation,
        Role(kept["role"]),
        kept["at_hub_utc_ms"],
        bool(kept.get("is_own")),
        int(kept.get("term", 0)),
        tuple(kept.get("stand_bys", ())),
    )


def role(store: Store, forum: ForumId) -> Role | None:
    """Return the role at the hub a forum was joined at; None for one that is only here."""
    kept = store.state(_HUB + forum)
    return Role(kept["role"]) if kept else None


def remember(store: Store, forum: ForumId, hub: KnownHub) -> None:
    """Keep what is known of a forum's hub, but for the token."""
    facts = {
        "url": hub.invitation.url,
        "sha256": hub.invitation.sha256,
        "speaks": hub.invitation.speaks.value,
        "role": hub.role.value,
        "at_hub_utc_ms": hub.at_hub_utc_ms,
        "is_own": hub.is_own,
        "term": hub.term,
        "stand_bys": list(hub.stand_bys),
    }
    if store.state(_HUB + forum) != facts:
        store.put_state(_HUB + forum, facts)


def forget(store: Store, forum: ForumId) -> None:
    """Forget a forum's hub."""
    if store.state(_HUB + forum):
        store.put_state(_HUB + forum, None)
