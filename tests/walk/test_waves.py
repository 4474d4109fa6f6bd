"""Volunteers in waves, coordinators together, and people out of reach."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from core import clock
from core.clock import Clock
from core.db import Database
from core.models import Offer, OfferRecipient, RoleKind, Status
from tests.town import Town, buttons, open_town, words

ESCORT = "明天想请人陪我去医院看病"
DRAIN = "楼下下水道堵了，污水都漫出来了"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def time() -> Iterator[Clock]:
    with clock.stopped(MONDAY) as stopped:
        yield stopped


@pytest_asyncio.fixture(loop_scope="session")
async def quick(db: Database) -> AsyncIterator[Town]:
    async with open_town(db, {"offer_minutes": 0.05, "wave_minutes": 0.5, "verdict_hours": 0.01}) as opened:
        yield opened


async def test_waves_of_three_six_and_twelve(quick: Town, time: Clock) -> None:
    people = [await quick.volunteer(f"志愿者{n}") for n in range(11)]
    resident = await quick.resident()
    number = await resident.need(ESCORT)
    assert await quick.count(Offer) == 3
    time.advance(minutes=0.6)
    await quick.settle()
    assert await quick.count(Offer) == 9
    time.advance(minutes=0.6)
    await quick.settle()
    assert await quick.count(Offer) == 11
    asked = [p for p in people if await p.seen(number)]
    assert len(asked) == 11
    open_card = await people[5].last(number)
    assert "接单成功" in await people[0].taps("接单", number)
    assert all(["已由他人接单" in words(await p.last(number)) for p in people[1:]])
    assert buttons(await people[5].last(number)) == []
    assert "慢了一步" in await people[5].taps_old(open_card, "接单")


async def test_waves_end_in_triage_and_the_reporter_is_never_asked(quick: Town, time: Clock) -> None:
    officer = await quick.officer()
    resident = await quick.resident()
    me = await quick.volunteer("王奶奶")
    other = await quick.volunteer("小刘")
    number = await resident.need(ESCORT)
    assert await other.seen("📮") == 1 and await me.seen("📮") == 0
    await other.taps("不接", "📮")
    await other.taps("身体不适")
    assert "问过的都没有接" in words(await officer.last(number))
    await resident.need("隔壁半夜装修太吵了")
    assert await officer.seen("这一片归您管") == 1


async def test_the_offer_time_of_the_area(quick: Town, time: Clock) -> None:
    first, second = await quick.leader(), await quick.leader("赵队长", "T2")
    number = await (await quick.resident()).need(DRAIN)
    assert not await second.seen(number)
    time.advance(seconds=4)
    await quick.settle()
    assert await second.seen(number)
    assert "时间到了" in words(await first.last(number))


async def test_coordinator_categories_go_to_all_of_the_nearest_level(town: Town, time: Clock) -> None:
    one, two = await town.officer(), await town.officer("李网格员")
    top = await town.officer("街道", "HPJ")
    resident = await town.resident()
    number = await resident.need("隔壁太吵了，半夜还在装修")
    assert await one.seen(number) and await two.seen(number) and not await top.seen(number)
    await one.taps("接单", number)
    assert "已由他人接单" in words(await two.last(number))
    await one.taps("完成", number)
    await resident.taps("已解决")
    await resident.taps("⭐⭐⭐⭐", number)
    await one.says("/points")
    assert "您的积分：0" in words(await one.last())


async def test_a_blocked_leader_is_skipped_and_members_are_asked(town: Town, time: Clock) -> None:
    leader, member = await town.leader(), await town.member("小陈")
    await leader.phone.block()
    await town.settle()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    assert await member.seen(number)
    assert await town.count(OfferRecipient) == 1
    await member.taps("接单", number)
    await leader.phone.unblock()
    await town.settle()
    two = await resident.need("家里水管漏水，地上都是水")
    assert await leader.seen(two)


async def test_blocked_while_the_offer_waits_passes_it_on(town: Town, time: Clock) -> None:
    leader, member = await town.leader(), await town.member("小陈")
    other = await town.leader("赵队长", "T2")
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.phone.block()
    await town.settle()
    assert await member.seen(number) and not await other.seen(number)
    await member.phone.block()
    await town.settle()
    assert await other.seen(number)


async def test_a_403_that_nobody_announced(town: Town, time: Clock) -> None:
    from webchat import Fault

    leader, member = await town.leader(), await town.member("小陈")
    resident = await town.resident()
    gone = "Forbidden: bot was blocked by the user"
    town.faults.append(Fault("sendMessage", 403, gone, chat_id=leader.phone.user.id))
    number = await resident.need(DRAIN)
    assert await member.seen(number) and not await leader.seen(number)
    await leader.says("/tasks")
    assert await town.count(Offer) == 1
    await member.taps("接单", number)
    assert (await town.find(number)).status is Status.ASSIGNED


async def test_a_handler_who_blocks_gives_the_task_back(town: Town, time: Clock) -> None:
    from core import sweeps

    leader = await town.leader()
    officer = await town.joined("张网格员", RoleKind.COORDINATOR, "XFL")
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    await leader.phone.block()
    await town.settle()
    await town.service._sweep(sweeps.ON_CARDS)
    await town.settle()
    assert (await town.find(number)).status is Status.TRIAGE
    assert await officer.seen(number)
    assert "正在换人" in words(await resident.last("换人"))
    await leader.phone.unblock()
    await town.settle()
    assert "3栋" not in words(await leader.last(f"疏通下水 · {number}"))
