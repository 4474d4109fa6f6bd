"""Counts for those who watch the service: states of needs, what waits and for how long."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Inbox, InboxState, Need, Outbox, OutboxState, Status

AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Queue:
    """How much waits and is due, for how long the oldest (seconds), and how much was given up."""

    waiting: int
    oldest_seconds: float
    dead: int


@dataclass(frozen=True)
class Gauges:
    """The counts of one moment."""

    inbox: Queue
    outbox: Queue
    needs: dict[Status, int] = field(default_factory=dict)


async def read_gauges(session: AsyncSession, now: datetime) -> Gauges:
    """Count what waits now."""
    by_status = await session.execute(select(Need.status, func.count()).group_by(Need.status))
    counted = {row[0]: row[1] for row in by_status}
    came = select(func.count(), func.min(Inbox.received_at)).where(Inbox.state == InboxState.NEW)
    failed = select(func.count()).where(Inbox.state == InboxState.FAILED)
    due = (Outbox.state.in_((OutboxState.NEW, OutboxState.LEASED)), Outbox.next_at <= now)
    to_send = select(func.count(), func.min(Outbox.next_at)).where(*due)
    dead = select(func.count()).where(Outbox.state == OutboxState.DEAD)
    return Gauges(
        await _queue(session, now, came, failed),
        await _queue(session, now, to_send, dead),
        {status: counted.get(status, 0) for status in Status},
    )


async def _queue(session: AsyncSession, now: datetime, waiting: AnySelect, dead: AnySelect) -> Queue:
    count, oldest = (await session.execute(waiting)).one()
    age = 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())
    return Queue(count, age, (await session.execute(dead)).scalar_one())
