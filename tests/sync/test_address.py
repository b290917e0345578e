"""Invitations as text."""

import pytest

from moderator.domain.errors import BadInput
from moderator.sync.address import Invitation, Speaks, parse

_HUB = Invitation("wss://hub.example:8440/sync", "secret", "ab12")
_FOREIGN = Invitation(
    "ws://server.example/rooms", speaks=Speaks.Y_WEBSOCKET, token="", forum="f", role="chair"
)


@pytest.mark.parametrize("invitation", [_HUB, _FOREIGN])
def test_an_invitation_comes_back_from_its_text(invitation: Invitation) -> None:
    assert parse(invitation.text()) == invitation


def test_what_an_address_does_not_say_may_be_said_beside_it() -> None:
    assert parse("ws://hub:1/sync", token="secret").token == "secret"
    assert parse("ws://server", speaks=Speaks.HOCUSPOCUS).role == "chair"


@pytest.mark.parametrize(
    "text",
    ["", "hub", "ws://hub:1/sync", "http://hub:1/sync#token=a", "ws://hub:1#speaks=other", "ws:/#"],
)
def test_what_is_no_invitation_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse(text)
