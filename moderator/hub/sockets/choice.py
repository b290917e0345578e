"""Which of the implementations of sockets is used: compiled where its package is, else the other.

``picows`` has packages for every system and processor this program is made for; elsewhere pip
would have to compile it, so it is not asked for there, and ``websockets`` does the same, slower.
"""

from moderator.hub.sockets import Kind, by_websockets

try:
    from moderator.hub.sockets import by_picows
except ImportError:
    PICOWS: Kind | None = None
else:
    PICOWS = by_picows.KIND

WEBSOCKETS = by_websockets.KIND


def best() -> Kind:
    """Return the fastest there is."""
    return WEBSOCKETS if PICOWS is None else PICOWS
