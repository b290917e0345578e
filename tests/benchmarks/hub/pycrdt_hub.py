"""pycrdt-websocket as it is set up by its own page: pycrdt_hub PORT [FILE to store updates in].

It runs beside the packages of the program, with its own.
"""

import asyncio
import contextlib
import sys
from typing import Any

import uvicorn  # type: ignore[import-not-found]
from pycrdt.store import SQLiteYStore, YDocNotFound  # type: ignore[import-not-found]
from pycrdt.websocket import (  # type: ignore[import-not-found]
    ASGIServer,
    WebsocketServer,
    YRoom,
    exception_logger,
)


class _Storing(WebsocketServer):  # type: ignore[misc]
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._one_at_a_time = asyncio.Lock()

    async def get_room(self, name: str) -> Any:
        """Return a room that stores what it hears, filled with what was stored."""
        async with self._one_at_a_time:
            return await self._room(name)

    async def _room(self, name: str) -> Any:
        if name not in self.rooms:
            store = SQLiteYStore(name)
            store.db_path = sys.argv[2]
            room = YRoom(ready=False, ystore=store, exception_handler=exception_logger)
            self.rooms[name] = room
            await self.start_room(room)
            await store.started.wait()
            with contextlib.suppress(YDocNotFound):
                await store.apply_updates(room.ydoc)
            room.ready = True
        return self.rooms[name]


async def _main() -> None:
    kind = _Storing if sys.argv[2:] else WebsocketServer
    async with kind(exception_handler=exception_logger) as hub:
        config = uvicorn.Config(
            ASGIServer(hub), host="127.0.0.1", port=int(sys.argv[1]), log_level="error"
        )
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.02)
        print("listens", flush=True)
        await running


if __name__ == "__main__":
    asyncio.run(_main())
