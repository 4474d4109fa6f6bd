"""Getting updates: long polling or webhook, into the inbox before they are confirmed."""

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from aiogram.types import Update
from sqlalchemy.exc import SQLAlchemyError

from bot.house import House
from bot.runner import Runner, chat_of
from core.inbox import service as inbox

POLL_SECONDS = 25
ALLOWED = ["message", "callback_query", "my_chat_member"]
_log = structlog.get_logger(__name__)


async def keep(house: House, runner: Runner, channel: str, updates: list[Update]) -> None:
    """Commit updates to the inbox, then process them."""
    rows = [
        (update.update_id, chat_of(update), update.model_dump_json(exclude_unset=True, by_alias=True))
        for update in updates
    ]
    async with house.db.write() as session:
        arrived = await inbox.receive(session, channel, rows)
    runner.push(arrived, {update.update_id: update for update in updates})


class Poller:
    """Long polling of one channel; the next request confirms what is in the inbox by then."""

    def __init__(self, house: House, runner: Runner, channel: str) -> None:
        self._house = house
        self._runner = runner
        self._channel = channel
        self._offset: int | None = None
        self.stopping = False

    @property
    def _bot(self) -> Bot:
        return self._house.bots[self._channel]

    async def once(self, seconds: int = 0) -> int:
        """Ask once, waiting at most so long; returns how many updates came."""
        updates = await self._bot.get_updates(
            offset=self._offset,
            timeout=seconds,
            limit=100,
            allowed_updates=ALLOWED,
            request_timeout=seconds + 15,
        )
        if updates:
            await keep(self._house, self._runner, self._channel, updates)
            self._offset = updates[-1].update_id + 1
        return len(updates)

    async def run(self) -> None:
        """Poll until told to stop; failures are waited out with back-off."""
        failures = 0
        while not self.stopping:
            try:
                await self.once(POLL_SECONDS)
                failures = 0
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except (TelegramAPIError, SQLAlchemyError, OSError, TimeoutError) as error:
                failures += 1
                _log.warning("updates cannot be fetched", channel=self._channel, error=type(error).__name__)
                await asyncio.sleep(min(2**failures, 30))
