"""Every test of the hub runs over both implementations of its sockets."""

import pytest

from moderator.hub.sockets import Kind, choice
from tests.store.postgres.fixtures import database as database
from tests.store.postgres.fixtures import server as server


@pytest.fixture(autouse=True, params=[choice.PICOWS, choice.WEBSOCKETS], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Kind:
    chosen: Kind = request.param
    monkeypatch.setattr("moderator.hub.server.best", lambda: chosen)
    return chosen
