"""Sweeps over needs: each in a savepoint of its own, so that a broken one does not hold up the others."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Need

BATCH = 50
TRY_AGAIN = timedelta(minutes=1)
_log = logging.getLogger(__name__)

Step = Callable[[AsyncSession, Need], Awaitable[Any]]


async def each(session: AsyncSession, now: datetime, step: Step, *due: ColumnElement[bool]) -> int:
    """Do a step with the needs that are due and that nobody else has locked; returns how many there were.

    What breaks is undone, logged with its id, and put off for a minute by `next_at`.
    """
    found = await session.scalars(
        select(Need)
        .where(*due)
        .order_by(Need.next_at, Need.id)
        .limit(BATCH)
        .with_for_update(key_share=True, skip_locked=True)
    )
    waiting = sorted(found.all(), key=lambda need: need.priority.value != "urgent")
    for need_id, need in [(need.id, need) for need in waiting]:
        try:
            async with session.begin_nested():
                await step(session, need)
        except Exception:
            _log.exception("need %s cannot be dealt with; it is looked at again later", need_id)
            session.info.pop("queued_cards", None)
            await session.execute(update(Need).where(Need.id == need_id).values(next_at=now + TRY_AGAIN))
    return len(waiting)
