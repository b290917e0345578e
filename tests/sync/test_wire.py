"""The frames of the protocol: bytes that others send, and bytes that nobody may send."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from moderator.sync import presence, wire
from moderator.sync.lib0 import Malformed, Reader, Writer
from moderator.sync.presence import Here
from moderator.sync.wire import (
    Change,
    Closed,
    Denied,
    Granted,
    Message,
    Ping,
    Pong,
    Presence,
    PresenceAsked,
    Stateless,
    Status,
    Step1,
    Step2,
    Token,
)

_BYTES = st.binary(max_size=200)
_TEXTS = st.text(max_size=50)
_MESSAGES: st.SearchStrategy[Message] = st.one_of(
    st.builds(Step1, _BYTES, st.booleans()),
    st.builds(Step2, _BYTES),
    st.builds(Change, _BYTES),
    st.builds(Presence, _BYTES),
    st.builds(Token, _TEXTS, _TEXTS),
    st.builds(Granted, st.booleans()),
    st.builds(Denied, _TEXTS),
    st.builds(Stateless, _TEXTS),
    st.builds(Closed, _TEXTS),
    st.builds(Status, st.booleans()),
    st.sampled_from([PresenceAsked(), Ping(), Pong()]),
)


@given(_TEXTS, _MESSAGES)
def test_every_message_comes_back_as_it_was_sent(address: str, message: Message) -> None:
    assert wire.decode(wire.encode(address, message)) == (address, message)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_refused(frame: bytes) -> None:
    try:
        address, message = wire.decode(frame)
    except Malformed:
        return
    assert wire.decode(wire.encode(address, message)) == (address, message)


@given(_TEXTS, _MESSAGES, st.integers(0, 30))
def test_a_frame_that_is_cut_off_is_refused(address: str, message: Message, cut: int) -> None:
    frame = wire.encode(address, message)
    rest = frame[: -1 - min(cut, len(frame) - 1)]
    assume(len(rest) != 1)  # which may be a bare ping
    with pytest.raises(Malformed):
        wire.decode(rest)


@given(_TEXTS, _MESSAGES)
def test_nothing_may_follow_a_message(address: str, message: Message) -> None:
    with pytest.raises(Malformed):
        wire.decode(wire.encode(address, message) + b"\x00")


@pytest.mark.parametrize(
    ("message", "golden"),
    [
        (Step1(b"\x00"), "03662f70 00 00 01 00"),
        (Step1(b"\x00", is_reply=True), "03662f70 04 00 01 00"),
        (Step2(b"\x00\x00"), "03662f70 00 01 02 0000"),
        (Change(b"\x00\x00"), "03662f70 00 02 02 0000"),
        (Token("t", "4.0"), "03662f70 02 00 01 74 03 342e30"),
        (Denied("no"), "03662f70 02 01 02 6e6f"),
        (Granted(may_write=True), "03662f70 02 02 0a 726561642d7772697465"),
        (Granted(may_write=False), "03662f70 02 02 08 726561646f6e6c79"),
        (Status(is_kept=True), "03662f70 08 01"),
        (Status(is_kept=False), "03662f70 08 00"),
        (PresenceAsked(), "03662f70 03"),
    ],
)
def test_frames_are_those_of_the_protocol_byte_for_byte(message: Message, golden: str) -> None:
    assert wire.encode("f/p", message) == bytes.fromhex(golden)


def test_an_address_may_name_a_session_beside_the_document() -> None:
    assert wire.document_of("f/programme\x00abc") == "f/programme"


def test_a_frame_of_more_than_four_megabytes_is_refused() -> None:
    with pytest.raises(Malformed):
        wire.decode(wire.encode("d", Change(bytes(wire.MOST_BYTES))))


@given(st.integers(0, 2**53 - 1))
def test_numbers_come_back(value: int) -> None:
    assert Reader(Writer().number(value).done()).number() == value


def test_a_number_beyond_what_javascript_holds_is_refused() -> None:
    for frame in (Writer().number(2**53).done(), b"\xff" * 20):
        with pytest.raises(Malformed):
            Reader(frame).number()


def test_presence_comes_back_and_tells_who_left() -> None:
    said = (Here(2**53 - 1, 7, {"user": {"name": "Әсем"}}), Here(5, 2, None))
    assert presence.decode(presence.encode(said)) == said


@given(st.binary(max_size=100))
def test_any_bytes_are_presence_or_refused(body: bytes) -> None:
    try:
        presence.decode(body)
    except Malformed:
        return
