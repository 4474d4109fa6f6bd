"""What a command says to people with this role or none."""

from sqlalchemy import select, update

from core import clock
from core.models import Contact, RoleKind
from core.people.roles import add_role
from tests.town import HOME, Citizen, Town, buttons, words
from webchat.tables import chats

DRAIN = "楼下下水道堵了，污水都漫出来了"


async def admin_of_all(town: Town) -> Citizen:
    person = town.citizen("管理员")
    await person.starts("area_XFL")
    async with town.db.write() as session:
        found = select(Contact.person_id).where(Contact.address == str(person.phone.user.id))
        person_id = (await session.scalars(found)).one()
        await add_role(session, person_id, RoleKind.ADMIN, None, granted_by=None, now=clock.now())
    return person


async def test_an_invited_resident_is_welcomed(town: Town) -> None:
    resident = town.citizen("王奶奶")
    await resident.says(DRAIN)
    await town.joined("王奶奶", RoleKind.RESIDENT, "XFL")
    welcome = words(await resident.last("欢迎来到幸福里社区"))
    assert "门牌只给接单的人和社区工作人员看" in welcome
    await resident.taps("提交", "疏通下水")
    volunteer = await town.volunteer("小刘")
    assert "志愿者" in words(await volunteer.last("您现在是"))
    assert "/privacy" in words(await volunteer.last("欢迎来到"))


async def test_start_greets_each_role(town: Town) -> None:
    leader, officer = await town.leader(), await town.officer()
    await leader.starts()
    hello = words(await leader.last())
    assert "水电维修队" in hello and "队长" in hello and "/tasks" in hello
    assert not await leader.seen("您住在哪里")
    await officer.starts()
    assert "/desk" in words(await officer.last()) and "协调员" in words(await officer.last())
    await officer.says(DRAIN)
    assert "幸福里社区" in words(await officer.last()) and not await officer.seen("住在哪里")


async def test_commands_that_are_not_for_residents_say_what_is(town: Town) -> None:
    resident = await town.resident()
    for command in ("/tasks", "/points", "/desk", "/duty", "/checkin"):
        await resident.says(command)
        assert "/mine" in words(await resident.last()), command
    helper = await town.volunteer("小刘")
    await helper.says("/tasks")
    assert "现在没有任务" in words(await helper.last())
    await helper.says("/points")
    assert "您的积分" in words(await helper.last())


async def test_an_admin_of_everything_invites(town: Town) -> None:
    admin = await admin_of_all(town)
    await admin.says("/invite")
    await admin.taps("志愿者")
    link = words(await admin.last("把这个链接发给对方"))
    assert "江城市" in link
    helper = town.citizen("小刘")
    await helper.starts(link.split("start=")[1].split()[0])
    assert "志愿者" in words(await helper.last("您现在是"))


async def test_the_desk_of_an_admin_of_everything(town: Town) -> None:
    admin = await admin_of_all(town)
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await admin.says("/desk")
    assert number in buttons(await admin.last("待办"))[0]


async def test_who_looks_after_two_areas_chooses(town: Town) -> None:
    officer = await town.officer()
    await town.joined("张网格员", RoleKind.COORDINATOR, "XFL-2")
    await officer.says("/invite")
    await officer.taps("居民")
    assert buttons(await officer.last("哪里")) == ["幸福里社区", "第二网格"]
    await officer.taps("第二网格")
    assert "第二网格" in words(await officer.last("把这个链接发给对方"))
    outsider = await town.resident()
    assert "社区工作人员用的" in await outsider.taps_data("x:invite:volunteer-1")


async def test_lines_begin_with_what_it_is(town: Town) -> None:
    leader, resident = await town.leader(), await town.resident()
    number = await resident.need(DRAIN)
    await resident.says("/mine")
    assert buttons(await resident.last("您的诉求")) == [f"疏通下水 · 等接单 · {number}"]
    await leader.taps("接单", number)
    await leader.says("/tasks")
    assert buttons(await leader.last("手上"))[0] == f"🧰 疏通下水 · 已接单 · {number}"


async def test_a_verdict_without_stars_counts(town: Town) -> None:
    leader, resident = await town.leader(), await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    await leader.taps("签到", number)
    await leader.sends("location", *HOME)
    await leader.taps("完成", number)
    await resident.taps("已解决", "您看解决了吗")
    card = words(await resident.last("到时间自动办结"))
    assert "您的评价" in card and "等您评价" not in card
    rows = (await resident.last("给几颗星"))["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [
        ["⭐", "⭐⭐", "⭐⭐⭐"],
        ["⭐⭐⭐⭐", "⭐⭐⭐⭐⭐"],
        ["不打星"],
    ]
    await resident.says("/mine")
    assert "已评价" in buttons(await resident.last("您的诉求"))[0]
    await resident.taps("⭐⭐⭐⭐⭐", number)
    await leader.says("/points")
    entry = words(await leader.last("您的积分"))
    assert "5 星" in entry and "规则" not in entry


async def test_the_language_follows_the_client_until_it_is_chosen(town: Town) -> None:
    resident = await town.resident("Emma", "zh-hans")
    assert "欢迎" in words(await resident.last("欢迎"))
    await follow(town, resident, "en")
    await resident.says("/help")
    assert "Say in one sentence" in words(await resident.last())
    await follow(town, resident, "")
    await resident.says("/help")
    assert "Say in one sentence" in words(await resident.last())
    await resident.says("/settings")
    await resident.taps("Language")
    await resident.taps("简体中文")
    await follow(town, resident, "en")
    await resident.says("/help")
    assert "直接说一句话" in words(await resident.last())


async def follow(town: Town, citizen: Citizen, language: str) -> None:
    """The person sets their client to another language."""
    async with town.db.write() as session:
        mine = chats.c.user_id == citizen.phone.user.id
        await session.execute(update(chats).where(mine).values(language_code=language))
