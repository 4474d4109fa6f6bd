"""Runs the migrations on the connection that `webchat.migrate` hands over."""

from alembic import context

from webchat.migrations import VERSION_TABLE
from webchat.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
context.run_migrations()
