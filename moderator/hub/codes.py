"""The short codes that are good now, each for one invitation, for minutes and for few tries.

A try is counted when it begins, whatever becomes of it, so that many at once count as many. All
codes together are tried so often in ten minutes, and no more.
"""

from collections import deque
from dataclasses import dataclass

from moderator.domain.clock import Clock
from moderator.domain.errors import Reason, Refused
from moderator.sync import code as short_code

GOOD_MS = 10 * 60 * 1000
TRIES = 5
TRIES_OF_ALL = 50
"""In ``GOOD_MS``, of all codes together."""


@dataclass(slots=True)
class Code:
    """One code and what is left of it."""

    text: str
    invitation: str
    """The hash of the invitation that it stands for."""
    until_mono_ms: int
    tries: int = TRIES


class Codes:
    """The codes of one running hub; nothing of them is kept anywhere."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._live: dict[str, Code] = {}
        self._tried_mono_ms: deque[int] = deque()

    def make(self, invitation: str) -> str:
        """Return a new code for an invitation; of too many the oldest gives way."""
        now = self._now()
        self._live = {first: c for first, c in self._live.items() if c.until_mono_ms > now}
        free = [letter for letter in short_code.LETTERS if letter not in self._live]
        first = free[0] if free else next(iter(self._live))
        self._live.pop(first, None)
        code = Code(short_code.make(first), invitation, now + GOOD_MS)
        self._live[first] = code
        return code.text

    def begin(self, first: str) -> Code:
        """Count a try of the code with this first letter and return it.

        Raises:
            Refused: there is none, it was tried too often, or all of them were.
        """
        now = self._now()
        while self._tried_mono_ms and self._tried_mono_ms[0] <= now - GOOD_MS:
            self._tried_mono_ms.popleft()
        found = self._live.get(first)
        if len(self._tried_mono_ms) >= TRIES_OF_ALL or (found is not None and not found.tries):
            raise Refused(Reason.CODE_DEAD)
        self._tried_mono_ms.append(now)
        if found is None or found.until_mono_ms <= now:
            raise Refused(Reason.CODE_WRONG)
        found.tries -= 1
        return found

    def use(self, code: Code) -> bool:
        """Use a code up; return False where somebody else was quicker, or its time is over."""
        if self._live.get(code.text[0]) is not code or code.until_mono_ms <= self._now():
            return False
        del self._live[code.text[0]]
        return True

    def _now(self) -> int:
        return self._clock.read().mono_ms
