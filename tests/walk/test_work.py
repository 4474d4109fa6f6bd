"""At the door: arriving, finishing, giving back, asking."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core import clock
from core.clock import Clock
from core.crypto import arrival_code
from core.models import Assignment, Lane, NeedMessage, Status, Visit
from tests.town import HOME, Citizen, Town, words

DRAIN = "楼下下水道堵了，污水都漫出来了"
OUTSIDE = (HOME[0] + 0.003, HOME[1])
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def time() -> Iterator[Clock]:
    with clock.stopped(MONDAY) as stopped:
        yield stopped


async def taken(town: Town) -> tuple[Citizen, Citizen, str]:
    """A leader who has accepted the resident's need."""
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    return leader, resident, number


async def code_of(town: Town, number: str) -> str:
    need = await town.find(number)
    async with town.db.read() as session:
        lead = await session.scalar(
            select(Assignment).where(Assignment.need_id == need.id, Assignment.until.is_(None))
        )
        assert lead is not None
        return arrival_code(need.id, lead.id)


async def test_by_position_inside_and_outside(town: Town, time: Clock) -> None:
    leader, resident, number = await taken(town)
    await leader.taps("签到", number)
    await leader.sends("location", *OUTSIDE)
    assert "位置离现场超过 200 米" in words(await leader.last())
    assert await town.count(Visit) == 0
    await leader.sends("location", *HOME)
    assert "签到成功" in words(await leader.last("签到成功"))
    assert "已到场" in words(await resident.last(f"疏通下水 · {number}"))
    async with town.db.read() as session:
        kept = (await session.scalars(select(NeedMessage).where(NeedMessage.lat.is_not(None)))).all()
    assert list(kept) == []
    await leader.says("/checkin")
    assert await town.count(Visit) == 1


async def test_five_wrong_codes_lock_the_code_but_not_the_position(town: Town, time: Clock) -> None:
    leader, _, number = await taken(town)
    right = await code_of(town, number)
    wrong = str((int(right) + 1) % 10000).zfill(4)
    await leader.says("/checkin")
    assert "请发送位置，或输入" in words(await leader.last(number))
    for _n in range(5):
        await leader.says(wrong)
        assert "到场码不对" in words(await leader.last())
    await leader.says(right)
    assert "码错了 5 次" in words(await leader.last())
    await leader.sends("location", *HOME)
    assert "签到成功" in words(await leader.last("签到成功"))


async def test_done_wants_a_visit_first_and_is_said_once(town: Town, time: Clock) -> None:
    leader, resident, number = await taken(town)
    need = await town.find(number)
    assert "请先点“签到”" in await leader.taps_data(f"t:done:{need.id}:")
    await leader.taps("签到", number)
    await leader.says(await code_of(town, number))
    await leader.taps("完成", number)
    assert "已完成" in await leader.taps_data(f"t:done:{need.id}:")
    assert await resident.seen("您看解决了吗") == 1
    assert "等居民评价" in words(await leader.last("已记为完成"))
    await leader.sends("photo", caption="通好了")
    assert "已转给居民" in words(await leader.last())
    result = await resident.last("处理结果：通好了")
    assert result.get("photo")
    assert "3栋" not in words(await leader.last(f"疏通下水 · {number}"))


async def test_a_returned_task_goes_to_the_next_and_not_back(town: Town, time: Clock) -> None:
    other = await town.leader("赵队长", "T2")
    leader, resident, number = await taken(town)
    officer = await town.officer()
    before = (await town.find(number)).resolve_by
    await leader.taps("退单", number)
    await leader.taps("返回", "为什么退单")
    await leader.taps("退单", number)
    await leader.taps("缺工具材料")
    assert "已退单" in words(await leader.last(f"疏通下水 · {number}"))
    assert "正在换人" in words(await resident.last("换人"))
    await other.taps("接单", number)
    await other.taps("退单", number)
    await other.taps("没时间", "为什么退单")
    need = await town.find(number)
    assert need.status is Status.TRIAGE and need.resolve_by == before
    assert await officer.seen(number)
    await officer.taps("转办", number)
    await officer.says("区排水公司")
    await officer.says("无")
    await officer.taps("1 天后")
    await officer.taps("填结果", number)
    await officer.says("已疏通主管道")
    await resident.taps("已解决")
    await resident.taps("⭐⭐⭐⭐⭐", number)
    for person in (leader, other):
        await person.says("/points")
        assert "您的积分：0" in words(await person.last())
    assert "李队长" not in words(await resident.last(f"疏通下水 · {number}"))


