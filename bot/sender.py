"""Sending the outbox: one message at a time to each person, in order, from the state as it is now."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta

import structlog
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from sqlalchemy import bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from bot import menu
from bot.deliver import MediaMissing, deliver
from bot.house import House
from bot.pace import Pace
from bot.recorder import Recorder
from bot.view import View
from bot.views import render
from core import clock
from core.models import Card, Outbox, OutboxState
from core.outbox import results
from core.outbox import service as outbox
from core.outbox.results import Sent
from core.people.queries import Recipient, recipient
from core.people.service import unreachable
from core.routing.passing import pass_on_unreachable

IN_FLIGHT = 40
ROLE_TAKEN = "role-taken"
LOOK_EVERY_SECONDS = 1.0
MEDIA_RETRY = timedelta(seconds=1)
OUTAGE_RETRY = timedelta(seconds=5)
TRIES = 3
"""Of a message that the channel refuses: others to the same person wait behind it."""
_OUTAGE = (TelegramNetworkError, TelegramServerError, TelegramUnauthorizedError, OSError, TimeoutError)
_GONE = ("chat not found", "user is deactivated", "bot was blocked", "bot can't initiate")
_ROW = (
    select(Outbox, Card)
    .outerjoin(Card, Card.id == Outbox.card_id)
    .where(Outbox.id == bindparam("row"), Outbox.state == OutboxState.LEASED)
)
_log = structlog.get_logger(__name__)


class Sender:
    """Sends rows: those that handlers push right after their commit, and all others that it finds."""

    def __init__(self, house: House, rates: dict[str, float] | None = None) -> None:
        self._house = house
        self._rates = rates or {}
        self._paces: dict[str, Pace] = {}
        self._queues: dict[int, deque[int]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._known: set[int] = set()
        self._recorder = Recorder(house.db)
        self.stopping = False

    def push(self, person_id: int, rows: list[int]) -> None:
        """Send rows whose lease is held by this process."""
        fresh = [row for row in rows if row not in self._known]
        self._known.update(fresh)
        running = person_id in self._queues
        self._queues.setdefault(person_id, deque()).extend(fresh)
        if not running:
            self._spawn(self._drain(person_id))

    def _spawn(self, coroutine: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def run(self) -> None:
        """Look for rows until told to stop."""
        while not self.stopping:
            try:
                if await self.look():
                    continue
            except (OSError, SQLAlchemyError):
                _log.exception("the outbox cannot be read; it is tried again")
            await self._house.outbox_bell.wait(LOOK_EVERY_SECONDS)

    async def look(self) -> int:
        """Claim the rows that are due and start sending them; returns how many."""
        room = IN_FLIGHT - len(self._queues)
        if room <= 0 or not await self._anything_due():
            return 0
        async with self._house.db.write() as session:
            rows = await outbox.claim(session, clock.now(), room)
        for row in rows:
            self.push(row.person_id, [row.id])
        return len(rows)

    async def _anything_due(self) -> bool:
        async with self._house.db.read() as session:
            return await outbox.anything_due(session, clock.now())

    async def renew(self) -> None:
        """Keep the leases of what waits its turn or is on its way."""
        if self._known:
            async with self._house.db.write() as session:
                await outbox.renew(session, self._known, clock.now())

    async def settle(self) -> None:
        """Send until nothing is due and nothing is under way."""
        while await self.look() or self._tasks:
            if self._tasks:
                await asyncio.wait(set(self._tasks))

    async def stop(self) -> None:
        """Finish what is under way and claim nothing more."""
        self.stopping = True
        self._house.outbox_bell.ring()
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=10)

    async def _drain(self, person_id: int) -> None:
        queue = self._queues[person_id]
        try:
            while queue:
                row_id = queue.popleft()
                settled = await self._send_safely(row_id)
                self._known.discard(row_id)
                if not settled:
                    await self._release(queue)
        finally:
            del self._queues[person_id]
            self._house.outbox_bell.ring()

    async def _release(self, queue: deque[int]) -> None:
        """What comes after a message that is tried again waits its turn behind it."""
        rows = list(queue)
        queue.clear()
        self._known.difference_update(rows)
        async with self._house.db.write() as session:
            await results.release(session, rows)

    async def _send_safely(self, row_id: int) -> bool:
        try:
            return await self._send(row_id)
        except Exception:
            _log.exception("a message could not be recorded; its lease runs out", outbox=row_id)
            return False

    async def _send(self, row_id: int) -> bool:
        """Send one row; False if it is to be tried again."""
        async with self._house.db.read() as session:
            found = (await session.execute(_ROW, {"row": row_id})).first()
            if found is None:
                return True
            row, card = found
            to = await recipient(session, row.person_id)
            reason = _not_worth_sending(row, to, card)
            try:
                view = await render(session, self._house, row, card, to) if to and not reason else None
            except Exception as error:
                _log.exception("a message could not be written", outbox=row_id, kind=row.kind)
                await self._recorder.record(_retry(row, type(error).__name__))
                return False
        if to is None or view is None:
            await self._recorder.record(Sent(row_id, OutboxState.DROPPED, error=reason or "nothing-to-say"))
            return True
        sent = await self._try(row, card, to, view)
        await self._recorder.record(sent)
        return sent.state is not OutboxState.NEW

    async def _try(self, row: Outbox, card: Card | None, to: Recipient, view: View) -> Sent:
        bot = self._house.bots.get(to.channel)
        if bot is None:
            return _later(row, OUTAGE_RETRY)
        pace = self._pace(to.channel)
        await pace.turn()
        try:
            message_id = await deliver(self._house, bot, to, view, card)
        except Exception as error:
            return await self._not_sent(row, to, error)
        if row.kind == ROLE_TAKEN:
            await menu.show_to(self._house, to)
        return Sent(
            row.id,
            OutboxState.SENT,
            contact_id=to.contact_id,
            message_id=message_id,
            card_id=card.id if card else None,
            card_version=card.wanted if card else None,
            refresh_at=view.refresh_at,
        )

    async def _not_sent(self, row: Outbox, to: Recipient, error: Exception) -> Sent:
        if isinstance(error, TelegramRetryAfter):
            self._pace(to.channel).rest(to.address, error.retry_after)
            return _later(row, timedelta(seconds=error.retry_after))
        if isinstance(error, MediaMissing):
            self._house.media_bell.ring()
            return replace(_later(row, MEDIA_RETRY), stand_back=True)
        if isinstance(error, _OUTAGE):
            _log.warning("the channel does not answer", channel=to.channel, error=type(error).__name__)
            return _later(row, OUTAGE_RETRY)
        refused = error.message if isinstance(error, TelegramBadRequest) else ""
        if isinstance(error, TelegramForbiddenError) or any(sign in refused for sign in _GONE):
            return await self._gone(row, to)
        _log.error(
            "a message is refused", outbox=row.id, kind=row.kind, error=refused or type(error).__name__
        )
        return _retry(row, f"refused: {refused}" if refused else type(error).__name__, TRIES)

    def _pace(self, channel: str) -> Pace:
        if channel not in self._paces:
            rate = self._rates.get(channel)
            self._paces[channel] = Pace() if rate is None else Pace(rate)
        return self._paces[channel]

    async def _gone(self, row: Outbox, to: Recipient) -> Sent:
        """This contact cannot be reached: the next try takes another of the person's, if there is one."""
        async with self._house.db.write() as session:
            await unreachable(session, to.contact_id)
            await pass_on_unreachable(session, to.person_id)
        self._house.work_bell.ring()
        return _later(row, timedelta(0))


def _not_worth_sending(row: Outbox, to: Recipient | None, card: Card | None) -> str | None:
    if to is None:
        return "unreachable"
    if row.valid_until is not None and row.valid_until <= clock.now():
        return "too-late"
    if card is not None and card.message_id is not None and card.shown >= card.wanted:
        return "shown-already"
    return None


def _later(row: Outbox, wait: timedelta) -> Sent:
    return Sent(row.id, OutboxState.NEW, card_id=row.card_id, retry_at=clock.now() + wait)


def _retry(row: Outbox, error: str, tries: int = outbox.GIVE_UP_AFTER) -> Sent:
    """Back off, and give up in the end: the row stays visible as dead."""
    if row.attempts + 1 >= tries:
        _log.error("a message is given up", outbox=row.id, kind=row.kind, error=error)
        return Sent(row.id, OutboxState.DEAD, error=error[:200])
    wait = timedelta(seconds=min(2**row.attempts, 300))
    return Sent(row.id, OutboxState.NEW, card_id=row.card_id, error=error[:200], retry_at=clock.now() + wait)
