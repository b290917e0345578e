"""Alembic's entry: run the steps over the connection that was handed in, in one transaction."""

from alembic import context

from moderator.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table only by making it anew
    transactional_ddl=True,  # Alembic doubts it for SQLite; with BEGIN IMMEDIATE it holds
)
with context.begin_transaction():
    context.run_migrations()
