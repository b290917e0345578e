"""A hub on real sockets, and laptops with nothing but documents and a link."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from moderator.app.hub_storage import open_store
from moderator.documents.document import Document
from moderator.documents.gaps import holds_all
from moderator.documents.history import is_of_another
from moderator.documents.rights import Role
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import ForumId
from moderator.hub.house import House
from moderator.hub.server import PATH, YJS_PATH, HubServer
from moderator.sync.address import Invitation
from moderator.sync.link import Link
from moderator.sync.sockets import open_socket
from moderator.sync.transport import Transport
from tests.domain.hall import FakeClock

FORUM = ForumId("forum")
NAME = f"{FORUM}/recommendations"
PATIENCE_S = 20.0


class RunningHub:
    """What a test may ask of a hub."""

    def __init__(self, house: House, server: HubServer, port: int, clock: FakeClock) -> None:
        self.house = house
        self.server = server
        self.port = port
        self.clock = clock
        self.url = f"ws://127.0.0.1:{port}{PATH}"

    def url_of(self, document: str) -> str:
        """Return where y-websocket's framing is spoken about a document."""
        return f"ws://127.0.0.1:{self.port}{YJS_PATH}/{quote(document)}"

    def invite(self, role: Role, forum: ForumId = FORUM, name: str = "") -> str:
        """Return a token."""
        return self.house.access.invite(role, forum, name)[0]


@asynccontextmanager
async def running_hub(folder: Path, database: str = "") -> AsyncIterator[RunningHub]:
    """Run a hub over a folder, or over a database by its address."""
    loop = asyncio.get_running_loop()

    def deliver(told: Callable[[], None]) -> None:
        loop.call_soon_threadsafe(told)

    clock = FakeClock()
    store = open_store(folder, database, deliver)
    house = House(store, clock)
    server = HubServer(house, "127.0.0.1", 0, names=["Hub.example"])
    try:
        port = await server.open()
        house.meet_neighbours()
        yield RunningHub(house, server, port, clock)
    finally:
        await server.close()
        await loop.run_in_executor(None, store.close)


class Laptop:
    """A few documents in memory, and the link that follows them."""

    def __init__(
        self,
        url: str,
        token: str,
        names: Iterable[str] = (NAME,),
        connect: Callable[[], Awaitable[Transport]] | None = None,
    ) -> None:
        self.documents = {name: Document(name) for name in names}
        invitation = Invitation(url, token)

        async def usual() -> Transport:
            return await open_socket(invitation)

        self.link = Link(
            self, connect or usual, token, self._told, random.Random(1).random, FakeClock()
        )
        for name, document in self.documents.items():
            self._follow(name, document)
        self.link.want(self.documents)
        self.told = 0
        self._task: asyncio.Task[None] | None = None

    def _told(self) -> None:
        self.told = getattr(self, "told", 0) + 1

    def _follow(self, name: str, document: Document) -> None:
        def changed(update: bytes, local: bool) -> None:
            if local:
                self.link.changed(name, update)

        document.on_update(changed)

    # what the link asks

    def state_vector(self, document: str) -> bytes:
        return self.documents[document].state_vector()

    def missing(self, document: str, state_vector: bytes) -> bytes:
        return self.documents[document].missing(state_vector)

    async def prepare(self, document: str, update: bytes) -> None:
        """Take everything at once."""

    def understands(self, document: str) -> bool:
        return not self.documents[document].is_newer

    def renew(self, document: str) -> None:
        old = self.documents[document]
        fresh = self.documents[document] = Document(document)
        fresh.load((old.state(),))
        old.close()
        self._follow(document, fresh)

    def take(self, document: str, update: bytes) -> bool:
        held = self.documents[document]
        if is_of_another(held, update):
            raise Refused(Reason.HUB_OTHER_HISTORY)
        return held.apply(update) or holds_all(held.state_vector(), (update,))

    # what a test does

    def put(self, key: str, value: str, name: str = NAME) -> None:
        """Write something down."""
        document = self.documents[name]
        with document.transaction():
            document._meta[key] = value

    def get(self, key: str, name: str = NAME) -> str | None:
        """Return what was written down."""
        value = self.documents[name]._meta.get(key)
        return value if isinstance(value, str) else None

    def all(self, name: str = NAME) -> dict[str, object]:
        """Return everything written down."""
        return dict(self.documents[name]._meta.to_py() or {})

    def go_online(self) -> None:
        """Keep the link up from now on."""
        self._task = asyncio.create_task(self.link.run())

    async def go_offline(self) -> None:
        """Pull the plug."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def settle(self) -> None:
        """Wait until everything here is committed at the hub, and the reverse."""
        async with asyncio.timeout(PATIENCE_S):
            await self.link.settle()


@asynccontextmanager
async def laptops(hub: RunningHub, *roles: Role, name: str = NAME) -> AsyncIterator[list[Laptop]]:
    """Run laptops with these roles, all on line."""
    made = [Laptop(hub.url, hub.invite(role), (name,)) for role in roles]
    async with on_line(*made):
        yield made


@asynccontextmanager
async def on_line(*them: Laptop) -> AsyncIterator[None]:
    """Keep laptops on line that have settled."""
    for laptop in them:
        laptop.go_online()
    try:
        for laptop in them:
            await laptop.settle()
        yield
    finally:
        for laptop in them:
            await laptop.go_offline()


async def let_in(link: Invitation) -> None:
    """See that a hub lets in whoever shows an invitation."""
    async with on_line(Laptop(link.url, link.token, connect=lambda: open_socket(link))):
        pass


async def pass_a_large_document(a: Laptop, b: Laptop) -> None:
    """See that one laptop gets from another what is larger than any frame or request."""
    for n in range(600):
        a.put(f"k{n}", "Қазақша жазба " * 400)
    for laptop in (a, b):
        laptop.go_online()
        await laptop.settle()
    assert b.all() == a.all()
    for laptop in (a, b):
        await laptop.go_offline()


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(PATIENCE_S):
        while not holds():
            await asyncio.sleep(0.005)


Story = Callable[[RunningHub], Awaitable[None]]


def play(folder: Path, story: Story) -> None:
    """Run a story at a hub of its own."""

    async def whole() -> None:
        async with running_hub(folder) as hub:
            await story(hub)

    asyncio.run(whole())
