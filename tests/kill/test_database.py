"""PostgreSQL ends all connections while the bot works: it goes on by itself."""

import asyncio

import pytest
from sqlalchemy import text

from core.models import Inbox, InboxState, Need
from tests.conftest import need_postgres
from tests.kill.conftest import KillTown

_CUT = text(
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid()"
)


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)
async def test_connections_are_cut_under_load(town: KillTown, postgres_there: bool) -> None:
    need_postgres(postgres_there)
    people = [await town.resident(f"居民{n}", home="") for n in range(6)]
    for citizen in people:
        await citizen.phone.text("楼下下水道堵了，污水都漫出来了")
        async with town.db.writer.connect() as connection:
            await connection.execute(_CUT)
        await town.db.writer.dispose()
        await asyncio.sleep(0.3)
    await town.settle()
    assert await town.count(Need) == len(people)
    assert await town.count(Inbox, Inbox.state != InboxState.DONE) == 0
    town.kills = len(people)
    await town.check()
