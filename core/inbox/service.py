"""Keeping updates until they are done, in order for each chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, and_, bindparam, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import clock
from core.db import insert
from core.models import Inbox, InboxState

GIVE_UP_AFTER = 5
KEEP_DONE = timedelta(days=2)
KEEP_FAILED = timedelta(days=14)
"""For the operator to see; a failed update holds the words of a person."""


@dataclass(frozen=True)
class Arrived:
    """An update that waits: where it came from and its payload as JSON."""

    id: int
    channel: str
    update_id: int
    chat: str
    payload: str
    attempts: int


async def receive(
    session: AsyncSession, channel: str, updates: Sequence[tuple[int, str, str]]
) -> list[Arrived]:
    """Keep a batch of (update id, chat, payload); returns those that were not here before, in order."""
    if not updates:
        return []
    now = clock.now()
    rows = [
        {
            "channel": channel,
            "update_id": update_id,
            "chat": chat,
            "payload": payload,
            "received_at": now,
            "next_at": now,
        }
        for update_id, chat, payload in updates
    ]
    statement = insert(session, Inbox).values(rows)
    statement = statement.on_conflict_do_nothing(index_elements=["channel", "update_id"])
    new = (await session.execute(statement.returning(Inbox.id, Inbox.update_id))).all()
    ids = {row.update_id: row.id for row in new}
    return [
        Arrived(ids[update_id], channel, update_id, chat, payload, 0)
        for update_id, chat, payload in updates
        if update_id in ids
    ]


async def waiting(session: AsyncSession, now: datetime, limit: int = 1000) -> list[Arrived]:
    """Updates that are due, oldest first; none behind one of its chat that waits for another try."""
    before = aliased(Inbox)
    held = exists().where(
        before.state == InboxState.NEW,
        before.channel == Inbox.channel,
        before.chat == Inbox.chat,
        before.id < Inbox.id,
        before.next_at > now,
    )
    rows = await session.execute(
        select(Inbox.id, Inbox.channel, Inbox.update_id, Inbox.chat, Inbox.payload, Inbox.attempts)
        .where(Inbox.state == InboxState.NEW, Inbox.next_at <= now, ~held)
        .order_by(Inbox.id)
        .limit(limit)
    )
    return [Arrived(*row) for row in rows.all() if row[4] is not None]


_inboxes = cast(Table, Inbox.__table__)
_DONE = (
    update(_inboxes)
    .where(_inboxes.c.id == bindparam("row"), _inboxes.c.state == InboxState.NEW)
    .values(state=InboxState.DONE, payload=None, done_at=bindparam("now"))
    .returning(_inboxes.c.id)
)


async def done(session: AsyncSession, inbox_id: int) -> bool:
    """Mark an update done and drop its payload; False if it was done before."""
    result = await session.execute(_DONE, {"row": inbox_id, "now": clock.now()})
    return result.first() is not None


async def failed(session: AsyncSession, arrived: Arrived, error: str) -> InboxState:
    """Count a failure: try again with back-off, or give up and keep the row as failed."""
    attempts = arrived.attempts + 1
    state = InboxState.FAILED if attempts >= GIVE_UP_AFTER else InboxState.NEW
    await session.execute(
        update(Inbox)
        .where(Inbox.id == arrived.id, Inbox.state == InboxState.NEW)
        .values(
            state=state,
            attempts=attempts,
            error=error[:100],
            next_at=clock.now() + timedelta(seconds=2**attempts),
        )
    )
    return state


async def forget_old(session: AsyncSession, now: datetime) -> int:
    """Delete rows that were done or failed long ago; returns how many."""
    done = and_(Inbox.state == InboxState.DONE, Inbox.done_at < now - KEEP_DONE)
    failed = and_(Inbox.state == InboxState.FAILED, Inbox.received_at < now - KEEP_FAILED)
    result = await session.execute(delete(Inbox).where(or_(done, failed)).returning(Inbox.id))
    return len(result.all())
