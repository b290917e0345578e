"""The link over lines that break, stutter and delay, against the hub's own rooms."""

import asyncio
import random
from pathlib import Path

import pytest

from moderator.documents.rights import Role
from moderator.domain.link import LinkState
from moderator.hub.guest import Guest
from moderator.sync import wire
from moderator.sync.transport import LinkLost, LinkRefused, Transport
from tests.hub.kit import FORUM, NAME, Laptop, RunningHub, play, until


class Line:
    """A connection in memory that breaks off and says things twice, as its script has it."""

    def __init__(self, hub: RunningHub, chance: random.Random, fault: float) -> None:
        self._chance = chance
        self._fault = fault
        self._in: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._house = hub.house
        self._guest: Guest | None = hub.house.welcome(self)

    # the hub's end

    def send(self, frame: bytes) -> None:
        """Carry a frame to the laptop: once, twice, or not any more."""
        for _ in range(self._times()):
            self._in.put_nowait(frame)

    def cut(self, why: str) -> None:
        """End as the hub wants it."""
        self._in.put_nowait(None)

    # the laptop's end

    async def _carry(self, frame: bytes) -> None:
        for _ in range(self._times()):
            await asyncio.sleep(0)
            if self._guest is None:
                raise LinkLost("cut")
            self._guest.hear(frame)

    async def receive(self) -> bytes:
        """Wait for a frame of the hub."""
        frame = await self._in.get()
        if frame is None:
            raise LinkLost("cut")
        return frame

    async def close(self) -> None:
        """Let go."""
        if self._guest is not None:
            self._house.see_off(self._guest)
            self._guest = None

    def _times(self) -> int:
        luck = self._chance.random()
        if luck < self._fault:
            self._in.put_nowait(None)
            return 0
        return 2 if luck < 2 * self._fault else 1


class LaptopsEnd:
    """The transport's view of a line."""

    def __init__(self, line: Line) -> None:
        self.receive = line.receive
        self.close = line.close
        self.send = line._carry


def laptop_over(hub: RunningHub, chance: random.Random, faults: list[float]) -> Laptop:
    """Return a laptop whose lines fail as often as ``faults`` says last."""

    async def connect() -> Transport:
        return LaptopsEnd(Line(hub, chance, faults[-1]))

    return Laptop(hub.url, hub.invite(Role.CHAIR), (NAME,), connect)


@pytest.mark.parametrize("seed", range(12))
def test_laptops_agree_once_their_lines_hold(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)

    async def story(hub: RunningHub) -> None:
        faults = [0.03]
        made = [laptop_over(hub, chance, faults) for _ in range(3)]
        for laptop in made:
            laptop.go_online()
        for n in range(120):
            laptop = chance.choice(made)
            laptop.put(f"k{chance.randrange(40)}", f"{n}")
            await asyncio.sleep(0)
        faults.append(0.0)
        for laptop in made:
            await laptop.go_offline()  # whatever line it was on may still be a bad one
            laptop.go_online()
        for laptop in (*made, *made):
            await laptop.settle()
        assert made[0].all() == made[1].all() == made[2].all()
        assert made[0].link.unanswered == 0
        for laptop in made:
            await laptop.go_offline()

    play(tmp_path, story)


def test_a_hub_that_is_away_is_tried_again_and_again(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        tries = 0

        async def connect() -> Transport:
            nonlocal tries
            tries += 1
            if tries < 3:
                raise LinkLost("nobody")
            return LaptopsEnd(Line(hub, random.Random(1), 0.0))

        laptop = Laptop(hub.url, hub.invite(Role.CHAIR), (NAME,), connect)
        laptop.link._random = lambda: 0.0
        laptop.go_online()
        await laptop.settle()
        assert (tries, laptop.link.state) == (3, LinkState.LIVE)
        await laptop.go_offline()

    play(tmp_path, story)


def test_a_stranger_at_the_hubs_address_is_not_tried_again(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async def connect() -> Transport:
            raise LinkRefused("certificate")

        laptop = Laptop(hub.url, "token", (NAME,), connect)
        laptop.go_online()
        await until(lambda: laptop.link.state is LinkState.REFUSED)
        assert laptop.link.why_refused == "certificate"

    play(tmp_path, story)


def test_what_somebody_may_not_write_is_known_to_be_held_back(tmp_path: Path) -> None:
    name = f"{FORUM}/programme"

    async def story(hub: RunningHub) -> None:
        laptop = Laptop(hub.url, hub.invite(Role.VIEWER), (name,))
        laptop.put("mine", "only", name)
        laptop.go_online()
        await laptop.settle()
        await until(lambda: laptop.link.held_back == (name,))
        await laptop.go_offline()

    play(tmp_path, story)


class Burst:
    """A connection on which many frames came at once; then it is silent."""

    def __init__(self, frames: int) -> None:
        self.left = frames

    async def receive(self) -> bytes:
        """Return the next frame, which is there already."""
        if not self.left:
            await asyncio.Event().wait()
        self.left -= 1
        return wire.encode(wire.HUB, wire.Ping())

    async def send(self, frame: bytes) -> None:
        """Carry it nowhere."""

    async def close(self) -> None:
        """Let go."""


def test_frames_that_came_together_leave_others_their_turn(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        burst = Burst(50)

        async def connect() -> Transport:
            return burst

        laptop = Laptop(hub.url, "token", (NAME,), connect)
        laptop.go_online()
        seen: list[int] = []
        while burst.left:
            seen.append(burst.left)
            await asyncio.sleep(0)
        assert len(set(seen)) >= 25
        await laptop.go_offline()

    play(tmp_path, story)
