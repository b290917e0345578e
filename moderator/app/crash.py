"""What happens when the program itself is wrong: the notes are safe, and the window says so."""

import asyncio
import logging
import sys
import traceback
from types import TracebackType
from typing import Any, Protocol

_logger = logging.getLogger(__name__)


class Teller(Protocol):
    """Whoever can show a sentence to the user."""

    def tell_bug(self, what: str) -> None:
        """Show that something went wrong and where the data is."""
        ...


class CrashHandler:
    """Turns what nobody caught into a line in the log and one in the window."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._telling = False
        sys.excepthook = self.caught

    def follow(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hear of what tasks on the event loop raise, too."""
        loop.set_exception_handler(self._loop_caught)

    def caught(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Log an exception and tell it; everything typed so far is on the disk already."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _logger.error("%s", "".join(traceback.format_exception(kind, error, trace)))
        if not self._telling:
            self._telling = True
            try:
                self._teller.tell_bug(f"{kind.__name__}: {error}")
            finally:
                self._telling = False

    def _loop_caught(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self.caught(type(error), error, error.__traceback__)
        else:
            _logger.error("event loop: %s", context.get("message"))
