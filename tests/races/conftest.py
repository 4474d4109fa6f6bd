"""A village on PostgreSQL, where transactions really run side by side."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text, update

from core.db import connect
from core.errors import Refusal
from core.models import Card, Outbox, OutboxState
from tests import invariants, village
from tests.conftest import need_postgres
from tests.databases import Templates, run_sql
from tests.village import Village

ROUNDS = int(os.environ.get("RACE_ROUNDS", "10"))


class Races:
    """Runs things at once, and looks whether all still holds."""

    def __init__(self, village: Village) -> None:
        self.village = village

    async def at_once(self, *steps: Callable[[], Awaitable[Any]]) -> list[Any]:
        """Start all steps together; refusals are returned, anything else is raised."""
        barrier = asyncio.Barrier(len(steps))

        async def run(step: Callable[[], Awaitable[Any]]) -> Any:
            await barrier.wait()
            return await step()

        results = await asyncio.gather(*(run(step) for step in steps), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, Refusal):
                raise result
        return results

    async def check(self, *needs: int) -> None:
        """All invariants hold, of these needs or of all."""
        async with self.village.db.read() as session:
            await invariants.check(session, *needs)

    async def all_is_sent(self) -> None:
        """As if the sender had sent everything."""
        async with self.village.db.write() as session:
            await session.execute(update(Outbox).values(state=OutboxState.SENT))
            await session.execute(update(Card).values(shown=Card.wanted, message_id=Card.id))


@pytest.fixture
async def races(templates: Templates, postgres_there: bool) -> AsyncIterator[Races]:
    need_postgres(postgres_there)
    url = await templates.copy("postgresql")
    name = url.rsplit("/", 1)[1]
    await run_sql(f"ALTER DATABASE {name} SET statement_timeout = '10s'")
    await run_sql(f"ALTER DATABASE {name} SET deadlock_timeout = '50ms'")
    db = connect(url)
    async with db.write() as session:
        await village.build(session)
    await asyncio.gather(*(_open(db) for _ in range(8)))
    yield Races(Village(db))
    await db.close()
    await templates.drop(url)


async def _open(db: Any) -> None:
    """A connection that is there when it is needed, so that nobody has a head start."""
    async with db.read() as session:
        await session.execute(text("SELECT pg_sleep(0.05)"))
