"""Long polling: order, confirmation, conflicts, waking up, and what survives a restart."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from aiogram.exceptions import TelegramConflictError
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.webchat.conftest import ANNA, House, open_house
from webchat import purge


async def test_updates_stay_until_confirmed(house: House) -> None:
    anna = house.phone()
    for text in "abc":
        await anna.text(text)
    first = await house.bot.get_updates(limit=2)
    again = await house.bot.get_updates()
    rest = await house.bot.get_updates(offset=first[-1].update_id + 1)
    assert [u.message.text for u in first if u.message] == ["a", "b"]
    assert [u.update_id for u in again] == [1, 2, 3]
    assert [u.message.text for u in rest if u.message] == ["c"]
    assert [u.update_id for u in await house.bot.get_updates()] == [3]


async def test_a_negative_offset_keeps_the_newest(house: House) -> None:
    anna = house.phone()
    for text in "abc":
        await anna.text(text)
    assert [u.update_id for u in await house.bot.get_updates(offset=-1)] == [3]
    assert [u.update_id for u in await house.bot.get_updates()] == [3]


async def test_a_poll_wakes_at_once(house: House) -> None:
    anna = house.phone()
    await anna.start()
    poll = asyncio.create_task(house.bot.get_updates(offset=2, timeout=30))
    await house.phone().messages()
    since = time.monotonic()
    await anna.text("now")
    updates = await poll
    assert [u.message.text for u in updates if u.message] == ["now"]
    assert time.monotonic() - since < 1


async def test_the_second_poll_takes_over(house: House) -> None:
    first = asyncio.create_task(house.bot.get_updates(timeout=30))
    while not house.app.state.webchat.pollers:
        await house.phone().commands()
    second = asyncio.create_task(house.bot.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    await house.phone().start()
    assert len(await second) == 1


async def test_a_webhook_shuts_polling_out(house: House) -> None:
    await house.bot.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await house.bot.get_updates()
    await house.bot.delete_webhook()
    assert await house.bot.get_updates() == []


async def test_only_the_kinds_asked_for(house: House) -> None:
    anna = house.phone()
    await house.bot.get_updates(allowed_updates=["message"])
    await anna.start()
    await anna.block()
    await anna.unblock()
    await anna.text("x")
    assert [u.event_type for u in await house.bot.get_updates()] == ["message", "message"]
    await house.bot.get_updates(allowed_updates=[])
    await anna.block()
    assert [u.event_type for u in await house.bot.get_updates(offset=-1)] == ["my_chat_member"]


async def test_ids_are_never_used_again(engine: AsyncEngine) -> None:
    async with open_house(engine) as house:
        await house.phone().text("a")
        assert [u.update_id for u in await house.bot.get_updates()] == [1]
    await purge(engine, datetime.now(UTC) + timedelta(days=100))
    async with open_house(engine) as house:
        anna = house.phone()
        assert await anna.messages() == []
        later = await anna.text("b")
        assert [u.update_id for u in await house.bot.get_updates()] == [2]
        assert later["message_id"] == 2


async def test_everything_survives_a_restart(engine: AsyncEngine) -> None:
    async with open_house(engine) as house:
        anna = house.phone()
        await anna.start()
        sent = await house.bot.send_message(ANNA.id, "before")
    async with open_house(engine) as house:
        anna = house.phone()
        assert [m["text"] for m in await anna.messages()] == ["/start", "before"]
        assert [u.update_id for u in await house.bot.get_updates()] == [1]
        edited = await house.bot.edit_message_text("after", chat_id=ANNA.id, message_id=sent.message_id)
        assert edited.text == "after"  # pyright: ignore[reportAttributeAccessIssue]


async def test_messages_of_many_come_in_order_of_their_ids(house: House) -> None:
    anna = house.phone()
    await asyncio.gather(*(anna.text(str(n)) for n in range(20)))
    updates = await house.bot.get_updates()
    assert [u.update_id for u in updates] == list(range(1, 21))
    assert [u.message.message_id for u in updates if u.message] == list(range(1, 21))
