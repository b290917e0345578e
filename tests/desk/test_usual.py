"""The meeting that is meant where none is named is read once."""

from pathlib import Path

import pytest

from moderator.desk.keeper import Keeper
from moderator.documents.document import floor_name
from tests.desk.kit import desk_over, small_forum
from tests.domain.hall import FakeClock


def test_the_floor_in_front_is_read_once_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    with desk_over(tmp_path, clock) as desk:
        room = small_forum(desk)
        room.floor.open_meeting()
        floor = floor_name(desk.forum.id, room.id)
    opened: list[str] = []
    keep_open = Keeper.open

    def counted(keeper: Keeper, make: object, name: str) -> object:
        opened.append(name)
        return keep_open(keeper, make, name)  # type: ignore[arg-type]

    monkeypatch.setattr(Keeper, "open", counted)
    with desk_over(tmp_path, clock) as desk:
        assert desk.room.id == room.id
        assert opened.count(floor) == 1
        desk.room.floor.add("Anna")
        desk.commit()
        assert desk.store.check() == ()
