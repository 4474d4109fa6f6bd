"""Delivers updates to webhooks: in order within a chat, several chats at once, again after failures."""

import asyncio
import json
import logging
import secrets
import time
from typing import Any

import aiohttp
from sqlalchemy import RowMapping, delete, func, literal, or_, select, update

from webchat.accounts import BotAccount
from webchat.api import run
from webchat.errors import Refusal
from webchat.server import Server, now
from webchat.tables import bots, updates

_log = logging.getLogger("webchat")
_LEASE_SECONDS = 15
_TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10)
_LONGEST_PAUSE = 60.0


class Deliverer:
    """Delivers the updates of one bot while it has a webhook. One process at a time holds the lease."""

    def __init__(self, server: Server, bot: BotAccount) -> None:
        self._server, self._bot = server, bot
        self._owner = secrets.token_hex(8)
        self._chats: dict[int, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(1)
        self._connections = 0
        self._held_until = 0

    async def run(self) -> None:
        """Deliver until cancelled."""
        hub, bot_id = self._server.hub, self._bot.id
        try:
            async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
                with hub.listen(("updates", bot_id), ("webhook", bot_id)) as news:
                    while not hub.closed:
                        news.clear()
                        try:
                            await self._look(session)
                        except Exception:
                            _log.exception("webhook of bot %s cannot be served", bot_id)
                        await hub.pause(news, _LEASE_SECONDS / 3 if self._connections else 3600.0)
        finally:
            for task in self._chats.values():
                task.cancel()
            if self._held_until:
                await self._release()

    async def _look(self, session: aiohttp.ClientSession) -> None:
        hook = await self._hook()
        self._connections = hook["max_connections"] if hook else 0
        if hook is None or not await self._lease():
            return
        for chat_id in await self._waiting():
            if chat_id not in self._chats:
                task = asyncio.create_task(self._drain(session, chat_id))
                self._chats[chat_id] = task
                task.add_done_callback(lambda _, chat_id=chat_id: self._ended(chat_id))

    def _ended(self, chat_id: int) -> None:
        """Look again: an update may have come while the chat's task was about to end."""
        self._chats.pop(chat_id, None)
        self._server.hub.wake(("webhook", self._bot.id))

    async def _hook(self) -> RowMapping | None:
        async with self._server.read_engine.connect() as connection:
            found = await connection.execute(select(bots).where(bots.c.bot_id == self._bot.id))
            row = found.mappings().first()
        if row is None or not row["webhook_url"]:
            return None
        if row["max_connections"] != self._connections:
            self._room = asyncio.Semaphore(row["max_connections"])
        return row

    async def _lease(self) -> bool:
        if self._held_until - now() > _LEASE_SECONDS / 2:
            return True
        alone = self._server.engine.dialect.name == "sqlite"
        free = or_(bots.c.lease_until < now(), bots.c.lease_owner == self._owner, literal(alone))
        claim = (
            update(bots)
            .where(bots.c.bot_id == self._bot.id, free)
            .values(lease_owner=self._owner, lease_until=now() + _LEASE_SECONDS)
            .returning(bots.c.bot_id)
        )
        async with self._server.engine.begin() as connection:
            held = (await connection.execute(claim)).first() is not None
        self._held_until = now() + _LEASE_SECONDS if held else 0
        return held

    async def _release(self) -> None:
        mine = (bots.c.bot_id == self._bot.id, bots.c.lease_owner == self._owner)
        async with self._server.engine.begin() as connection:
            await connection.execute(update(bots).where(*mine).values(lease_until=0))

    async def _waiting(self) -> list[int]:
        query = (
            select(updates.c.chat_id)
            .where(updates.c.bot_id == self._bot.id)
            .group_by(updates.c.chat_id)
            .order_by(func.min(updates.c.update_id))
        )
        async with self._server.read_engine.connect() as connection:
            return list((await connection.execute(query)).scalars())

    async def _drain(self, session: aiohttp.ClientSession, chat_id: int) -> None:
        failures = 0
        while (update_row := await self._first(chat_id)) is not None:
            hook = await self._hook()
            if hook is None:
                return
            async with self._room:
                error = await self._deliver(session, hook, update_row["body"])
            if error is None:
                failures = 0
                await self._done(update_row["update_id"])
            else:
                failures += 1
                await self._failed(error)
                await asyncio.sleep(min(0.5 * 2**failures, _LONGEST_PAUSE))

    async def _first(self, chat_id: int) -> RowMapping | None:
        query = (
            select(updates.c.update_id, updates.c.body)
            .where(updates.c.bot_id == self._bot.id, updates.c.chat_id == chat_id)
            .order_by(updates.c.update_id)
            .limit(1)
        )
        async with self._server.read_engine.connect() as connection:
            return (await connection.execute(query)).mappings().first()

    async def _deliver(self, session: aiohttp.ClientSession, hook: RowMapping, body: str) -> str | None:
        """POST one update; the error as Telegram words it, None when it was taken."""
        headers = {"Content-Type": "application/json"}
        if hook["webhook_secret"]:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook["webhook_secret"]
        try:
            async with session.post(hook["webhook_url"], data=body.encode(), headers=headers) as answer:
                if not 200 <= answer.status < 300:
                    return f"Wrong response from the webhook: {answer.status} {answer.reason}"
                reply = await answer.content.read(1024 * 1024)
        except TimeoutError:
            return "Read timeout expired"
        except (aiohttp.ClientError, OSError) as error:
            return f"Connection failed: {type(error).__name__}"
        await self._execute(reply)
        return None

    async def _execute(self, reply: bytes) -> None:
        """Run the method that the answer of the webhook names, if it names one."""
        try:
            values: Any = json.loads(reply) if reply.strip() else None
        except ValueError:
            return
        if isinstance(values, dict) and isinstance(values.get("method"), str):
            try:
                await run(self._server, self._bot, values.pop("method"), values, {})
            except Refusal as refusal:
                _log.info("method in the webhook's answer refused: %s", refusal.description)

    async def _done(self, update_id: int) -> None:
        gone = delete(updates).where(updates.c.bot_id == self._bot.id, updates.c.update_id == update_id)
        async with self._server.engine.begin() as connection:
            await connection.execute(gone)

    async def _failed(self, error: str) -> None:
        note = update(bots).where(bots.c.bot_id == self._bot.id)
        async with self._server.engine.begin() as connection:
            await connection.execute(note.values(last_error=error, last_error_at=int(time.time())))
