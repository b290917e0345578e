"""Five days of notes at a hub: twelve meetings, three authors, every key an update of its own.

five_days build FOLDER MEETINGS   fill a hub's folder, from a seed
five_days load FOLDER             open it as a hub that starts does, and every document in it
"""

import os
import random
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pycrdt import Doc, Text, TransactionEvent

from moderator.desk.clock import SystemClock
from moderator.domain.ids import ForumId
from moderator.hub.house import House
from moderator.store.database import Store
from moderator.store.writes import Update, Write
from tests.benchmarks.children import tell

MEETINGS, AUTHORS, KEYS = 12, 3, 30_000
"""1,080,000 keys."""

FORUM = ForumId("forum")
_BURST = 60
_BACKSPACES = 0.05
_AT_ONCE = 500
_WORDS = (
    "Asks for one calendar of public tenders in all regions. ",
    "Мектептердегі тамақтану шығыны қай айда жарияланады? ",
    "Предлагает вести открытый реестр обращений и ответов. ",
)
_ITEM = "item:first"


class _Author:
    """Somebody with a copy of the notes."""

    def __init__(self, client: int, words: str) -> None:
        self._doc: Doc[Text] = Doc(client_id=client)
        self._made: list[bytes] = []
        self._watch = self._doc.observe(self._keep)
        self._text = self._doc.get(_ITEM, type=Text)
        self._words = words
        self._typed = 0

    def _keep(self, event: TransactionEvent) -> None:
        self._made.append(event.update)

    def type(self, chance: random.Random, keys: int) -> list[bytes]:
        """Type somewhere between two lines, and return an update for each key."""
        self._made = []
        whole = str(self._text).encode()
        places = [at + 1 for at, byte in enumerate(whole) if byte == 10]
        place = chance.choice(places) if places and chance.random() < 0.5 else len(whole)
        before: list[int] = []
        for _ in range(keys):
            if before and chance.random() < _BACKSPACES:
                length = before.pop()
                place -= length
                del self._text[place : place + length]
                continue
            letter = self._words[self._typed % len(self._words)] if before else "\n"
            self._typed += 1
            self._text.insert(place, letter)
            before.append(len(letter.encode()))
            place += before[-1]
        return self._made

    def hear(self, updates: list[bytes]) -> None:
        """Take in what another one typed."""
        with self._doc.transaction():
            for update in updates:
                self._doc.apply_update(update)


def _meeting(number: int) -> Iterator[list[bytes]]:
    """Yield what is typed at a meeting, in bursts."""
    chance = random.Random(number)
    authors = [_Author(chance.getrandbits(53), words) for words in _WORDS[:AUTHORS]]
    for _ in range(KEYS // _BURST):
        for author in authors:
            typed = author.type(chance, _BURST)
            for other in authors:
                if other is not author:
                    other.hear(typed)
            yield typed


def _build(folder: Path, meetings: int) -> None:
    store = Store.open(folder)
    keys = 0
    for number in range(meetings):
        name = f"{FORUM}/notes/meeting{number}"
        waiting: list[Update] = []
        for typed in _meeting(number):
            keys += len(typed)
            waiting.extend(map(partial(_row, name), typed))
            if len(waiting) >= _AT_ONCE:
                store.write(Write(tuple(waiting)))
                waiting = []
        store.write(Write(tuple(waiting)))
        store.flush(120)
    store.close(120)
    tell(keys=keys, bytes=sum(file.stat().st_size for file in folder.rglob("*.db*")))


def _row(name: str, body: bytes) -> Update:
    return Update(name, body, False, 1_764_000_000_000)


def _load(folder: Path) -> None:
    before = _resident_bytes()
    begun, used = time.perf_counter(), time.process_time()
    store = Store.open(folder)
    house = House(store, SystemClock())
    for name in sorted(house.documents(FORUM)):
        house.room(name)
    took_ms = (time.perf_counter() - begun) * 1e3
    cpu_ms = (time.process_time() - used) * 1e3
    more = _resident_bytes() - before
    tell(load_ms=took_ms, cpu_ms=cpu_ms, documents=house.open_rooms, more_bytes=more)
    store.close()


def _resident_bytes() -> int:
    pages = Path("/proc/self/statm")
    if not pages.exists():
        return 0
    return int(pages.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    if sys.argv[1] == "build":
        _build(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        _load(Path(sys.argv[2]))
