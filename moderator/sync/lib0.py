"""Numbers, bytes and texts as Yjs' own library writes them: strict when read, with limits."""

_MOST_BITS = 53
"""What a JavaScript number holds exactly."""


class Malformed(ValueError):
    """Bytes that no peer of the protocol would send."""


class Writer:
    """Appends values to a frame."""

    def __init__(self) -> None:
        self._out = bytearray()

    def number(self, value: int) -> "Writer":
        """Append a whole number from 0 on: seven bits a byte, the low ones first."""
        while value > 0x7F:
            self._out.append(value & 0x7F | 0x80)
            value >>= 7
        self._out.append(value)
        return self

    def data(self, value: bytes) -> "Writer":
        """Append bytes with their length before them."""
        self.number(len(value))
        self._out += value
        return self

    def text(self, value: str) -> "Writer":
        """Append a text in UTF-8 with its length before it."""
        return self.data(value.encode())

    def done(self) -> bytes:
        """Return all that was appended."""
        return bytes(self._out)


class Reader:
    """Reads values off a frame, each checked against what is left.

    Every method raises ``Malformed`` where the frame holds something else.
    """

    def __init__(self, frame: bytes) -> None:
        self._frame = frame
        self._at = 0

    def number(self) -> int:
        """Return the next whole number."""
        value = shift = 0
        while shift < _MOST_BITS:
            if self._at >= len(self._frame):
                raise Malformed("a number is cut off")
            byte = self._frame[self._at]
            self._at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                if value >> _MOST_BITS:
                    break
                return value
            shift += 7
        raise Malformed("a number is too large")

    def data(self, most: int) -> bytes:
        """Return the next bytes, at most so many."""
        length = self.number()
        end = self._at + length
        if length > most or end > len(self._frame):
            raise Malformed("more bytes are announced than there are or may be")
        value = self._frame[self._at : end]
        self._at = end
        return value

    def text(self, most: int) -> str:
        """Return the next text, of at most so many bytes."""
        try:
            return self.data(most).decode()
        except UnicodeDecodeError as error:
            raise Malformed("a text is no UTF-8") from error

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return self._at == len(self._frame)

    def end(self) -> None:
        """Make sure that nothing is left."""
        if self._at != len(self._frame):
            raise Malformed("something follows the message")
