"""A hub's storage in PostgreSQL, which several hub processes may share."""
