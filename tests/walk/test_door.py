"""The door: what is kept as an address, what goes its usual way, and what a later tap may change."""

from core.models import Person, Status
from tests.town import HOME, Town, words

DRAIN = "楼下下水道堵了，污水都漫出来了"
NO_DOOR = (
    "你们有没有人啊",
    "师傅到哪了",
    "人工",
    "I am in New York, please call her not me",
    "下午3点以后在家",
    "13800138000",
)


async def test_a_sentence_is_no_door(town: Town) -> None:
    resident = await town.resident(home="")
    number = await resident.need(DRAIN)
    for text in NO_DOOR:
        await resident.says(text)
        assert (await town.find(number)).unit is None, text
    assert await town.count(Person, Person.home_unit.is_not(None)) == 0
    await resident.says("3栋501")
    assert "地址记下了" in words(await resident.last())
    assert "501" in str((await town.find(number)).unit)


async def test_doors_in_many_forms(town: Town) -> None:
    for n, text in enumerate(
        (
            "2单元501",
            "Room 501",
            "9幢301，谢谢",
            "501",
            "三单元五零一",
            "幸福路8号",
            "我住4栋2单元301，请快点来",
        )
    ):
        resident = await town.resident(f"居民{n}", home="")
        number = await resident.need(DRAIN)
        await resident.says(text)
        assert "地址记下了" in words(await resident.last()), text
        assert (await town.find(number)).unit, text


async def test_the_question_ends_with_the_need(town: Town) -> None:
    leader = await town.leader()
    resident = await town.resident(home="")
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    await leader.taps("签到", number)
    await leader.sends("location", *HOME)
    await leader.taps("完成", number)
    await resident.says("3栋2单元501")
    assert (await town.find(number)).unit is None
    assert not await resident.seen("地址记下了")


async def test_an_old_building_button_keeps_the_room(town: Town) -> None:
    resident = await town.resident(home="")
    number = await resident.need(DRAIN)
    asked = await resident.last("哪栋楼")
    await resident.says("3栋2单元501")
    await resident.taps_old(asked, "3栋")
    assert "501" in str((await town.find(number)).unit)
    await resident.taps("取消", number)
    await resident.taps("确定取消")
    assert (await town.find(number)).status is Status.CANCELLED
    assert "已经结束" in await resident.taps_old(asked, "5栋")
