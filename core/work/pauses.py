"""Pausing the clock: a question to the resident, a hold, and the way back from both."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import SYSTEM, Actor
from core.models import (
    Need,
    Status,
)
from core.needs import service
from core.needs.sweeping import each
from core.outbox import service as outbox
from core.people.queries import recipient
from core.people.service import ask_contact
from core.registry import queries as registry
from core.work.service import own_task

PAUSED = frozenset({Status.AWAITING_RESIDENT, Status.ON_HOLD})


async def ask_resident(session: AsyncSession, actor: Actor, need_id: int, message_id: int) -> Need:
    """Wait for the resident's answer to a message; the clock is paused, within a limit."""
    task = await own_task(session, actor, need_id)
    settings = await registry.settings_of(session, task.need.area_id)
    limit = clock.now() + timedelta(hours=settings.pause_hours)
    await pause(session, actor, task.need, Status.AWAITING_RESIDENT, "asked", limit)
    await outbox.tell(session, task.need.reporter_id, "need-question", need_id=need_id, message=message_id)
    resident = await recipient(session, task.need.reporter_id)
    if resident is not None:
        minutes = settings.pause_hours * 60
        await ask_contact(
            session, resident.contact_id, "answer", minutes, need=need_id, at=clock.now().isoformat()
        )
    return task.need


async def pause(
    session: AsyncSession,
    actor: Actor,
    need: Need,
    status: Status,
    event: str,
    until: datetime,
    reason: str | None = None,
) -> None:
    """Stop the clock of a locked need until a limit; `resume` goes back to where it was."""
    need.paused_from, need.paused_at, need.next_at = need.status, clock.now(), until
    await service.move_to(session, need, status, event, actor, reason)


async def go_on(session: AsyncSession, actor: Actor, need_id: int) -> Need:
    """The handler goes on before the pause is over; a need that runs stays as it is."""
    task = await own_task(session, actor, need_id)
    if task.need.status in PAUSED:
        await resume(session, actor, task.need, "gone-on")
    return task.need


async def resume(session: AsyncSession, actor: Actor, need: Need, event: str) -> None:
    """Back from a pause to where it was; the time to solve it moves by the length of the pause."""
    assert need.paused_from is not None and need.paused_at is not None, "only a paused need is resumed"
    if need.resolve_by is not None:
        need.resolve_by += clock.now() - need.paused_at
    before, need.paused_from, need.paused_at, need.next_at = need.paused_from, None, None, None
    await service.move_to(session, need, before, event, actor)


async def resume_overdue(session: AsyncSession, now: datetime) -> int:
    """Pauses whose limit has passed end by themselves; returns how many."""
    due = (Need.status.in_((Status.AWAITING_RESIDENT, Status.ON_HOLD)), Need.next_at <= now)
    return await each(session, now, _resume, *due)


async def _resume(session: AsyncSession, need: Need) -> None:
    await resume(session, SYSTEM, need, "pause-over")
