"""The real program with its demo community, and a headless Chromium in front of it."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.app.liandong import Running
from tests.databases import REQUIRE_ALL

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
MISSING = "no browser: install chromium, or set CHROMIUM to where one is"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        (pytest.fail if REQUIRE_ALL else pytest.skip)(MISSING)
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield made
        await made.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """`liandong run` with its demo community, for one test."""
    process = Running(tmp_path, TIMEZONE="Asia/Shanghai").ready()
    yield process
    process.stop()
