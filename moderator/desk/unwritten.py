"""What was added and the disk did not take at once, so that trying again adds nothing twice."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moderator.desk.keeper import Keeper
from moderator.domain.changes import Changes

KEPT_MS = 60_000
"""How long the same command counts as the same after it was written."""


@dataclass(slots=True, eq=False)
class Added:
    """One command whose change is in memory, or was until lately."""

    asked: str
    value: Any
    """What it answered."""
    until_mono_ms: int | None = None
    """None as long as the disk has not taken it."""


class Unwritten:
    """Remembers commands until what they added is written, and a minute longer."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._added: list[Added] = []
        keeper.listen(self._heard)

    def remember(self, command: str, args: Mapping[str, Any], value: Any) -> None:
        """Keep what a command answered, whose change waits for the disk."""
        self._added.append(Added(_asked(command, args), value))

    def find(self, command: str, args: Mapping[str, Any]) -> Added | None:
        """Return the same command as it was taken before; None where this is a new one."""
        now_ms = self._now_ms()
        self._added = [
            a for a in self._added if a.until_mono_ms is None or now_ms < a.until_mono_ms
        ]
        asked = _asked(command, args) if self._added else ""
        return next((added for added in self._added if added.asked == asked), None)

    def forget(self, added: Added) -> None:
        """Let the same command be a new one again: whoever sent it knows that it is written."""
        if added in self._added:
            self._added.remove(added)

    def _heard(self, changes: Changes) -> None:
        if changes.saved and not self._keeper.saved.pending:
            for added in self._added:
                added.until_mono_ms = added.until_mono_ms or self._now_ms() + KEPT_MS

    def _now_ms(self) -> int:
        return self._keeper.clock.read().mono_ms


def _asked(command: str, args: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in args.items() if name != "language"}
    return json.dumps([command, rest], sort_keys=True)
