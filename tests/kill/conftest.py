"""A town whose bot is another process, which can be killed; our own server in between can hold a call."""

import asyncio
import contextlib
import random
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import uvicorn
from sqlalchemy import func, select, update
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import webchat
from core import clock, sweeps
from core.db import Database, connect
from core.models import Inbox, InboxState, Outbox, OutboxState
from core.outbox.service import WAITING
from tests import invariants
from tests.databases import Templates
from tests.town import ACCOUNT, SECRET, Town, build
from webchat.tables import updates

DEADLINE = 90.0


class Gate:
    """Stands before the server: holds the next call of a method, before or after its effect, until told."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._method = ""
        self._after = False
        self.reached = asyncio.Event()
        self._open = asyncio.Event()
        self.answered: Counter[str] = Counter()

    def hold(self, method: str, *, after: bool = False) -> None:
        """Let nobody know of the next call's answer; unless `after`, let the call itself not arrive."""
        self._method, self._after = method, after
        self.reached.clear()
        self._open.clear()

    def release(self) -> None:
        """What is held is lost; what comes now passes."""
        self._method = ""
        self._open.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._method or not scope.get("path", "").endswith(f"/{self._method}"):
            await self._app(scope, receive, send)
            self.answered[scope.get("path", "").rpartition("/")[2]] += 1
            return
        if self._after:
            await self._app(scope, receive, _nowhere)
        self.reached.set()
        await self._open.wait()


async def _nowhere(message: Message) -> None:
    return None


@dataclass
class Bot:
    """The process of the bot."""

    database: str
    api: str
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.kill.bot", self.database, self.api
        )

    async def kill(self) -> None:
        """End it as a power cut does."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()


@dataclass
class KillTown(Town):
    """The town; `settle` waits for the process to have done everything that may not be missed."""

    bot: Bot = field(default=None)  # pyright: ignore[reportAssignmentType]
    gate: Gate = field(default=None)  # pyright: ignore[reportAssignmentType]
    chats: Database = field(default=None)  # pyright: ignore[reportAssignmentType]
    kills: int = 0
    kill_at: random.Random | None = None

    async def settle(self) -> None:
        if self.kill_at is not None:
            await asyncio.sleep(self.kill_at.choice((0.0, 0.01, 0.03, 0.06, 0.1)))
            await self.kill()
            await self.restart()
        end = time.monotonic() + DEADLINE
        while not await self._quiet():
            assert time.monotonic() < end, "the bot does not come to rest"
            await asyncio.sleep(0.05)

    async def _quiet(self) -> bool:
        async with self.chats.read() as session:
            newest = await session.scalar(select(func.max(updates.c.update_id)))
        async with self.db.read() as session:
            kept = await session.scalar(select(func.max(Inbox.update_id)))
            undone = await session.scalar(select(func.count()).where(Inbox.state == InboxState.NEW))
            waiting = undone or await sweeps.anything_due(session, clock.now())
            unsent = await session.scalar(select(func.count()).where(Outbox.state.in_(WAITING)))
        return (newest or 0) <= (kept or 0) and not waiting and not unsent

    async def kill(self) -> None:
        """Kill the bot; the leases that it held have run out by the next start."""
        await self.bot.kill()
        self.gate.release()
        self.kills += 1
        async with self.db.write() as session:
            held = update(Outbox).where(Outbox.state == OutboxState.LEASED)
            await session.execute(held.values(lease_until=clock.now()))

    async def restart(self) -> None:
        await self.bot.start()

    async def check(self) -> None:
        """All invariants hold, and in no chat did more messages come twice than there were kills.

        One message at a time is on its way to each person.
        """
        async with self.db.read() as session:
            await invariants.check(session)
            states = set(await session.scalars(select(Outbox.state)))
        assert states <= {OutboxState.SENT, OutboxState.DROPPED}
        assert await self.repeated() <= self.kills

    async def repeated(self) -> int:
        """How many messages of the bot stand in one chat more often than they should, at most."""
        doubles = [0]
        for citizen in self.people.values():
            shown = [(m.get("text"), str(m.get("reply_markup"))) for m in await citizen.sees()]
            doubles.append(len(shown) - len(set(shown)))
        return max(doubles)


@contextlib.asynccontextmanager
async def _serving(chats: Database) -> AsyncIterator[tuple[str, Gate]]:
    app = webchat.create_app(chats.writer, bots=[ACCOUNT], secret=SECRET, read_engine=chats.reader)
    gate = Gate(app)
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(gate, log_level="warning", lifespan="off"))
    running = asyncio.create_task(server.serve([listener]))
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", gate
    await webchat.close(app)
    server.should_exit = True
    await running


@pytest.fixture
async def town(db: Database, db_url: str, templates: Templates) -> AsyncIterator[KillTown]:
    """The bot runs from the start."""
    await build(db)
    chats_url = await templates.copy("sqlite")
    chats = connect(chats_url)
    async with _serving(chats) as (url, gate), httpx.AsyncClient(base_url=url, timeout=30) as client:
        bot = Bot(db_url, url)
        await bot.start()
        none: Any = None
        yield KillTown(db, url, client, none, [], bot=bot, gate=gate, chats=chats)
        await bot.kill()
        gate.release()
    await chats.close()
    await templates.drop(chats_url)
