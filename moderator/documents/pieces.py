"""A large update in pieces, each of them whole: what it builds on is in it or in one before it.

Yjs has a way to leave out what somebody has already, and none to stop before the end. So the update
is read here as far as its parts go (update format 1), and the parts are laid out anew: of each
writer the next ones whose surroundings are there, until a piece is full. Deletions come last.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from moderator.documents.update_reader import Part, Unreadable, UpdateReader, number, text_of

_HEAD = 32
"""Bytes at most before one writer's parts."""


class Unsplittable(ValueError):
    """Something in the update is larger than a piece may be, or cannot be read."""


@dataclass(slots=True)
class _Writer:
    """One writer's parts, and how far they are laid out."""

    client: int
    clock: int
    """Of the part that is next."""
    parts: list[Part]
    at: int = 0
    chosen: list[bytes] = field(default_factory=list)
    """What goes into the present piece; its first clock is before ``clock``."""
    first_clock: int = 0

    @property
    def is_done(self) -> bool:
        return self.at == len(self.parts)

    def take(self, update: bytes) -> int:
        """Put the next part into the piece; return its size."""
        part = self.parts[self.at]
        if not self.chosen:
            self.first_clock = self.clock
        body = part.body if part.body is not None else update[part.start : part.end]
        self.chosen.append(body)
        self.clock += part.length
        self.at += 1
        return len(body)

    def flushed(self) -> bytes:
        """Return the parts chosen, as an update has them."""
        head = number(len(self.chosen)) + number(self.client) + number(self.first_clock)
        body = head + b"".join(self.chosen)
        self.chosen.clear()
        return body


def pieces(update: bytes, most: int) -> list[bytes]:
    """Return updates of at most so many bytes that, applied in their order, come to the same.

    Raises:
        Unsplittable: there is no way.
    """
    if len(update) <= most:
        return [update]
    try:
        reader = UpdateReader(update)
        writers = [_Writer(c, clock, parts) for c, clock, parts in reader.writers()]
        deletions = reader.deletions()
    except (Unreadable, IndexError, RecursionError) as error:
        raise Unsplittable from error
    for writer in writers:
        writer.parts = list(_cut_all(writer, update, most - 2 * _HEAD))
    return [*_laid_out(writers, update, most), *_of_deletions(deletions, most)]


def _laid_out(writers: list[_Writer], update: bytes, most: int) -> Iterator[bytes]:
    known = {writer.client: writer for writer in writers}
    left = most - _HEAD
    has_moved = True
    while not all(writer.is_done for writer in writers):
        must = not has_moved  # what it builds on is not here: whoever reads it will wait for that
        has_moved = False
        for writer in writers:
            while not writer.is_done and (must or _is_ready(writer, known)):
                part = writer.parts[writer.at]
                size = part.end - part.start if part.body is None else len(part.body)
                size += 0 if writer.chosen else _HEAD
                if size > left:
                    yield _flush(writers)
                    left = most - _HEAD
                    size += _HEAD
                writer.take(update)
                left -= size
                has_moved, must = True, False
    yield _flush(writers)


def _is_ready(writer: _Writer, known: dict[int, _Writer]) -> bool:
    for client, clock in writer.parts[writer.at].needs:
        other = known.get(client)
        if other is not None and clock >= other.clock:
            return False
    return True


def _flush(writers: list[_Writer]) -> bytes:
    bodies = [writer.flushed() for writer in writers if writer.chosen]
    return number(len(bodies)) + b"".join(bodies) + number(0)


def _cut_all(writer: _Writer, update: bytes, most: int) -> Iterator[Part]:
    """Cut what is too long for a piece: only texts can be."""
    clock = writer.clock
    for part in writer.parts:
        if part.end - part.start <= most:
            yield part
        else:
            yield from _cut(part, writer.client, clock, update, most)
        clock += part.length


def _cut(part: Part, client: int, clock: int, update: bytes, most: int) -> Iterator[Part]:
    text = text_of(update, part)
    if text is None:
        raise Unsplittable
    head, rest = text.head, text.letters
    needs = part.needs
    while rest:
        end = min(most - len(head) - _HEAD, len(rest))
        while end < len(rest) and rest[end] & 0xC0 == 0x80:
            end -= 1
        letters, rest = rest[:end], rest[end:]
        length = len(letters.decode("utf-8").encode("utf-16-le")) // 2
        yield Part(length, 0, 0, needs, head + number(len(letters)) + letters)
        clock += length
        head, needs = text.continued(client, clock - 1), ()


def _of_deletions(deletions: list[tuple[int, list[tuple[int, int]]]], most: int) -> Iterator[bytes]:
    room = (most - _HEAD) // _HEAD
    spans = [(client, span) for client, all_of in deletions for span in all_of]
    for begin in range(0, len(spans), room):
        by_client: dict[int, list[tuple[int, int]]] = {}
        for client, span in spans[begin : begin + room]:
            by_client.setdefault(client, []).append(span)
        body = number(len(by_client))
        for client, found in by_client.items():
            body += number(client) + number(len(found))
            body += b"".join(number(clock) + number(length) for clock, length in found)
        yield number(0) + body
