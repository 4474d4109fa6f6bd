"""Words typed where there is a button do what the button does."""

import pytest

from core.models import Need, Status
from tests.town import HOME, Town, buttons, words

DRAIN = "楼下下水道堵了，污水都漫出来了"
LIGHT = "楼道灯坏了，晚上看不见"


@pytest.mark.parametrize("word", ["提交", "对的，提交吧", "submit", "yes"])
async def test_submit_in_words(town: Town, word: str) -> None:
    resident = await town.resident()
    await resident.says(DRAIN)
    await resident.says(word)
    assert "已提交 XQ-" in words(await resident.last("已提交"))
    assert await town.count(Need, Need.status == Status.DRAFT) == 0
    assert await town.count(Need) == 1


@pytest.mark.parametrize("word", ["取消", "不要了", "cancel"])
async def test_cancel_in_words(town: Town, word: str) -> None:
    resident = await town.resident()
    await resident.says(word)
    assert "没有要取消的" in words(await resident.last())
    await resident.says(DRAIN)
    await resident.says(word)
    assert "什么都没有提交" in words(await resident.last())
    assert await town.count(Need, Need.status == Status.CANCELLED) == 1
    number = await resident.need(DRAIN)
    await resident.says(word)
    assert number in words(await resident.last("确定要取消"))
    assert (await town.find(number)).status is not Status.CANCELLED
    await resident.taps("确定取消")
    assert (await town.find(number)).status is Status.CANCELLED


async def test_how_to_cancel_is_answered(town: Town) -> None:
    resident = await town.resident("Emma", "en")
    await resident.says("how do I cancel")
    assert "tap Cancel" in words(await resident.last())
    number = await resident.need("The drain downstairs is blocked and sewage is coming up")
    await resident.says("How can I cancel this?")
    assert number in buttons(await resident.last("tap Cancel"))[0]
    assert await town.count(Need) == 1


async def test_it_is_mended_already(town: Town) -> None:
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await resident.says("不用了，我儿子修好了")
    assert number in words(await resident.last("确定要取消"))
    await resident.taps("确定取消")
    assert (await town.find(number)).status is Status.CANCELLED


async def test_not_mended_while_the_verdict_waits(town: Town) -> None:
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    await leader.taps("签到", number)
    await leader.sends("location", *HOME)
    await leader.taps("完成", number)
    await resident.says("没修好！还是堵的")
    await resident.taps("未解决", "还没弄好")
    assert (await town.find(number)).round == 2
    assert await town.count(Need) == 1


@pytest.mark.parametrize(
    "question",
    ["什么时候来", "师傅到哪了", "怎么还没来人", "到底来不来", "where is the plumber", "when are you coming"],
)
async def test_where_is_it(town: Town, question: str) -> None:
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await resident.says(question)
    assert number in buttons(await resident.last("您的诉求"))[0]
    assert await town.count(Need) == 1


async def test_a_person_please(town: Town) -> None:
    resident = await town.resident()
    await resident.says("人工")
    assert "工作人员" in words(await resident.last()) and "帮我登记" in buttons(await resident.last())[0]


async def test_two_taps_of_submit_show_the_neighbours_once(town: Town) -> None:
    first = await town.resident()
    await first.need(DRAIN)
    second = await town.resident("刘叔", home="3栋2单元502")
    await second.says("下水道堵了，卫生间反水")
    draft = await second.last("下水道堵了")
    await second.taps_old(draft, "提交")
    await second.taps_old(draft, "提交")
    assert await second.seen("同样的事") == 1


async def test_the_list_shows_drafts_first(town: Town) -> None:
    resident = await town.resident()
    await resident.says(LIGHT)
    number = await resident.need("家里水管漏水，地上都是水")
    await resident.says("/mine")
    listed = buttons(await resident.last("您的诉求"))
    assert "还没提交" in listed[0] and number in listed[1]
    await resident.taps("还没提交")
    assert "提交" in buttons(await resident.last("看不见"))[0]
