"""Words between resident and handler that nobody replied to with a button."""

from datetime import UTC, datetime

from core import clock
from core.models import Need, Status
from tests.town import Citizen, Town, buttons, words

DRAIN = "楼下下水道堵了，污水都漫出来了"
LIGHT = "楼道灯坏了，晚上看不见"


async def talking(town: Town) -> tuple[Citizen, Citizen, str]:
    """A handler who has written to the resident."""
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    await leader.taps("联系", number)
    await leader.says("我下午三点到，家里有人吗？")
    return leader, resident, number


async def test_an_answer_in_plain_words_reaches_the_helper(town: Town) -> None:
    with clock.stopped(datetime.now(UTC)) as time:
        leader, resident, number = await talking(town)
        for text in ("好的谢谢", "可以", "有人，您按门铃"):
            await resident.says(text)
            time.advance(seconds=2)
            await town.settle()
            assert text in words(await leader.last("居民：")), text
            assert "不是给他们的" in buttons(await resident.last())[0], text
        await resident.says(LIGHT)
        assert "照明" in words(await resident.last())
        assert not await leader.seen("看不见")
        await resident.taps("取消", "看不见")
        await resident.says("师傅到哪了")
        assert number in buttons(await resident.last("您的诉求"))[0]
        time.advance(hours=2, minutes=1)
        await resident.says("门口那家装修")
        assert not await leader.seen("那家装修")


async def test_another_need_in_the_relay_is_offered(town: Town) -> None:
    leader, resident, number = await talking(town)
    await resident.taps("联系", f"疏通下水 · {number}")
    await resident.says(LIGHT)
    asked = await resident.last("另一件事")
    assert not await leader.seen("看不见")
    await resident.taps("转告", "另一件事")
    assert "看不见" in words(await leader.last("居民："))
    assert "已经记下" in await resident.taps_old(asked, "转告")
    assert await leader.seen("看不见") == 1
    await resident.says("家里停电了，整栋楼都没电")
    await resident.taps("帮我登记")
    assert "提交" in buttons(await resident.last("停电"))[0]
    assert not await leader.seen("停电")


async def test_words_about_a_running_need_can_be_added_to_it(town: Town) -> None:
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    await resident.says("下水道堵得厉害，污水漫到楼梯口了")
    draft = await resident.last("楼梯口")
    await resident.taps(f"加到 {number}")
    assert "楼梯口" in words(await leader.last("居民发来"))
    assert "楼梯口" in words(await resident.last(f"疏通下水 · {number}"))
    assert "已经提交或取消" in await resident.taps_old(draft, "加到")
    assert await town.count(Need, Need.status == Status.CANCELLED) == 1
