"""One broken need does not hold up what time does for the others."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from core import clock
from core.clock import Clock
from core.models import Need, Status
from tests.town import HOME, Citizen, Town

DRAIN = "楼下下水道堵了，污水都漫出来了"
LEAK = "家里水管漏水，地上都是水"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def time() -> Iterator[Clock]:
    with clock.stopped(MONDAY) as stopped:
        yield stopped


async def two_taken(town: Town) -> tuple[Citizen, Citizen, list[str]]:
    """Two needs in the hands of one leader."""
    leader, resident = await town.leader(), await town.resident()
    numbers = [await resident.need(sentence) for sentence in (DRAIN, LEAK)]
    for number in numbers:
        await leader.taps("接单", number)
    return leader, resident, numbers


async def spoil(town: Town, number: str, **values: Any) -> None:
    """What no use case leaves behind."""
    async with town.db.write() as session:
        await session.execute(update(Need).where(Need.number == number).values(**values))


async def test_the_end_of_the_time_for_a_verdict(town: Town, time: Clock) -> None:
    leader, resident, numbers = await two_taken(town)
    for number in numbers:
        await leader.taps("签到", number)
        await leader.sends("location", *HOME)
        await leader.taps("完成", number)
    await resident.taps("部分解决", f"{numbers[0]}\n🙋")
    await spoil(town, numbers[0], category_code=None)
    time.advance(hours=72, minutes=1)
    await town.settle()
    assert [(await town.find(number)).status for number in numbers] == [Status.DONE, Status.CLOSED]
    await spoil(town, numbers[0], category_code="drain")
    await town.settle()
    assert (await town.find(numbers[0])).status is Status.DONE
    time.advance(minutes=1)
    await town.settle()
    assert (await town.find(numbers[0])).status is Status.CLOSED


async def test_the_end_of_a_pause(town: Town, time: Clock, caplog: pytest.LogCaptureFixture) -> None:
    leader, _, numbers = await two_taken(town)
    for number in numbers:
        await leader.taps("问居民", number)
        await leader.says("门牌号是多少")
    await spoil(town, numbers[0], paused_from=None)
    time.advance(hours=73)
    with caplog.at_level(logging.ERROR):
        await town.settle()
    found = [await town.find(number) for number in numbers]
    assert [need.status for need in found] == [Status.AWAITING_RESIDENT, Status.ASSIGNED]
    assert f"need {found[0].id} " in caplog.text
    assert DRAIN not in caplog.text
