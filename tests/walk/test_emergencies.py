"""An emergency is answered with the number to call, wherever it is said."""

from core import sweeps
from core.models import Need, Status
from tests.town import Town, words


async def test_gas_in_chinese_inside_an_open_question(town: Town) -> None:
    officer = await town.officer()
    resident = await town.resident(home="")
    await resident.need("楼下下水道堵了，污水都漫出来了")
    await resident.last("哪栋楼")
    await resident.says("家里有很重的煤气味")
    call = await resident.last("请马上拨打")
    assert words(call).startswith("☎️ 请马上拨打 119！（燃气泄漏）")
    assert "别开关电器" in words(call)
    alert = words(await officer.last("燃气泄漏"))
    assert "紧急情况，请马上处理" in alert and "煤气味" in alert
    await resident.says("煤气味越来越重了，快来人")
    assert await town.count(Need, Need.emergency == "gas") == 1
    assert "越来越重" in words(await officer.last("燃气泄漏"))
    await resident.says("3栋2单元501")
    assert "3栋 2单元501" in words(await resident.last("疏通下水 · XQ"))


async def test_fire_in_english_without_an_area(town: Town) -> None:
    top = await town.officer("市应急办", "CITY")
    local = await town.officer()
    person = town.citizen("Emma", "en")
    await person.says("There is a fire in the kitchen, smoke everywhere!")
    first = next(m for m in await person.sees())
    assert "119" in words(first).splitlines()[0]
    assert "火情" in words(await top.last("为什么找您"))
    await person.taps("幸福里社区")
    assert "火情" in words(await local.last("为什么找您"))
    await person.taps("Cancel", "XQ-")
    assert await town.count(Need, Need.status == Status.CANCELLED) == 1
    assert "已取消" in words(await local.last())


async def test_the_numbers_of_the_area_and_all_kinds(town: Town) -> None:
    from core.actor import SYSTEM
    from core.models import Level
    from core.registry import service as registry

    async with town.db.write() as session:
        await registry.put_area(
            session,
            SYSTEM,
            "HPJ",
            name="和平街道",
            level=Level.STREET,
            parent_code="CITY",
            overrides={"emergency_numbers": {"suicide": "027-85844666"}},
        )
    officer = await town.officer()
    resident = await town.resident()
    for said, number in (
        ("我不想活了", "027-85844666"),
        ("有人摔倒了，头上流了很多血，昏过去了", "120"),
        ("有人拿刀砍人，快来", "110"),
        ("电梯卡住了，里面困了人", "119"),
    ):
        await resident.says(said)
        assert number in words(await resident.last("请马上拨打")).splitlines()[0], said
    assert await town.count(Need, Need.status == Status.TRIAGE) == 4
    await officer.taps("我来办", "有人想不开")
    assert "张网格员" in words(await resident.last("接单了"))


GAS = "家里有很重的煤气味"


async def test_a_second_alarm_reaches_whoever_has_it_in_hand(town: Town) -> None:
    officer, resident = await town.officer(), await town.resident()
    await resident.says(GAS)
    await officer.taps("我来办", "燃气泄漏")
    await resident.says("煤气味更浓了，我头晕")
    assert "我头晕" in words(await officer.last("居民发来"))
    assert await town.count(Need) == 1


async def test_a_second_alarm_while_nobody_has_it_calls_again(town: Town) -> None:
    officer, resident = await town.officer(), await town.resident()
    await resident.says(GAS)
    before = (await officer.last("燃气泄漏"))["message_id"]
    await resident.says("煤气味更浓了，我头晕")
    again = await officer.last("燃气泄漏")
    assert again["message_id"] > before and "我头晕" in words(again)


async def test_an_alarm_after_done_is_a_new_one(town: Town) -> None:
    officer, resident = await town.officer(), await town.resident()
    await resident.says(GAS)
    await officer.taps("我来办", "燃气泄漏")
    await officer.taps("完成")
    await resident.says("又闻到煤气味了，很浓")
    assert await town.count(Need) == 2
    assert "又闻到" in words(await officer.last("紧急情况"))


async def test_an_alarm_with_nobody_there_is_shown_once_somebody_is(town: Town) -> None:
    resident = await town.resident()
    await resident.says(GAS)
    assert "联系不上社区工作人员" in words(await resident.last("请马上拨打"))
    officer = await town.officer()
    assert not await officer.seen("紧急情况")
    for _ in range(2):
        await town.service._sweep(sweeps.ON_CARDS)
        await town.settle()
    assert await officer.seen("紧急情况") == 1
    await resident.says("煤气味更浓了")
    assert "已同时报给社区工作人员" in words(await resident.last("请马上拨打"))


async def test_an_alarm_while_the_coordinator_had_blocked_the_bot(town: Town) -> None:
    officer, resident = await town.officer(), await town.resident()
    await officer.phone.block()
    await town.settle()
    await resident.says(GAS)
    assert not await officer.seen("紧急情况")
    await officer.phone.unblock()
    await officer.starts()
    await town.service._sweep(sweeps.ON_CARDS)
    await town.settle()
    assert await officer.seen("紧急情况") == 1
