"""What the header says of the hub."""

import pytest
from pytestqt.qtbot import QtBot

from moderator.console.link_pill import LinkPill
from moderator.domain.link import LinkState, LinkView
from tests.domain.hall import TEN_UTC_MS

_ZONE = "Asia/Almaty"


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (LinkView(LinkState.LIVE, "hub", "chair", 0, TEN_UTC_MS), "At the hub 10:00"),
        (LinkView(LinkState.LIVE, "hub", "chair", 2, TEN_UTC_MS), "At the hub 10:00"),
        (
            LinkView(LinkState.LIVE, "hub", "chair", 0, TEN_UTC_MS, is_outdated=True),
            "Update this program: others have a newer one",
        ),
        (
            LinkView(LinkState.LIVE, "hub", "chair", 0, TEN_UTC_MS, is_received_only=True),
            "Received by the server 10:00",
        ),
        (LinkView(LinkState.LIVE, "hub", "chair", 2), "Sending to the hub"),
        (
            LinkView(LinkState.CATCHING_UP, "hub", "chair", 1, TEN_UTC_MS),
            "Catching up with the hub · 1 change kept here",
        ),
        (
            LinkView(LinkState.OFFLINE, "hub", "chair", 214, None, TEN_UTC_MS),
            "No connection since 10:00 · 214 changes kept here",
        ),
        (
            LinkView(LinkState.REFUSED, "hub", "chair", 0, None, None),
            "The hub does not let this laptop in",
        ),
    ],
)
def test_the_pill_says_in_words_how_far_the_hub_is(
    qtbot: QtBot, view: LinkView, words: str
) -> None:
    pill = LinkPill()
    qtbot.addWidget(pill)
    pill.show_link(view, _ZONE)
    assert pill.text() == words
    assert not pill.isHidden()


def test_a_forum_that_was_joined_nowhere_shows_nothing(qtbot: QtBot) -> None:
    pill = LinkPill()
    qtbot.addWidget(pill)
    pill.show_link(None, _ZONE)
    assert pill.isHidden()


def test_where_room_is_short_the_number_is_in_the_tool_tip(qtbot: QtBot) -> None:
    pill = LinkPill()
    qtbot.addWidget(pill)
    pill.show_link(LinkView(LinkState.OFFLINE, "hub", "chair", 3, None, TEN_UTC_MS), _ZONE)
    pill.be_brief(True)
    assert pill.text() == "No connection since 10:00"
    assert "3 changes kept here" in pill.toolTip()
    assert "3 changes kept here" in pill.accessibleName()
