"""The edge of one update: who wrote, one transaction for its effect, and answers after the commit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, Message, User
from sqlalchemy.ext.asyncio import AsyncSession

from bot.house import House
from bot.sender import Sender
from bot.words import Words
from core.actor import Actor
from core.inbox import service as inbox
from core.outbox import service as outbox
from core.people.service import Question, arrive
from locales import match


@dataclass(frozen=True)
class Unit:
    """The inside of a transaction: its session, the person who wrote, and what they are in the middle of."""

    session: AsyncSession
    actor: Actor
    question: Question | None
    relay_need_id: int | None

    @property
    def words(self) -> Words:
        """Texts in the language of the person."""
        return Words(self.actor.locale)


class AlreadyDone(Exception):
    """The update had its effect before; there is nothing to do or to say."""


class Edge:
    """One update on its way: opens the transaction, and answers when it is committed."""

    def __init__(self, house: House, sender: Sender, channel: str, user: User, inbox_id: int) -> None:
        self.house = house
        self.sender = sender
        self.channel = channel
        self.user = user
        self.inbox_id = inbox_id
        self.locale = match(user.language_code)
        self.done = False
        self.message: Message | None = None

    @property
    def words(self) -> Words:
        """Texts in the language of the person (of their client, before they are known)."""
        return Words(self.locale)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Unit]:
        """One transaction: loads the actor, marks the update done with its effect, sends what it made."""
        lease: outbox.Lease | None = None
        async with self.house.db.write() as session:
            if not self.done and not await inbox.done(session, self.inbox_id):
                raise AlreadyDone
            client, known = str(self.user.id), bool(self.user.language_code)
            arrival = await arrive(
                session, self.channel, client, self.user.first_name, self.locale, follow=known
            )
            self.locale = arrival.actor.locale
            if arrival.queue_is_empty:
                lease = outbox.hold_lease(session, arrival.actor.person)
            yield Unit(session, arrival.actor, arrival.question, arrival.relay_need_id)
            emitted = session.info.get("emitted", False)
        self.done = True
        if lease is not None and lease.rows:
            self.sender.push(lease.person_id, lease.rows)
        if emitted:
            self.house.outbox_bell.ring()
            self.house.work_bell.ring()


async def toast(query: CallbackQuery, text: str = "", *, alert: bool = False) -> None:
    """Answer a tap; a tap too old to be answered is left alone, its effect has been told otherwise."""
    try:
        await query.answer(text[:200], show_alert=alert)
    except TelegramBadRequest:
        return
