"""While a question waits: what is its answer, and what is something of its own."""

from core.models import Lane, Need, NeedMessage, Person, Status
from tests.town import HOME, Citizen, Town, buttons, words

DRAIN = "楼下下水道堵了，污水都漫出来了"
LIGHT = "楼道灯坏了，晚上看不见"


async def asked(town: Town) -> tuple[Citizen, Citizen, str]:
    """A leader who has asked the resident something."""
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    await leader.taps("问居民", number)
    await leader.says("您几点在家？")
    return leader, resident, number


async def finished(town: Town) -> tuple[Citizen, Citizen, str]:
    """A leader who has said that it is done."""
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    await leader.taps("签到", number)
    await leader.sends("location", *HOME)
    await leader.taps("完成", number)
    return leader, resident, number


async def test_another_need_is_no_answer_and_the_question_stays(town: Town) -> None:
    leader, resident, number = await asked(town)
    await resident.says(LIGHT)
    assert "照明" in words(await resident.last("看不见"))
    assert not await leader.seen("看不见")
    assert (await town.find(number)).status is Status.AWAITING_RESIDENT
    await resident.says("下午三点以后")
    assert "下午三点以后" in words(await leader.last("居民："))
    assert (await town.find(number)).status is Status.ASSIGNED


async def test_a_reply_is_always_the_answer(town: Town) -> None:
    leader, resident, number = await asked(town)
    question = await resident.last("几点在家")
    await resident.says(LIGHT, reply_to=question["message_id"])
    assert "看不见" in words(await leader.last("居民："))
    assert (await town.find(number)).status is Status.ASSIGNED
    await resident.says("家里水管漏水，地上都是水")
    assert "漏水维修" in words(await resident.last("地上"))


async def test_an_answer_names_who_has_it_and_can_be_taken_back(town: Town) -> None:
    leader, resident, number = await asked(town)
    await resident.says("隔壁那件事还没说完")
    told = await resident.last("已作为回答")
    assert "疏通下水" in words(told) and "水电维修队 · 李队长" in words(told) and number in words(told)
    await resident.taps("不是给他们的", "已作为回答")
    assert any("提交" in b for b in buttons(await resident.last("那件事")))
    assert "不是给您的" in words(await leader.last(number))
    assert await town.count(Need, Need.status == Status.DRAFT) == 1
    assert "已经记下" in await resident.taps_old(told, "不是给他们的")
    assert await town.count(NeedMessage, NeedMessage.lane == Lane.REPORT) == 2
    stranger = await town.resident("刘叔")
    need = await town.find(number)
    assert "没有这件诉求" in await stranger.taps_data(f"n:notthem:{need.id}")


async def test_words_after_done_go_their_usual_way(town: Town) -> None:
    leader, resident, number = await finished(town)
    await leader.sends("photo")
    assert (await resident.last("处理结果")).get("photo")
    await leader.says("晚饭吃什么好呢")
    assert not await resident.seen("晚饭")
    prompt = await leader.last("已记为完成")
    await leader.says("换了弯头", reply_to=prompt["message_id"])
    assert number in words(await resident.last("处理结果：换了弯头"))


async def test_what_is_left_is_no_other_need(town: Town) -> None:
    leader, resident, number = await finished(town)
    await resident.taps("部分解决")
    await resident.taps("⭐⭐⭐", number)
    prompt = await resident.last("还剩什么没解决")
    await resident.says(LIGHT)
    assert "照明" in words(await resident.last("看不见"))
    assert not await leader.seen("看不见")
    await resident.says("谢谢")
    assert "不客气" in words(await resident.last())
    await resident.says("厨房的灯也坏了，和水管一起", reply_to=prompt["message_id"])
    assert "记下了" in words(await resident.last("记下"))
    assert "厨房的灯" in words(await leader.last("疏通下水"))


async def test_nothing_is_left_to_say(town: Town) -> None:
    _, resident, number = await finished(town)
    await resident.taps("部分解决")
    await resident.taps("⭐⭐⭐", number)
    await resident.says("没有了")
    assert "原来的话" in words(await resident.last())


async def test_i_do_not_know_is_no_door(town: Town) -> None:
    resident = await town.resident(home="")
    number = await resident.need(DRAIN)
    assert buttons(await resident.last("哪栋楼")) == ["3栋", "5栋"]
    await resident.says("不知道")
    assert "补地址" in words(await resident.last())
    assert (await town.find(number)).unit is None
    assert buttons(await resident.last("哪栋楼")) == []
    other = await town.resident("Emma", "en", home="")
    english = await other.need("The drain downstairs is blocked and sewage is coming up")
    for text in ("I do not know", "skip"):
        await other.taps("Add address", english)
        await other.says(text)
        assert "Add address" in words(await other.last()), text
    assert (await town.find(english)).unit is None
    assert await town.count(Person, Person.home_unit.is_not(None)) == 0


async def test_buildings_go_once_the_door_is_told(town: Town) -> None:
    resident = await town.resident(home="")
    number = await resident.need(DRAIN)
    question = await resident.last("哪栋楼")
    await resident.says("3栋2单元501", reply_to=question["message_id"])
    assert "地址记下了" in words(await resident.last())
    assert buttons(await resident.last("哪栋楼")) == []
    assert "3栋 2单元501" in words(await resident.last(f"疏通下水 · {number}"))


async def test_the_arrival_code_is_shown_once_while_it_is_needed(town: Town) -> None:
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    assert await resident.seen("到场码") == 1
    await leader.taps("签到", number)
    await leader.says("0000")
    assert number in words(await leader.last("到场码不对"))
    await leader.sends("location", *HOME)
    assert await resident.seen("到场码") == 0
