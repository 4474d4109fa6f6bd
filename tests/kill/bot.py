"""The bot in a process of its own: `python -m tests.kill.bot DATABASE_URL API`."""

import asyncio
import sys

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.house import House
from bot.service import BotService
from core import crypto
from core.db import connect
from tests.town import ACCOUNT


async def main(database: str, api: str) -> None:
    """Run until killed."""
    crypto.use_keys("a key for tests only")
    bot = Bot(
        ACCOUNT.token,
        session=AiohttpSession(api=TelegramAPIServer.from_base(api)),
        default=DefaultBotProperties(parse_mode="HTML"),
    )
    house = House(
        connect(database), {"webchat": bot}, {"webchat": ACCOUNT.username}, frozenset({"webchat"}), api
    )
    BotService(house, rates={"webchat": 0}).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
