"""What can be asked of this laptop about the hub it joins."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Protocol

from moderator import words
from moderator.app.hosting import Hosting
from moderator.desk.membership import Membership
from moderator.documents.rights import Role
from moderator.domain.errors import Reason, Refused
from moderator.sync import address, finding
from moderator.sync import code as short_code

Args = Mapping[str, Any]


class Member(Protocol):
    """What these commands need of the process that holds the data folder."""

    @property
    def membership(self) -> Membership:
        """This laptop's hubs; raises ``Known`` where there can be no desk."""
        ...

    @property
    def hosting(self) -> Hosting:
        """The meeting hosted here; raises ``Known`` where there can be no desk."""
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


async def host_meeting(host: Member, args: Args) -> Any:
    """Host the open forum."""
    port = args.get("port")
    on_network = bool(args.get("network"))
    await host.hosting.start(on_network=on_network, port=None if port is None else int(port))
    return await hosted(host, args)


async def stop_hosting(host: Member, args: Args) -> Any:
    """Host no longer."""
    await host.hosting.stop()
    return {}


async def invite(host: Member, args: Args) -> Any:
    """Let one more laptop join."""
    made = await host.hosting.invite(Role(str(args["role"])), str(args.get("name") or ""))
    return asdict(made)


async def hosted(host: Member, args: Args) -> Any:
    """Tell of the meeting that is hosted here."""
    view = await host.hosting.look()
    if view is None:
        raise Refused(Reason.NOT_HOSTING)
    return asdict(view)
