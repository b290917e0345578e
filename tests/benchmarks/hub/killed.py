"""600 edits at 200 a second to a hub that is killed right after it acknowledged them.

killed write SPEC    writes, tells how many were acknowledged, and kills the hub
killed read SPEC     tells how many are there
"""

import json
import re
import sys
import time
from typing import Any

import psutil
from pycrdt import Doc, Map

from tests.benchmarks.children import tell
from tests.benchmarks.hub.crowd import Meeting, Spec
from tests.benchmarks.hub.framing import CHANGE, STEP2
from tests.benchmarks.hub.sockets import Client

EDITS, A_SECOND, _WRITERS = 600, 200, 4
"""By several, since nobody types as fast as that, and no hub need allow it."""

_PATIENCE_S, _READ_S = 10.0, 3.0
_MARK = re.compile(rb"edit-(\d{4})")


class _Writers:
    def __init__(self, meeting: Meeting) -> None:
        self._meeting = meeting
        self.sent: dict[Client, list[int]] = {client: [] for client in meeting.crowd.clients}
        self._kept: dict[Client, int] = dict.fromkeys(self.sent, 0)
        self._seen: set[int] = set()

    @property
    def acknowledged(self) -> set[int]:
        """The edits that were acknowledged; where a framing has no word for it, those echoed."""
        if not self._meeting.framing.is_named:
            return self._seen
        return {n for client, kept in self._kept.items() for n in self.sent[client][:kept]}

    def hear(self, client: Client, payload: bytes) -> None:
        if self._meeting.framing.is_acknowledgement(payload):
            self._kept[client] += 1
        elif not self._meeting.framing.is_named:
            self._seen.update(int(mark) for mark in _MARK.findall(payload))


def _write(spec: Spec) -> dict[str, Any]:
    meeting = Meeting(spec)
    meeting.arrive(_WRITERS)
    writers = _Writers(meeting)
    documents = [Doc[Map[str]]() for _ in range(_WRITERS)]
    maps = [document.get("meta", type=Map) for document in documents]
    begun = time.perf_counter()
    for n in range(EDITS):
        who = n % _WRITERS
        before = documents[who].get_state()
        maps[who][f"edit-{n:04}"] = "Қабылданды"
        payload = meeting.framing.sync(CHANGE, documents[who].get_update(before))
        client = meeting.crowd.clients[who]
        writers.sent[client].append(n)
        client.say(payload)
        while (left := begun + (n + 1) / A_SECOND - time.perf_counter()) > 0:
            meeting.crowd.listen(left, writers.hear)
    end = time.perf_counter() + _PATIENCE_S
    while len(writers.acknowledged) < EDITS and time.perf_counter() < end:
        meeting.crowd.listen(0.001, writers.hear)
    psutil.Process(spec.pid).kill()
    return {"acknowledged": sorted(writers.acknowledged)}


def _read(spec: Spec) -> dict[str, Any]:
    meeting = Meeting(spec)
    found: set[int] = set()

    def hear(client: Client, payload: bytes) -> None:
        meeting.join(client, payload)
        if any(meeting.framing.is_sync(payload, step) for step in (STEP2, CHANGE)):
            found.update(int(mark) for mark in _MARK.findall(payload))

    meeting.arrive(1, hear)
    end = time.perf_counter() + _READ_S  # some send what they stored only after a first answer
    while (left := end - time.perf_counter()) > 0:
        meeting.crowd.listen(left, hear)
    return {"found": sorted(found)}


def main() -> None:
    spec = Spec(**json.loads(sys.argv[2]))
    tell(**(_write if sys.argv[1] == "write" else _read)(spec))


if __name__ == "__main__":
    main()
