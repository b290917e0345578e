"""What laptop and hub say to each other about no document: who they are, and what time it is."""

import json
from collections.abc import Callable
from typing import Any

from moderator.domain.clock import Clock
from moderator.sync.clockwork import Clockwork
from moderator.sync.transport import LinkRefused
from moderator.sync.wire import Closed, Denied, Granted, Message, Stateless, Token

_TIMES = 5
"""How often the hub is asked for its time in a row; the quickest answer counts."""


class HubTalk:
    """One conversation that begins anew with each connection."""

    def __init__(
        self,
        say: Callable[[Message], None],
        token: str,
        clock: Clock,
        differs: Callable[[], None],
    ) -> None:
        """Call ``differs`` when the hub holds something else than it was told is here."""
        self._say = say
        self._differs = differs
        self._token = token
        self._clock = clock
        self._left = 0
        self.clockwork = Clockwork()
        self.facts: dict[str, Any] = {}
        """What the hub said of itself on this connection: forum, role, documents."""
        self.stand_by = ""
        """The fingerprint under which this laptop stands by; empty where it does not."""
        self.access: dict[str, list[Any]] = {}
        """Whom the hub lets in, as a stand-by is told, by their hashes."""

    def begin(self) -> None:
        """Say who we are."""
        self._say(Token(self._token))

    def end(self) -> None:
        """Forget what was said: the connection is gone."""
        self.facts = {}
        self._left = 0

    def ask_time(self) -> None:
        """Ask a few times for the hub's time."""
        self._left = _TIMES
        self._ask_once()

    def ask_to_stand_by(self, sha256: str) -> None:
        """Stand by under a fingerprint, from now on; empty: no longer."""
        self.stand_by = sha256
        self._say(Stateless(json.dumps({"ask": "stand-by", "sha256": sha256})))

    def compare(self, digest: str) -> None:
        """Ask whether the hub holds the same, and once more for its time."""
        self._left = 1
        self._ask_once(same=digest)

    def hear(self, message: Message) -> None:
        """Take in what the hub says.

        Raises:
            LinkRefused: it will not have us.
        """
        match message:
            case Denied(reason) | Closed(reason):
                raise LinkRefused(reason)
            case Granted():
                self.ask_time()
                if self.stand_by:
                    self.ask_to_stand_by(self.stand_by)
            case Stateless(text):
                self._read(_object_in(text))

    def _read(self, said: dict[str, Any]) -> None:
        if "role" in said:
            self.facts = said
            return
        if isinstance(rows := said.get("access"), list):
            self.access |= {str(row[0]): row for row in rows if isinstance(row, list) and row}
            return
        if said.get("same") is False:
            self._differs()
        number, hub_utc_ms = said.get("n"), said.get("utc_ms")
        if not isinstance(number, int) or not isinstance(hub_utc_ms, int):
            return
        if self.clockwork.hear(number, hub_utc_ms, self._clock.read()):
            self._ask_once()

    def _ask_once(self, **more: str) -> None:
        if self._left:
            self._left -= 1
            number = self.clockwork.ask(self._clock.read())
            self._say(Stateless(json.dumps({"ask": "time", "n": number, **more})))


def _object_in(text: str) -> dict[str, Any]:
    """Return what a hub says in JSON; nothing where it speaks otherwise."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
