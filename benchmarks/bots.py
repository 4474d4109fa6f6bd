"""The bots that are measured, each in its own process: ours, and a bare aiogram echo bot."""

import asyncio
import socket
import sys
from contextlib import suppress

import uvicorn
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from app.bots import TELEGRAM
from app.webhook import webhook
from benchmarks.common import ACCOUNT, HOOK_PATH, HOOK_SECRET, until_input_ends
from bot.house import House
from bot.receive import ALLOWED
from bot.service import BotService
from core import crypto
from core.db import connect


def make_bot(api: str) -> Bot:
    """The bot of the benchmarks at a Bot API server."""
    return Bot(
        ACCOUNT.token,
        session=AiohttpSession(api=TelegramAPIServer.from_base(api)),
        default=DefaultBotProperties(parse_mode="HTML"),
    )


def _listener() -> tuple[socket.socket, str]:
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    return listener, f"http://127.0.0.1:{listener.getsockname()[1]}{HOOK_PATH}"


async def _hook(bot: Bot, url: str) -> None:
    await bot.set_webhook(url, secret_token=HOOK_SECRET, allowed_updates=ALLOWED)


async def echo(api: str, way: str) -> None:
    """A bot that only sends back what was written."""
    bot, dispatcher = make_bot(api), Dispatcher()

    @dispatcher.message()
    async def answer(message: Message) -> None:
        await message.answer(message.text or "?", parse_mode=None)

    if way == "polling":
        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
        await _wait()
        await dispatcher.stop_polling()
        await polling
        return
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=HOOK_SECRET).register(app, HOOK_PATH)
    runner = web.AppRunner(app)
    await runner.setup()
    listener, url = _listener()
    await web.SockSite(runner, listener).start()
    await _hook(bot, url)
    await _wait()
    await bot.delete_webhook()
    await runner.cleanup()
    await bot.session.close()


async def ours(api: str, way: str, database: str) -> None:
    """The whole bot: inbox, handlers, outbox, sender, sweeps."""
    crypto.use_keys("a key for benchmarks only")
    db, bot = connect(database), make_bot(api)
    house = House(db, {TELEGRAM: bot}, {TELEGRAM: ACCOUNT.username})
    service = BotService(house, rates={TELEGRAM: 0})
    service.start(polling=way == "polling")
    if way == "polling":
        await _wait()
    else:
        await _behind_webhook(house, service)
    await service.stop()
    await bot.session.close()
    await db.close()


async def _behind_webhook(house: House, service: BotService) -> None:
    listener, url = _listener()
    app = webhook(house, service.runner, HOOK_PATH, HOOK_SECRET)
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve([listener]))
    await _hook(house.bots[TELEGRAM], url)
    await _wait()
    await house.bots[TELEGRAM].delete_webhook()
    server.should_exit = True
    await serving


async def _wait() -> None:
    print("ready", flush=True)
    await until_input_ends()


async def main(kind: str, api: str, way: str, database: str = "") -> None:
    """Run one bot until the input ends."""
    if kind == "echo":
        await echo(api, way)
    else:
        await ours(api, way, database)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main(*sys.argv[1:]))