@pytest.mark.parametrize("how", ["plainly", "by button", "by reply"])
async def test_a_question_pauses_the_clock_until_the_answer(town: Town, time: Clock, how: str) -> None:
    leader, resident, number = await taken(town)
    before = (await town.find(number)).resolve_by
    assert before is not None
    await leader.taps("问居民", number)
    await leader.says("是厨房还是卫生间？")
    question = await resident.last("是厨房还是卫生间")
    assert "时钟在您回复前暂停" in words(question)
    assert "时钟暂停" in words(await resident.last(f"疏通下水 · {number}"))
    time.advance(minutes=5)
    if how == "by button":
        await resident.taps("回复", "是厨房")
    await resident.says(
        "厨房，水槽下面在漏水", reply_to=question["message_id"] if how == "by reply" else None
    )
    assert "厨房，水槽下面" in words(await leader.last("居民："))
    need = await town.find(number)
    assert need.status is Status.ASSIGNED
    assert need.resolve_by is not None and (need.resolve_by - before).total_seconds() == 300
    if how == "by button":
        await resident.taps("结束联系")
    await resident.says("楼道灯坏了，晚上看不见")
    assert "照明" in words(await resident.last("看不见"))


async def test_a_question_nobody_answers_runs_on(town: Town, time: Clock) -> None:
    leader, _resident, number = await taken(town)
    await leader.taps("问居民", number)
    await leader.says("几点在家？")
    time.advance(hours=73)
    await town.settle()
    assert (await town.find(number)).status is Status.ASSIGNED
    assert await town.count(NeedMessage, NeedMessage.lane == Lane.RELAY) == 1


async def test_tasks_lists_what_is_in_hand_and_offered(town: Town, time: Clock) -> None:
    leader, resident, number = await taken(town)
    two = await resident.need("家里水管漏水，地上都是水")
    await leader.says("/tasks")
    assert "手上 1 件，待接 1 件" in words(await leader.last())
    await leader.taps(two, "手上 1 件")
    assert "选您" in words(await leader.last())
    await leader.taps(number, "手上 1 件")
    assert "3栋 2单元501" in words(await leader.last())
    await leader.taps("退单", number)
    await leader.taps("没时间")
    await leader.taps("不接", two)
    await leader.taps("正忙")
    await leader.says("/tasks")
    assert "现在没有任务" in words(await leader.last())


async def test_the_arrival_code_in_full_width_digits(town: Town) -> None:
    leader, resident = await town.leader(), await town.resident()
    number = await resident.need("楼下下水道堵了，污水都漫出来了")
    await leader.taps("接单", number)
    need = await town.find(number)
    async with town.db.read() as session:
        lead = await session.scalar(select(Assignment).where(Assignment.need_id == need.id))
    assert lead is not None
    wide = arrival_code(need.id, lead.id).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    await leader.taps("签到", number)
    await leader.says(f"{wide} ")
    assert (await town.find(number)).status is Status.IN_PROGRESS


async def test_a_locked_code_is_unlocked_by_the_coordinator(town: Town) -> None:
    officer, leader, resident = await town.officer(), await town.leader(), await town.resident()
    number = await resident.need("楼下下水道堵了，污水都漫出来了")
    await leader.taps("接单", number)
    need = await town.find(number)
    async with town.db.read() as session:
        lead = await session.scalar(select(Assignment).where(Assignment.need_id == need.id))
    assert lead is not None
    code = arrival_code(need.id, lead.id)
    wrong = f"{(int(code) + 1) % 10000:04d}"
    await leader.taps("签到", number)
    for _ in range(5):
        await leader.says(wrong)
    await leader.says(code)
    assert "已告诉社区工作人员" in words(await leader.last())
    assert await officer.seen("输错了 5 次") == 1
    await officer.taps("解锁", number)
    assert "再输一次到场码" in words(await leader.last("再输一次"))
    await leader.says(code)
    assert (await town.find(number)).status is Status.IN_PROGRESS
