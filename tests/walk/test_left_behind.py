"""What a task leaves behind when it ends: talk, words on their way, open questions."""

from sqlalchemy import select

from core.drafts import service as drafts
from core.models import Lane, MessageKind, Need, NeedMessage, Offer, Outbox, Status
from core.people.service import arrive
from core.relay import service as relay
from core.routing import answers
from core.work import service as work
from tests.town import HOME, Citizen, Town, words

DRAIN = "楼下下水道堵了，污水都漫出来了"
LEAK = "家里水管漏水，地上都是水"


async def taken(town: Town) -> tuple[Citizen, Citizen, Need]:
    leader, resident = await town.leader(), await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    return leader, resident, await town.find(number)


async def finished(leader: Citizen, number: str) -> None:
    await leader.taps("签到", number)
    await leader.sends("location", *HOME)
    await leader.taps("完成", number)


async def test_the_talk_ends_when_the_task_is_returned(town: Town) -> None:
    leader, resident, need = await taken(town)
    await leader.taps("联系", need.number or "")
    await resident.taps("联系", f"疏通下水 · {need.number}")
    await leader.taps_data(f"t:returned:{need.id}:busy")
    for side in (leader, resident):
        assert await side.seen("不再转给对方") == 1
        await side.says(LEAK)
        assert "漏水维修" in words(await side.last("地上都是水"))


async def test_the_talk_ends_when_the_task_is_handed_over(town: Town) -> None:
    leader, resident, need = await taken(town)
    member = await town.member("小孙")
    await resident.taps("联系", f"疏通下水 · {need.number}")
    await leader.taps("交给队员", need.number or "")
    await leader.taps("小孙")
    assert await resident.seen("不再转给对方") == 1
    await resident.says(LEAK)
    assert "漏水维修" in words(await resident.last("地上都是水")) and not await member.seen("地上都是水")


async def test_the_talk_of_a_reopened_need_is_over(town: Town) -> None:
    leader, resident, need = await taken(town)
    await leader.taps("联系", need.number or "")
    await resident.taps("联系", f"疏通下水 · {need.number}")
    await finished(leader, need.number or "")
    await resident.taps("未解决")
    for side in (leader, resident):
        await side.says(LEAK)
        assert "漏水维修" in words(await side.last("地上都是水"))


async def test_what_is_on_its_way_does_not_reach_who_left(town: Town) -> None:
    leader, resident, need = await taken(town)
    async with town.db.write() as session:
        mine = (await arrive(session, "webchat", str(resident.phone.user.id), "王奶奶", "zh")).actor
        await drafts.set_position(session, mine, need.id, *HOME)
        theirs = (await arrive(session, "webchat", str(leader.phone.user.id), "李队长", "zh")).actor
        await work.give_back(session, theirs, need.id, "busy")
    await town.settle()
    assert not any(message.get("location") for message in await leader.sees())


async def test_long_words_on_their_way_do_not_reach_who_left(town: Town) -> None:
    leader, resident = await town.leader(), await town.resident()
    need = await town.find(await resident.need(DRAIN + "，" + "已经很久了" * 700))
    async with town.db.write() as session:
        theirs = (await arrive(session, "webchat", str(leader.phone.user.id), "李队长", "zh")).actor
        offer = (await session.scalars(select(Offer.id))).one()
        await answers.accept(session, theirs, offer)
        await work.give_back(session, theirs, need.id, "busy")
    await town.settle()
    assert await town.count(Outbox, Outbox.kind == "all-words") == 2
    assert not await leader.seen("已经很久了已经很久了")


async def test_words_of_the_talk_do_not_reach_who_left(town: Town) -> None:
    leader, resident, need = await taken(town)
    async with town.db.write() as session:
        mine = (await arrive(session, "webchat", str(resident.phone.user.id), "王奶奶", "zh")).actor
        await relay.pass_on(session, mine, need.id, MessageKind.TEXT, "门禁密码是一二三四")
        theirs = (await arrive(session, "webchat", str(leader.phone.user.id), "李队长", "zh")).actor
        await work.give_back(session, theirs, need.id, "busy")
    await town.settle()
    assert not await leader.seen("门禁密码")


async def test_nothing_is_added_to_the_result_after_the_end(town: Town) -> None:
    leader, resident, need = await taken(town)
    await finished(leader, need.number or "")
    await resident.taps("已解决")
    await resident.taps("⭐⭐⭐⭐⭐", need.number or "")
    async with town.db.read() as session:
        asked = await session.scalar(select(Outbox).where(Outbox.kind == "task-done"))
    assert asked is not None
    await leader.says("下次直接找我", reply_to=asked.message_id)
    assert "已经结束" in words(await leader.last())
    assert not await resident.seen("下次直接找我")


async def test_a_question_that_comes_too_late_is_refused_once(town: Town) -> None:
    leader, resident, need = await taken(town)
    await leader.taps("问居民", need.number or "")
    await resident.taps_data(f"n:cancel-sure:{need.id}")
    assert (await town.find(need.number or "")).status is Status.CANCELLED
    await leader.says("门牌号是多少")
    assert await leader.seen("已不在您手上") == 1
    assert not await town.count(NeedMessage, NeedMessage.lane == Lane.RELAY)
    await leader.says(LEAK)
    assert "漏水维修" in words(await leader.last("地上都是水"))
    assert await leader.seen("已不在您手上") == 1


async def test_a_need_said_into_a_dead_question_is_registered(town: Town) -> None:
    leader, resident, need = await taken(town)
    await leader.taps("问居民", need.number or "")
    await resident.taps_data(f"n:cancel-sure:{need.id}")
    await leader.says(LEAK)
    assert await leader.seen("已不在您手上") == 1
    assert "漏水维修" in words(await leader.last("地上都是水"))
