"""The page in Chromium, and a bot that answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Dispatcher, F
from aiogram.filters import CommandStart
from aiogram.types import (
    BotCommand,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from playwright.async_api import Browser, Page
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.webchat.conftest import ANNA, LI, House, open_house
from webchat import ChatUser, DemoPhone

DEMO = (
    DemoPhone("a", "A", "Resident", (ANNA, LI)),
    DemoPhone("b", "B", "Leader", (ChatUser(7003, "Zhou", "zh"),)),
)
BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Accept", callback_data="a"),
            InlineKeyboardButton(text="Alert", callback_data="b"),
        ]
    ]
)


def make_dispatcher() -> Dispatcher:
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def _start(message: Message) -> None:
        keyboard = ReplyKeyboardMarkup(
            keyboard=[[KeyboardButton(text="Services"), KeyboardButton(text="Place", request_location=True)]]
        )
        payload = (message.text or "").removeprefix("/start").strip()
        await message.answer(f"<b>Welcome</b> {payload}", parse_mode="HTML", reply_markup=keyboard)

    @dispatcher.callback_query(F.data == "a")
    async def _accept(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("Accepted")
        await query.answer("Thank you")

    @dispatcher.callback_query()
    async def _alert(query: CallbackQuery) -> None:
        await query.answer("Careful", show_alert=True)

    @dispatcher.message()
    async def _echo(message: Message) -> None:
        said = message.text or message.content_type.split(".")[-1]
        await message.reply(f"got {said}", reply_markup=BUTTONS)

    return dispatcher


@asynccontextmanager
async def answering(engine: AsyncEngine, demo: tuple[DemoPhone, ...]) -> AsyncIterator[House]:
    async with open_house(engine, demo=demo) as house:
        await house.bot.set_my_commands([BotCommand(command="help", description="Get help")])
        dispatcher = make_dispatcher()
        polling = asyncio.create_task(
            dispatcher.start_polling(house.bot, handle_signals=False, close_bot_session=False)
        )
        yield house
        await dispatcher.stop_polling()
        await house.stop()
        await polling


async def open_page(browser: Browser, url: str, width: int = 390, troubles: list[str] | None = None) -> Page:
    context = await browser.new_context(viewport={"width": width, "height": 844}, locale="en-GB")
    page = await context.new_page()
    if troubles is not None:
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        page.on(
            "request",
            lambda request: (
                troubles.append(request.url) if not request.url.startswith((url[:16], "blob:")) else None
            ),
        )
    await page.goto(url)
    return page
