"""Engines and sessions: SQLite with one writer connection, or PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from core.sqlite import open_file

LOCK = {"key_share": True}
"""For `with_for_update`: nobody else changes the row, yet others may refer to it. A full lock would make two
transactions that each add a row about the other's person wait in a circle."""
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON")


@dataclass(frozen=True)
class Database:
    """The two ways in: `write()` opens a transaction that commits at its end, `read()` only looks."""

    writer: AsyncEngine
    reader: AsyncEngine

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction: commits when the block ends well, rolls back when it raises."""
        async with async_sessionmaker(self.writer, expire_on_commit=False).begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for selects, which never waits for a writer; on PostgreSQL each select stands alone."""
        async with async_sessionmaker(self.reader, expire_on_commit=False)() as session:
            yield session

    async def close(self) -> None:
        """Close all connections."""
        await self.writer.dispose()
        if self.reader is not self.writer:
            await self.reader.dispose()


def connect(url: str) -> Database:
    """Make the engines for a database URL; `postgresql://` is read as asyncpg, `sqlite://` as aiosqlite."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        parsed = parsed.set(drivername="sqlite+aiosqlite")
        return Database(
            _sqlite(parsed, begin="BEGIN IMMEDIATE", size=1), _sqlite(parsed, begin="BEGIN", size=4)
        )
    engine = create_async_engine(parsed.set(drivername="postgresql+asyncpg"), pool_size=12, max_overflow=4)
    return Database(engine, engine.execution_options(isolation_level="AUTOCOMMIT"))


def _sqlite(url: Any, begin: str, size: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        async_creator=partial(open_file, url.database),
        pool_size=size,
        max_overflow=0,
        pool_timeout=120,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def insert(session: AsyncSession, table: Any) -> Any:
    """An INSERT that knows `ON CONFLICT` on the database of this session."""
    bind = session.get_bind()
    return (sqlite_insert if bind.dialect.name == "sqlite" else postgresql_insert)(table)
