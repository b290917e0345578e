"""Places in a shared text that stay where they are while others write: Yjs' relative positions.

A place is the id of the character behind it, or the end of the text. pycrdt 0.14.13 counts within a
run of characters in bytes where an id counts UTF-16 units (y-crdt #382), so what it says is right
only at a run's beginning; and it panics over an id it does not know. Here the run is looked for
first, the rest is counted in its own text.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pycrdt import Assoc, Doc, StickyIndex, Text

from moderator.documents.line_index import cut16, utf8, utf16
from moderator.documents.runs import held, run_at, runs_before

_MOST = 2**53
"""The largest number a browser holds."""

Place = dict[str, Any]
"""A relative position as Yjs writes it in JSON."""


class _Id(NamedTuple):
    client: int
    clock: int


class Places:
    """The places of one root text."""

    def __init__(self, doc: "Doc[Any]", root: str, text: Text) -> None:
        self._doc = doc
        self._root = root
        self._text = text

    def place(self, at8: int) -> Place | None:
        """Return the place before the character that begins at a byte; beyond the last, the end.

        None where another program put something there that is no text.
        """
        found: Place = {"type": None, "tname": self._root, "item": None, "assoc": 0}
        if at8 < len(self._text):
            known = held(self._doc)
            with self._doc.transaction():
                there = self._id_at(at8, known)
            if there is None:
                return None
            found["item"] = there._asdict()
        return found

    def find(self, place: object) -> int | None:
        """Return the byte a place is at now; None where it is none, or of what is not here yet."""
        read = _read(place)
        if read is None or read[0] != self._root:
            return None
        _, wanted, side = read
        if wanted is None:
            return len(self._text) if side >= 0 else 0
        known = held(self._doc)
        if wanted.clock >= known.get(wanted.client, 0):
            return None
        with self._doc.transaction():
            at8 = self._find(wanted, side, known)
        return at8 if at8 is not None and at8 <= len(self._text) else None

    def _id_at(self, at8: int, known: Mapping[int, int]) -> _Id | None:
        item = self._text.sticky_index(at8, Assoc.AFTER).to_json()["item"]
        client, said = int(item["client"]), int(item["clock"])
        # the run begins somewhere before: as many bytes before as pycrdt has counted on
        for run in runs_before(self._doc, client, said, known):
            size8 = said - run.clock
            if size8 < utf8(run.text) and self._said_at(_Id(client, run.clock)) == at8 - size8:
                before = run.text.encode()[:size8].decode(errors="replace")
                return _Id(client, run.clock + utf16(before))
        return None

    def _find(self, wanted: _Id, side: int, known: Mapping[int, int]) -> int | None:
        run = run_at(self._doc, wanted.client, wanted.clock, known)
        if run is None:
            return None
        begin8 = self._said_at(_Id(wanted.client, run.clock))
        at = cut16(run.text, wanted.clock - run.clock, up=False)
        at8 = begin8 + utf8(run.text[:at])
        size8 = utf8(run.text[at : at + 1])
        if at and self._said_at(wanted) == begin8:
            return begin8  # gone, but kept for an undo
        return at8 if side >= 0 else at8 + size8

    def _said_at(self, wanted: _Id) -> int:
        """Return what pycrdt says: right for a run's first character, and for what is gone."""
        place = {"item": wanted._asdict(), "assoc": 0}
        return StickyIndex.from_json(place, self._text).get_index()


def _read(place: object) -> tuple[str, _Id | None, int] | None:
    """Return the root, the character and the side a place names; None where it names nothing."""
    if not isinstance(place, Mapping):
        return None
    tname, item, assoc = place.get("tname"), place.get("item"), place.get("assoc")
    side = assoc if isinstance(assoc, int) else 0
    root = tname if isinstance(tname, str) else ""
    if item is None:
        return root, None, side
    if not isinstance(item, Mapping):
        return None
    client, clock = item.get("client"), item.get("clock")
    if not (isinstance(client, int) and isinstance(clock, int)):
        return None
    if not (0 <= client < _MOST and 0 <= clock < _MOST):
        return None
    return root, _Id(client, clock), side
