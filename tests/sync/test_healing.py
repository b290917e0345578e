"""What went missing without anybody's noticing is there after the next whole exchange."""

import random
from pathlib import Path

import pytest

from moderator.documents.rights import Role
from moderator.sync import followed, link
from moderator.sync.transport import Transport
from tests.hub.kit import NAME, Laptop, RunningHub, play, until
from tests.sync.test_link import LaptopsEnd, Line


class Leaky(Line):
    """A line that may swallow everything, in either direction, and say nothing of it."""

    swallows_to_hub = False
    swallows_to_laptop = False
    swallowed = 0

    def send(self, frame: bytes) -> None:
        if self.swallows_to_laptop:
            self.swallowed += 1
        else:
            super().send(frame)

    async def _carry(self, frame: bytes) -> None:
        if self.swallows_to_hub:
            self.swallowed += 1
        else:
            await super()._carry(frame)


def _laptop(hub: RunningHub, lines: list[Leaky]) -> Laptop:
    async def connect() -> Transport:
        lines.append(Leaky(hub, random.Random(1), 0.0))
        return LaptopsEnd(lines[-1])

    return Laptop(hub.url, hub.invite(Role.CHAIR), (NAME,), connect)


@pytest.mark.parametrize("is_removal", [False, True], ids=["a change", "a removal"])
@pytest.mark.parametrize("from_laptop", [False, True], ids=["from the hub", "from a laptop"])
def test_a_whole_exchange_heals_what_was_lost_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_removal: bool, from_laptop: bool
) -> None:
    monkeypatch.setattr(link, "_EXCHANGE_S", 0.2)
    if not is_removal:  # the digest shows that; a removal is found when it is the document's turn
        monkeypatch.setattr(followed, "_IN_TURN", 1_000_000)

    async def story(hub: RunningHub) -> None:
        lines: list[Leaky] = []
        a, b = _laptop(hub, lines), _laptop(hub, [])
        for laptop in (a, b):
            laptop.go_online()
            await laptop.settle()
        a.put("there", "before")
        await until(lambda: b.get("there") == "before")
        lines[-1].swallows_to_hub = from_laptop
        lines[-1].swallows_to_laptop = not from_laptop
        writer = a if from_laptop else b
        if is_removal:
            with writer.documents[NAME].transaction():
                del writer.documents[NAME]._meta["there"]
        else:
            writer.put("more", "afterwards")
        await until(lambda: lines[-1].swallowed > 0)
        await b.settle()
        assert a.all() != b.all()
        lines[-1].swallows_to_hub = lines[-1].swallows_to_laptop = False
        await until(lambda: a.all() == b.all())
        assert len(lines) == 1, "over the same line"
        for laptop in (a, b):
            await laptop.go_offline()

    play(tmp_path, story)


def test_what_was_not_acknowledged_is_sent_again_by_the_next_start(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        lines: list[Leaky] = []
        a = _laptop(hub, lines)
        a.go_online()
        await a.settle()
        lines[-1].swallows_to_hub = True
        a.put("unheard", "1")
        await until(lambda: lines[-1].swallowed > 0)
        assert a.link.unanswered == 1
        await a.go_offline()
        later, b = _laptop(hub, []), _laptop(hub, [])
        later.documents[NAME].apply(a.documents[NAME].state())  # as its own database has it
        for laptop in (later, b):
            laptop.go_online()
            await laptop.settle()
        await until(lambda: b.get("unheard") == "1")
        for laptop in (later, b):
            await laptop.go_offline()

    play(tmp_path, story)
