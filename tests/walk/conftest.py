"""One database of each kind for all tests of the walk, emptied before each: its engines stay warm."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import inspect, text

from core.db import Database, connect
from tests.conftest import need_postgres
from tests.databases import Templates
from tests.town import Town, open_town

HERE = __file__.rsplit("/", 1)[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if str(item.path).startswith(HERE) and item.get_closest_marker("asyncio"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=["sqlite", "postgresql"])
async def shared_db(
    request: pytest.FixtureRequest, templates: Templates, postgres_there: bool
) -> AsyncIterator[Database]:
    if request.param == "postgresql":
        need_postgres(postgres_there)
    url = await templates.copy(request.param)
    database = connect(url)
    yield database
    await database.close()
    await templates.drop(url)


async def wipe(database: Database) -> None:
    """Empty all tables but those of the migrations; triggers that keep the ledger stand aside meanwhile."""
    async with database.write() as session:
        connection = await session.connection()
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        triggers: list[tuple[str, str]] = []
        if database.writer.dialect.name == "sqlite":
            await session.execute(text("PRAGMA defer_foreign_keys=ON"))
            found = await session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
            triggers = [(name, sql) for name, sql in found]
        else:
            await session.execute(text("SET LOCAL session_replication_role = replica"))
        for name, _ in triggers:
            await session.execute(text(f'DROP TRIGGER "{name}"'))
        for name in names:
            if "alembic" not in name:
                await session.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608 - names of our own tables
        for _, sql in triggers:
            await connection.exec_driver_sql(sql)


@pytest_asyncio.fixture(loop_scope="session")
async def db(shared_db: Database) -> Database:
    await wipe(shared_db)
    return shared_db


@pytest_asyncio.fixture(loop_scope="session")
async def town(db: Database) -> AsyncIterator[Town]:
    async with open_town(db) as opened:
        yield opened
