"""What nobody caught becomes a line in the log and a sentence in the window."""

import asyncio
import logging
import sys

import pytest

from moderator.app.crash import CrashHandler


class Window:
    """Keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def tell_bug(self, what: str) -> None:
        self.told.append(what)


class BrokenWindow(Window):
    """Cannot show anything any more."""

    def __init__(self) -> None:
        super().__init__()
        self.handler: CrashHandler | None = None

    def tell_bug(self, what: str) -> None:
        super().tell_bug(what)
        assert self.handler is not None
        try:
            raise ValueError("painting failed, too")
        except ValueError as error:
            self.handler.caught(ValueError, error, None)


@pytest.fixture(autouse=True)
def _hook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


@pytest.mark.log_expected
def test_a_bug_is_logged_whole_and_told_in_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    window = Window()
    handler = CrashHandler(window)
    assert sys.excepthook == handler.caught
    try:
        raise KeyError("speaker")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    assert window.told == ["KeyError: 'speaker'"]
    assert "Traceback" in caplog.text
    assert caplog.records[0].levelno == logging.ERROR


@pytest.mark.log_expected
def test_telling_of_a_bug_that_fails_is_not_told_for_ever() -> None:
    window = BrokenWindow()
    window.handler = CrashHandler(window)
    window.handler.caught(ValueError, ValueError("first"), None)
    assert window.told == ["ValueError: first"]


def test_an_interrupt_from_the_keyboard_is_no_bug(capsys: pytest.CaptureFixture[str]) -> None:
    window = Window()
    CrashHandler(window).caught(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert window.told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


@pytest.mark.log_expected
def test_a_task_that_fails_unseen_is_told_as_well(caplog: pytest.LogCaptureFixture) -> None:
    window = Window()

    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        CrashHandler(window).follow(loop)
        loop.call_exception_handler({"message": "a task", "exception": OSError("no room")})
        loop.call_exception_handler({"message": "something without an exception"})

    asyncio.run(scenario())
    assert window.told == ["OSError: no room"]
    assert "something without an exception" in caplog.text
