"""Taking in what a file brought: worked out on any thread, then taken in one step.

What a file changes is worked out on copies of the documents, read from the disk; nothing is changed
until it is taken, so whoever waits may give up until then.
"""

from dataclasses import dataclass
from functools import partial

from moderator.desk import archive
from moderator.desk.forum import OpenForum, Whole
from moderator.desk.keeper import Keeper
from moderator.domain.clock import Clock
from moderator.domain.ids import ForumId, new_id
from moderator.formats.forum_json import ForumFile
from moderator.formats.merge import merge
from moderator.formats.values import Imported
from moderator.store.database import Store
from moderator.store.writes import Update, Write


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a file are new here, differ, or were here already."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A forum's documents as they will be, and what makes them so: one update for each."""

    whole: Whole
    write: Write
    counts: Counts


def prepare(store: Store, clock: Clock, forum: ForumId, imported: Imported) -> Prepared:
    """Return what a file changes in a forum as it lies on the disk: nothing is ever removed."""
    whole = Whole.read(store, forum)
    updates: list[Update] = []
    keepers = {
        document: partial(_keep, updates, document.name, clock.read().utc_ms)
        for document in whole.all()
    }
    for document, keep in keepers.items():
        document.on_update(keep)
    counts = _merge(imported, whole)
    for document, keep in keepers.items():
        document.forget_update(keep)
    return Prepared(whole, Write(tuple(updates)), counts)


def take(prepared: Prepared, forum: OpenForum, keeper: Keeper) -> None:
    """Change a forum by what was prepared for it; call inside a batch."""
    if prepared.write.updates:
        keeper.take(prepared.write)
        forum.go_on_with(prepared.whole)


def prepare_whole(store: Store, clock: Clock, file: ForumFile) -> Write:
    """Return what writes a whole forum down beside the others."""
    written: list[Write] = []
    keeper = Keeper(store, clock, written.append)
    with keeper.batch():
        archive.put(file, keeper).close()
    return written[0]


def _keep(updates: list[Update], name: str, made_utc_ms: int, body: bytes, local: bool) -> None:
    updates.append(Update(name, body, local, made_utc_ms))


def _merge(imported: Imported, whole: Whole) -> Counts:
    merged = merge(
        imported,
        whole.programme.programme,
        whole.people.people,
        new_id,
        whole.contacts.all(),
    )
    archive.write_down(merged, whole)
    counts = merged.counts.values()
    return Counts(
        added=sum(c.new for c in counts),
        changed=sum(c.changed for c in counts),
        unchanged=sum(c.unchanged for c in counts),
    )
