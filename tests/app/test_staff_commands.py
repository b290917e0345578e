"""The staff line on the command line."""

import asyncio
from pathlib import Path
from typing import Any

from moderator.app import commands, printing
from moderator.desk.desk import Desk
from moderator.domain.ids import LaptopId
from moderator.domain.staff import StaffMessage
from tests.app.test_commands import Here
from tests.desk.kit import desk_over, small_forum
from tests.domain.hall import FakeClock


def _run(desk: Desk, command: str, **args: Any) -> Any:
    return asyncio.run(commands.run(Here(desk), command, args))


def test_what_is_said_on_the_command_line_is_shown_there(tmp_path: Path) -> None:
    with desk_over(tmp_path, FakeClock()) as desk:
        small_forum(desk)
        assert "Nobody" in printing.show(_run(desk, "show", what="staff"))
        _run(desk, "staff.say", text="Өшіріңіз")
        with desk.keeper.batch():
            now = desk.clock.read().utc_ms
            desk.forum.staff.add(StaffMessage("b", "Dana", LaptopId("other"), now + 1, "Done"))
        shown = _run(desk, "show", what="staff")
        assert [(m["text"], m["own"]) for m in shown["staff"]] == [
            ("Өшіріңіз", True),
            ("Done", False),
        ]
        assert printing.show(shown).endswith("Dana: Done")


def test_a_laptop_that_is_alone_says_so(tmp_path: Path) -> None:
    with desk_over(tmp_path, FakeClock()) as desk:
        small_forum(desk)
        assert printing.show(_run(desk, "show", what="here")) == "This laptop is alone."
