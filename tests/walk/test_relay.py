"""Talking under a need's number: both ways, any kind, across channels, until it ends."""

from datetime import UTC, datetime

from sqlalchemy import select

from core import clock
from core.actor import SYSTEM
from core.clock import Clock
from core.models import Need, NeedMessage, RoleKind, Team
from core.people.invitations import invite
from tests.town import HOME, Citizen, Town, open_channel, words
from webchat.phone import PICTURE

DRAIN = "楼下下水道堵了，污水都漫出来了"
OGG = b"OggS" + bytes(40)


async def taken(town: Town) -> tuple[Citizen, Citizen, str]:
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    return leader, resident, number


async def test_both_ways_and_every_kind(town: Town) -> None:
    leader, resident, number = await taken(town)
    await resident.taps("联系", f"疏通下水 · {number}")
    assert "双方看不到彼此的账号和电话" in words(await resident.last())
    await resident.says("门口有狗，请先打招呼")
    passed = await leader.last("门口有狗")
    assert words(passed).startswith(f"💬 {number} 居民：") and "王奶奶" not in words(passed)
    await resident.sends("photo", PICTURE, "就是这里")
    assert (await leader.last("就是这里")).get("photo")
    await resident.sends("voice", OGG)
    assert (await leader.last(number)).get("voice")
    await resident.sends("location", *HOME)
    assert (await leader.sees())[-1].get("location")
    await leader.taps("回复", "门口有狗")
    await leader.says("好的，十分钟到")
    assert "服务人员：好的，十分钟到" in words(await resident.last(number))
    await resident.taps("结束联系")
    await resident.says("家里水管漏水，地上都是水")
    assert "漏水维修" in words(await resident.last("地上"))
    assert not await leader.seen("地上都是水")


async def test_a_reply_finds_its_need(town: Town) -> None:
    leader, resident, number = await taken(town)
    two = await resident.need("家里水管漏水，地上都是水")
    await leader.taps("接单", two)
    first = await resident.last(f"疏通下水 · {number}")
    await resident.says("这个先别来", reply_to=first["message_id"])
    assert number in words(await leader.last("这个先别来"))
    said = await leader.last("这个先别来")
    await leader.says("好，改明天", reply_to=said["message_id"])
    assert number in words(await resident.last("好，改明天"))
    accepted = await resident.last(f"{two} 漏水维修")
    await resident.says("家门口等您", reply_to=accepted["message_id"])
    assert two in words(await leader.last("家门口等您"))


async def test_it_ends_with_the_need_and_strangers_stay_out(town: Town) -> None:
    leader, resident, number = await taken(town)
    stranger = await town.resident("刘叔")
    need = await town.find(number)
    assert "没有这件诉求" in await stranger.taps_data(f"n:contact:{need.id}")
    await leader.taps("联系", number)
    await leader.taps("签到", number)
    await leader.sends("location", *HOME)
    await leader.taps("完成", number)
    await resident.taps("已解决")
    await resident.taps("⭐⭐⭐⭐⭐", number)
    await leader.says("楼道灯坏了，晚上看不见")
    assert not await resident.seen("晚上看不见")
    assert "已经结束" in await resident.taps_data(f"n:contact:{need.id}")
    assert await town.count(Need, Need.reporter_id == need.reporter_id) == 1


async def test_a_photo_crosses_to_a_handler_on_another_channel(town: Town) -> None:
    with clock.stopped(datetime.now(UTC)) as time:
        await _across(town, time)


async def _across(town: Town, time: Clock) -> None:
    async with open_channel(town, "telegram") as other:
        leader = await town.leader()
        abroad = other.citizen("赵队长")
        async with town.db.write() as session:
            team = await session.scalar(select(Team).where(Team.code == "T2"))
            assert team is not None
            _, payload = await invite(session, SYSTEM, RoleKind.TEAM_LEADER, team)
        await abroad.starts(payload)
        assert "应急服务队 的队长" in words(await abroad.last("您现在是"))
        resident = await town.resident()
        await resident.sends("photo", PICTURE, DRAIN)
        await resident.taps("提交")
        await leader.taps("不接")
        await leader.taps("正忙")
        await abroad.taps("接单", "疏通下水")
        assert any(m.get("photo") for m in await abroad.sees())
        await resident.taps("联系", "疏通下水 · ")
        await resident.sends("voice", OGG)
        time.advance(seconds=2)
        await town.settle()
        assert any(m.get("voice") for m in await abroad.sees())
        await abroad.taps("回复")
        await abroad.sends("photo", PICTURE[:-2] + b"ab", "看到了")
        time.advance(seconds=2)
        await town.settle()
        assert (await resident.last("看到了")).get("photo")
    async with town.db.read() as session:
        assert len((await session.scalars(select(NeedMessage))).all()) == 3
