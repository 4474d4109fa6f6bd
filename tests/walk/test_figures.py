"""What officers and evaluators read of a need is what happened to it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from core import clock
from core.access.paging import Window
from core.actor import SYSTEM
from core.clock import Clock
from core.models import Status
from core.needs import roster
from core.needs.roster import NeedView
from tests.town import HOME, Citizen, Town
from webchat.phone import PICTURE

DRAIN = "楼下下水道堵了，污水都漫出来了"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def time() -> Iterator[Clock]:
    with clock.stopped(MONDAY) as stopped:
        yield stopped


async def taken(town: Town) -> tuple[Citizen, Citizen, str]:
    leader, resident = await town.leader(), await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    return leader, resident, number


async def read(town: Town, number: str) -> NeedView:
    async with town.db.read() as session:
        return (await roster.need(session, SYSTEM, number))[1]


async def late(town: Town) -> list[str]:
    async with town.db.read() as session:
        page = await roster.needs(session, SYSTEM, Window(), is_overdue=True)
    return [need.number for need in page.items]


async def test_a_hold_has_a_new_deadline(town: Town, time: Clock) -> None:
    officer = await town.officer()
    leader, _, number = await taken(town)
    before = (await read(town, number)).resolve_by
    assert before is not None
    await leader.taps_data(f"t:held:{(await town.find(number)).id}:parts-7")
    await officer.taps("同意")
    assert (await read(town, number)).resolve_by == before + timedelta(days=7)
    time.advance(hours=24 * 6)
    await town.settle()
    assert await late(town) == []
    time.advance(hours=24, minutes=1)
    await town.settle()
    assert (await town.find(number)).status is Status.ASSIGNED
    assert await late(town) == []
    time.advance(hours=25)
    assert await late(town) == [number]


async def test_who_gave_it_back_is_not_the_assignee(town: Town, time: Clock) -> None:
    officer = await town.officer()
    leader, _, number = await taken(town)
    assert (await read(town, number)).assignee is not None
    await leader.taps_data(f"t:returned:{(await town.find(number)).id}:busy")
    await officer.taps("转办", number)
    await officer.says("水务局")
    await officer.says("无")
    await officer.taps("3")
    await officer.taps("填结果", number)
    await officer.says("已疏通")
    need = await read(town, number)
    assert need.status is Status.DONE
    assert need.assignee is None


async def test_who_did_it_is(town: Town, time: Clock) -> None:
    leader, resident, number = await taken(town)
    await leader.taps("签到", number)
    await leader.sends("location", *HOME)
    await leader.taps("完成", f"疏通下水 · {number}")
    await resident.taps("已解决")
    await resident.taps("⭐⭐⭐⭐⭐", number)
    need = await read(town, number)
    assert need.assignee is not None
    assert "李队长" in need.assignee.display


async def test_words_beside_a_picture_are_words(town: Town, time: Clock) -> None:
    resident = await town.resident()
    await resident.sends("photo", PICTURE, DRAIN)
    await resident.taps("提交")
    async with town.db.read() as session:
        page = await roster.needs(session, SYSTEM, Window())
    assert [need.text for need in page.items] == [DRAIN]
