"""Who takes a hub's place if it falls silent: the stand-bys that may know whom it lets in.

A chair's laptop that stands by is told the hashes of all tokens of its forum, so that everybody's
own token opens the hub that it would run. The others are told its fingerprint by the hub itself:
what the programme says of it could have been written by somebody who may not be trusted so far.

Each hub that takes another's place counts one more; whoever counts less follows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, replace
from typing import Any

from moderator.documents.rights import Role
from moderator.domain.ids import ForumId
from moderator.hub.access import OWN, Access
from moderator.store.hub_store import HubStore
from moderator.store.rows import HubToken

_KEPT = "succession"
_PAGE = 100
"""Tokens told at once."""

Row = list[Any]


class Succession:
    """What one hub knows of those before and after it."""

    def __init__(self, store: HubStore, access: Access) -> None:
        self._store = store
        self._access = access
        kept = store.state(_KEPT) or {}
        self.term = int(kept.get("term", 0))
        """How many hubs of this meeting took another's place, up to this one."""
        self._stand_bys: dict[str, str] = dict(kept.get("stand_bys", {}))
        """The invitation of each stand-by, by its fingerprint."""

    def facts(self) -> dict[str, Any]:
        """Return what everybody is told."""
        good = [
            sha256
            for sha256, invitation in self._stand_bys.items()
            if self._is_chairs(self._access.invited(invitation))
        ]
        return {"term": self.term, "stand_bys": sorted(good)}

    def stand_by(self, token: HubToken, sha256: str) -> bool:
        """Let a laptop stand by under this fingerprint, if it may; empty: no longer."""
        if not self._is_chairs(token):
            return False
        before = dict(self._stand_bys)
        self._stand_bys = {f: i for f, i in before.items() if i != token.hash}
        if sha256:
            self._stand_bys[sha256] = token.hash
        if self._stand_bys != before:
            self._keep()
        return bool(sha256)

    def pages(self, forum: ForumId) -> list[list[Row]]:
        """Return everybody's tokens at a forum, some at a time."""
        rows = [list(astuple(token)) for token in self._access.tokens if token.forum == forum]
        return [rows[n : n + _PAGE] for n in range(0, len(rows), _PAGE)]

    def take_place(self, term: int, rows: Iterable[Sequence[Any]]) -> None:
        """Know whom the hub before let in."""
        self.term = max(self.term, term)
        self._keep()
        before = (HubToken(*row) for row in rows)
        # what let that laptop in at its own hub lets it in here, too, as one among the others
        self._access.adopt(replace(t, laptop="") if t.laptop == OWN else t for t in before)

    def _is_chairs(self, token: HubToken | None) -> bool:
        if token is None or token.revoked_utc_ms is not None:
            return False
        return token.role == Role.CHAIR.value

    def _keep(self) -> None:
        self._store.put_state(_KEPT, {"term": self.term, "stand_bys": self._stand_bys})
