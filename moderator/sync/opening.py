"""Whoever an invitation leads to, connected with."""

from moderator.sync.address import Invitation, Speaks
from moderator.sync.foreign import open_foreign
from moderator.sync.polled import open_polled
from moderator.sync.sockets import open_socket
from moderator.sync.transport import LinkLost, Transport


async def open_hub(invitation: Invitation) -> Transport:
    """Connect to the hub of an invitation, or to a server that is none of this program's.

    Raises:
        LinkLost: nobody is reached.
        LinkRefused: its certificate is not the one of the invitation.
    """
    if invitation.speaks is not Speaks.HUB:
        return await open_foreign(invitation)
    try:
        return await open_socket(invitation)
    except LinkLost:
        # a proxy may eat WebSockets; where nobody is reached at all, this fails likewise
        return await open_polled(invitation, open_socket)
