"""Standing by for the host: said in the menu, and taking over where the host fell silent."""

from collections.abc import Callable

from PySide6.QtCore import Slot

from moderator.app.actions import Do
from moderator.app.form_work import FormWork
from moderator.console.notices import STAND_IN
from moderator.domain.link import HostState
from moderator.words import tr


class StandHandlers(FormWork):
    """What one laptop would do in another's place."""

    def table(self) -> dict[Do, Callable[[], None]]:
        """Return the handler of every action here."""
        return {Do.STAND_BY: self.stand_by}

    @Slot()
    def stand_by(self) -> None:
        """Stand by for the host of the open forum, or no longer."""
        if self._screens.standing_by is not None and self._screens.desk.has_forum:
            self._do(self._stand_by(), None)

    async def _stand_by(self) -> None:
        standing_by = self._screens.standing_by
        assert standing_by is not None
        view = self._screens.desk.host
        if view is not None and view.state in (HostState.STAND_BY, HostState.OFFERED):
            await standing_by.end()
            self._say(tr("This laptop no longer stands by."))
            return
        await standing_by.begin()
        self._say(tr("This laptop stands by: it offers to host if the host falls silent."))

    @Slot(str)
    def answer(self, choice: str) -> None:
        """Take over, where that was chosen."""
        if choice == STAND_IN and self._screens.standing_by is not None:
            self._do(self._take_over(), None)

    async def _take_over(self) -> None:
        assert self._screens.standing_by is not None
        await self._screens.standing_by.take_over()
        self._say(tr("The meeting is hosted here now; the others move over by themselves."))
