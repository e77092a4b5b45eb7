"""What Alembic runs for each step: the connection comes from outside, inside an open transaction."""

from alembic import context

from clubos_desktop.store import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=True,
)
context.run_migrations()
