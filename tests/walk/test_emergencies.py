"""An emergency is answered with the number to call, wherever it is said."""

from datetime import UTC, datetime

from core import clock, sweeps
from core.models import Need, Status
from tests.town import HOME, Town, words


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


async def test_what_follows_an_alarm_belongs_to_it(town: Town) -> None:
    officer, resident = await town.officer(), await town.resident(home="")
    await resident.says("邻居家着火了")
    assert "在哪里？请说几栋几单元" in words(await resident.last("请马上拨打"))
    await resident.says("5栋1单元")
    assert "已转给社区工作人员" in words(await resident.last())
    assert "5栋 1单元" in words(await officer.last("火情"))
    await resident.says("三楼")
    await resident.says("来人了吗")
    await resident.sends("location", *HOME)
    alarm = words(await officer.last("火情"))
    assert "三楼" in alarm and "来人了吗" in alarm
    assert await town.count(Need) == 1
    await officer.taps("我来办", "火情")
    await resident.says("烟越来越大了")
    assert await officer.seen("烟越来越大了") >= 1
    await resident.says("家里水管漏水，地上都是水")
    assert "漏水维修" in words(await resident.last())


async def test_the_place_of_an_alarm_is_where_the_words_say(town: Town) -> None:
    officer, resident = await town.officer(), await town.resident()
    await resident.says("我妈在5栋楼下摔倒了，起不来")
    assert "5栋" in words(await resident.last("请马上拨打")) and "如果不是这里" in words(
        await resident.last("请马上拨打")
    )
    alarm = words(await officer.last("有人受伤"))
    assert "5栋" in alarm and "501" not in alarm


async def test_an_alarm_that_nobody_takes_rings_again_and_further_up(town: Town) -> None:
    with clock.stopped(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)) as time:
        officer, street = await town.officer(), await town.officer("街道王主任", "HPJ")
        resident = await town.resident()
        await resident.says("老伴晕倒了")
        first = (await officer.last("有人受伤"))["message_id"]
        assert not await street.seen("有人受伤")
        time.advance(minutes=5, seconds=1)
        await town.settle()
        assert (await officer.last("有人受伤"))["message_id"] > first
        assert await street.seen("有人受伤") == 1
        await street.taps("我来办", "有人受伤")
        time.advance(minutes=30)
        await town.settle()
        assert await officer.seen("有人受伤") == 0 or "已接单" in words(await officer.last())


async def test_a_cancelled_alarm_keeps_its_words_for_the_community(town: Town) -> None:
    officer, resident = await town.officer(), await town.resident()
    await resident.says("楼下有煤气味，我不敢开门")
    await resident.taps("取消", "XQ-")
    kept = words(await officer.last("居民点了取消"))
    assert "不敢开门" in kept and "3栋 2单元501" in kept


async def test_after_talk_of_suicide_words_are_passed_on_and_no_form_comes(town: Town) -> None:
    officer, resident = await town.officer(), await town.resident()
    await resident.says("我不想活了")
    for said in ("没人管我", "你是机器人吗", "不用了"):
        await resident.says(said)
        assert "提交" not in str(await resident.last()), said
    assert "没人管我" in words(await officer.last("有人想不开"))
    assert await town.count(Need) == 1
