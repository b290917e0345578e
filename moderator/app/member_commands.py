"""What can be asked of this laptop about the hub it joins."""

from collections.abc import Mapping
from typing import Any, Protocol

from moderator import words
from moderator.desk.membership import Membership
from moderator.sync import address, finding
from moderator.sync import code as short_code

Args = Mapping[str, Any]


class Member(Protocol):
    """What these commands need of the process that holds the data folder."""

    @property
    def membership(self) -> Membership:
        """This laptop's hubs; raises ``Known`` where there can be no desk."""
        ...


async def join(host: Member, args: Args) -> Any:
    """Join a hub, by a link or by a short code, and open its forum."""
    said, at = str(args["invitation"]), str(args.get("at") or "")
    code = short_code.read(said)
    if code:
        joined = await host.membership.join_by_code(code, at or await finding.the_only())
    else:
        invitation = address.parse(said, str(args.get("token") or ""))
        joined = await host.membership.join(invitation)
    language = str(args.get("language") or words.language())
    return joined | {"title": joined["title"].best(language)}


async def sync(host: Member, args: Args) -> Any:
    """Exchange everything with the hub."""
    return await host.membership.sync()


async def leave(host: Member, args: Args) -> Any:
    """Leave the hub."""
    return await host.membership.leave()
