"""Who may come in, what they may send, and that every command runs once or not at all."""

import asyncio
import contextlib
import json
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from moderator.app import door as doors
from moderator.app import holder
from moderator.app.door import FILE, ask
from moderator.domain.errors import (
    BadInput,
    DoorFailed,
    FolderBusy,
    NotYetWritten,
    Reason,
    Refused,
    StoreFailed,
)
from moderator.store.lock import FolderLock
from tests.app.holding import PATIENCE_S, door_with


async def echo(verb: str, args: Mapping[str, Any]) -> Any:
    return [verb, dict(args)]


def known(folder: Path) -> dict[str, Any]:
    value = json.loads((folder / FILE).read_text(encoding="utf-8"))
    assert isinstance(value, dict)
    return value


def connected(folder: Path) -> socket.socket:
    return socket.create_connection(("127.0.0.1", known(folder)["port"]), timeout=PATIENCE_S)


def test_a_verb_and_its_arguments_come_through_whole(tmp_path: Path) -> None:
    with door_with(tmp_path, echo):
        args = {"name": "Әлия\nөңір", "n": 3, "none": None, "long": "я" * 100_000}
        assert ask(tmp_path, "floor.add", args) == ["floor.add", args]


def test_only_the_user_can_read_where_the_door_is(tmp_path: Path) -> None:
    with door_with(tmp_path, echo):
        mode = stat.S_IMODE((tmp_path / FILE).stat().st_mode)
        assert mode == 0o600 or sys.platform == "win32"
        assert len(known(tmp_path)["secret"]) >= 32
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"secret": "wrong", "verb": "show", "args": {}}\n', Reason.REQUEST_STRANGER),
        (b'{"secret": "\\ud800", "verb": "show", "args": {}}\n', Reason.REQUEST_STRANGER),
        (b'{"verb": "show", "args": {}}\n', Reason.REQUEST_BROKEN),
        (b"GET / HTTP/1.1\r\n", Reason.REQUEST_BROKEN),
        (b"[" * 100_000 + b"\n", Reason.REQUEST_BROKEN),
        (b"9" * 10_000 + b"\n", Reason.REQUEST_BROKEN),
        (b"\xff\xfe\n", Reason.REQUEST_BROKEN),
        (b"\n", Reason.REQUEST_BROKEN),
        (b"null\n", Reason.REQUEST_BROKEN),
    ],
)
def test_a_stranger_is_told_so_and_the_next_one_is_served(
    tmp_path: Path, line: bytes, reason: Reason
) -> None:
    heard: list[str] = []

    async def answer(verb: str, args: Mapping[str, Any]) -> Any:
        heard.append(verb)
        return "done"

    with door_with(tmp_path, answer):
        with connected(tmp_path) as stranger, stranger.makefile("rb") as said:
            stranger.sendall(line)
            assert json.loads(said.readline())["reason"] == reason
        assert heard == []
        assert ask(tmp_path, "show", {}) == "done"


def test_an_oversized_line_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "MAX_LINE", 10_000)
    with door_with(tmp_path, echo):
        with connected(tmp_path) as flood, flood.makefile("rb") as said:
            flood.sendall(b"x" * 50_000)
            flood.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionResetError):
                assert said.readline() == b""
        with pytest.raises(BadInput):
            ask(tmp_path, "show", {"text": "x" * 20_000})
        assert ask(tmp_path, "show", {}) == ["show", {}]


def test_a_client_that_says_nothing_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "_REQUEST_S", 0.05)
    with (
        door_with(tmp_path, echo),
        connected(tmp_path) as silent,
        silent.makefile("rb") as said,
    ):
        silent.sendall(b'{"secret": ')
        assert ask(tmp_path, "show", {}) == ["show", {}]
        assert said.readline() == b""


def test_a_half_open_client_does_not_keep_the_door_from_closing(tmp_path: Path) -> None:
    with door_with(tmp_path, echo):
        silent = connected(tmp_path)
        assert ask(tmp_path, "show", {}) == ["show", {}]
    silent.close()


def test_a_refusal_comes_back_with_its_reason_and_facts(tmp_path: Path) -> None:
    async def answer(verb: str, args: Mapping[str, Any]) -> Any:
        raise Refused(Reason.UNKNOWN_ITEM, name="x")

    with door_with(tmp_path, answer), pytest.raises(Refused) as refused:
        ask(tmp_path, "show", {})
    assert (refused.value.reason, refused.value.facts) == (Reason.UNKNOWN_ITEM, {"name": "x"})


