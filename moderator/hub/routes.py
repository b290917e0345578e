"""What is found at which path of the hub: pages, which are asked for, and sockets, which stay."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from moderator.hub.sockets import Welcome

MOST_BODY = 4 * 1024 * 1024
"""Bytes of a request's body."""

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for."""

    method: str
    path: str
    """Still escaped, without the query."""
    query: str
    headers: Mapping[str, str]
    """By their names in small letters; of several with one name the last."""
    body: bytes = b""
    """At most ``MOST_BODY``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a request."""

    status: HTTPStatus = HTTPStatus.OK
    body: bytes = b""
    kind: str = TEXT
    headers: Mapping[str, str] = field(default_factory=dict)


def said(text: str, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """Return an answer of one line."""
    return Answer(status, f"{text}\n".encode())


Page = Callable[[Request], Answer | Awaitable[Answer]]
Opening = Callable[[Request], Welcome | Answer]
"""Lets a socket in, or says why not."""

NOTHING_HERE = said("There is nothing here.", HTTPStatus.NOT_FOUND)


class Routes:
    """Where pages and sockets are. A path that ends in a slash is that of all below it."""

    def __init__(self, first_look: Callable[[Request], Answer | None]) -> None:
        """``first_look`` is asked before anything else, and may answer itself."""
        self._first_look = first_look
        self._pages: dict[str, dict[str, Page]] = {}
        self._sockets: dict[str, Opening] = {}

    def add_page(self, method: str, path: str, page: Page) -> None:
        """Answer requests for a path; whoever may GET may also ask for the HEAD."""
        self._pages.setdefault(path, {})[method] = page

    def add_socket(self, path: str, opening: Opening) -> None:
        """Let sockets in at a path."""
        self._sockets[path] = opening

    def open(self, request: Request) -> Welcome | Answer:
        """Say how a socket is let in, or why not."""
        answer = self._first_look(request)
        if answer is not None:
            return answer
        path = _longest(request.path, self._sockets)
        return NOTHING_HERE if path is None else self._sockets[path](request)

    def refuses(self, request: Request) -> Answer | None:
        """Say, before the body was read, why a request is not answered."""
        answer = self._first_look(request)
        if answer is not None:
            return answer
        path = _longest(request.path, self._pages)
        if path is None:
            return NOTHING_HERE
        if _method(request) not in self._pages[path]:
            allowed = {"Allow": ", ".join(sorted(self._pages[path]))}
            return Answer(HTTPStatus.METHOD_NOT_ALLOWED, headers=allowed)
        return None

    def page(self, request: Request) -> Answer | Awaitable[Answer]:
        """Answer a request that is not refused."""
        path = _longest(request.path, self._pages)
        return NOTHING_HERE if path is None else self._pages[path][_method(request)](request)


def _method(request: Request) -> str:
    return "GET" if request.method == "HEAD" else request.method


def _longest(path: str, known: Mapping[str, object]) -> str | None:
    if path in known:
        return path
    above = [each for each in known if each.endswith("/") and path.startswith(each)]
    return max(above, key=len, default=None)
