"""A start of the program itself, as a user starts it, over a data folder."""

import sys
from unittest import mock

from moderator.app import start, window_first
from moderator.console.window import MainWindow
from tests.benchmarks.children import since_start_ms, tell
from tests.benchmarks.painted import Gaps, Painted


class _Watched(MainWindow):
    """The program's own window, and notes of when it was painted."""

    def __init__(self) -> None:
        super().__init__()
        self._first_ms = 0.0
        self._gaps: Gaps | None = None
        self._probe = Painted(self, self._seen)
        self._cover_probe = Painted(self.cover, self._seen)

    def _seen(self) -> None:
        if self._gaps is None:
            self._first_ms = since_start_ms()
            self._gaps = Gaps()
        elif self.is_furnished and self.agenda.selected() is not None:
            usable_ms = since_start_ms()
            self._gaps.stop()
            self._probe.deleteLater()
            self.removeEventFilter(self._probe)
            tell(painted_ms=self._first_ms, usable_ms=usable_ms, gap_ms=self._gaps.longest_ms)
            self.close()


def main() -> int:
    with mock.patch.object(window_first, "MainWindow", _Watched):
        return start.main(["--data", sys.argv[1]])


if __name__ == "__main__":
    sys.exit(main())
