"""Work that goes on beside the window while its form stays open."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from moderator.console.widgets.banner import Notice
from moderator.console.widgets.tone import Tone
from moderator.desk.reasons import sentence
from moderator.domain.errors import ModeratorError

if TYPE_CHECKING:
    # loaded when first shown
    from moderator.app.screens import Screens
    from moderator.console.dialogs.form import FormDialog


class FormWork(QObject):
    """Tells what goes wrong in the form it is done for, or across the window."""

    def __init__(self, screens: "Screens", parent: QObject) -> None:
        super().__init__(parent)
        self._screens = screens
        self._tasks: set[asyncio.Task[None]] = set()

    def is_shown(self, form: "FormDialog") -> bool:
        """Return whether a form is still there to tell something in."""
        return False

    def _do(self, work: Coroutine[Any, Any, None], form: "FormDialog | None") -> None:
        task = asyncio.get_running_loop().create_task(self._carry_out(work, form))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, work: Coroutine[Any, Any, None], form: "FormDialog | None") -> None:
        try:
            await work
        except ModeratorError as error:
            if form is not None and self.is_shown(form):
                form.tell_wrong(sentence(error))
            else:
                self._screens.warn(sentence(error))

    def _say(self, text: str) -> None:
        self._screens.tell(Notice(text, icon_name="check", tone=Tone.OK))
