"""What may wait until a key is painted waits, and not longer."""

import threading

from pytestqt.qtbot import QtBot

from moderator.app.after_paint import AfterPaint


def test_what_may_wait_is_called_once_the_event_loop_comes_round(qtbot: QtBot) -> None:
    called: list[int] = []
    after_paint = AfterPaint()
    after_paint(lambda: called.append(1))
    assert not called
    qtbot.wait_until(lambda: called == [1])


def test_another_thread_paints_nothing_and_waits_for_nothing(qtbot: QtBot) -> None:
    called: list[int] = []
    after_paint = AfterPaint()
    other = threading.Thread(target=after_paint, args=(lambda: called.append(1),))
    other.start()
    other.join()
    assert called == [1]
