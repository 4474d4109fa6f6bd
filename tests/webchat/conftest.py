"""A real server on a loopback port, on SQLite and on PostgreSQL, with real aiogram bots and page clients."""

import asyncio
import os
import secrets
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from playwright.async_api import Browser, async_playwright
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from starlette.applications import Starlette

from webchat import BotAccount, ChatUser, DemoPhone, Fault, Phone, close, create_app, identity, migrate

SECRET = b"a secret of the tests"
ACCOUNT = BotAccount(4200, "4200:test-token", "test_bot", "Test Bot")
ANNA = ChatUser(7001, "Anna", "en")
LI = ChatUser(7002, "Li", "zh-hans")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
_DEFAULT_POSTGRES = "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"


@dataclass
class House:
    """A running server and its visitors."""

    url: str
    app: Starlette
    engine: AsyncEngine
    faults: list[Fault]
    bot: Bot
    client: httpx.AsyncClient
    stop: Callable[[], Awaitable[None]]
    stopped: bool = field(default=False)

    def phone(self, user: ChatUser = ANNA) -> Phone:
        return Phone(self.client, identity(SECRET, user), user)

    async def raw(self, method: str, **values: Any) -> dict[str, Any]:
        answer = await self.client.post(f"/bot{ACCOUNT.token}/{method}", json=values)
        return answer.json()


def sqlite_engine(path: Path) -> AsyncEngine:
    """SQLite as the host sets it up: one writer connection, BEGIN IMMEDIATE."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", pool_size=1, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@asynccontextmanager
async def postgres_database() -> AsyncIterator[str]:
    """The address of a new database, dropped in the end; skips without a server."""
    base = make_url(os.environ.get("TEST_DATABASE_URL") or _DEFAULT_POSTGRES)
    base = base.set(drivername="postgresql+asyncpg")
    name = f"webchat_{secrets.token_hex(6)}"
    admin = create_async_engine(base, isolation_level="AUTOCOMMIT")
    try:
        async with admin.connect() as connection:
            await connection.execute(text(f'CREATE DATABASE "{name}"'))
    except OSError as error:
        await admin.dispose()
        if os.environ.get("REQUIRE_ALL") == "1":
            raise
        pytest.skip(f"PostgreSQL is not reachable at {base.host}:{base.port} ({type(error).__name__})")
    try:
        yield base.set(database=name).render_as_string(hide_password=False)
    finally:
        async with admin.connect() as connection:
            await connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        await admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A migrated database of each kind."""
    if request.param == "sqlite":
        made = sqlite_engine(tmp_path / "webchat.db")
        await migrate(made)
        yield made
        await made.dispose()
        return
    async with postgres_database() as url:
        made = create_async_engine(url)
        await migrate(made)
        yield made
        await made.dispose()


@asynccontextmanager
async def open_house(
    engine: AsyncEngine, *, demo: tuple[DemoPhone, ...] = (), bots: tuple[BotAccount, ...] = (ACCOUNT,)
) -> AsyncIterator[House]:
    """Serve on a free loopback port until the block ends."""
    faults: list[Fault] = []
    app = create_app(engine, bots=bots, secret=SECRET, demo=demo, faults=faults)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    task = asyncio.create_task(server.serve([listener]))

    async def stop() -> None:
        if not task.done():
            await close(app)
            server.should_exit = True
            await task

    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with Bot(ACCOUNT.token, session=session) as bot, httpx.AsyncClient(base_url=url) as client:
        yield House(url, app, engine, faults, bot, client, stop)
    await stop()
    listener.close()


@pytest.fixture
async def house(engine: AsyncEngine) -> AsyncIterator[House]:
    """A server in real mode on each kind of database."""
    async with open_house(engine) as running:
        yield running


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
