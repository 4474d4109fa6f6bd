"""The coordinator's desk: one tap each, refused to everybody else."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core import clock
from core.clock import Clock
from core.models import CategoryExample, Outcome, Status
from tests.town import Town, buttons, words
from webchat.phone import PICTURE

DRAIN = "楼下下水道堵了，污水都漫出来了"
GAS = "燃气公司一直不来换表，想换燃气表"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def time() -> Iterator[Clock]:
    with clock.stopped(MONDAY) as stopped:
        yield stopped


async def test_i_take_it_and_see_the_material(town: Town, time: Clock) -> None:
    officer = await town.officer()
    resident = await town.resident()
    await resident.sends("photo", PICTURE, DRAIN)
    await resident.taps("提交")
    card = await officer.last("为什么找您")
    assert [b[2:].strip() for b in buttons(card)] == [
        "我来办",
        "选队伍",
        "转办",
        "改类别",
        "不受理",
        "看材料",
    ]
    await officer.taps("看材料")
    assert any(m.get("photo") for m in await officer.sees())
    assert "接单成功" in await officer.taps("我来办")
    assert "接单成功" in await officer.taps_old(card, "我来办")
    assert "张网格员" in words(await resident.last("接单了"))
    need = (await town.find(words(card).split("· ")[1].split("\n")[0])).id
    assert "已经安排好了" in await officer.taps_data(f"d:rejected:{need}:other")
    await officer.taps("完成", "下一步")
    await resident.taps("已解决")
    await resident.taps("不打星")
    assert "已办结" in words(await officer.last("🗂"))


async def test_choosing_a_team(town: Town, time: Clock) -> None:
    officer = await town.officer()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await officer.taps("选队伍", number)
    assert "联系上" in await officer.taps("应急服务队")
    leader = await town.leader("赵队长", "T2")
    assert "已派给队伍" in await officer.taps("应急服务队")
    assert "社区指定" in words(await leader.last(number))
    await leader.taps("不接", number)
    await leader.taps("不会这个")
    assert "问过的都没有接" in words(await officer.last(number))


async def test_transfer_by_text_and_by_button_then_result_and_verdict(town: Town, time: Clock) -> None:
    officer = await town.officer()
    resident = await town.resident()
    number = await resident.need("小区门口的路塌了一个坑，路面破损")
    assert "要转给主管单位" in words(await officer.last(number))
    await officer.taps("转办", number)
    await officer.says("区市政维护所")
    await officer.says("SZ-2026-77")
    for said, answer in (("过阵子", "日期没看懂"), ("2026-13-45", "日期没看懂"), ("2026-11-20", "今天以后")):
        await officer.says(said)
        assert answer in words(await officer.last()), said
    await officer.says("2026-11-26")
    assert "已转办" in words(await officer.last("已转办"))
    told = words(await resident.last("我们盯着"))
    assert "区市政维护所" in told and "SZ-2026-77" in told
    assert "11月26日 09:00 我们会去问进展" in words(await resident.last(f"道路破损 · {number}"))
    before = await officer.last(number)
    time.advance(days=3)
    await town.settle()
    assert (await officer.last(number))["message_id"] > before["message_id"]
    await officer.taps("收回", number)
    assert "从主管单位收回" in words(await officer.last(number))
    await officer.taps("转办", number)
    await officer.says("区市政维护所")
    await officer.says("无")
    await officer.taps("7 天后")
    await officer.taps("填结果", number)
    await officer.says("已铺好新路面")
    assert "已铺好新路面" in words(await resident.last("处理结果"))
    await resident.taps("已解决")
    await resident.taps("⭐⭐⭐⭐⭐", number)
    need = await town.find(number)
    assert (need.status, need.outcome) == (Status.CLOSED, Outcome.SOLVED)


async def test_an_authority_that_nobody_judges(town: Town, time: Clock) -> None:
    officer = await town.officer()
    resident = await town.resident()
    number = await resident.need("小区门口的路塌了一个坑，路面破损")
    await officer.taps("转办", number)
    await officer.says("区市政维护所")
    await officer.says("无")
    await officer.taps("1 天后")
    await officer.taps("填结果", number)
    await officer.says("已铺好新路面")
    time.advance(hours=73)
    await town.settle()
    assert (await town.find(number)).outcome is Outcome.TRANSFERRED


async def test_rejecting_with_a_reason(town: Town, time: Clock) -> None:
    officer = await town.officer()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await officer.taps("不受理", number)
    await officer.taps("返回", "不受理的原因")
    await officer.taps("不受理", number)
    await officer.taps("没有说清事实")
    told = words(await resident.last("没有受理："))
    assert "没有说清事实" in told and "联系居委会" in told
    assert (await town.find(number)).status is Status.REJECTED


async def test_recategorising_routes_anew_and_teaches(town: Town, time: Clock) -> None:
    leader = await town.leader()
    officer = await town.officer()
    resident = await town.resident()
    await resident.says("家里有点问题，不知道怎么弄")
    await resident.taps("提交")
    number = (await officer.last("📮"))["text"].split("· ")[1].split("\n")[0]
    await officer.taps("不接", number)
    await officer.taps("其他", "为什么不接")
    await officer.taps("改类别", number)
    await officer.taps("维修", "哪一类")
    await officer.taps("疏通下水")
    assert await leader.seen(number)
    async with town.db.read() as session:
        example = await session.scalar(select(CategoryExample))
    assert example is not None and example.chosen_code == "drain"


async def test_the_desk_and_strangers(town: Town, time: Clock) -> None:
    officer = await town.officer()
    elsewhere = await town.officer("别处", "XFL-2")
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await officer.says("/desk")
    assert "待办 1 件" in words(await officer.last())
    await officer.taps(number, "待办")
    assert "为什么找您" in words(await officer.last())
    await elsewhere.says("/desk")
    assert "没有待办" in words(await elsewhere.last())
    await resident.says("/desk")
    assert "社区工作人员用的" in words(await resident.last())
    need = (await town.find(number)).id
    dos = "take team chosen recategorise reject rejected transfer result takeback material show card date"
    for do in dos.split():
        for person in (resident, elsewhere):
            said = await person.taps_data(f"d:{do}:{need}:1")
            assert said and "谢谢" not in said, (do, said)
    assert "范围" in await elsewhere.taps_data(f"c:{need}:noise:triage")
    assert (await town.find(number)).status is Status.TRIAGE
