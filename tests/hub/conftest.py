"""Every test of the hub runs over both implementations of its sockets."""

import pytest

from moderator.hub.sockets import Kind, choice


@pytest.fixture(autouse=True, params=[choice.PICOWS, choice.WEBSOCKETS], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Kind:
    chosen: Kind = request.param
    monkeypatch.setattr("moderator.hub.server.best", lambda: chosen)
    return chosen
