"""Me too: who may join, what becomes of those who joined what was joined, and whose word counts."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core import clock
from core.clock import Clock
from core.models import Follower, Posting, Status
from tests.town import HOME, Citizen, Town, words

DRAIN = "楼下下水道堵了，污水都漫出来了"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def time() -> Iterator[Clock]:
    with clock.stopped(MONDAY) as stopped:
        yield stopped


async def finish(leader: Citizen, number: str) -> None:
    """Accept, arrive, finish."""
    await leader.taps("接单", number)
    await leader.taps("签到", number)
    await leader.sends("location", *HOME)
    await leader.taps("完成", f"疏通下水 · {number}")


async def neighbour(town: Town, number: str, name: str = "刘叔") -> Citizen:
    """Someone who joined the need."""
    found = await town.resident(name, home="")
    await found.starts(f"need_{number}")
    await found.taps("我也是")
    return found


async def served(town: Town) -> list[int]:
    """How many people each posting says were served."""
    async with town.db.read() as session:
        return [posting.inputs["people_served"] for posting in await session.scalars(select(Posting))]


async def test_who_followed_a_need_that_joins_another_goes_with_it(town: Town, time: Clock) -> None:
    leader = await town.leader()
    first, second = await town.resident("甲"), await town.resident("乙")
    one, two = await first.need(DRAIN), await second.need(DRAIN)
    third = await neighbour(town, two, "丙")
    joined = await town.find(one)
    await second.taps_data(f"n:metoo:{joined.id}")
    assert (await town.find(two)).status is Status.CANCELLED
    assert await town.count(Follower, Follower.need_id == joined.id) == 2
    assert f"和 {one} 是同一件事" in words(await third.last(two))
    await finish(leader, one)
    assert one in words(await third.last("您家门口好了吗"))


async def test_what_is_done_cannot_be_joined(town: Town, time: Clock) -> None:
    leader, resident = await town.leader(), await town.resident()
    number = await resident.need(DRAIN)
    late = await town.resident("刘叔", home="")
    await late.starts(f"need_{number}")
    await finish(leader, number)
    need = await town.find(number)
    assert "已经做好了" in await late.taps("我也是")
    assert await town.count(Follower) == 0
    assert "没有这件诉求" in await late.taps_data(f"v:solved:{need.id}:1")
    await late.starts(f"need_{number}")
    assert "我也是" not in str((await late.last(number)).get("reply_markup"))


async def test_a_neighbour_judges_what_is_done_in_its_round(town: Town, time: Clock) -> None:
    leader, resident = await town.leader(), await town.resident()
    number = await resident.need(DRAIN)
    follower = await neighbour(town, number)
    need = await town.find(number)
    assert "不用评价" in await follower.taps_data(f"v:solved:{need.id}:1")
    await finish(leader, number)
    assert "收到" in await follower.taps("已解决", "您家门口好了吗")
    await resident.taps("未解决", "您看解决了吗")
    assert "不用评价" in await follower.taps_data(f"v:solved:{need.id}:1")
    again = await town.leader("赵队长", "T2")
    await town.settle()
    await finish(again if await again.seen(number) else leader, number)
    assert "不用评价" in await follower.taps_data(f"v:solved:{need.id}:1")
    assert number in words(await follower.last("您家门口好了吗"))
    await resident.taps("已解决", "您看解决了吗")
    await resident.taps("⭐⭐⭐⭐⭐", number)
    assert await served(town) == [1]


async def test_who_did_the_work_is_not_among_the_people_served(town: Town, time: Clock) -> None:
    leader, mate, resident = await town.leader(), await town.member("小陈"), await town.resident()
    number = await resident.need(DRAIN)
    follower = await neighbour(town, number)
    need = await town.find(number)
    for insider in (leader, mate):
        await insider.taps_data(f"n:metoo:{need.id}")
    await finish(leader, number)
    for person in (leader, mate, follower):
        await person.taps_data(f"v:solved:{need.id}:1")
    await resident.taps("已解决", "您看解决了吗")
    await resident.taps("⭐⭐⭐⭐⭐", number)
    assert await served(town) == [2]


async def test_a_neighbours_sentence_is_kept_and_told(town: Town, time: Clock) -> None:
    leader, resident = await town.leader(), await town.resident()
    number = await resident.need(DRAIN)
    follower = await neighbour(town, number)
    await finish(leader, number)
    ask = await follower.last("您家门口好了吗")
    await follower.says("我家还是堵的", reply_to=ask["message_id"])
    assert await follower.seen("没有这件诉求") == 0
    assert "收到" in words(await follower.last("💬"))
    assert "我家还是堵的" in words(await leader.last(number))
