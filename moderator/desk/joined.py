"""One forum at its hub: the link, and since when it is gone or everything was there."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from moderator.desk.known_hubs import KnownHub
from moderator.desk.shared import Shared
from moderator.desk.way import Way
from moderator.documents.rights import Role
from moderator.domain.ids import ForumId
from moderator.domain.link import LinkState, LinkView
from moderator.sync.address import Invitation, Speaks
from moderator.sync.around import Around
from moderator.sync.link import Link

_AGAIN_S = 0.5
_SHORT_WAIT_S = 2.0
"""How long a laptop waits at most before it looks again, where another may take the hub's place."""
_PATIENCE_S = 1.5
"""A link that comes back sooner was never gone, as far as people are told."""


@dataclass(slots=True)
class Joined:
    """The hub of a forum, and the link to it; ``show`` is called when a loss lasts."""

    forum: ForumId
    invitation: Invitation
    role: Role
    shared: Shared
    link: Link
    show: Callable[[], None]
    way: Way
    running: asyncio.Task[None] | None = None
    goes_by_hub: bool = False
    """Whether this laptop's clock was set by the hub's time since it was joined."""
    kept_here: int = 0
    """Changes of this laptop that are not known to be at the hub, while there is no link."""
    at_hub_utc_ms: int | None = None
    lost_utc_ms: int | None = None
    is_own: bool = False
    """It is this laptop that hosts."""
    term: int = 0
    stand_bys: tuple[str, ...] = ()
    """As ``KnownHub`` has them."""
    is_missed: bool = False
    """The link is gone for longer than people need not hear of."""
    _patience: asyncio.TimerHandle | None = None
    _again: asyncio.TimerHandle | None = None

    @property
    def known(self) -> KnownHub:
        """What is to be remembered of the hub."""
        return KnownHub(
            self.invitation,
            self.role,
            self.at_hub_utc_ms,
            self.is_own,
            self.term,
            self.stand_bys,
        )

    @property
    def is_foreign(self) -> bool:
        """Whether the server is no hub of this program, so that it only says what it received."""
        return self.invitation.speaks is not Speaks.HUB

    @property
    def around(self) -> tuple[Around, str]:
        """The people around, and the name that the invitation gives us."""
        return self.link.around, str(self.link.facts.get("name") or "")

    @property
    def told(self) -> dict[str, Any]:
        """What programs are told of it; ``link`` is for others who join a foreign server."""
        link = replace(self.invitation, forum=self.forum).text() if self.is_foreign else ""
        facts = {"forum": self.forum, "role": self.role.value, "link": link}
        return facts | {"received_only": self.is_foreign}

    @property
    def view(self) -> LinkView:
        """What people are told."""
        state = self.link.state
        is_up = state in (LinkState.LIVE, LinkState.REFUSED)
        return LinkView(
            state=state if self.is_missed or is_up else LinkState.CATCHING_UP,
            host=urlsplit(self.invitation.url).hostname or "",
            role=self.role.value,
            waiting=self.link.unanswered if state is LinkState.LIVE else self.kept_here,
            at_hub_utc_ms=self.at_hub_utc_ms,
            lost_utc_ms=self.lost_utc_ms if self.is_missed else None,
            is_received_only=self.is_foreign,
            is_outdated=self.link.is_outdated,
            clock_doubt_ms=self.link.offset.doubt_ms if self.link.offset else 0,
        )

    def run(self) -> None:
        """Keep the link up from now on."""
        if self.running is None or self.running.done():
            self.running = asyncio.create_task(self.link.run(), name="link")
            self.running.add_done_callback(_tell_failure)

    def _run_again(self) -> None:
        self._again = None
        self.run()

    def end(self) -> None:
        """Let go of the link and the documents; ``running`` is ending."""
        self.shared.close()
        self.link.around.end()
        self._forget_patience()
        if self._again is not None:
            self._again.cancel()
        if self.running is not None:
            self.running.cancel()

    def all_there(self, now_utc_ms: int) -> None:
        """Note that everything here is committed at the hub."""
        self.at_hub_utc_ms = now_utc_ms
        self.kept_here = 0

    def follow_hub(self) -> bool:
        """Take in where the hub is and what it says of others; return whether that is news."""
        facts, before = self.link.facts, self.known
        if not facts:
            is_over = self.link.state is LinkState.REFUSED and self._again is None
            if is_over and self.way.pass_on():
                self._again = asyncio.get_running_loop().call_later(_AGAIN_S, self._run_again)
            return False
        self.way.stay()
        self.invitation = self.way.taken
        self.term = int(facts.get("term", 0))
        self.stand_bys = tuple(map(str, facts.get("stand_bys", ())))
        self.link.most_wait_s = _SHORT_WAIT_S if self.stand_bys else self.link.most_wait_s
        return self.known != before

    def look(self, now_utc_ms: int) -> bool:
        """Note how the link is; return whether it was lost just now."""
        if self.link.state in (LinkState.LIVE, LinkState.CATCHING_UP):
            self.lost_utc_ms, self.is_missed = None, False
            self._forget_patience()
        elif self.lost_utc_ms is None:
            self.lost_utc_ms = now_utc_ms
            loop = asyncio.get_running_loop()
            self._patience = loop.call_later(_PATIENCE_S, self._miss)
            return True
        if self.link.state is LinkState.LIVE and self.link.is_settled:
            self.all_there(now_utc_ms)
        return False

    def _miss(self) -> None:
        self.is_missed = True
        self.show()

    def _forget_patience(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


def _tell_failure(ended: "asyncio.Task[None]") -> None:
    """Hand a bug in the link to whoever handles bugs; the laptop goes on without it."""
    if not ended.cancelled() and (error := ended.exception()) is not None:
        context = {"message": "the link to the hub failed", "exception": error, "task": ended}
        ended.get_loop().call_exception_handler(context)
