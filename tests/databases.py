"""Fresh databases for tests: each worker migrates one template a database, each test gets a copy."""

import os
import shutil
import time
import uuid
from contextlib import suppress
from pathlib import Path

import asyncpg

import migrations
from core.db import connect
from webchat.migrate import migrate as migrate_webchat

PREFIX = "liandong_test_"
DAY_SECONDS = 24 * 3600
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
SERVER = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres").replace(
    "postgresql+asyncpg", "postgresql"
)


async def reachable() -> bool:
    """True if the PostgreSQL server of the tests answers."""
    try:
        connection = await asyncpg.connect(SERVER, timeout=5)
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return False
    await connection.close()
    return True


def url_of(name: str) -> str:
    return f"{SERVER.rsplit('/', 1)[0]}/{name}"


async def run_sql(statement: str) -> None:
    connection = await asyncpg.connect(SERVER)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def sweep() -> None:
    """Drop what tests that were killed left behind a day ago or longer."""
    connection = await asyncpg.connect(SERVER)
    try:
        rows = await connection.fetch(
            "SELECT datname FROM pg_database WHERE datname ~ $1", f"^{PREFIX}[0-9]+_"
        )
        for name in (row["datname"] for row in rows):
            if int(name.removeprefix(PREFIX).partition("_")[0]) < time.time() - DAY_SECONDS:
                with suppress(asyncpg.PostgresError):
                    await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        await connection.close()


async def migrate(url: str) -> None:
    db = connect(url)
    await migrations.upgrade(db.writer)
    await migrate_webchat(db.writer)
    await db.close()


class Templates:
    """Makes copies of a migrated database; `close` drops what was made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: list[str] = []
        self.sqlite: Path | None = None
        self.postgres: str | None = None

    async def copy(self, kind: str) -> str:
        return await (self._sqlite_copy() if kind == "sqlite" else self._postgres_copy())

    async def _sqlite_copy(self) -> str:
        if self.sqlite is None:
            self.sqlite = self.folder / "template.db"
            await migrate(f"sqlite:///{self.sqlite}")
        target = self.folder / f"{uuid.uuid4().hex}.db"
        shutil.copy(self.sqlite, target)
        return f"sqlite:///{target}"

    async def _postgres_copy(self) -> str:
        if self.postgres is None:
            self.postgres = await self._create("")
            await migrate(url_of(self.postgres))
        return url_of(await self._create(f"TEMPLATE {self.postgres}"))

    async def empty(self) -> str:
        """The name of a new PostgreSQL database without tables; `drop` its URL."""
        return await self._create("")

    async def _create(self, options: str) -> str:
        if not self.made:
            await sweep()
        name = f"{PREFIX}{time.time():.0f}_{uuid.uuid4().hex[:16]}"
        await run_sql(f"CREATE DATABASE {name} {options}")
        await run_sql(f"ALTER DATABASE {name} SET synchronous_commit = off")
        self.made.append(name)
        return name

    async def drop(self, url: str) -> None:
        name = url.rsplit("/", 1)[1]
        if url.startswith("sqlite"):
            for file in self.folder.glob(f"{name}*"):
                file.unlink()
        else:
            await run_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            self.made.remove(name)

    async def close(self) -> None:
        for name in reversed(self.made):
            await run_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
