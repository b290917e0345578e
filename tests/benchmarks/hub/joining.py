"""Many who join a hub at once and follow all that their role may read, as a laptop does.

joining SPEC CLIENTS [stay]    SPEC names the hub; its document plays no part

Who is to stay says so once all are there, and follows what happens until its input ends.
"""

import json
import sys
import threading
import time

from moderator.sync import wire
from moderator.sync.wire import HUB, Granted, Stateless, Step1, Step2, Token
from tests.benchmarks.children import tell
from tests.benchmarks.hub.crowd import Spec
from tests.benchmarks.hub.framing import NOTHING
from tests.benchmarks.hub.sockets import Client, Crowd

_DAY_S = 86_400.0


class _Arrival:
    """What laptops say until they have everything."""

    def __init__(self, token: str) -> None:
        self._token = Token(token)
        self._lacking: dict[Client, set[str]] = {}
        self.of_documents = 0
        """Bytes of the documents themselves, all laptops together."""
        self.ready = 0

    def greet(self, client: Client) -> None:
        client.say(wire.encode(HUB, self._token))

    def hear(self, client: Client, payload: bytes) -> None:
        address, message = wire.decode(payload)
        match message:
            case Stateless(text) if client not in self._lacking:
                self._lacking[client] = set(json.loads(text)["documents"])
                for name in self._lacking[client]:
                    client.say(wire.encode(name, self._token))
            case Granted() if address != HUB:
                client.say(wire.encode(address, Step1(NOTHING)))
            case Step2(update):
                self.of_documents += len(update)
                lacking = self._lacking[client]
                lacking.discard(address)
                self.ready += not lacking


def main() -> None:
    spec, count = Spec(**json.loads(sys.argv[1])), int(sys.argv[2])
    crowd, arrival = Crowd(), _Arrival(spec.token)
    begun = time.perf_counter()
    for _ in range(count):
        client = Client(spec.port, spec.path)
        arrival.greet(client)
        crowd.add(client)
        crowd.listen(0, arrival.hear)
    crowd.until(lambda: arrival.ready == count, arrival.hear)
    took_s = time.perf_counter() - begun
    if sys.argv[3:]:
        print("ready", flush=True)
        ended = threading.Thread(target=sys.stdin.read)
        ended.start()
        crowd.until(lambda: not ended.is_alive(), lambda _client, _payload: None, _DAY_S)
    received = sum(client.received for client in crowd.clients)
    crowd.close()
    tell(
        took_s=took_s,
        document_bytes=arrival.of_documents / count,
        beyond_bytes=(received - arrival.of_documents) / count,
    )


if __name__ == "__main__":
    main()
