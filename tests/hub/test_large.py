"""Documents larger than a frame, which go in pieces."""

from pathlib import Path

from moderator.documents.rights import Role
from tests.hub.browser import browser
from tests.hub.kit import NAME, Laptop, RunningHub, play, until

_LETTERS = "Қазақша жазба "


def _fill(laptop: Laptop, megabytes: int) -> None:
    """Write many values, none of them large, in few changes."""
    value = _LETTERS * 400
    document = laptop.documents[NAME]
    for n in range(megabytes * 1024 * 1024 // len(value.encode())):
        with document.transaction():
            document._meta[f"k{n}"] = value


def test_a_document_of_nine_megabytes_goes_there_and_back(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        a, b = (Laptop(hub.url, hub.invite(role)) for role in (Role.CHAIR, Role.NOTE_TAKER))
        _fill(a, 9)
        for laptop in (a, b):
            laptop.go_online()
            await laptop.settle()
        assert a.link.unanswered == 0
        assert b.all() == a.all()
        async with browser(hub, hub.invite(Role.NOTE_TAKER)) as other:
            await until(lambda: len(other.document._meta) == len(a.all()))
        for laptop in (a, b):
            await laptop.go_offline()

    play(tmp_path, story)


def test_a_large_change_made_at_once_goes_in_pieces(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        a, b = (Laptop(hub.url, hub.invite(role)) for role in (Role.CHAIR, Role.NOTE_TAKER))
        for laptop in (a, b):
            laptop.go_online()
            await laptop.settle()
        with a.documents[NAME].transaction():
            _fill(a, 6)
        await a.settle()
        await until(lambda: len(b.all()) == len(a.all()))
        for laptop in (a, b):
            await laptop.go_offline()

    play(tmp_path, story)


def test_a_document_beyond_its_limit_is_refused_and_says_why(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        a = Laptop(hub.url, hub.invite(Role.CHAIR))
        _fill(a, 17)
        a.go_online()
        await until(lambda: a.link.denied == {NAME: "too-large"})
        await a.go_offline()

    play(tmp_path, story)
