"""Killed at every step of the main job, and under load: nothing lost, nothing twice, all in balance."""

import asyncio
import random
import time

from core.models import Inbox, InboxState, Need, Posting, Status
from tests.kill.conftest import DEADLINE, KillTown
from tests.town import HOME, words

RESIDENTS = 15


async def test_between_any_two_steps_of_the_walk(town: KillTown) -> None:
    leader = await town.leader()
    resident = await town.resident(home="")
    town.kill_at = random.Random(20261123)  # noqa: S311 - a fixed seed, not a secret
    await resident.says("楼下下水道堵了，污水都漫出来了")
    for citizen, label in ((resident, "提交"), (leader, "接单"), (leader, "签到")):
        message = next(m for m in reversed(await citizen.sees()) if label in str(m.get("reply_markup")))
        await citizen.phone.tap(message, label)
        await town.settle()
    await leader.sends("location", *HOME)
    for citizen, label in ((leader, "完成"), (resident, "已解决"), (resident, "⭐⭐⭐⭐⭐")):
        message = next(m for m in reversed(await citizen.sees()) if label in str(m.get("reply_markup")))
        await citizen.phone.tap(message, label)
        await town.settle()
    town.kill_at = None
    await leader.phone.text("/points")
    await leader.phone.wait_for(lambda message: "您的积分：16" in words(message), 60)
    assert await town.count(Need, Need.status == Status.CLOSED) == await town.count(Need) == 1
    assert await town.count(Posting) == 1
    assert "结果：已解决" in words(await resident.last("结果"))
    await town.check()


async def test_at_random_under_load(town: KillTown) -> None:
    people = [await town.resident(f"居民{n}", home="") for n in range(RESIDENTS)]
    dice = random.Random(7)  # noqa: S311 - a fixed seed, not a secret

    async def everybody_writes() -> None:
        for citizen in people:
            await citizen.phone.text("楼下下水道堵了，污水都漫出来了")
            await asyncio.sleep(0.02)

    writing = asyncio.create_task(everybody_writes())
    for kept in range(3):
        end = time.monotonic() + DEADLINE
        while await town.count(Inbox) <= kept * RESIDENTS // 4:
            assert time.monotonic() < end, "the bot takes nothing in"
            await asyncio.sleep(0.02)
        await asyncio.sleep(dice.random() * 0.4)
        await town.kill()
        await town.restart()
    await writing
    await town.settle()
    assert await town.count(Need) == RESIDENTS
    assert await town.count(Inbox, Inbox.state != InboxState.DONE) == 0
    for citizen in people:
        assert await citizen.seen("疏通下水") >= 1
    await town.check()
