"""What brings this laptop together with others, over one desk: joining, hosting, standing by."""

from dataclasses import dataclass

from moderator.app.hosting import Hosting
from moderator.app.standing_by import StandingBy
from moderator.desk.desk import Desk
from moderator.desk.membership import Membership


@dataclass(frozen=True, slots=True)
class Gathering:
    """The three of them; they belong to the desk's event loop."""

    membership: Membership
    hosting: Hosting
    standing_by: StandingBy

    @classmethod
    def over(cls, desk: Desk) -> "Gathering":
        """Make them for a desk."""
        membership = Membership(desk)
        hosting = Hosting(desk, membership)
        return cls(membership, hosting, StandingBy(desk, membership, hosting))

    def resume(self) -> None:
        """Go on with what was under way when the program ended; needs a running loop."""
        self.membership.stay()
        self.hosting.resume()
        self.standing_by.resume()

    async def close(self, *, keep_hosting: bool = False) -> None:
        """Let go of everything."""
        await self.standing_by.close()
        await self.hosting.close(keep_running=keep_hosting)
        await self.membership.close()
