"""Three authors write Kazakh, Russian and emoji into the same notes, one of them in plain Yjs."""

import base64
import json
import random
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from moderator.documents.note_item import root_name
from tests.documents.replicas import ITEMS, PIECES, Laptop
from tests.interop import node

pytestmark = pytest.mark.interop

_EDITS = 10_000


class PlainYjs:
    """An author in Node."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def tell(self, **what: Any) -> None:
        """Have it do something."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")

    def ask(self, **what: Any) -> str:
        """Return its answer."""
        self.tell(**what)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.flush()
        return str(json.loads(self._process.stdout.readline()))

    def write(self, draw: random.Random) -> None:
        """Write somewhere."""
        cut = draw.choice([0, 0, 0, 1, 2, draw.randint(0, 40)])
        text = "".join(draw.choice(PIECES) for _ in range(draw.choice([0, 1, 1, 1, 3])))
        root = root_name(draw.choice(ITEMS))
        self.tell(write=root, where=draw.random(), cut=cut, text=text)

    def exchange(self, laptop: Laptop) -> None:
        """Give each other what each lacks."""
        vector = base64.b64decode(self.ask(vector=1))
        self.tell(take=base64.b64encode(laptop.notes.missing(vector)).decode())
        ours = base64.b64encode(laptop.notes.state_vector()).decode()
        laptop.notes.apply(base64.b64decode(self.ask(lacks=ours)))


@contextmanager
def plain_yjs() -> Iterator[PlainYjs]:
    command = ["node", "author.mjs", *map(root_name, ITEMS)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=node.prepared(), stdin=pipe, stdout=pipe, text=True) as made:
        try:
            yield PlainYjs(made)
        finally:
            made.kill()


def test_ten_thousand_edits_of_three_authors_end_as_plain_yjs_has_them() -> None:
    draw = random.Random(20261125)
    a, b = Laptop(), Laptop()
    with plain_yjs() as c:
        for n in range(_EDITS):
            author = draw.choice((a, b, c))
            if isinstance(author, PlainYjs):
                author.write(draw)
            else:
                author.act(draw, n)
            if draw.random() < 0.02:
                c.exchange(draw.choice((a, b)))
            elif draw.random() < 0.02:
                a.notes.apply(b.notes.missing(a.notes.state_vector()))
        for laptop in (a, b, a):
            c.exchange(laptop)
        for laptop in (a, b):
            laptop.check()
        for item in ITEMS:
            theirs = c.ask(show=root_name(item))
            assert len(theirs) > 100
            assert a.notes.text(item).rstrip("\n") == theirs.rstrip("\n")
            assert b.notes.text(item) == a.notes.text(item)
