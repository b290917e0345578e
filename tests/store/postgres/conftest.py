"""A real server for the tests of this folder."""

from tests.store.postgres.fixtures import database as database
from tests.store.postgres.fixtures import server as server
