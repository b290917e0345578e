"""The squares of a QR code."""

from moderator.sync import qr


def test_an_invitation_fits_into_a_code_that_a_camera_reads() -> None:
    link = f"wss://192.168.100.100:8440/sync#token={'x' * 32}&sha256={'a' * 64}"
    squares = qr.squares(link)
    assert {len(row) for row in squares} == {len(squares)}
    assert len(squares) <= 61
    corner = [row[:7] for row in squares[:7]]
    assert all(corner[0])
    assert corner[1] == (True, *[False] * 5, True)
    assert qr.squares(link) == squares
