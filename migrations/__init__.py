"""The schema of the database, as steps that Alembic applies."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

LOCK = 7_403_021
"""Key of the PostgreSQL advisory lock under which one process at a time migrates."""


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration; with a connection, commands run on it."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    settings.attributes["connection"] = connection
    return settings


def _locked(connection: Connection, step: Any, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    step(config(connection), revision)


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Bring the schema up to a revision; two processes may do it at once."""
    async with engine.begin() as connection:
        await connection.run_sync(_locked, command.upgrade, revision)


async def downgrade(engine: AsyncEngine, revision: str) -> None:
    """Bring the schema down to a revision (`base` is empty)."""
    async with engine.begin() as connection:
        await connection.run_sync(_locked, command.downgrade, revision)


def head() -> str:
    """The newest revision that this code knows."""
    revision = ScriptDirectory.from_config(config()).get_current_head()
    assert revision is not None
    return revision


def known() -> frozenset[str]:
    """All revisions that this code knows."""
    return frozenset(step.revision for step in ScriptDirectory.from_config(config()).walk_revisions())


async def current(engine: AsyncEngine) -> str | None:
    """The revision of the database; None if it is empty."""
    async with engine.connect() as connection:
        return await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())
