"""What hub and laptop ask of the database for each other, below SQLAlchemy: a start asks it too."""

from moderator.domain.ids import ForumId
from moderator.store.driver import Raw
from moderator.store.rows import HubToken

_TOKENS = (
    "SELECT hash, role, forum, name, made_utc_ms, expires_utc_ms, revoked_utc_ms, lasting, laptop"
    " FROM hub_token"
)
_LOCAL_UPDATES = (
    "SELECT name, count(*) FROM doc_update JOIN document ON document.id = doc_update.document"
    " WHERE forum = ? AND local AND made_utc_ms > ? GROUP BY name"
)
_FORUMS = "SELECT DISTINCT forum FROM document ORDER BY forum"
_DOCUMENTS = "SELECT name FROM document WHERE forum = ? ORDER BY name"


def known_forums(raw: Raw) -> tuple[ForumId, ...]:
    """Return the ids of all forums that have documents."""
    return tuple(ForumId(forum) for (forum,) in raw.execute(_FORUMS))


def documents(raw: Raw, forum: ForumId) -> tuple[str, ...]:
    """Return the full names of a forum's documents."""
    return tuple(name for (name,) in raw.execute(_DOCUMENTS, (forum,)))


def tokens(raw: Raw) -> tuple[HubToken, ...]:
    """Return the tokens of this hub, in no particular order."""
    return tuple(HubToken(*row) for row in raw.execute(_TOKENS))


def local_updates(raw: Raw, forum: ForumId, after_utc_ms: int) -> dict[str, int]:
    """Return how many updates of each document were made here after a moment."""
    return dict(raw.execute(_LOCAL_UPDATES, (forum, after_utc_ms)).fetchall())
