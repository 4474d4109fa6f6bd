"""The first minute: finding one's community, in one's own language, by every door."""

from datetime import UTC, datetime, timedelta

from core import clock
from core.actor import SYSTEM
from core.db import Database
from core.models import Area, Need, Person, RoleKind, Status
from core.people.invitations import invite
from core.registry.queries import area_by_code
from tests.town import FAR, HOME, Town, build, buttons, open_town, words


async def test_tapping_down_the_tree(town: Town) -> None:
    person = town.citizen("王奶奶")
    await person.starts()
    asked = await person.last("您住在哪里")
    assert buttons(asked) == ["幸福里社区", "‹ 返回"] or "和平街道" in buttons(asked)
    await person.taps("幸福里社区")
    assert "已选 幸福里社区" in words(await person.last("已选"))
    welcome = words(await person.last("欢迎来到幸福里社区"))
    assert "门牌只给接单的人和社区工作人员看" in welcome and "楼下下水道堵了" in welcome
    assert len(await person.sees()) == 2
    menu = [command["command"] for command in await person.phone.commands()]
    assert menu[:2] == ["mine", "services"] and "tasks" not in menu


async def test_by_name_position_and_start_again(town: Town) -> None:
    by_name = town.citizen("小李")
    await by_name.starts()
    await by_name.says("幸福里")
    assert "幸福里社区" in buttons(await by_name.last("是这里吗"))
    await by_name.taps("幸福里社区", "是这里吗")
    await by_name.last("欢迎来到幸福里社区")
    await by_name.starts()
    assert await by_name.seen("欢迎来到") == 2
    lost = town.citizen("小赵")
    await lost.starts()
    await lost.says("火星基地")
    assert "没找到这个地方" in words(await lost.last())
    await lost.sends("location", *FAR)
    assert "不在我们服务的地方" in words(await lost.last())
    await lost.sends("location", *HOME)
    assert "欢迎来到" in words(await lost.last())


async def test_a_sentence_before_choosing_waits_and_goes_on(town: Town) -> None:
    person = town.citizen("王奶奶")
    await person.says("楼下下水道堵了，污水都漫出来了")
    assert "您的话我记下了" in words(await person.last())
    await person.says("家里水管漏水，地上都是水")
    await person.taps("幸福里社区")
    drafts = [m for m in await person.sees() if any("提交" in b for b in buttons(m))]
    assert ["疏通下水" in words(drafts[0]), "漏水维修" in words(drafts[1])] == [True, True]
    await person.taps("提交", "疏通下水")
    await person.last("XQ-")


async def test_before_any_area_is_registered_words_wait(db: Database) -> None:
    async with open_town(db, empty=True) as town:
        person = town.citizen("王奶奶")
        await person.starts()
        assert "还没有开通社区" in words(await person.last())
        await person.says("楼下下水道堵了，污水都漫出来了")
        assert "还没有开通社区" in words(await person.last())
        await build(db)
        await person.starts("area_XFL")
        await person.taps("提交", "楼下下水道堵了")
        await person.last("XQ-")


async def test_languages(town: Town) -> None:
    unknown = town.citizen("Ivan", "ru")
    await unknown.starts()
    assert "您住在哪里" in words(await unknown.last())
    hant = town.citizen("陳太", "zh-hant")
    await hant.starts("area_XFL")
    assert "歡迎來到幸福里社區" in words(await hant.last())
    english = town.citizen("Emma", "en-GB")
    await english.starts("area_XFL")
    assert "Welcome to 幸福里社区" in words(await english.last()) or "幸福里社区" in words(
        await english.last()
    )
    await english.says("/settings")
    await english.taps("Language")
    await english.taps("简体中文")
    assert "以后用中文" in words(await english.last())
    await english.says("/help")
    assert "直接说一句话就能求助" in words(await english.last())
    labels = {c["command"]: c["description"] for c in await english.phone.commands()}
    assert labels["mine"] == "我的诉求"


async def test_links_that_do_not_work(town: Town) -> None:
    with clock.stopped(datetime.now(UTC)) as time:
        async with town.db.write() as session:
            area = await area_by_code(session, "XFL")
            _, once = await invite(session, SYSTEM, RoleKind.VOLUNTEER, area)
            _, short = await invite(session, SYSTEM, RoleKind.VOLUNTEER, area, ttl=timedelta(hours=1))
        first, second = town.citizen("甲"), town.citizen("乙")
        await first.starts(once)
        assert "您现在是 幸福里社区 的志愿者" in words(await first.last("您现在是"))
        await first.starts(once)
        assert await first.seen("名额已用完") == 0
        for payload, answer in (
            (once, "名额已用完"),
            ("join_nonsense", "没有这个邀请"),
            ("area_NOWHERE", "链接不对"),
            ("whatever", "链接不对"),
            ("need_XQ-20200101-0001", "没有这件诉求"),
            ("need_", "没有这件诉求"),
            ("in_abc", "链接不对"),
        ):
            await second.starts(payload)
            texts = [words(m) for m in await second.sees()][-2:]
            assert answer in texts[0], (payload, texts)
            assert "您住在哪里" in texts[1], (payload, texts)
        time.advance(hours=2)
        await second.starts(short)
        assert "邀请已过期" in [words(m) for m in await second.sees()][-2]
        assert await town.count(Person, Person.home_area_id.is_not(None)) == 1
        assert await town.count(Area) == 4


async def test_a_neighbours_need_and_me_too(town: Town) -> None:
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need("楼下下水道堵了，污水都漫出来了")
    neighbour = await town.resident("刘叔", home="")
    await neighbour.starts(f"need_{number}")
    seen = words(await neighbour.last(number))
    assert "疏通下水" in seen and "等接单" in seen
    assert "501" not in seen and "污水" not in seen
    assert "已加入" in await neighbour.taps("我也是")
    await neighbour.taps("我也是")
    assert "1 位邻居也遇到" in words(await resident.last("疏通下水"))
    await leader.taps("接单")
    assert "李队长" in words(await neighbour.last("接单了"))
    assert "到场码" not in "".join(words(m) for m in await neighbour.sees())
    await resident.starts(f"need_{number.lower()}")
    assert await town.count(Need, Need.status == Status.ASSIGNED) == 1


async def test_same_building_same_trouble_offers_to_join(town: Town) -> None:
    first = await town.resident()
    number = await first.need("楼下下水道堵了，污水都漫出来了")
    second = await town.resident("刘叔", home="3栋2单元502")
    mine = await second.need("下水道堵了，卫生间反水")
    offer = await second.last("同样的事")
    assert number in words(offer)
    await second.taps("我也是", "同样的事")
    assert (await town.find(mine)).status is Status.CANCELLED
    assert "已取消" in words(await second.last(mine))
    assert "1 位邻居" in words(await first.last(number))
