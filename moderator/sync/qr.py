"""The squares of a QR code, for whoever paints them."""

import segno

Squares = tuple[tuple[bool, ...], ...]


def squares(text: str) -> Squares:
    """Return the dark squares of a text's QR code by rows; four light ones belong all around."""
    made = segno.make_qr(text, error="m", boost_error=False)
    return tuple(tuple(bool(square) for square in row) for row in made.matrix)
