"""SQL text compiled once from the tables, for paths where building it anew would be felt."""

from functools import cache

from sqlalchemy import ClauseElement, Table, bindparam, delete, insert
from sqlalchemy.dialects.sqlite import dialect


def text_of(statement: ClauseElement) -> str:
    """Return a statement as SQL with question marks, in the order its parameters appear."""
    return str(statement.compile(dialect=dialect(paramstyle="qmark")))


@cache
def insert_into(table: Table) -> str:
    """Return an INSERT of a whole row, its columns in the table's order."""
    return text_of(insert(table))


@cache
def replace_into(table: Table) -> str:
    """Return an INSERT of a whole row that takes the place of one with the same key."""
    return text_of(insert(table).prefix_with("OR REPLACE"))


@cache
def delete_where(table: Table, *columns: str) -> str:
    """Return a DELETE of the rows where each of these columns has a given value."""
    return text_of(delete(table).where(*(table.c[c] == bindparam(f"_{c}") for c in columns)))
