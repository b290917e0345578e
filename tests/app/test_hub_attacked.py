"""A real hub process under thousands of broken updates and abrupt ends, while people write."""

import asyncio
import json
import random
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from moderator.documents.document import Document
from moderator.domain.link import LinkState
from tests.app.command_line import Line
from tests.app.hubs import hub_process
from tests.hub.attack import attack, drop, mutated
from tests.hub.kit import NAME, Laptop, until

_MOST_MORE_MB = 60
"""What the hub may have grown by."""


def _bases(chance: random.Random) -> list[bytes]:
    """Return sound updates of many kinds: new values, values on others, deletions."""
    document = Document(NAME)
    made: list[bytes] = []
    document.on_update(lambda update, local: made.append(update))
    for n in range(200):
        with document.transaction():
            document._meta[f"k{chance.randrange(40)}"] = "Қазақша жазба 🐎"[: chance.randint(1, 15)]
            if n % 5 == 0:
                del document._meta[chance.choice(list(document._meta.keys()))]
    return made


def _memory_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


async def _besiege(url: str, token: str, count: int, drops: int, seed: int) -> None:
    chance = random.Random(seed)
    bases = _bases(chance)
    for _ in range(drops):
        broken = [mutated(chance, chance.choice(bases)) for _ in range(count // drops)]
        await attack(url, token, broken)
        await drop(url, token)


async def _watched(laptops: list[Laptop], work: Callable[[], Awaitable[None]]) -> int:
    """Have laptops write to each other during a siege; return how much each wrote."""
    siege = asyncio.ensure_future(work())
    n = 0
    while not siege.done():
        for laptop in laptops:
            laptop.put(f"{laptops.index(laptop)}-{n}", "Сәлем")
        await until(lambda: all(laptop.link.unanswered == 0 for laptop in laptops))
        await asyncio.sleep(0.02)
        n += 1
    await siege
    return n


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")
@pytest.mark.parametrize(
    ("count", "drops"), [(600, 6), pytest.param(12_000, 60, marks=pytest.mark.long)]
)
def test_nobody_else_notices_broken_updates_and_abrupt_ends(
    tmp_path: Path, line: Line, count: int, drops: int
) -> None:
    folder = tmp_path / "hub"

    def invite(role: str) -> Any:
        asked = ("hub", "invite", "--data", str(folder), "--role", role, "--json")
        return json.loads(line.ok(*asked))

    async def story(pid: int, chair: Any, bad: Any) -> None:
        states: set[LinkState] = set()
        made = [Laptop(chair["url"], chair["token"]) for _ in range(2)]
        for laptop in made:
            laptop.go_online()
            await laptop.settle()
        before_mb = _memory_mb(pid)

        async def work() -> None:
            quarter = (count // 4, drops // 4 or 1)
            besiegers = (_besiege(bad["url"], bad["token"], *quarter, seed=s) for s in range(4))
            await asyncio.gather(*besiegers)
            states.update(laptop.link.state for laptop in made)

        for laptop in made:
            laptop.link._told = lambda: states.update(each.link.state for each in made)
        written = await _watched(made, work)
        assert states == {LinkState.LIVE}
        for laptop in made:
            await laptop.settle()
        await until(lambda: made[0].all() == made[1].all())
        wanted = {f"{who}-{n}" for who in range(2) for n in range(written)}
        assert wanted <= set(made[0].all())
        assert _memory_mb(pid) - before_mb < _MOST_MORE_MB
        for laptop in made:
            await laptop.go_offline()

    with hub_process(folder) as process:
        asyncio.run(story(process.pid, invite("chair"), invite("chair")))
        assert process.poll() is None
    with hub_process(folder):
        status = json.loads(line.ok("hub", "status", "--data", str(folder), "--json"))
        assert status["forums"] == 1
