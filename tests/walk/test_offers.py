"""Who is asked, in which order, and what becomes of every answer."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from core import clock
from core.actor import SYSTEM
from core.clock import Clock
from core.models import Assignment, Offer, OfferState, RoleKind, Status
from core.registry import service as registry
from tests.town import Town, buttons, words

DRAIN = "楼下下水道堵了，污水都漫出来了"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def time() -> Iterator[Clock]:
    with clock.stopped(MONDAY) as stopped:
        yield stopped


async def put_team(town: Town, code: str, name: str, **changes: object) -> None:
    async with town.db.write() as session:
        values = {
            "name": name,
            "organisation_code": "ORG",
            "category_codes": ["drain", "water_leak"],
            "area_codes": ["XFL"],
        }
        await registry.put_team(session, SYSTEM, code, **{**values, **changes})


async def test_idle_first_and_a_decline_passes_on_at_once(town: Town, time: Clock) -> None:
    first, second = await town.leader(), await town.leader("赵队长", "T2")
    resident = await town.resident()
    one = await resident.need(DRAIN)
    offer = await first.last(one)
    assert "选您：" in words(offer) and "当前空闲" in words(offer)
    assert "501" not in words(offer) and "3栋" not in words(offer)
    await first.taps("接单", one)
    two = await resident.need("家里水管漏水，电话13912345678")
    masked = await second.last(two)
    assert "13912345678" not in words(masked)
    await second.taps("不接", two)
    await second.taps("返回", "为什么不接")
    await second.taps("不接", two)
    await second.taps("正忙", "为什么不接")
    assert "没关系" in words(await second.last(two))
    assert "接单" in "".join(buttons(await first.last(two)))
    assert await resident.seen("已问了 1 处")
    await first.taps("不接", two)
    officer = await town.officer()
    await first.taps("太远", "为什么不接")
    assert (await town.find(two)).status is Status.TRIAGE
    assert "问过的都没有接" in words(await officer.last(two))


async def test_silence_passes_on_after_the_timer(town: Town, time: Clock) -> None:
    first, second = await town.leader(), await town.leader("赵队长", "T2")
    resident = await town.resident()
    number = await resident.need(DRAIN)
    asked, other = (first, second) if await first.seen(number) else (second, first)
    card = await asked.last(number)
    time.advance(minutes=9)
    await town.settle()
    assert not await other.seen(number)
    time.advance(minutes=2)
    await town.settle()
    assert await other.seen(number)
    assert "时间到了" in words(await asked.last(number))
    assert "不需要" in await asked.taps_old(card, "接单")
    officer = await town.officer()
    time.advance(minutes=11)
    assert "接单成功" in await other.taps("接单", number)
    assert not await officer.seen(number)


async def test_nobody_there_goes_to_the_coordinator_with_the_reason(town: Town, time: Clock) -> None:
    officer = await town.officer()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    card = words(await officer.last(number))
    assert "这一片没有能接的队伍或志愿者" in card and "3栋 2单元501" in card


async def test_off_duty_by_pattern_and_by_hand(town: Town, time: Clock) -> None:
    night = [{"weekday": day, "from": "20:00", "to": "06:00"} for day in range(1, 8)]
    await put_team(town, "T1", "水电维修队", duty=night)
    sleeping, resting = await town.leader(), await town.leader("赵队长", "T2")
    await resting.says("/duty")
    await resting.taps("去休息")
    assert "您在休息" in words(await resting.last())
    officer = await town.officer()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    assert await officer.seen(number) and not await sleeping.seen(number)
    await resting.taps("开始值班")
    again = await resident.need("家里水管漏水，地上都是水")
    assert await resting.seen(again)


async def test_a_full_team_is_not_asked_and_cannot_take_more(town: Town, time: Clock) -> None:
    await put_team(town, "T1", "水电维修队", capacity=1)
    leader = await town.leader()
    officer = await town.officer()
    resident = await town.resident()
    one = await resident.need(DRAIN)
    await leader.taps("接单", one)
    two = await resident.need("家里水管漏水，地上都是水")
    assert not await leader.seen(two)
    await officer.taps("选队伍", two)
    await officer.taps("水电维修队")
    assert "社区指定" in words(await leader.last(two))
    assert "已有 1 单" in await leader.taps("接单", two)


async def test_two_leaders_tap_at_once(town: Town, time: Clock) -> None:
    first, second = await town.leader(), await town.leader("周副队")
    resident = await town.resident()
    number = await resident.need(DRAIN)
    mine, theirs = await first.last(number), await second.last(number)
    await first.phone.tap(mine, "接单")
    await second.phone.tap(theirs, "接单")
    await town.settle()
    assert await town.count(Assignment) == 1
    cards = [words(await p.last(number)) for p in (first, second)]
    assert sum("已由他人接单" in card for card in cards) == 1
    taker = first if "已由他人" in cards[1] else second
    assert "接单成功" in await taker.taps_old(mine if taker is first else theirs, "接单")
    assert await town.count(Assignment) == 1


async def test_late_but_before_the_sweep_wins_and_cancelled_is_over(town: Town, time: Clock) -> None:
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    card = await leader.last(number)
    time.advance(minutes=30)
    callback = await leader.phone.tap(card, "接单")
    while await town.service.pollers["webchat"].once():
        pass
    await town.service.runner.settle()
    assert (await town.find(number)).status is Status.ASSIGNED
    await town.settle()
    assert "接单成功" in (await leader.phone.toast(callback))["text"]
    two = await resident.need("家里水管漏水，地上都是水")
    old = await leader.last(two)
    await resident.taps("取消", f"漏水维修 · {two}")
    await resident.taps("确定取消")
    assert "不需要" in words(await leader.last(two))
    assert "不需要" in await leader.taps_old(old, "接单")
    assert await town.count(Offer, Offer.state == OfferState.PENDING) == 0


async def test_a_leader_hands_over_to_a_member(town: Town, time: Clock) -> None:
    leader, member = await town.leader(), await town.member("小陈")
    stranger = await town.joined("别队", RoleKind.TEAM_MEMBER, "T2")
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    old = await leader.last("下一步")
    await leader.taps("交给队员", number)
    assert "别队" not in "".join(buttons(await leader.last("交给哪位")))
    await leader.taps("小陈")
    assert "3栋 2单元501" in words(await member.last(number))
    assert "已交给队员" in words(await leader.last(f"疏通下水 · {number}"))
    assert "新的到场码" in words(await resident.last("上门"))
    assert "3栋" not in words(await leader.last(f"疏通下水 · {number}"))
    assert "水电维修队 · 小陈" in words(await resident.last(f"疏通下水 · {number}"))
    assert "不在您手上" in await leader.taps_old(old, "签到")
    need = (await town.find(number)).id
    assert "不是您的" in await stranger.taps_data(f"t:done:{need}:")
