"""The page in Chromium, with a bot that answers."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
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
from playwright.async_api import Browser, Page, async_playwright, expect
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.webchat.conftest import ANNA, LI, House, open_house, sqlite_engine
from webchat import ChatUser, DemoPhone, migrate
from webchat.phone import PICTURE

DEMO = (
    DemoPhone("a", "A", "Resident", (ANNA, LI)),
    DemoPhone("b", "B", "Leader", (ChatUser(7003, "Zhou", "zh"),)),
)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
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


@pytest.fixture
async def file_engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = sqlite_engine(tmp_path / "page.db")
    await migrate(engine)
    yield engine
    await engine.dispose()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip)("Chromium is not installed")
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield made
        await made.close()


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


async def test_a_person_comes_talks_and_presses(file_engine: AsyncEngine, browser: Browser) -> None:
    troubles: list[str] = []
    async with answering(file_engine, ()) as house:
        page = await open_page(browser, f"{house.url}/?start=area_1", troubles=troubles)
        await page.get_by_label("Name", exact=True).fill("Mia")
        await page.get_by_role("button", name="OK", exact=True).click()
        await page.get_by_role("button", name="Start").click()
        await expect(page.get_by_text("Welcome area_1")).to_be_visible()
        await page.get_by_role("textbox").fill("the lift is broken")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("got the lift is broken")).to_be_visible()
        await page.get_by_role("button", name="Alert").click()
        await expect(page.get_by_role("alertdialog")).to_contain_text("Careful")
        await page.get_by_role("button", name="OK", exact=True).click()
        await page.get_by_role("button", name="Accept").click()
        await expect(page.locator(".msg.edited")).to_contain_text("Accepted")
        await expect(page.locator(".toast")).to_have_text("Thank you")
        await page.get_by_role("button", name="Commands").click()
        await page.get_by_role("menuitem", name="Get help").click()
        await expect(page.get_by_text("got /help")).to_be_visible()
        await page.get_by_role("button", name="Place").click()
        await page.get_by_label("Latitude").fill("31.2")
        await page.get_by_label("Longitude").fill("121.5")
        await page.get_by_role("dialog").get_by_role("button", name="Send").click()
        await expect(page.get_by_text("got location")).to_be_visible()
        await page.reload()
        await expect(page.get_by_text("got location")).to_be_visible()
        assert await page.get_by_role("article").count() == 8
    assert troubles == []


async def test_pictures_are_sent_and_viewed(
    file_engine: AsyncEngine, browser: Browser, tmp_path: Path
) -> None:
    names = [tmp_path / f"{number}.png" for number in range(3)]
    for name in names:
        name.write_bytes(PICTURE)
    async with answering(file_engine, DEMO) as house:
        await house.phone().start()
        page = await open_page(browser, house.url)
        await page.get_by_role("button", name="Attach").click()
        async with page.expect_file_chooser() as chooser:
            await page.get_by_role("menuitem", name="Photo").click()
        await (await chooser.value).set_files([str(name) for name in names])
        await page.get_by_label("Caption").fill("three of them")
        await page.get_by_role("button", name="Send").last.click()
        await expect(page.locator(".album img")).to_have_count(3)
        await expect(page.get_by_text("got photo").first).to_be_visible()
        await page.locator(".album button").first.click()
        await expect(page.locator("dialog.viewer img")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.locator("dialog.viewer")).to_have_count(0)


async def test_the_demo_shows_phones_side_by_side_or_as_tabs(
    file_engine: AsyncEngine, browser: Browser
) -> None:
    async with answering(file_engine, DEMO) as house:
        wide = await open_page(browser, house.url, 1440)
        await expect(wide.locator(".phone:visible")).to_have_count(2)
        await wide.get_by_label("Who is this: Resident").select_option(label="Li")
        await wide.locator(".phone").first.get_by_role("button", name="Start").click()
        await expect(wide.get_by_text("Welcome")).to_be_visible()
        narrow = await open_page(browser, house.url)
        await expect(narrow.locator(".phone:visible")).to_have_count(1)
        await house.phone(ChatUser(7003, "Zhou", "zh")).start()
        leader = narrow.get_by_role("tab", name="Leader")
        await expect(leader).to_contain_text("1")
        await leader.click()
        await expect(narrow.get_by_role("region", name="Leader")).to_contain_text("Welcome")
        await expect(leader.locator(".badge")).to_be_hidden()


async def test_nothing_is_lost_or_doubled_without_network(file_engine: AsyncEngine, browser: Browser) -> None:
    async with answering(file_engine, DEMO) as house:
        anna = house.phone()
        await anna.start()
        page = await open_page(browser, house.url)
        await expect(page.get_by_text("Welcome")).to_be_visible()
        await page.context.set_offline(True)
        await page.get_by_role("textbox").fill("from the cellar")
        await page.keyboard.press("Enter")
        await expect(page.locator(".msg.pending")).to_have_count(1)
        await page.context.set_offline(False)
        await expect(page.get_by_text("got from the cellar")).to_be_visible(timeout=15000)
        await expect(page.locator(".msg.pending")).to_have_count(0)
    texts = [message["text"] for message in await _messages(file_engine)]
    assert texts.count("from the cellar") == 1


async def _messages(engine: AsyncEngine) -> list[dict[str, str]]:
    async with open_house(engine, demo=DEMO) as house:
        return await house.phone().messages()


async def test_language_large_text_and_block(file_engine: AsyncEngine, browser: Browser) -> None:
    async with answering(file_engine, DEMO) as house:
        await house.phone().start()
        page = await open_page(browser, house.url)
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("menuitem", name="Large text").click()
        await page.reload()
        await expect(page.locator("html")).to_have_attribute("data-size", "large")
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("menuitem", name="Block and stop").click()
        await page.get_by_role("dialog").get_by_role("button", name="Block and stop").click()
        await page.get_by_role("button", name="Unblock").click()
        await expect(page.get_by_role("textbox")).to_be_visible()
        assert (await house.phone().changes())["chat"]["blocked"] is False
