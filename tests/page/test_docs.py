"""The reference of the API in a browser."""

import pytest
from playwright.async_api import Browser

from tests.app.liandong import Running
from tests.page.phones import NARROW, WIDE, open_page


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_reference_fits_and_asks_for_nothing_else(
    browser: Browser, running: Running, size: tuple[int, int]
) -> None:
    async with open_page(browser, f"{running.url}/docs", "docs", size, "en-GB") as walk:
        await walk.page.wait_for_load_state("networkidle")
        assert await walk.page.evaluate("document.documentElement.scrollWidth") <= size[0]
        await walk.picture(str(size[0]))
