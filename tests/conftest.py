"""Fixtures that all tests share: fresh databases of both kinds, and the keys of a deployment."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from core import crypto
from core.db import Database, connect
from tests.databases import REQUIRE_ALL, Templates, reachable

MISSING = "no PostgreSQL: set TEST_DATABASE_URL or start one on 127.0.0.1:5432 (user postgres, trusted)"


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    made = Templates(tmp_path_factory.mktemp("db"))
    yield made
    asyncio.run(made.close())


@pytest.fixture(scope="session")
def postgres_there() -> bool:
    return asyncio.run(reachable())


@pytest.fixture(autouse=True)
def _keys() -> None:
    crypto.use_keys("a key for tests only")


def need_postgres(there: bool) -> None:
    """Skip with one clear line, or fail where everything is required."""
    if not there:
        (pytest.fail if REQUIRE_ALL else pytest.skip)(MISSING)


@pytest.fixture(params=["sqlite", "postgresql"])
async def db_url(
    request: pytest.FixtureRequest, templates: Templates, postgres_there: bool
) -> AsyncIterator[str]:
    if request.param == "postgresql":
        need_postgres(postgres_there)
    url = await templates.copy(request.param)
    yield url
    await templates.drop(url)


@pytest.fixture
async def db(db_url: str) -> AsyncIterator[Database]:
    database = connect(db_url)
    yield database
    await database.close()
