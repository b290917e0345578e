"""Who knows the code and sees the hub's own certificate proves both; nobody else does."""

import pytest

from moderator.sync.pake import NotProven, Proof

CODE, SEEN = "ABCEKMOX", "ab" * 32


def pair(laptop: Proof, hub: Proof) -> None:
    """Let both hear each other and prove themselves, the laptop first."""
    hub.hear(laptop.share)
    laptop.hear(hub.share)
    hub.check(laptop.confirmation)
    laptop.check(hub.confirmation)


def test_two_sides_with_one_code_and_one_certificate_share_a_key() -> None:
    laptop, hub = Proof(CODE, SEEN, is_hub=False), Proof(CODE, SEEN, is_hub=True)
    pair(laptop, hub)
    assert hub.unseal(laptop.seal("Сәлем".encode())) == "Сәлем".encode()
    assert laptop.unseal(hub.seal(b"token")) == b"token"
    assert b"token" not in hub.seal(b"token")


@pytest.mark.parametrize(
    ("code", "seen"), [("ABCEKMOT", SEEN), (CODE, "cd" * 32), (CODE, ""), ("", SEEN)]
)
def test_another_code_or_another_certificate_proves_nothing(code: str, seen: str) -> None:
    laptop, hub = Proof(code, seen, is_hub=False), Proof(CODE, SEEN, is_hub=True)
    hub.hear(laptop.share)
    laptop.hear(hub.share)
    with pytest.raises(NotProven):
        hub.check(laptop.confirmation)
    with pytest.raises(NotProven):
        laptop.check(hub.confirmation)
    with pytest.raises(NotProven):
        laptop.unseal(hub.seal(b"token"))


@pytest.mark.parametrize("share", [b"", b"A" + bytes(32), b"B" + bytes(32), b"B" + b"\xff" * 32])
def test_what_is_no_share_is_refused(share: bytes) -> None:
    with pytest.raises(NotProven):
        Proof(CODE, SEEN, is_hub=False).hear(share)


def test_a_reflected_share_is_refused() -> None:
    laptop = Proof(CODE, SEEN, is_hub=False)
    with pytest.raises(NotProven):
        laptop.hear(laptop.share)
    with pytest.raises(NotProven):
        laptop.hear(b"B" + laptop.share[1:])


def test_nothing_is_confirmed_before_a_share_was_heard() -> None:
    with pytest.raises(NotProven):
        Proof(CODE, SEEN, is_hub=False).check(bytes(32))
