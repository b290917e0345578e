"""Whatever a script sends through the door of a running window, it is answered in one sentence."""

import asyncio
import json
import logging
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from moderator.app import door
from moderator.app.commands import COMMANDS
from moderator.desk.reasons import sentence
from moderator.domain.errors import ModeratorError, Reason
from tests.app.test_desktop import alive, play

VERBS = sorted(set(COMMANDS) - {"restore", "backup", "join", "sync", "forums.remove"})
"""What writes no file of the test's own choosing and meets no hub."""

NAMES = (
    *("name", "title", "text", "date", "starts", "kind", "minutes", "seconds", "place", "later"),
    *("what", "mark", "contacts", "imported", "file", "item", "meeting", "forum", "language"),
)

SOUND = st.sampled_from(
    ["1", "2", "Anna", "", "2026-11-23", "10:00", "recommendation", "point-of-order", "queue", "kk"]
)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-5, 5)
    | st.floats()
    | SOUND
    | st.text(st.characters(exclude_categories=()), max_size=6)
    | st.just("x" * 600),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
KEYS = st.sampled_from(["a", "b"]) | ANYTHING
DAYS = st.sampled_from(["2026-11-23", "0001-01-01"])
ROWS = st.fixed_dictionaries(
    {"key": KEYS},
    optional={
        "day": DAYS | ANYTHING,
        "starts": st.sampled_from(["10:00:00", "10:00:00+05:00"]) | ANYTHING,
        "meeting": KEYS,
        "name": st.just("Anna") | st.just({"en": "Body"}) | ANYTHING,
        "title": st.just({"en": "Talk"}) | ANYTHING,
        "planned_ms": st.integers() | ANYTHING,
        "presenters": st.lists(KEYS, max_size=2) | ANYTHING,
        "organisation": KEYS,
    },
)
PARTS = ("meetings", "items", "organisations", "persons")
IMPORTED = st.fixed_dictionaries(
    {}, optional={part: st.lists(ROWS, max_size=3) for part in PARTS} | {"forum": ANYTHING}
)
REQUESTS = st.lists(
    st.tuples(
        st.sampled_from(VERBS) | st.text(max_size=5),
        st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=5),
    )
    | st.tuples(st.just("import"), st.fixed_dictionaries({"imported": IMPORTED})),
    min_size=1,
    max_size=40,
)


def send(folder: Path, request: Any) -> dict[str, Any]:
    """Send a request as a script would, and return the answer."""
    known = json.loads((folder / door.FILE).read_text(encoding="utf-8"))
    line = json.dumps({"secret": known["secret"], **request}).encode() + b"\n"
    with (
        socket.create_connection(("127.0.0.1", known["port"]), timeout=20) as connection,
        connection.makefile("rb") as answer,
    ):
        connection.sendall(line)
        reply = json.loads(answer.readline())
    assert isinstance(reply, dict)
    return reply


def check_answer(reply: dict[str, Any]) -> None:
    """Hold an answer to be a value, or one sentence that is not about a bug."""
    if "reason" not in reply:
        assert set(reply) == {"value"}
        return
    reason = Reason(reply["reason"])
    assert reason not in (Reason.COMMAND_FAILED, Reason.WINDOW_SILENT)
    assert len(sentence(ModeratorError(reason, **reply["facts"]))) < 400


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(REQUESTS)
def test_anything_sent_is_answered_and_nothing_is_half_written(
    qapp: QApplication,
    tmp_path_factory: pytest.TempPathFactory,
    caplog: pytest.LogCaptureFixture,
    requests: list[tuple[str, dict[str, Any]]],
) -> None:
    folder = tmp_path_factory.mktemp("door")

    async def scenario() -> None:
        async with alive(folder):
            for verb, args in requests:
                reply = await asyncio.to_thread(send, folder, {"verb": verb, "args": args})
                check_answer(reply)
            for args in ({"verb": 3}, {"verb": "show"}, {"verb": "show", "args": [1]}):
                reply = await asyncio.to_thread(send, folder, args)
                assert reply["reason"] == Reason.REQUEST_BROKEN
            found = await asyncio.to_thread(send, folder, {"verb": "check", "args": {}})
            assert found == {"value": []}

    play(scenario)
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]
