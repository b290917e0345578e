"""The longest time without an answer of the window while it is given much at once.

heavy FOLDER import|reopen|paste|arrive
"""

import asyncio
import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from moderator.app.desktop import Program
from moderator.desk.shared import Shared
from moderator.documents.document import Document
from moderator.documents.rights import Role
from moderator.domain.ids import ForumId
from moderator.domain.programme import LocalText
from moderator.store.database import Store
from moderator.store.filling import filled
from tests.benchmarks.painted import Gaps
from tests.benchmarks.whole import perform

ITEMS = 4_990
"""As many as a table may bring."""

PASTED = 1_000_000
_LINE = "Asks for one calendar of public tenders, in all regions, a month ahead.\n"
_DAY = dt.date(2026, 11, 25)
_REST_S = 1.0
_STEP_S = 0.02


async def _gap_of(act: Callable[[], object], is_done: Callable[[], bool]) -> dict[str, Any]:
    """Do something and watch the event loop until it is done and all is quiet again."""
    await asyncio.sleep(_REST_S)
    gaps, begun = Gaps(), time.perf_counter()
    act()
    while not is_done():
        await asyncio.sleep(_STEP_S)
    took_s = time.perf_counter() - begun
    await asyncio.sleep(_REST_S)
    gaps.stop()
    return {"gap_ms": gaps.longest_ms, "took_s": took_s}


def _table(folder: Path) -> Path:
    file = folder / "items.csv"
    rows = [
        f"{_DAY},{9 + n // 600:02d}:{n // 10 % 60:02d},Hall,Item {n} of a very long agenda,1\n"
        for n in range(ITEMS)
    ]
    file.write_text("Day,Start,Room,Title,Minutes\n" + "".join(rows), encoding="utf-8")
    return file


async def _import(program: Program) -> dict[str, Any]:
    desk, screens = program.desk, program.screens
    desk.library.new(LocalText(en="An empty forum"), _DAY)
    with tempfile.TemporaryDirectory() as folder:
        file = _table(Path(folder))
        found = await _gap_of(
            lambda: screens.handlers.files.bring_in(str(file)), lambda: _is_shown(program)
        )
    assert len(desk.programme.agenda(desk.room.id)) == ITEMS
    return found


async def _reopen(program: Program) -> dict[str, Any]:
    await _import(program)
    large = program.desk.forum.id
    other = next(f.id for f in program.desk.library.all() if f.id != large)
    program.desk.library.open(other)
    files = program.screens.handlers.files
    return await _gap_of(lambda: files.open_kept(large), lambda: _is_shown(program))


def _is_shown(program: Program) -> bool:
    window = program.screens.window
    return not program.screens.beside.is_busy and len(window.notes.editor.page.items) == ITEMS


async def _paste(program: Program) -> dict[str, Any]:
    desk, notes = program.desk, program.screens.window.notes
    item = desk.room.notes.items()[0].id
    notes.show_item(item)
    notes.setFocus()
    text = (_LINE * (PASTED // len(_LINE) + 1))[:PASTED]
    QApplication.clipboard().setText(text)
    before = len(notes.editor.page.text(0))
    found = await _gap_of(
        notes.editor.paste,
        lambda: not desk.saved.pending and len(notes.editor.page.text(0)) >= before + PASTED,
    )
    assert len(desk.room.notes.text(item)) >= before + PASTED
    return found


async def _arrive(program: Program) -> dict[str, Any]:
    """Take a whole forum as it comes from a hub, document after document."""
    source = Store.open(Path(sys.argv[3]))
    forum = ForumId(source.forums()[0].id)
    shared = Shared(program.desk, forum, lambda document, update: None)
    bodies = {name: filled(source, Document, name).state() for name in source.documents(forum)}
    taken: set[str] = set()

    async def take_all() -> None:
        while wanted := [n for n in shared.names(Role.CHAIR) if n not in taken]:
            for name in wanted:
                taken.add(name)
                body = bodies.get(name, b"\0\0")
                shared.state_vector(name)
                await shared.prepare(name, body)
                shared.take(name, body)
                await asyncio.sleep(0)  # as the link does
        program.desk.library.adopt(shared.open_forum)

    tasks: list[asyncio.Task[None]] = []
    found = await _gap_of(
        lambda: tasks.append(asyncio.get_running_loop().create_task(take_all())),
        lambda: tasks[0].done() and not program.desk.saved.pending,
    )
    await tasks[0]
    shared.close()
    source.close()
    return found


if __name__ == "__main__":
    scenarios = {"import": _import, "reopen": _reopen, "paste": _paste, "arrive": _arrive}
    perform(scenarios[sys.argv[2]])
