"""The whole ledger computed again: right as it is, else the first row is named that does not follow."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Database
from core.models import Checkpoint, Entry, Outcome, Priority
from core.points import rules
from core.points.audit import Fault, verify
from core.points.queries import balance
from core.points.rules import Closing, worth
from core.points.service import CHECKPOINT_EVERY, ISSUE, Transfer, post
from tests import village


async def _pay(session: AsyncSession, source: str, owner: str, stars: int) -> None:
    gained = worth(Closing(Outcome.SOLVED, Priority.NORMAL, stars, True, True, 1))
    transfers = [Transfer(ISSUE, owner, gained.handler)]
    await post(session, source, rules.RULE, rules.VERSION, gained.inputs, transfers)


async def _paid(db: Database, count: int) -> str:
    async with db.write() as session:
        await village.build(session)
        owner = f"person:{(await village.person(session, '队长')).person}"
        for number in range(count):
            await _pay(session, f"test:{number}", owner, 3 + number % 3)
    return owner


@asynccontextmanager
async def _behind_the_triggers(db: Database) -> AsyncIterator[AsyncSession]:
    """A session that may change what nobody may."""
    async with db.write() as session:
        if db.writer.dialect.name == "sqlite":
            names = await session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            for name in names.all():
                await session.execute(text(f'DROP TRIGGER "{name}"'))
        else:
            await session.execute(text("SET LOCAL session_replication_role = replica"))
        yield session


async def test_what_was_posted_follows(db: Database) -> None:
    await _paid(db, 2500)
    async with db.read() as session:
        found = await verify(session)
    assert (found.postings, found.entries, found.fault) == (2500, 2500, None)


async def test_a_changed_amount_is_named(db: Database) -> None:
    await _paid(db, 5)
    async with _behind_the_triggers(db) as session:
        await session.execute(text("UPDATE entry SET amount = amount + 1 WHERE posting_id = 4"))
    async with db.read() as session:
        assert (await verify(session)).fault == Fault("posting", 4, "amounts")


async def test_changed_inputs_an_unknown_rule_and_an_empty_posting_are_named(db: Database) -> None:
    await _paid(db, 5)
    for posting, change, code in (
        (5, "rule = 'gift'", "unknown-rule"),
        (3, "inputs = '{\"stars\": 5}'", "inputs"),
    ):
        async with _behind_the_triggers(db) as session:
            await session.execute(text(f"UPDATE posting SET {change} WHERE id = {posting}"))  # noqa: S608 - ours
        async with db.read() as session:
            assert (await verify(session)).fault == Fault("posting", posting, code)
    async with _behind_the_triggers(db) as session:
        await session.execute(text("DELETE FROM entry WHERE posting_id = 2"))
    async with db.read() as session:
        assert (await verify(session)).fault == Fault("posting", 2, "empty")


async def test_an_account_that_was_overdrawn_is_named(db: Database) -> None:
    await _paid(db, 3)
    async with _behind_the_triggers(db) as session:
        await session.execute(
            text(
                "INSERT INTO entry (posting_id, debit_id, credit_id, amount) "
                "SELECT 3, credit_id, debit_id, 1000 FROM entry WHERE id = 3"
            )
        )
    async with db.read() as session:
        assert (await verify(session)).fault == Fault("entry", 4, "overdrawn")


async def test_checkpoints_are_kept_and_one_that_is_wrong_is_named(db: Database) -> None:
    owner = await _paid(db, 200)
    async with db.read() as session:
        kept = (await session.scalars(select(Checkpoint))).one()
        behind = await session.scalar(select(func.count()).select_from(Entry).where(Entry.id > kept.entry_id))
        assert behind is not None and 0 < behind <= CHECKPOINT_EVERY
        assert await balance(session, owner) == sum(worth_of(3 + n % 3) for n in range(200))
    async with db.write() as session:
        await session.execute(update(Checkpoint).values(balance=Checkpoint.balance + 1))
    async with db.read() as session:
        assert (await verify(session)).fault == Fault("checkpoint", kept.account_id, "balance")


def worth_of(stars: int) -> int:
    return worth(Closing(Outcome.SOLVED, Priority.NORMAL, stars, True, True, 1)).handler
