"""What buttons carry is user input; what comes twice has one effect; what fails loses nothing."""

from datetime import UTC, datetime

from aiogram.types import Update
from sqlalchemy import select

from bot.receive import keep
from bot.service import BotService
from core import clock
from core.models import Assignment, Card, Inbox, InboxState, Need, Outbox, OutboxState, Status
from tests.town import HOME, Town, words
from webchat import Fault

DRAIN = "楼下下水道堵了，污水都漫出来了"
GARBAGE = (
    " ", "n", "n:", "n:submit", "n:submit:", "n:submit:abc", "n:submit:99999999999999999999", "n:submit:-1",
    "n:nothing:1", "c:1:drain", "c:1:nothing:draft", "c:0:drain:triage", "g:1:nothing:draft", "s:nothing",
    "a:999999:1", "a:x:1", "b:1:999", "o:accept:999:", "o:reason:1:nothing", "o:::", "t:done:999:",
    "t:handed:1:abc", "d:take:999:", "d:chosen:1:x", "v:solved:999:1", "v:nothing:1:1", "v:9:1:1",
    "v:\xb2:1:1", "d:chosen:1:\xb2", "d:chosen:1:99999999999999999999", "n:submit:\u0663", "x:locale:xx",
    "x:invite:admin", "x:duty:off", "x:nothing:", "t:held:1:x", "d:hold-yes:1:", "\U0001f600" * 16,
    "n:submit:1:2:3",
)  # fmt: skip


async def test_garbage_is_answered_with_a_sentence_and_changes_nothing(town: Town) -> None:
    resident = await town.resident()
    await resident.says(DRAIN)
    stranger = await town.resident("刘叔")
    for data in GARBAGE:
        said = await stranger.taps_data(data)
        assert said or data[0] == "g", repr(data)  # an unknown group shows all groups
        assert "出了问题" not in said and "value" not in said, (data, said)
    assert await town.count(Inbox, Inbox.state != InboxState.DONE) == 0
    assert await town.count(Need, Need.status != Status.DRAFT) == 0
    assert not await stranger.seen("出了问题")


async def test_others_buttons_do_not_work(town: Town) -> None:
    leader = await town.leader()
    await town.leader("赵队长", "T2")
    resident, stranger = await town.resident(), await town.resident("刘叔")
    await resident.says(DRAIN)
    async with town.db.read() as session:
        need = (await session.scalars(select(Need.id))).one()
    for do in ["submit", "category", "address", "photo", "cancel", "cancel-sure", "show", "card", "contact"]:
        assert "没有这件诉求" in await stranger.taps_data(f"n:{do}:{need}"), do
    assert "没有这件诉求" in await stranger.taps_data(f"c:{need}:noise:draft")
    await resident.taps("提交")
    for do in ["accept", "decline", "back", "card"]:
        assert "没有派给您" in await stranger.taps_data(f"o:{do}:{need}:"), do
    await leader.taps("接单", "疏通下水")
    for do in ["checkin", "done", "contact", "ask", "return", "handover", "hold", "show", "card"]:
        said = await stranger.taps_data(f"t:{do}:{need}:")
        assert "不是您的" in said or "没有这件诉求" in said, (do, said)
    assert "没有这件诉求" in await stranger.taps_data(f"v:solved:{need}:1")
    assert await stranger.seen("3栋 2单元501") == 0


async def test_old_buttons_of_a_closed_need(town: Town) -> None:
    leader, resident = await town.leader(), await town.resident()
    await resident.says(DRAIN)
    draft = await resident.last("疏通下水")
    number = (await resident.taps("提交")).removeprefix("已提交 ")
    assert "已提交" in await resident.taps_old(draft, "提交")
    running = await resident.last(f"疏通下水 · {number}")
    await leader.taps("接单", number)
    task = await leader.last("下一步")
    await leader.taps("签到", number)
    await leader.sends("location", *HOME)
    await leader.taps("完成", f"疏通下水 · {number}")
    await resident.taps("已解决")
    await resident.taps("⭐⭐⭐⭐⭐", number)
    for message, label in ((running, "取消"), (running, "补地址"), (draft, "改类别")):
        assert "结束" in (said := await resident.taps_old(message, label)) or "提交或取消" in said, label
    for label in ("签到", "退单", "问居民"):
        assert "不在您手上" in await leader.taps_old(task, label), label
    assert await town.count(Need) == 1 and await town.count(Assignment) == 1


