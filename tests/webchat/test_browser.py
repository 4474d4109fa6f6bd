"""What people do on the page."""

from pathlib import Path

from playwright.async_api import Browser, expect
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.webchat.conftest import open_house
from tests.webchat.page import DEMO, answering, open_page
from webchat import ChatUser
from webchat.phone import PICTURE


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