@pytest.mark.log_expected
def test_a_bug_behind_the_door_is_logged_and_told_and_the_door_stays_open(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def answer(verb: str, args: Mapping[str, Any]) -> Any:
        if verb == "bad":
            raise ZeroDivisionError
        return verb

    with door_with(tmp_path, answer):
        with pytest.raises(Refused) as refused:
            ask(tmp_path, "bad", {})
        assert refused.value.reason is Reason.COMMAND_FAILED
        assert ask(tmp_path, "good", {}) == "good"
    assert "a command failed" in caplog.text


def test_what_is_done_but_not_written_comes_back_with_its_value(tmp_path: Path) -> None:
    async def answer(verb: str, args: Mapping[str, Any]) -> Any:
        raise NotYetWritten({"lines": 1}, StoreFailed(Reason.DISK_FULL))

    with door_with(tmp_path, answer), pytest.raises(NotYetWritten) as told:
        ask(tmp_path, "note.add", {})
    assert told.value.value == {"lines": 1}


def test_closing_waits_for_the_answer_under_way(tmp_path: Path) -> None:
    begun = threading.Event()
    release: list[Callable[[], object]] = []

    async def answer(verb: str, args: Mapping[str, Any]) -> Any:
        gate = asyncio.Event()
        loop = asyncio.get_running_loop()
        release.append(lambda: loop.call_soon_threadsafe(gate.set))
        begun.set()
        await gate.wait()
        return "done"

    answers: list[Any] = []
    asking = threading.Thread(target=lambda: answers.append(ask(tmp_path, "floor.add", {})))
    with door_with(tmp_path, answer):
        asking.start()
        assert begun.wait(PATIENCE_S)
        threading.Timer(0.1, release[0]).start()
    asking.join(PATIENCE_S)
    assert answers == ["done"]


def test_nobody_at_the_door_is_told_apart_from_nobody_answering(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        ask(tmp_path, "show", {})
    (tmp_path / FILE).write_text("no json", encoding="utf-8")
    with pytest.raises(ConnectionError):
        ask(tmp_path, "show", {})
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        leave_word(tmp_path, deaf)
        with pytest.raises(DoorFailed):
            ask(tmp_path, "show", {}, timeout_s=0.05)
    with pytest.raises(ConnectionError):  # the port is closed by now
        ask(tmp_path, "show", {})


def leave_word(folder: Path, server: socket.socket) -> None:
    port = server.getsockname()[1]
    (folder / FILE).write_text(json.dumps({"port": port, "secret": "s"}), encoding="utf-8")


@pytest.mark.parametrize("reply", [b"", b"HTTP/1.1 400\r\n", b'{"reason": "new"}\n', b"7\n"])
def test_an_answer_that_is_none_is_not_taken_for_success(tmp_path: Path, reply: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        leave_word(tmp_path, server)

        def serve() -> None:
            peer, _ = server.accept()
            with peer, peer.makefile("rb") as said:
                said.readline()
                peer.sendall(reply)

        thread = threading.Thread(target=serve)
        thread.start()
        # it may have been run: it must not be run again
        with pytest.raises(DoorFailed):
            ask(tmp_path, "show", {})
        thread.join(PATIENCE_S)


def test_a_door_left_behind_by_a_killed_holder_is_not_knocked_at(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        leave_word(tmp_path, stranger)
        value = holder.perform(tmp_path, tmp_path, "forums", {})
        stranger.settimeout(0.01)
        with pytest.raises(TimeoutError):
            stranger.accept()
    assert len(value) == 1
    assert not (tmp_path / FILE).exists()


def test_a_folder_held_in_silence_is_busy_after_the_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holder, "WAIT_S", 0.2)
    with FolderLock(tmp_path):
        with pytest.raises(FolderBusy) as busy:
            holder.perform(tmp_path, tmp_path, "forums", {})
        with pytest.raises(FolderBusy):
            holder.take_or_show(tmp_path)
    assert busy.value.reason is Reason.FOLDER_BUSY
    assert busy.value.facts == {"folder": str(tmp_path)}


def test_a_command_waits_for_the_one_before_it(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    lock.acquire()
    timer = threading.Timer(0.3, lock.release)
    timer.start()
    assert len(holder.perform(tmp_path, tmp_path, "forums", {})) == 1
    timer.join()


def test_a_second_window_brings_the_first_to_the_front(tmp_path: Path) -> None:
    heard: list[str] = []

    async def answer(verb: str, args: Mapping[str, Any]) -> Any:
        heard.append(verb)
        return {}

    with FolderLock(tmp_path), door_with(tmp_path, answer):
        assert holder.take_or_show(tmp_path) is None
    assert heard == ["come-forward"]
    lock = holder.take_or_show(tmp_path)
    assert lock is not None
    lock.release()


def test_asking_needs_neither_qt_nor_the_database() -> None:
    code = (
        "import sys; from moderator.app import holder, door; "
        "print([m for m in ('PySide6', 'sqlalchemy', 'pycrdt') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "[]"
