"""Talk that is no need, and what comes of it: a person, the list, one draft and not two."""

from core.models import Need, NeedMessage
from tests.town import Town, buttons, words


async def test_where_is_my_request(town: Town) -> None:
    resident = await town.resident()
    await resident.says("我的诉求到哪了")
    assert "还没有提过" in words(await resident.last())
    number = await resident.need("楼下下水道堵了，污水都漫出来了")
    await resident.says("我的诉求到哪了")
    assert number in buttons(await resident.last("您的诉求"))[0]
    english = await town.resident("Emma", "en")
    await english.says("Where is my request?")
    assert "Nothing reported yet" in words(await english.last())
    assert await town.count(Need) == 1


async def test_i_want_a_person(town: Town) -> None:
    officer = await town.officer()
    resident = await town.resident()
    await resident.says("我要找人工")
    answer = await resident.last("工作人员")
    await resident.taps("帮我登记")
    assert "其他" in words(await resident.last("找人工"))
    await resident.taps("提交", "找人工")
    assert await officer.seen("找人工")
    assert "已经记下" in await resident.taps_old(answer, "帮我登记")
    english = await town.resident("Emma", "en")
    await english.says("I want to talk to a person")
    assert "Register it" in " ".join(buttons(await english.last("person")))


async def test_two_taps_have_one_effect(town: Town) -> None:
    resident = await town.resident()
    await resident.says("你们几点上班？")
    answer = await resident.last("服务助手")
    await resident.taps("帮我登记")
    assert buttons(await resident.last("记成草稿")) == []
    assert "已经记下" in await resident.taps_old(answer, "帮我登记")
    assert (await town.count(Need), await town.count(NeedMessage)) == (1, 1)
    await resident.says("/services")
    await resident.taps("关爱照护")
    menu = await resident.last("关爱照护")
    await resident.taps("家政保洁")
    await resident.taps_old(menu, "家政保洁")
    assert await town.count(Need, Need.category_code == "housekeeping") == 1


async def test_without_a_guess_there_is_nothing_to_tap_and_we_say_so(town: Town) -> None:
    resident = await town.resident()
    await resident.says("家里有点问题，不知道怎么弄")
    draft = await resident.last("拿不准")
    assert "点一个最像的" not in words(draft) and "改类别" in words(draft)
