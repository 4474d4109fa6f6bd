"""Brings the `webchat_*` tables up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

_LOCK = 0x77656263
_FOLDER = Path(__file__).with_name("migrations")


async def migrate(engine: AsyncEngine) -> None:
    """Create or upgrade the tables of the web chat.

    May be called at every start, from inside a running event loop, and by several processes at once: on
    PostgreSQL they take turns through a transaction-level advisory lock, on SQLite through the write lock.
    """
    async with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
