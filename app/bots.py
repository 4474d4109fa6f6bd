"""The bots of the channels: making them, and meeting the servers they speak to."""

import asyncio
import hashlib

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramNotFound,
    TelegramUnauthorizedError,
)

from app.database import WEB
from app.settings import PREFIX, Settings, Updates
from app.stop import WRONG_SETTING, Stop
from bot import menu
from bot.house import House
from bot.receive import ALLOWED
from core import crypto
from core.db import Database
from webchat import BotAccount

TELEGRAM = "telegram"
LONGEST_WAIT_SECONDS = 60
_ANSWER_SECONDS = 10
_log = structlog.get_logger(__name__)


def web_account() -> BotAccount:
    """The bot of the web chat; its token comes from the key of the deployment."""
    return BotAccount(1, f"1:{crypto.derive('webchat-bot').hex()}", "liandong_bot", "联动 Liandong")


def make_bot(token: str, server: str | None) -> Bot:
    """A bot that speaks to a Bot API server (none: Telegram's own)."""
    api = AiohttpSession(api=TelegramAPIServer.from_base(server)) if server else AiohttpSession()
    return Bot(
        token, session=api, default=DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True)
    )


def make_house(settings: Settings, db: Database) -> House:
    """The house with a bot for each channel."""
    bots = {WEB: make_bot(web_account().token, settings.webchat_api or settings.own_url)}
    if settings.telegram_token:
        bots[TELEGRAM] = make_bot(settings.telegram_token, settings.telegram_api)
    return House(db, bots, names={WEB: web_account().username}, web=frozenset({WEB}), web_url=settings.url)


def hook_path(settings: Settings) -> str:
    """The path at which Telegram's updates are taken."""
    given = (settings.webhook_url or "").split("//", 1)[-1].partition("/")[2]
    if given.startswith("telegram/"):
        return f"/{given}"
    return f"/telegram/{hashlib.sha256(crypto.derive('webhook-path')).hexdigest()[:32]}"


def hook_url(settings: Settings) -> str:
    """The address that Telegram is told: WEBHOOK_URL, with the path where it has none of ours."""
    base = settings.webhook_url or ""
    return base if base.endswith(hook_path(settings)) else base + hook_path(settings)


async def meet(house: House, channel: str, settings: Settings) -> None:
    """Learn the bot's name, set its menu and the way of its updates; waits for a server out of reach."""
    failures = 0
    while True:
        try:
            await _introduce(house, channel)
            await _set_menu(house.bots[channel])
            if channel == TELEGRAM:
                await _set_way(house.bots[channel], settings)
            return
        except (TelegramAPIError, OSError, TimeoutError) as failure:
            failures += 1
            wait = min(2**failures / 2, LONGEST_WAIT_SECONDS)
            _log.warning(
                "the Bot API server does not answer; it is tried again",
                channel=channel,
                failure=type(failure).__name__,
                seconds=wait,
            )
            await asyncio.sleep(wait)


async def _introduce(house: House, channel: str) -> None:
    try:
        me = await house.bots[channel].get_me(request_timeout=_ANSWER_SECONDS)
    except (TelegramUnauthorizedError, TelegramNotFound):
        name = "WEBCHAT_API" if channel == WEB else "TELEGRAM_TOKEN"
        raise Stop(
            f"{PREFIX}{name} is wrong: the Bot API server does not know the bot.", WRONG_SETTING
        ) from None
    house.names[channel] = me.username or ""


async def _set_menu(bot: Bot) -> None:
    try:
        await menu.set_defaults(bot)
    except (TelegramBadRequest, TelegramNotFound) as failure:
        _log.warning("the command menu could not be set", failure=type(failure).__name__)


async def _set_way(bot: Bot, settings: Settings) -> None:
    if settings.updates is Updates.POLLING:
        await bot.delete_webhook(request_timeout=_ANSWER_SECONDS)
        return
    try:
        await bot.set_webhook(
            hook_url(settings), secret_token=settings.webhook_secret, allowed_updates=ALLOWED
        )
    except TelegramBadRequest as failure:
        raise Stop(
            f"{PREFIX}WEBHOOK_URL is wrong: the Bot API server refused it ({failure.message}).", WRONG_SETTING
        ) from None
