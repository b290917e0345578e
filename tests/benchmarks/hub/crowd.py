"""Many on one document of a hub, and one who writes there: crowd SPEC, which is JSON.

The processor's time that the hub took is read by its process id, before and after the edits alone.
"""

import json
import sys
import time
from dataclasses import dataclass
from typing import Any

import psutil
from pycrdt import Doc, Text

from tests.benchmarks.children import tell
from tests.benchmarks.hub.framing import CHANGE, NOTHING, STEP1, STEP2, Framing
from tests.benchmarks.hub.sockets import Client, Crowd, Heard

_REST_S = 1.0
_TYPED = "Ұсыныс: "


@dataclass(frozen=True)
class Spec:
    """What is asked for."""

    port: int
    path: str
    framing: str
    document: str
    token: str
    pid: int
    clients: int
    edits: int = 0
    pace_s: float = 0.1
    written: int = 30_000
    """How many characters the document has to begin with."""


class Meeting:
    """The crowd in its document."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.framing = Framing(spec.framing, spec.document, spec.token)
        self.crowd = Crowd()
        self.hub = psutil.Process(spec.pid)
        self._asked: set[Client] = set()
        self.joined: dict[Client, int] = {}
        """How many bytes of the document each got."""
        self.changes = 0
        self.at_ns: list[int] = []

    # joining

    def arrive(self, count: int, heard: Heard | None = None) -> None:
        """Let so many more join, all at once, and wait until each has the document."""
        hear = heard or self.join
        wanted = len(self.joined) + count
        for _ in range(count):
            client = Client(self.spec.port, self.spec.path)
            for payload in self.framing.greeting():
                client.say(payload)
            self.crowd.add(client)
            self.crowd.listen(0, hear)
        self.crowd.until(lambda: len(self.joined) == wanted, hear)

    def _ask(self, client: Client) -> None:
        self._asked.add(client)
        client.say(self.framing.sync(STEP1, NOTHING))

    def join(self, client: Client, payload: bytes) -> None:
        """Do what leads to having the document."""
        if client not in self._asked and self.framing.is_welcome(payload):
            self._ask(client)
        elif client not in self.joined and self.framing.is_sync(payload, STEP2):
            self.joined[client] = len(self.framing.body(payload))

    # writing

    def write(self) -> dict[str, Any]:
        """Let the first of the crowd write, one key after the other, and the others read."""
        writer, document, text = self.crowd.clients[0], Doc[Text](), Text()
        document["text"] = text
        writer.say(self.framing.sync(CHANGE, _inserted(document, text, "x" * self.spec.written)))
        self._rest()
        others = len(self.crowd.clients) - 1
        before_s, last_ms, each_ms = self._cpu_s(), [], []
        for n in range(self.spec.edits):
            payload = self.framing.sync(CHANGE, _inserted(document, text, _TYPED[n % len(_TYPED)]))
            self.changes, self.at_ns = 0, []
            begun_ns = time.perf_counter_ns()
            writer.say(payload)
            self.crowd.until(lambda: self.changes >= others, self._hear)
            last_ms.append((self.at_ns[-1] - begun_ns) / 1e6)
            each_ms += [(at - begun_ns) / 1e6 for at in self.at_ns]
            end = begun_ns / 1e9 + self.spec.pace_s
            while (left := end - time.perf_counter()) > 0:
                self.crowd.listen(left, _ignore)
        spent_s = self._cpu_s() - before_s
        return {
            "cpu_us": spent_s * 1e6 / (others * self.spec.edits),
            "last_ms": last_ms,
            "median_ms": sorted(each_ms)[len(each_ms) // 2],
            "rss_mib": self.hub.memory_info().rss / 1024**2,
        }

    def _hear(self, client: Client, payload: bytes) -> None:
        if client is not self.crowd.clients[0] and self.framing.is_sync(payload, CHANGE):
            self.changes += 1
            self.at_ns.append(time.perf_counter_ns())

    def _rest(self) -> None:
        end = time.perf_counter() + _REST_S
        while (left := end - time.perf_counter()) > 0:
            self.crowd.listen(left, _ignore)

    def _cpu_s(self) -> float:
        used = self.hub.cpu_times()
        return float(used.user + used.system)


def _inserted(document: "Doc[Text]", text: Text, letters: str) -> bytes:
    before = document.get_state()
    text.insert(len(text), letters)
    return document.get_update(before)


def _ignore(_client: Client, _payload: bytes) -> None:
    pass


def main() -> None:
    spec = Spec(**json.loads(sys.argv[1]))
    meeting = Meeting(spec)
    begun = time.perf_counter()
    meeting.arrive(spec.clients)
    joined_s = time.perf_counter() - begun
    beyond = [client.received - size for client, size in meeting.joined.items()]
    found: dict[str, Any] = {"joined_s": joined_s, "beyond_bytes": sum(beyond) / len(beyond)}
    if spec.edits:
        found |= meeting.write()
    meeting.crowd.close()
    tell(**found)


if __name__ == "__main__":
    main()
