"""What can be asked of this laptop about the hub it joins."""

from typing import Any, Protocol

from moderator import words
from moderator.app.asked import Args, text, text_or
from moderator.desk.membership import Membership
from moderator.sync import address


class Member(Protocol):
    """What these commands need of the process that holds the data folder."""

    @property
    def membership(self) -> Membership:
        """This laptop's hubs; raises ``Known`` where there can be no desk."""
        ...


async def join(host: Member, args: Args) -> Any:
    """Join a hub and open its forum."""
    speaks = address.Speaks(text_or(args, "speaks", address.Speaks.HUB))
    invitation = address.parse(text(args, "invitation"), text_or(args, "token"), speaks)
    joined = await host.membership.join(invitation)
    language = text_or(args, "language", words.language())
    return joined | {"title": joined["title"].best(language)}


async def sync(host: Member, args: Args) -> Any:
    """Exchange everything with the hub."""
    return await host.membership.sync()


async def leave(host: Member, args: Args) -> Any:
    """Leave the hub."""
    return await host.membership.leave()
