"""Killed at one chosen moment: nothing is lost, at most the message in flight comes twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from core.models import Inbox, InboxState, Need, Outbox, OutboxState
from tests.kill.conftest import KillTown
from tests.town import words

SENTENCE = "楼下下水道堵了，污水都漫出来了"


@asynccontextmanager
async def _nobody_can_write(town: KillTown) -> AsyncIterator[None]:
    """Hold what each insert into the inbox needs."""
    async with town.db.writer.connect() as connection:
        if town.db.writer.dialect.name != "sqlite":
            await connection.execute(text("LOCK TABLE inbox IN EXCLUSIVE MODE"))
        else:
            await connection.execute(text("SELECT 1"))
        yield
        await connection.rollback()


async def _until_taken(town: KillTown, before: int) -> None:
    """The bot was given the update, after so many answers, and where it can be seen, waits for the lock."""
    for _ in range(200):
        if town.gate.answered["getUpdates"] > before and await _waits(town):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the bot did not take the update")


async def _waits(town: KillTown) -> bool:
    if town.db.writer.dialect.name == "sqlite":
        return True
    async with town.db.reader.connect() as connection:
        waiting = await connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
        return bool(waiting.scalar_one())


async def test_after_get_updates_before_the_commit(town: KillTown) -> None:
    resident = await town.resident(home="")
    async with _nobody_can_write(town):
        before = town.gate.answered["getUpdates"]
        await resident.phone.text(SENTENCE)
        await _until_taken(town, before)
        await town.bot.kill()
    await town.kill()
    assert await town.count(Inbox, Inbox.state == InboxState.NEW) == 0
    await town.restart()
    await town.settle()
    await resident.last("疏通下水")
    assert await town.count(Need) == 1
    await town.check()
    assert await town.repeated() == 0


@pytest.mark.parametrize("after", [False, True], ids=["before-send", "before-record"])
async def test_after_the_commit(town: KillTown, after: bool) -> None:
    resident = await town.resident(home="")
    town.gate.hold("sendMessage", after=after)
    await resident.phone.text(SENTENCE)
    await asyncio.wait_for(town.gate.reached.wait(), 30)
    assert await resident.seen("疏通下水") == after
    assert await town.count(Outbox, Outbox.state == OutboxState.LEASED) == 1
    await town.kill()
    await town.restart()
    await town.settle()
    assert await resident.seen("疏通下水") == (2 if after else 1)
    assert await town.count(Need) == 1
    await town.check()


async def test_before_a_tap_is_answered(town: KillTown) -> None:
    """The need is submitted once, though the tap was not answered."""
    resident = await town.resident(home="")
    await resident.says(SENTENCE)
    card = await resident.last("疏通下水")
    town.gate.hold("answerCallbackQuery")
    await resident.phone.tap(card, "提交")
    await asyncio.wait_for(town.gate.reached.wait(), 30)
    await town.kill()
    await town.restart()
    await town.settle()
    assert await town.count(Need, Need.number.is_not(None)) == 1
    assert "XQ-" in words(await resident.last("XQ-"))
    await town.check()
