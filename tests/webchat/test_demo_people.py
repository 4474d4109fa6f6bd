"""People of the demo who have pressed start before the page was ever opened."""

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.webchat.conftest import ANNA, LI, open_house
from webchat import ChatUser, DemoPhone

AWAY = ChatUser(7003, "Zhou", "zh")


async def test_a_bot_may_write_first_to_those_who_have_started(engine: AsyncEngine) -> None:
    demo = (
        DemoPhone("resident", "居民", "Resident", (ANNA,), started=True, away=(AWAY,)),
        DemoPhone("leader", "队长", "Leader", (LI,)),
    )
    async with open_house(engine, demo=demo) as house:
        for user in (ANNA, AWAY):
            assert (await house.bot.send_message(user.id, "hello")).chat.first_name == user.first_name
        with pytest.raises(TelegramBadRequest):
            await house.bot.send_message(LI.id, "hello")
        assert [message["text"] for message in await house.phone(ANNA).messages()] == ["hello"]


async def test_who_blocked_the_bot_stays_so_after_a_restart(engine: AsyncEngine) -> None:
    demo = (DemoPhone("resident", "居民", "Resident", (ANNA,), started=True),)
    async with open_house(engine, demo=demo) as house:
        await house.phone(ANNA).block()
    async with open_house(engine, demo=demo) as house:
        with pytest.raises(TelegramForbiddenError):
            await house.bot.send_message(ANNA.id, "hello")
