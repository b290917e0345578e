"""What can be asked of this laptop about the hub it joins."""

from dataclasses import asdict
from typing import Any, Protocol

from moderator import words
from moderator.app.asked import Args, choice, flag, number, text, text_or
from moderator.app.gathering import Gathering
from moderator.app.hosting import Reach
from moderator.documents.rights import Role
from moderator.domain.errors import Reason, Refused
from moderator.sync import address
from moderator.sync import code as short_code

_LAST_PORT = 65_535


class Member(Protocol):
    """What these commands need of the process that holds the data folder."""

    @property
    def gathering(self) -> Gathering:
        """What brings this laptop together with others; raises ``Known`` without a desk."""
        ...


async def join(host: Member, args: Args) -> Any:
    """Join a hub, by a link or by a short code, and open its forum."""
    said, at = text(args, "invitation"), text_or(args, "at")
    code = short_code.read(said)
    if code:
        # zeroconf, only for a code
        from moderator.sync import finding

        joined = await host.gathering.membership.join_by_code(code, at or await finding.the_only())
    else:
        speaks = address.Speaks(text_or(args, "speaks", address.Speaks.HUB))
        invitation = address.parse(said, text_or(args, "token"), speaks)
        joined = await host.gathering.membership.join(invitation)
    language = text_or(args, "language", words.language())
    return joined | {"title": joined["title"].best(language)}


async def sync(host: Member, args: Args) -> Any:
    """Exchange everything with the hub."""
    return await host.gathering.membership.sync()


async def leave(host: Member, args: Args) -> Any:
    """Leave the hub."""
    return await host.gathering.membership.leave()


async def host_meeting(host: Member, args: Args) -> Any:
    """Host the open forum."""
    reach = Reach(flag(args, "network"), text_or(args, "address"), _port(args))
    await host.gathering.hosting.start_at(reach)
    return await hosted(host, args)


async def stop_hosting(host: Member, args: Args) -> Any:
    """Host no longer."""
    await host.gathering.hosting.stop()
    return {}


async def invite(host: Member, args: Args) -> Any:
    """Let one more laptop join."""
    text(args, "role")  # there is none for want of another
    role = choice(args, "role", Role, Role.VIEWER)
    made = await host.gathering.hosting.invite(role, text_or(args, "name"))
    return asdict(made)


async def hosted(host: Member, args: Args) -> Any:
    """Tell of the meeting that is hosted here."""
    view = await host.gathering.hosting.look()
    if view is None:
        raise Refused(Reason.NOT_HOSTING)
    return asdict(view)


async def stand_by(host: Member, args: Args) -> Any:
    """Be ready to host if the host falls silent."""
    await host.gathering.standing_by.begin(Reach(True, text_or(args, "address"), _port(args)))
    # where nobody stays to hear it: whom the hub lets in is told once everything is exchanged
    await host.gathering.membership.sync()
    return {}


async def end_stand_by(host: Member, args: Args) -> Any:
    """Stand by no longer."""
    await host.gathering.standing_by.end()
    return {}


async def take_over(host: Member, args: Args) -> Any:
    """Host in the place of a host that fell silent."""
    await host.gathering.standing_by.take_over()
    return await hosted(host, args)


def _port(args: Args) -> int | None:
    return None if args.get("port") is None else number(args, "port", 0, _LAST_PORT)
