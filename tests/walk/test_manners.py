"""Small things that people do: thanks instead of a door, a phone that was off, a member who says no."""

from core.models import Person, Status
from tests.town import HOME, Town, words

DRAIN = "楼下下水道堵了，污水都漫出来了"


async def test_thanks_is_no_door_and_i_do_not_know_is_no_home(town: Town) -> None:
    resident = await town.resident(home="")
    number = await resident.need(DRAIN)
    await resident.last("哪栋楼")
    await resident.says("谢谢")
    assert "不客气" in words(await resident.last())
    assert "还没有门牌" in words(await resident.last(f"疏通下水 · {number}"))
    await resident.says("不知道")
    assert await town.count(Person, Person.home_unit.is_not(None)) == 0
    await resident.taps("补地址", number)
    await resident.says("3栋2单元501")
    assert "3栋 2单元501" in words(await resident.last(f"疏通下水 · {number}"))
    assert await town.count(Person, Person.home_unit.is_not(None)) == 1


async def test_a_sticker_leaves_the_draft_alone(town: Town) -> None:
    resident = await town.resident()
    await resident.says(DRAIN)
    await resident.sends("sticker")
    assert "您的草稿还在" in words(await resident.last())
    await resident.taps("提交")


async def test_back_again_the_resident_sees_how_things_stand(town: Town) -> None:
    leader, resident = await town.leader(), await town.resident()
    number = await resident.need(DRAIN)
    await resident.phone.block()
    await town.settle()
    await leader.taps("接单", number)
    await leader.taps("签到", number)
    await leader.sends("location", *HOME)
    await leader.taps("完成", f"疏通下水 · {number}")
    await resident.phone.unblock()
    await town.settle()
    assert number in words(await resident.last("等您评价"))
    await resident.taps("已解决", "您看解决了吗")
    await resident.taps("⭐⭐⭐⭐⭐")
    assert (await town.find(number)).status is Status.CLOSED


async def test_a_member_declines_for_themselves_a_leader_for_the_team(town: Town) -> None:
    one, two = await town.member("小陈"), await town.member("小周")
    other = await town.leader("赵队长", "T2")
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await one.taps("不接", number)
    await one.taps("太远")
    assert "没关系" in words(await one.last(number)) and not await other.seen(number)
    await two.taps("不接", number)
    await two.taps("正忙")
    assert await other.seen(number)
    await other.taps("接单", number)
    assert (await town.find(number)).status is Status.ASSIGNED


async def test_an_invitation_made_in_chat_works(town: Town) -> None:
    officer = await town.officer()
    await officer.says("/invite")
    await officer.taps("志愿者")
    link = words(await officer.last("把这个链接发给对方"))
    payload = link.split("start=")[1].split()[0]
    helper = town.citizen("小刘")
    await helper.starts(payload)
    assert "志愿者" in words(await helper.last("您现在是"))
    assert "duty" in [c["command"] for c in await helper.phone.commands()]
    await helper.says("/invite")
    assert "社区工作人员用的" in words(await helper.last())
    await helper.says("/privacy")
    assert "怎样对待您的信息" in words(await helper.last())
