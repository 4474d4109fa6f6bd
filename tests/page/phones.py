"""The demo page as people see it: phones side by side, or one phone with tabs."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

PICTURES = Path(__file__).parents[2] / "build"
PATIENCE_MS = 15_000
WIDE = (1440, 900)
NARROW = (390, 844)
expect.set_options(timeout=PATIENCE_MS)


class Phone:
    """One phone of the page, by its title; on a narrow page it is brought to the front before it is used."""

    def __init__(self, page: Page, title: str) -> None:
        self.page = page
        self.title = title
        self.region = page.get_by_role("region", name=title)

    async def look(self) -> "Phone":
        """Bring the phone to the front."""
        tab = self.page.get_by_role("tab", name=self.title)
        if await tab.is_visible():
            await tab.click()
        await expect(self.region).to_be_visible()
        return self

    async def held_by(self, name: str) -> "Phone":
        """Hand the phone to another person."""
        await self.look()
        await self.region.get_by_role("combobox").select_option(label=name)
        await expect(self.region.get_by_role("article").first).to_be_visible()
        return self

    async def says(self, text: str) -> None:
        """Write a message and send it."""
        await self.look()
        box = self.region.get_by_role("textbox")
        await box.fill(text)
        await box.press("Enter")
        await expect(self.region.locator(".msg.out").last).to_contain_text(text)

    async def message(self, *texts: str) -> Locator:
        """The newest message of the bot that contains these texts, waited for and seen."""
        await self.look()
        found = self.region.locator(".msg.in")
        for text in texts:
            found = found.filter(has_text=text)
        newest = found.last
        await expect(newest).to_be_visible()
        await newest.scroll_into_view_if_needed()
        return newest

    async def taps(self, label: str, *texts: str) -> None:
        """Press a button of the newest message that contains these texts and has it."""
        button = self.page.get_by_role("button", name=label)
        await self.look()
        found = self.region.locator(".msg.in").filter(has=button)
        for text in texts:
            found = found.filter(has_text=text)
        await found.last.get_by_role("button", name=label).first.click()

    async def reads(self, pattern: str, *texts: str) -> str:
        """What a pattern catches in the newest message with these texts."""
        message = await self.message(*texts)
        await expect(message).to_contain_text(re.compile(pattern))
        found = re.search(pattern, await message.inner_text())
        assert found is not None
        return found.group(1)


class Walk:
    """One page with its phones; pictures are kept by name."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self._name = name
        self._pictures = 0

    def phone(self, title: str) -> Phone:
        return Phone(self.page, title)

    async def picture(self, what: str) -> None:
        """Keep what is to be seen now under `build/`."""
        self._pictures += 1
        PICTURES.mkdir(exist_ok=True)
        await self.page.screenshot(path=PICTURES / f"walk-{self._name}-{self._pictures:02}-{what}.png")


@asynccontextmanager
async def open_page(
    browser: Browser,
    url: str,
    name: str,
    size: tuple[int, int],
    locale: str,
    *,
    zone: str = "Asia/Shanghai",
) -> AsyncIterator[Walk]:
    """The page in a fresh browser; an error of its scripts, or a request elsewhere, fails the test."""
    troubles: list[str] = []
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale=locale, timezone_id=zone
    )
    page = await context.new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on(
        "request", lambda r: troubles.append(r.url) if not r.url.startswith((url, "blob:", "data:")) else None
    )
    await page.goto(url)
    yield Walk(page, name)
    await context.close()
    assert troubles == []
