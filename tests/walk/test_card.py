"""The resident's card: one message, edited in place at every step."""

from datetime import UTC, datetime

from core import clock, sweeps
from tests.town import HOME, Town, words

DRAIN = "楼下下水道堵了，污水都漫出来了"


async def test_one_message_from_draft_to_end(town: Town) -> None:
    with clock.stopped(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)) as time:
        leader = await town.leader()
        resident = await town.resident()
        await resident.says(DRAIN)
        shown = (await resident.last("疏通下水"))["message_id"]

        async def card() -> str:
            message = next(m for m in await resident.sees() if m["message_id"] == shown)
            return words(message)

        assert "30 分钟内有人接单，24 小时内解决" in await card()
        await resident.taps("提交")
        assert "正在等人接单" in await card() and "10:30 前有人接手（还剩 30 分钟）" in await card()
        assert "📍 幸福里社区第二网格 3栋 2单元501" in await card() or "3栋 2单元501" in await card()
        time.advance(minutes=5, seconds=1)
        await town.service._sweep(sweeps.ON_CARDS)
        await town.settle()
        assert "还剩 25 分钟" in await card()
        await leader.taps("接单")
        assert "还剩 24 小时" in words(await leader.last("下一步"))
        time.advance(hours=4)
        await town.service._sweep(sweeps.ON_CARDS)
        await town.settle()
        assert "还剩 20 小时" in words(await leader.last("下一步"))
        assert "水电维修队 · 李队长" in await card() and "到场码" in await card()
        assert await resident.seen("接单了") == 1
        await leader.taps("签到")
        await leader.sends("location", *HOME)
        assert "已到场，正在处理" in await card() and "到场码" not in await card()
        assert await resident.seen("已到场，开始处理") == 1
        await leader.taps("完成", "疏通下水")
        assert "等您评价" in await card()
        await resident.taps("已解决")
        await resident.taps("⭐⭐⭐⭐⭐")
        assert "结果：已解决" in await card()
        assert await resident.seen("疏通下水 · XQ") == 2  # the card and the verdict
        await resident.says("/mine")
        await resident.taps("疏通下水", "您的诉求")
        assert (await resident.last("结果：已解决"))["message_id"] > shown
        assert await resident.seen("疏通下水 · XQ") == 2  # the card moved down, its old copy is gone
        time.advance(days=2)
        await town.service._sweep(sweeps.ON_CARDS)
        await town.settle()


async def test_at_night_no_minutes_are_promised(town: Town) -> None:
    from core.actor import SYSTEM
    from core.registry import service as registry

    day = [{"weekday": n, "from": "08:00", "to": "20:00"} for n in range(1, 8)]
    async with town.db.write() as session:
        for code in ("T1", "T2"):
            await registry.put_team(
                session,
                SYSTEM,
                code,
                name=code,
                organisation_code="ORG",
                category_codes=["drain"],
                area_codes=["XFL"],
                duty=day,
            )
    with clock.stopped(datetime(2026, 11, 23, 18, 0, tzinfo=UTC)):  # 02:00 in Shanghai
        resident = await town.resident()
        await resident.says(DRAIN)
        draft = words(await resident.last("疏通下水"))
        assert "08:30 前有人接单" in draft and "30 分钟内" not in draft


async def test_late_is_said_truly_and_in_the_readers_language(town: Town) -> None:
    with clock.stopped(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)) as time:
        await town.leader()
        resident = await town.resident()
        await resident.need(DRAIN)
        time.advance(hours=3)
        await town.settle()
        assert "已超" in words(await resident.last("疏通下水 · "))
        await resident.says("/settings")
        await resident.taps("语言")
        await resident.taps("English")
        assert "Blocked drain · XQ" in words(await resident.last("Blocked drain"))


async def test_a_deleted_card_comes_anew(town: Town) -> None:
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    from webchat import Fault

    gone = "Bad Request: message to edit not found"
    town.faults.append(Fault("editMessageText", 400, gone, chat_id=resident.phone.user.id))
    await leader.taps("接单", number)
    cards = [m for m in await resident.sees() if "疏通下水 · " in words(m)]
    assert len(cards) == 2 and "李队长" in words(cards[-1])
