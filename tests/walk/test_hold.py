"""Putting a task on hold: asked by the handler, agreed by the coordinator, seen by the resident."""

from datetime import UTC, datetime

from core import clock
from core.models import NeedEvent, Outbox, RoleKind, Status
from tests.town import Town, words


async def test_a_hold_is_asked_agreed_and_ends_by_itself(town: Town) -> None:
    with clock.stopped(datetime.now(UTC)) as time:
        leader = await town.joined("李队长", RoleKind.TEAM_LEADER, "T1")
        officer = await town.joined("张网格员", RoleKind.COORDINATOR, "XFL")
        resident = await town.resident()
        await resident.says("厨房水管漏水，地上全是水")
        await resident.taps("提交")
        await leader.taps("接单")
        await leader.taps("挂账")
        await leader.taps("等配件材料")
        await leader.taps("3 天")
        asked = await officer.last("想挂账 3 天")
        assert "等配件材料" in words(asked)
        await officer.taps("同意")
        assert "已挂账" in words(await resident.last("漏水维修 · XQ"))
        assert "同意挂账 3 天" in words(await leader.last("同意挂账"))
        time.advance(days=3, minutes=1)
        await town.settle()
        assert "已接单" in words(await resident.last("漏水维修 · XQ"))
        again = await officer.taps_old(asked, "同意")
        assert again == "" or "卡片" in again


async def test_the_resident_hears_of_a_hold_and_the_handler_can_go_on_before_its_end(town: Town) -> None:
    leader, officer, resident = await town.leader(), await town.officer(), await town.resident()
    number = await resident.need("厨房水管漏水，地上全是水")
    await leader.taps("接单", number)
    for label in ("挂账", "等配件材料", "3 天"):
        await leader.taps(label)
    await officer.taps("同意")
    assert "等配件材料" in words(await resident.last("先挂账 3 天"))
    assert "接着办" in await leader.taps("继续办", number)
    assert (await town.find(number)).status is Status.ASSIGNED
    assert "已接单" in words(await resident.last(f"漏水维修 · {number}"))


async def test_nobody_agrees_to_their_own_hold(town: Town) -> None:
    officer = await town.joined("张网格员", RoleKind.COORDINATOR, "XFL")
    resident = await town.resident()
    await resident.says("隔壁太吵了，半夜还在装修")
    await resident.taps("提交")
    await officer.taps("接单")
    await officer.taps("挂账")
    await officer.taps("其他")
    assert "没有别的工作人员" in await officer.taps("1 天")


async def test_a_hold_of_the_only_coordinator_is_agreed_one_level_up(town: Town) -> None:
    officer, street = await town.officer(), await town.officer("街道王主任", "HPJ")
    resident = await town.resident()
    number = await resident.need("隔壁太吵了，半夜还在装修")
    await officer.taps("接单")
    await officer.taps("挂账")
    await officer.taps("其他")
    await officer.taps("1 天")
    await street.taps("同意", number)
    assert await resident.seen("已挂账")


async def test_the_request_of_a_former_handler_does_not_stop_the_next(town: Town) -> None:
    officer, leader = await town.officer(), await town.leader()
    number = await (await town.resident()).need("楼下下水道堵了，污水都漫出来了")
    await leader.taps("接单", number)
    need = await town.find(number)
    await leader.taps_data(f"t:held:{need.id}:parts-7")
    asked = await officer.last("想挂账 7 天")
    following = await town.leader("赵队长", "T2")
    await leader.taps_data(f"t:returned:{need.id}:busy")
    await following.taps("接单", number)
    for answer in ("同意", "不同意"):
        assert "已不在" in await officer.taps_old(asked, answer)
    assert (await town.find(number)).status is Status.ASSIGNED
    assert not await leader.seen("没有同意挂账") and not await following.seen("挂账 7 天")
    assert "已不在您手上" in await leader.taps_data(f"t:held:{need.id}:parts-7")


async def test_asked_twice_is_asked_once(town: Town) -> None:
    officer, leader = await town.officer(), await town.leader()
    number = await (await town.resident()).need("楼下下水道堵了，污水都漫出来了")
    await leader.taps("接单", number)
    need = await town.find(number)
    for _ in range(2):
        assert "已请社区同意" in await leader.taps_data(f"t:held:{need.id}:parts-7")
    assert await officer.seen("想挂账 7 天") == 1
    assert await town.count(NeedEvent, NeedEvent.event == "hold-asked") == 1
    await officer.taps("不同意")
    await leader.taps_data(f"t:held:{need.id}:parts-7")
    assert await town.count(Outbox, Outbox.kind == "hold-asked") == 2
