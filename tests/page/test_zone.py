"""A visitor far away: the times beside the messages are those of the deployment, as in its texts."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, expect

from tests.app.liandong import Running
from tests.page.phones import NARROW, open_page

HERE = ZoneInfo("Asia/Shanghai")


async def test_times_are_those_of_the_deployment(browser: Browser, running: Running) -> None:
    async with open_page(browser, running.url, "zone", NARROW, "en-GB", zone="Pacific/Honolulu") as walk:
        phone = walk.phone("Resident")
        await phone.message("Welcome to")
        before = datetime.now(HERE)
        await phone.says("Thank you")
        stamp = await phone.region.locator(".msg.out time").last.inner_text()
        assert stamp in {f"{moment:%H:%M}" for moment in (before, before + timedelta(minutes=1))}
        await expect(phone.region.locator(".day").last).to_have_text("Today")