async def test_the_same_update_twice_and_again_after_a_restart(town: Town) -> None:
    await town.leader()
    resident = await town.resident()
    await resident.says(DRAIN)
    message = await resident.last("疏通下水")
    update = {
        "update_id": 77_000_001,
        "message": {
            "message_id": 900, "date": 1_790_000_000, "text": "家里停电了，插座没电",
            "chat": {"id": resident.phone.user.id, "type": "private", "first_name": "王奶奶"},
            "from": {"id": resident.phone.user.id, "is_bot": False, "first_name": "王奶奶"},
        },
    }  # fmt: skip
    house, runner = town.service.house, town.service.runner
    for _n in range(2):
        await keep(house, runner, "webchat", [Update.model_validate(update)] * 1)
        await town.settle()
    again = BotService(house, rates={"webchat": 0})
    await keep(house, again.runner, "webchat", [Update.model_validate(update)])
    await again.settle()
    assert await town.count(Need) == 2
    assert await resident.seen("电路维修") == 1
    for _n in range(2):
        await resident.phone.tap(message, "提交")
    await town.settle()
    assert await town.count(Need, Need.number.is_not(None)) == 1
    await again.stop()


async def test_answers_that_fail_are_tried_again_and_nothing_is_doubled(town: Town) -> None:
    with clock.stopped(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)) as time:
        leader, resident = await town.leader(), await town.resident()
        chat = leader.phone.user.id
        town.faults += [
            Fault("sendMessage", 500, "Internal Server Error", chat_id=chat),
            Fault("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1, chat_id=chat),
        ]
        number = await resident.need(DRAIN)
        assert not await leader.seen(number)
        for _n in range(4):
            time.advance(seconds=2)
            await town.settle()
        assert await leader.seen(number) == 1
        await leader.taps("接单", number)
        town.faults.append(Fault("answerCallbackQuery", 500, "Internal Server Error"))
        town.faults.append(
            Fault("sendMessage", 500, "Internal", after_effect=True, chat_id=resident.phone.user.id)
        )
        await leader.phone.tap(await leader.last("下一步"), "签到")
        await town.settle()
        await leader.sends("location", *HOME)
        time.advance(seconds=5)
        await town.settle()
        assert (await town.find(number)).status is Status.IN_PROGRESS
        assert 1 <= await resident.seen("已到场，开始处理") <= 2  # in flight when its answer was lost
        assert await town.count(Outbox, Outbox.state.in_((OutboxState.NEW, OutboxState.LEASED))) == 0


async def test_killed_between_commit_and_send(town: Town) -> None:
    with clock.stopped(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)) as time:
        leader, resident = await town.leader(), await town.resident()
        await resident.says(DRAIN)
        town.service.sender.push = lambda person_id, rows: None  # type: ignore[method-assign] # dies here
        callback = await resident.phone.tap(await resident.last("疏通下水"), "提交")
        await town.service.pollers["webchat"].once()
        await town.service.runner.settle()
        assert await town.count(Outbox, Outbox.state == OutboxState.LEASED) >= 1
        fresh = BotService(town.service.house, rates={"webchat": 0})
        await fresh.settle()
        assert "已提交" in (await resident.phone.toast(callback))["text"]
        time.advance(seconds=31)
        await fresh.settle()
        assert await resident.seen("疏通下水 · XQ") == 1 and await leader.seen("XQ-") == 1
        async with town.db.read() as session:
            cards = (await session.scalars(select(Card))).all()
        assert all(card.shown == card.wanted for card in cards)
        assert await town.count(Outbox, Outbox.state == OutboxState.LEASED) == 0
        await fresh.stop()


async def test_killed_before_the_effect(town: Town) -> None:
    resident = await town.resident()
    await resident.phone.text(DRAIN)
    house = town.service.house
    updates = await house.bots["webchat"].get_updates(timeout=0)
    assert len(updates) >= 1

    class Dead:
        def push(self, *arrived: object) -> None:
            """The process dies before it can do anything."""

    await keep(house, Dead(), "webchat", updates)  # type: ignore[arg-type]
    fresh = BotService(house, rates={"webchat": 0})
    await fresh.settle()
    assert "疏通下水" in words(await resident.last("疏通下水"))
    assert await town.count(Inbox, Inbox.payload.is_not(None)) == 0
    await fresh.stop()
