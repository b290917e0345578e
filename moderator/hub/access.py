"""Who is let in: tokens, of which the hub keeps hashes only.

An invitation's token is random (192 bits), belongs to one role at one forum, expires, and can be
taken back at once. One made before the hub has any forum is for the forum that will be published
there first. It is good for one laptop: the first use replaces it by a token that the laptop made
for itself. A program that cannot do that shows it as it is, and then it is that program's.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace

from moderator.documents.rights import Role
from moderator.domain.clock import Clock
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import ForumId
from moderator.store.hub_store import HubStore
from moderator.store.rows import HubToken, TokenRow
from moderator.store.writes import Write

_TOKEN_BYTES = 24

OWN = "."
"""The laptop that runs the hub, among those that used an invitation."""
DAY_MS = 24 * 60 * 60 * 1000
USUAL_DAYS = 30


class Access:
    """The tokens of one hub."""

    def __init__(self, store: HubStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._tokens: dict[str, HubToken] = {}
        self._shown: dict[str, str] = {}
        """Which invitation the hash of a shown token belongs to."""
        self._listeners: list[Callable[[], None]] = []
        self._watchers: list[Callable[[], None]] = []
        for token in store.hub_tokens():
            self._note(token)

    def listen(self, told: Callable[[], None]) -> None:
        """Call ``told`` whenever a token was taken back or given another role."""
        self._listeners.append(told)

    def invited(self, name: str) -> HubToken | None:
        """Return the invitation with this hash, good or not."""
        return self._tokens.get(name)

    @property
    def tokens(self) -> tuple[HubToken, ...]:
        """All tokens ever given out, the newest last."""
        return tuple(sorted(self._tokens.values(), key=lambda t: (t.made_utc_ms, t.hash)))

    def invite(
        self, role: Role, forum: ForumId, name: str = "", days: int = USUAL_DAYS
    ) -> tuple[str, HubToken]:
        """Make a token and return it with what is kept of it; it cannot be shown again."""
        token = _new_token()
        now = self._clock.read().utc_ms
        kept = HubToken(
            hash=_hash(token),
            role=role.value,
            forum=forum,
            name=name,
            made_utc_ms=now,
            expires_utc_ms=now + days * DAY_MS,
        )
        self._keep(kept)
        return token, kept

    def watch(self, told: Callable[[], None]) -> None:
        """Call ``told`` after every change of any token."""
        self._watchers.append(told)

    def adopt(self, tokens: Iterable[HubToken]) -> None:
        """Let in whom the hub before let in; what is known here is known better."""
        for token in tokens:
            if token.hash not in self._tokens:
                self._keep(token)

    def hash_of(self, token: str) -> str:
        """Return the name a token goes by here, good or not."""
        return _hash(token)

    def good_name(self, token: str) -> str:
        """Return the name of a token that is good; empty where it is not."""
        name = self.hash_of(token)
        return name if self.good(name) is not None else ""

    def good(self, name: str) -> HubToken | None:
        """Return the token with this hash as it is now; None where it is unknown or over."""
        token = self._tokens.get(self._shown.get(name, ""))
        return token if token is not None and self._is_good(token) else None

    def claim(self, name: str, laptop: str = "") -> None:
        """Note that a token is shown as it is: from now on nobody can exchange it."""
        token = self._tokens.get(name)
        if token is not None and not token.lasting:
            self._keep(replace(token, lasting=name, laptop=laptop))

    def exchange(self, name: str, lasting: str, laptop: str) -> HubToken:
        """Let a laptop use an invitation: from now on it shows the token with hash ``lasting``.

        The same once more is fine: the laptop may not have heard the answer.

        Raises:
            Refused: the invitation is unknown, over, or another laptop's.
        """
        token = self._tokens.get(name)
        if token is None or not self._is_good(token):
            raise Refused(Reason.HUB_REFUSED)
        if token.lasting == lasting:
            return token
        if token.lasting or lasting in self._shown:
            raise Refused(Reason.INVITATION_USED)
        used = replace(token, lasting=lasting, laptop=laptop)
        self._keep(used)
        return used

    def _is_good(self, token: HubToken) -> bool:
        is_over = self._clock.read().utc_ms >= token.expires_utc_ms
        return token.revoked_utc_ms is None and not is_over

    def revoke(self, wanted: str) -> HubToken:
        """Take back the token whose hash begins so, or that itself is given.

        Raises:
            Refused: none or several fit.
        """
        token = self._find(wanted)
        gone = replace(token, revoked_utc_ms=self._clock.read().utc_ms)
        self._keep(gone)
        self._tell()
        return gone

    def change_role(self, wanted: str, role: Role) -> HubToken:
        """Give the token whose hash begins so another role, from now on.

        Raises:
            Refused: none or several fit.
        """
        changed = replace(self._find(wanted), role=role.value)
        self._keep(changed)
        self._tell()
        return changed

    def bind(self, forum: ForumId) -> None:
        """Make the tokens that waited for a first forum tokens of this one."""
        for token in tuple(self._tokens.values()):
            if not token.forum:
                self._keep(replace(token, forum=forum))

    def learn(self, tokens: Iterable[HubToken]) -> None:
        """Know what another hub on the same database changed; one's own may not be there yet."""
        is_news = False
        for token in tokens:
            known = self._tokens.get(token.hash)
            if known is not None and known.revoked_utc_ms is not None:
                token = replace(token, revoked_utc_ms=known.revoked_utc_ms)
            if known is not None and known.lasting and not token.lasting:
                token = replace(token, lasting=known.lasting, laptop=known.laptop)
            is_news = is_news or _concerns_those_here(known, token)
            self._note(token)
        if is_news:
            self._tell()

    def _find(self, wanted: str) -> HubToken:
        exact = self._tokens.get(self._shown.get(_hash(wanted), ""))
        found = [t for t in self._tokens.values() if wanted and t.hash.startswith(wanted)]
        if exact is not None:
            return exact
        if len(found) != 1:
            reason = Reason.NOT_UNIQUE if found else Reason.UNKNOWN_TOKEN
            raise Refused(reason, name=wanted)
        return found[0]

    def _keep(self, token: HubToken) -> None:
        self._note(token)
        self._store.write(Write(rows=(TokenRow(token),)))
        for told in tuple(self._watchers):
            told()

    def _note(self, token: HubToken) -> None:
        known = self._tokens.get(token.hash)
        if known is not None:
            # of two laptops that used one invitation at two hubs, the first is let in
            self._shown.pop(known.lasting, None)
        self._tokens[token.hash] = token
        self._shown.pop(token.hash, None)
        self._shown[token.lasting or token.hash] = token.hash

    def _tell(self) -> None:
        for told in tuple(self._listeners):
            told()


def _concerns_those_here(before: HubToken | None, after: HubToken) -> bool:
    """Return whether a change matters to somebody who was let in before it."""
    if before is None:
        return False
    first_use = replace(before, lasting=after.lasting, laptop=after.laptop)
    return after != (before if before.lasting else first_use)


def _new_token() -> str:
    while (token := secrets.token_urlsafe(_TOKEN_BYTES)).startswith("-"):
        pass  # a command line would take it for an option
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
