"""Putting a need on hold 挂账: the handler asks, a coordinator who is not the handler agrees."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.errors import Conflict, Forbidden, Invalid
from core.models import Assignment, Need, NeedEvent, Status
from core.needs import queries, service
from core.outbox import service as outbox
from core.work.pauses import pause
from core.work.service import own_task

REASONS = ("parts", "weather", "permit", "other")
DAYS = (1, 3, 7)
_RUNNING = (Status.ASSIGNED, Status.IN_PROGRESS)


def _check(need: Need, days: int, reason: str) -> None:
    if reason not in REASONS or days not in DAYS:
        raise Invalid("reason-unknown")
    if need.status not in _RUNNING:
        raise Conflict("need-state", status=need.status.value)


async def request(session: AsyncSession, actor: Actor, need_id: int, days: int, reason: str) -> Need:
    """Ask the nearest coordinators for so many days; asking the same again changes nothing.

    Raises Conflict `nobody-approves` if only the asker is one.
    """
    task = await own_task(session, actor, need_id)
    _check(task.need, days, reason)
    before = await _newest(session, need_id)
    same = before is not None and (before.params.get("days"), before.reason) == (days, reason)
    if before is not None and same and _is_open(before, task.lead):
        return task.need
    others = await queries.coordinators(session, task.need.area_id, but=actor.person_id)
    if not others:
        raise Conflict("nobody-approves")
    asked = service.note(session, task.need, "hold-asked", actor, reason, days=days)
    await session.flush()
    for person_id in others:
        await outbox.tell(
            session,
            person_id,
            "hold-asked",
            need_id=need_id,
            dedup=f"hold:{asked.id}:{person_id}",
            asked=asked.id,
            days=days,
            reason=reason,
        )
    return task.need


async def _asked(session: AsyncSession, actor: Actor, need_id: int, asked: int) -> tuple[Need, NeedEvent]:
    """The locked need and the request, if it is the newest of them and nobody has answered it."""
    need = await queries.lock_need(session, need_id)
    await queries.require_officer(session, actor, need)
    newest = await _newest(session, need_id)
    if newest is None or newest.id != asked or newest.event != "hold-asked" or need.status not in _RUNNING:
        raise Conflict("need-state", status=need.status.value)
    if newest.actor_id == actor.person_id:
        raise Forbidden("own-hold")
    lead = await queries.lead(session, need_id)
    if lead is None or not _is_open(newest, lead):
        raise Conflict("hold-over", number=need.number or "")
    return need, newest


async def _newest(session: AsyncSession, need_id: int) -> NeedEvent | None:
    """The last that was asked or answered about a hold."""
    events = select(NeedEvent).where(
        NeedEvent.need_id == need_id, NeedEvent.event.in_(("hold-asked", "held", "hold-refused"))
    )
    return await session.scalar(events.order_by(NeedEvent.id.desc()).limit(1))


def _is_open(event: NeedEvent, lead: Assignment) -> bool:
    """True for a request that waits, of the person who has held the need since."""
    return event.event == "hold-asked" and event.actor_id == lead.person_id and lead.since <= event.at


async def approve(session: AsyncSession, actor: Actor, need_id: int, asked: int) -> Need:
    """Agree to a request of another: the clock is paused for its days, visible to the resident.

    Raises Conflict `need-state` for a request that was answered or overtaken, `hold-over` if the asker does
    not hold the need any more; Forbidden `own-hold`.
    """
    need, request_ = await _asked(session, actor, need_id, asked)
    days = int(request_.params["days"])
    until = clock.now() + timedelta(days=days)
    await pause(session, actor, need, Status.ON_HOLD, "held", until, request_.reason)
    assert request_.actor_id is not None, "a person asked"
    await outbox.tell(session, request_.actor_id, "hold-agreed", need_id=need_id, days=days)
    key = f"held:{asked}"
    await service.tell_residents(session, need, "need-held", dedup=key, days=days, reason=request_.reason)
    return need


async def refuse(session: AsyncSession, actor: Actor, need_id: int, asked: int) -> Need:
    """Refuse a request: the handler is told, the clock goes on. Refusals as for `approve`."""
    need, request_ = await _asked(session, actor, need_id, asked)
    service.note(session, need, "hold-refused", actor)
    await session.flush()
    assert request_.actor_id is not None, "a person asked"
    await outbox.tell(session, request_.actor_id, "hold-refused", need_id=need_id)
    return need
