"""Processing the inbox: in order for each chat, chats side by side, each update until it is done."""

import asyncio
from collections import deque
from collections.abc import Mapping

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Update, User
from sqlalchemy.exc import SQLAlchemyError

from bot.edge import Edge
from bot.house import House
from bot.sender import Sender
from core import clock
from core.inbox import service as inbox
from core.inbox.service import Arrived
from core.models import InboxState
from locales import match, translate

LOOK_EVERY_SECONDS = 2.0
_log = structlog.get_logger(__name__)


class Runner:
    """Takes updates from the inbox and feeds them to the dispatcher."""

    def __init__(self, house: House, dispatcher: Dispatcher, sender: Sender) -> None:
        self._house = house
        self._dispatcher = dispatcher
        self._sender = sender
        self._queues: dict[tuple[str, str], deque[Arrived]] = {}
        self._known: set[int] = set()
        self._read: dict[int, Update] = {}
        """Updates as they came from the server, so that they are not read from their payload again."""
        self._held: set[tuple[str, str]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.stopping = False

    def push(self, arrived: list[Arrived], read: Mapping[int, Update] | None = None) -> None:
        """Process updates that were just committed to the inbox; `read` has them by update id."""
        for update in arrived:
            key = (update.channel, update.chat)
            if update.id in self._known or key in self._held:
                continue
            self._known.add(update.id)
            if read is not None:
                self._read[update.id] = read[update.update_id]
            running = key in self._queues
            self._queues.setdefault(key, deque()).append(update)
            if not running:
                task = asyncio.create_task(self._drain(key))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def look(self) -> int:
        """Pick up what waits in the inbox: after a restart, and what is tried again."""
        async with self._house.db.read() as session:
            waiting = await inbox.waiting(session, clock.now())
        fresh = [update for update in waiting if update.id not in self._known]
        self._held -= {(update.channel, update.chat) for update in fresh}
        self.push(fresh)
        return len(fresh)

    async def run(self) -> None:
        """Look every few seconds until told to stop."""
        while not self.stopping:
            try:
                await self.look()
            except (OSError, SQLAlchemyError):
                _log.exception("the inbox cannot be read; it is tried again")
            await self._house.inbox_bell.wait(LOOK_EVERY_SECONDS)

    async def settle(self) -> None:
        """Process until nothing waits."""
        while await self.look() or self._tasks:
            if self._tasks:
                await asyncio.wait(set(self._tasks))

    async def stop(self) -> None:
        """Finish what is under way."""
        self.stopping = True
        self._house.inbox_bell.ring()
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=10)

    async def _drain(self, key: tuple[str, str]) -> None:
        queue = self._queues[key]
        try:
            while queue:
                arrived = queue.popleft()
                try:
                    again = not await self._process(arrived)
                except Exception:
                    _log.exception("an update waits: nothing could be written", inbox=arrived.id)
                    again = True
                self._forget(arrived)
                if again:
                    self._held.add(key)
                    for update in queue:
                        self._forget(update)
                    return
        finally:
            del self._queues[key]

    def _forget(self, arrived: Arrived) -> None:
        self._known.discard(arrived.id)
        self._read.pop(arrived.id, None)

    async def _process(self, arrived: Arrived) -> bool:
        """Feed one update; False if it is to be tried again before the chat goes on."""
        bot = self._house.bots.get(arrived.channel)
        if bot is None:
            return False
        user, edge = None, None
        try:
            update = self._read.get(arrived.id) or Update.model_validate_json(
                arrived.payload, context={"bot": bot}
            )
            user = user_of(update)
            if user is not None:
                edge = Edge(self._house, self._sender, arrived.channel, user, arrived.id)
                await self._feed(bot, update, edge)
        except TelegramAPIError as error:
            _log.warning("an answer could not be given", inbox=arrived.id, error=type(error).__name__)
        except Exception as error:
            _log.exception("an update failed", inbox=arrived.id, attempt=arrived.attempts + 1)
            return await self._failed(arrived, bot, user, error)
        await self._finish(arrived, edge)
        return True

    async def _feed(self, bot: Bot, update: Update, edge: Edge) -> None:
        answer = await self._dispatcher.feed_update(bot, update, edge=edge)
        if isinstance(answer, TelegramMethod):
            await self._dispatcher.silent_call_request(bot, answer)

    async def _finish(self, arrived: Arrived, edge: Edge | None) -> None:
        """Mark what had no effect of its own (refusals, unknown buttons) as done."""
        if edge is None or not edge.done:
            async with self._house.db.write() as session:
                await inbox.done(session, arrived.id)

    async def _failed(self, arrived: Arrived, bot: Bot, user: User | None, error: Exception) -> bool:
        async with self._house.db.write() as session:
            state = await inbox.failed(session, arrived, type(error).__name__)
        if state is not InboxState.FAILED:
            return False
        if user is not None:
            await _say_sorry(bot, user)
        return True


async def _say_sorry(bot: Bot, user: User) -> None:
    try:
        await bot.send_message(user.id, translate(match(user.language_code), "error-internal"))
    except TelegramAPIError as error:
        _log.warning("an apology could not be sent", error=type(error).__name__)


def user_of(update: Update) -> User | None:
    """The person behind an update in a private chat; None for what we do not serve."""
    query = update.callback_query
    chat = query.message.chat if query and query.message else None
    for part in (update.message, query, update.my_chat_member):
        if part is not None:
            where = chat if isinstance(part, CallbackQuery) else part.chat
            user = part.from_user
            served = where is None or where.type == "private"
            return user if served and user is not None and not user.is_bot else None
    return None


def chat_of(update: Update) -> str:
    """The key under which updates are kept in order: the person who wrote."""
    user = user_of(update)
    return str(user.id) if user else "-"
