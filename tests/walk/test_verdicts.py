"""The resident's word closes a need, and nothing else does."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core import clock
from core.clock import Clock
from core.models import Need, Outcome, Status
from tests.town import HOME, Citizen, Town, buttons, words

DRAIN = "楼下下水道堵了，污水都漫出来了"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def time() -> Iterator[Clock]:
    with clock.stopped(MONDAY) as stopped:
        yield stopped


async def work(leader: Citizen, number: str) -> None:
    """Accept, arrive, finish."""
    await leader.taps("接单", number)
    await leader.taps("签到", number)
    await leader.sends("location", *HOME)
    await leader.taps("完成", f"疏通下水 · {number}")


async def done(town: Town) -> tuple[Citizen, Citizen, str]:
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await work(leader, number)
    return leader, resident, number


async def points(person: Citizen) -> str:
    await person.says("/points")
    return words(await person.last("您的积分")).splitlines()[0]


async def test_solved_with_five_stars_closes_pays_and_takes_a_comment(town: Town, time: Clock) -> None:
    leader, resident, number = await done(town)
    ask = await resident.last("您看解决了吗")
    assert [b[-4:] for b in buttons(ask)] and "李队长" in words(ask)
    assert "没有派给您" in await resident.taps_data("o:accept:1:")
    assert "请先点解决了没有" in await resident.taps_data(f"v:5:{(await town.find(number)).id}:1")
    await resident.taps("已解决", "您看解决了吗")
    assert await leader.seen("⭐") == 0
    await resident.taps("⭐⭐⭐⭐⭐", number)
    need = await town.find(number)
    assert (need.status, need.outcome) == (Status.CLOSED, Outcome.SOLVED)
    verdict = await resident.last("谢谢您")
    await resident.says("师傅很细心", reply_to=verdict["message_id"])
    assert "师傅很细心" in words(await leader.last("居民说"))
    assert await points(leader) == "🏅 您的积分：16"
    assert "不用评价" in await resident.taps_old(ask, "未解决")
    assert (
        "收到" in await resident.taps_data(f"v:1:{need.id}:1") and await points(leader) == "🏅 您的积分：16"
    )
    assert (await town.find(number)).outcome is Outcome.SOLVED


async def test_one_star_is_rework_and_the_coordinator_knows(town: Town, time: Clock) -> None:
    officer = await town.officer()
    leader, resident, number = await done(town)
    await resident.taps("已解决", "您看解决了吗")
    await resident.taps_data(f"v:1:{(await town.find(number)).id}:1")
    assert "返工" in words(await officer.last(number)) and "一两星" in words(await officer.last(number))
    assert "没做好" in words(await resident.last("没做好"))
    assert "返工" in words(await leader.last("居民要求返工"))
    await work(leader, number)
    await resident.taps("已解决", "您看解决了吗")
    await resident.taps("⭐⭐⭐⭐⭐", "给几颗星")
    assert (await town.find(number)).outcome is Outcome.SOLVED
    assert await points(leader) == "🏅 您的积分：16"


async def test_unsolved_is_rework(town: Town, time: Clock) -> None:
    officer = await town.officer()
    leader, resident, number = await done(town)
    await resident.taps("未解决", "您看解决了吗")
    assert "居民说未解决" in words(await officer.last("返工"))
    need = await town.find(number)
    assert (need.status, need.round) == (Status.OFFERED, 2)
    assert await resident.taps("⭐", "没做好") == "收到，谢谢您！"
    assert buttons(await resident.last("没做好")) == []
    assert await leader.seen("选您") == 1
    assert "返工：上次做完后" in words(await leader.last("选您"))
    assert await points(leader) == "🏅 您的积分：0"


async def test_partly_leaves_a_child_with_its_own_clock(town: Town, time: Clock) -> None:
    leader, resident, number = await done(town)
    time.advance(hours=1)
    await resident.taps("部分解决", "您看解决了吗")
    await resident.taps("⭐⭐⭐", number)
    parent = await town.find(number)
    assert parent.outcome is Outcome.PARTLY
    await resident.last("还剩什么没解决")
    await resident.says("厨房那边还是慢")
    async with town.db.read() as session:
        child = await session.scalar(select(Need).where(Need.parent_id == parent.id))
    assert child is not None and child.number != number
    assert child.respond_by is not None and parent.respond_by is not None
    assert (child.respond_by - parent.respond_by).total_seconds() == 3600
    assert "厨房那边还是慢" in words(await resident.last(f"疏通下水 · {child.number}"))
    assert "厨房那边还是慢" in words(await leader.last(f"疏通下水 · {child.number}"))
    assert await points(leader) == "🏅 您的积分：10"


async def test_stars_may_be_skipped_and_silence_is_no_answer(town: Town, time: Clock) -> None:
    leader, resident, number = await done(town)
    await resident.taps("已解决", "您看解决了吗")
    await resident.taps("不打星")
    assert (await town.find(number)).outcome is Outcome.SOLVED
    two = await resident.need("下水道又堵了，污水漫出来了")
    await work(leader, two)
    time.advance(hours=71)
    await town.settle()
    assert (await town.find(two)).status is Status.DONE
    time.advance(hours=1, minutes=1)
    await town.settle()
    assert (await town.find(two)).outcome is Outcome.NO_ANSWER
    assert "先办结" in words(await resident.last("先办结了"))
    assert await points(leader) == "🏅 您的积分：22"


async def test_the_verdict_of_a_neighbour_is_kept_and_closes_nothing(town: Town, time: Clock) -> None:
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    neighbour = await town.resident("刘叔", home="")
    await neighbour.starts(f"need_{number}")
    await neighbour.taps("我也是")
    await work(leader, number)
    await neighbour.taps("未解决", "您家门口好了吗")
    assert "您的评价" in words(await neighbour.last("您的评价"))
    assert "请看看您家门口" not in "".join(words(message) for message in await neighbour.sees())
    await neighbour.says("/mine")
    assert "已评价" in buttons(await neighbour.last("您的诉求"))[0]
    assert (await town.find(number)).status is Status.DONE
    stranger = await town.resident("路人", home="")
    assert "没有这件诉求" in await stranger.taps_data(f"v:solved:{(await town.find(number)).id}:1")


async def test_partly_and_then_silence_asks_what_is_left(town: Town, time: Clock) -> None:
    _, resident, number = await done(town)
    await resident.taps("部分解决", "您看解决了吗")
    time.advance(hours=72, minutes=1)
    await town.settle()
    parent = await town.find(number)
    assert parent.outcome is Outcome.PARTLY
    ask = await resident.last("还剩什么没解决")
    await resident.says("厨房那边还是慢", reply_to=ask["message_id"])
    async with town.db.read() as session:
        child = await session.scalar(select(Need).where(Need.parent_id == parent.id))
    assert child is not None
    assert "厨房那边还是慢" in words(await resident.last(f"疏通下水 · {child.number}"))
