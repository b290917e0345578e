"""One server for all tests of a folder, and a database for each."""

from collections.abc import Iterator

import pytest

from tests.store.postgres.server import PostgresServer, running_server


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """Return a running server."""
    with running_server() as running:
        yield running


@pytest.fixture
def database(server: PostgresServer) -> str:
    """Return the address of an empty database."""
    return server.new_database()
