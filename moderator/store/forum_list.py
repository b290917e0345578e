"""The forums of this laptop: all that a start asks of the projections."""

from moderator.domain.ids import ForumId
from moderator.domain.programme import LocalText
from moderator.store.driver import Raw
from moderator.store.rows import StoredForum

_FORUMS = (
    "SELECT id, title_kk, title_ru, title_en, sample, made_utc_ms, opened_utc_ms FROM forum"
    " ORDER BY opened_utc_ms DESC, id"
)


def forums(raw: Raw) -> tuple[StoredForum, ...]:
    """Return the forums of this laptop, the last opened first."""
    return tuple(
        StoredForum(
            id=ForumId(forum),
            title=LocalText(kk, ru, en),
            sample=bool(sample),
            made_utc_ms=made,
            opened_utc_ms=opened,
        )
        for forum, kk, ru, en, sample, made, opened in raw.execute(_FORUMS)
    )
