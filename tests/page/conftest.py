"""The real program with its demo community, and a headless Chromium in front of it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.app.liandong import Running
from tests.databases import REQUIRE_ALL

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
MISSING = f"no browser: install Chromium at {CHROMIUM}, or set CHROMIUM to where it is"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        (pytest.fail if REQUIRE_ALL else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield made
        made.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """`liandong run` with its demo community, for one test."""
    process = Running(tmp_path, TIMEZONE="Asia/Shanghai").ready()
    yield process
    process.stop()
