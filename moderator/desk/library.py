"""The forums kept on this laptop: listing, making, opening and removing them."""

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from moderator import words
from moderator.desk import known_hubs
from moderator.desk.forum import OpenForum, Whole
from moderator.desk.keeper import Keeper
from moderator.desk.picking import Choice, pick
from moderator.desk.planning import need_title
from moderator.domain.changes import Changes
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import ForumId, new_id
from moderator.domain.programme import Forum, LocalText, local
from moderator.store.database import Store
from moderator.store.filling import Waiting
from moderator.store.rows import ForumGone, ForumRow, StoredForum
from moderator.store.token_box import TokenBox

if TYPE_CHECKING:
    # loaded where a whole forum is written or read, which no start does but the first
    from moderator.desk.importing import Counts
    from moderator.formats.forum_json import ForumFile

OPEN_FORUM = "open-forum"
"""Where the store keeps which forum was open last."""

ZONE = "Asia/Almaty"
"""The zone of a forum that names none."""


class Library:
    """All forums on this laptop; whichever is opened is handed to the desk."""

    def __init__(
        self,
        keeper: Keeper,
        adopt: Callable[[OpenForum], None],
        leave: Callable[[ForumId], None],
    ) -> None:
        self._keeper = keeper
        self._adopt = adopt
        self._leave = leave

    def all(self) -> tuple[StoredForum, ...]:
        """Return the forums kept here, the one opened last first."""
        rows = self._keeper.forums()
        return tuple(sorted(rows, key=lambda f: (-f.opened_utc_ms, f.made_utc_ms)))

    def find(self, wanted: str) -> ForumId:
        """Return the one forum with this id or title, or the start of either."""
        choices = [Choice(f.id, f.title.texts()) for f in self.all()]
        return ForumId(pick(wanted, choices, Reason.UNKNOWN_FORUM))

    def new(self, title: LocalText, first_day: dt.date, zone: str = "") -> ForumId:
        """Make an empty forum of one day, open it and return its id."""
        need_title(title)
        forum = Forum(ForumId(new_id()), title, zone or ZONE)
        with self._keeper.batch():
            made = OpenForum.create(forum, self._keeper)
            made.planning.add_day(first_day)
        self._adopt(made)
        return forum.id

    def copy_sample(self) -> ForumId:
        """Copy the sample forum, names in the language in use, its first day today, and open it."""
        from moderator.desk import archive

        now = self._keeper.clock.read().utc_ms
        return self.add(archive.sample(local(now, ZONE).date(), now, words.language()))

    def add(self, file: "ForumFile") -> ForumId:
        """Put a whole forum that was read from a file beside the others, and open it."""
        from moderator.desk import archive

        with self._keeper.batch():
            made = archive.put(file, self._keeper)
        self._adopt(made)
        return made.id

    async def bring_in(self, file: "ForumFile") -> "Counts":
        """Add and open a forum that was read from a file; one that is here already stays as it is.

        It keeps its ids, so that the same file is known again. What was done before must be on the
        disk: a removed forum must be gone.
        """
        from moderator.desk import archive, importing

        forum, size = file.programme.forum.id, archive.size(file)
        if self.has(forum):
            return importing.Counts(0, 0, size)
        keeper = self._keeper
        whole = await asyncio.to_thread(importing.prepare_whole, keeper.store, keeper.clock, file)
        now, made = keeper.clock.read().utc_ms, file.programme.forum
        with keeper.batch():
            keeper.take(whole)
            keeper.add(ForumRow(StoredForum(forum, made.title, made.sample, now, now)))
        try:
            await self.open_beside(forum)
        except asyncio.CancelledError:
            self.open(forum)  # it is here, and whoever gives up now is too late
        return importing.Counts(size, 0, 0)

    def has(self, forum: ForumId) -> bool:
        """Return whether a forum is kept here."""
        return any(f.id == forum for f in self._keeper.forums())

    def open(self, forum: ForumId) -> None:
        """Open a forum kept here, at the meeting that is open, else today's, else the first."""
        self._adopt(self.load(forum))

    async def open_beside(self, forum: ForumId) -> None:
        """Open a forum as ``open`` does, read on a thread meanwhile.

        Until it is there it can be cancelled, and nothing has changed.
        """
        self._need(forum)
        keeper = self._keeper
        while True:
            seen, waiting = keeper.changes_of(forum), keeper.waiting()
            whole = await asyncio.to_thread(_read, keeper.store, forum, waiting)
            if keeper.changes_of(forum) == seen:
                break
            whole.close()  # somebody changed it meanwhile
        self._need(forum)
        self._adopt(OpenForum(forum, keeper, whole))

    def adopt(self, arrived: OpenForum) -> None:
        """Open a forum that was copied here from a hub, and keep it beside the others."""
        self._adopt(arrived)

    def load(self, forum: ForumId) -> OpenForum:
        """Return a forum kept here, for the caller to close."""
        self._need(forum)
        return OpenForum(forum, self._keeper)

    def _need(self, forum: ForumId) -> None:
        if not self.has(forum):
            raise Refused(Reason.UNKNOWN_FORUM, name=forum)

    def open_last(self) -> bool:
        """Open the forum that was open last; return whether there is any."""
        wanted = self._keeper.store.state(OPEN_FORUM)
        kept = [f.id for f in self.all()]
        if not kept:
            return False
        self.open(ForumId(str(wanted)) if wanted in kept else kept[0])
        return True

    def was_used(self) -> bool:
        """Return whether there ever was a forum on this laptop."""
        return self._keeper.store.state(OPEN_FORUM) is not None

    async def remove(self, forum: ForumId) -> None:
        """Delete a forum from this laptop; a backup is kept among the automatic ones.

        Raises:
            StoreFailed: there can be no backup; the forum is as it was.
        """
        await asyncio.to_thread(self._keeper.store.backup_now)
        self._leave(forum)
        known_hubs.forget(self._keeper.store, forum)
        # what lets us in is nobody's any more
        await asyncio.to_thread(TokenBox(self._keeper.store.folder).forget, forum)
        with self._keeper.batch():
            self._keeper.add(ForumGone(forum))
            self._keeper.note(Changes(forum=True))


def _read(store: Store, forum: ForumId, waiting: Waiting) -> Whole:
    return Whole.read(store, forum, waiting).parse()
