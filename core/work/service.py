"""Holding a need: what is done with it, its result, and giving it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import SYSTEM, Actor
from core.errors import Conflict, Invalid, NotFound
from core.models import (
    ENDED,
    Assignment,
    AssignmentKind,
    CardKind,
    Category,
    Lane,
    MessageKind,
    Need,
    NeedMessage,
    Person,
    RoleKind,
    Status,
)
from core.needs import queries, service
from core.needs.sweeping import each
from core.outbox import service as outbox
from core.people.queries import reachable
from core.registry import queries as registry

RETURN_REASONS = ("skill", "tools", "access", "unreachable", "unsafe", "busy", "other")


@dataclass(frozen=True)
class Task:
    """A locked need and its open lead, which is the actor's."""

    need: Need
    lead: Assignment


async def own_task(session: AsyncSession, actor: Actor, need_id: int, *, team: bool = False) -> Task:
    """The need that the actor holds (`team`: or that their team holds, as leader).

    NotFound `task-unknown` for what was never theirs, Conflict `task-over` for what is theirs no more.
    """
    need = await queries.lock_need(session, need_id)
    lead = await queries.lead(session, need_id)
    if lead is not None:
        await session.refresh(lead)
        leads_team = team and lead.team_id in actor.teams(RoleKind.TEAM_LEADER)
        if lead.person_id == actor.person_id or leads_team:
            return Task(need, lead)
    held = select(Assignment.id).where(Assignment.need_id == need_id, Assignment.person_id == actor.person_id)
    if (await session.execute(held.limit(1))).first() is None:
        raise NotFound("task-unknown")
    raise Conflict("task-over", number=need.number or "")


async def done(session: AsyncSession, actor: Actor, need_id: int) -> Need:
    """The handler says it is done; the resident is asked for the verdict. Saying it again changes nothing."""
    need = await queries.lock_need(session, need_id)
    before = await queries.last_lead(session, need_id)
    if need.status is Status.DONE and before is not None and before.person_id == actor.person_id:
        return need
    task = await own_task(session, actor, need_id)
    category = await session.get(Category, need.category_code)
    officer = task.lead.team_id is None and actor.holds(RoleKind.COORDINATOR)
    if need.status is Status.ASSIGNED and category and category.needs_visit and not officer:
        raise Conflict("check-in-first")
    await finish(session, actor, need)
    return need


async def finish(session: AsyncSession, actor: Actor, need: Need) -> None:
    """Move a locked need to done, start the time for the verdict and ask for it."""
    settings = await registry.settings_of(session, need.area_id)
    now = need.done_at = clock.now()
    need.next_at = now + timedelta(hours=settings.verdict_hours)
    lead = await service.end_lead(session, need, "done")
    await service.move_to(session, need, Status.DONE, "done", actor)
    for person_id in (need.reporter_id, *await queries.follower_ids(session, need.id)):
        await outbox.move_card(session, person_id, CardKind.VERDICT, need.id)
        await outbox.show_card(session, person_id, CardKind.VERDICT, need.id, need.id)
    if lead is not None:
        await outbox.tell(session, lead.person_id, "task-done", need_id=need.id, dedup=f"task-done:{lead.id}")


async def give_back(session: AsyncSession, actor: Actor, need_id: int, reason: str) -> Need:
    """Return 退单: the need goes on to the next, and not to the same hands again."""
    if reason not in RETURN_REASONS:
        raise Invalid("reason-unknown")
    task = await own_task(session, actor, need_id)
    await service.end_lead(session, task.need, "returned")
    await again(session, actor, task.need, "returned", reason)
    await service.tell_residents(session, task.need, "need-returned", dedup=f"returned:{task.lead.id}")
    return task.need


async def again(session: AsyncSession, actor: Actor, need: Need, event: str, reason: str) -> None:
    """Back to registered in a new round, due for routing now."""
    need.round += 1
    need.wave = 0
    need.next_at = clock.now()
    need.triage_reason = None
    need.done_at = None
    await service.move_to(session, need, Status.REGISTERED, event, actor, reason)


async def attach_result(
    session: AsyncSession, actor: Actor, need_id: int, kind: MessageKind, text: str, media_id: int | None
) -> None:
    """Add the handler's picture or words about the result; the resident gets them, until the need ends."""
    need = await queries.lock_need(session, need_id)
    held = await queries.finisher(session, need_id)
    if held is None or held.person_id != actor.person_id:
        raise NotFound("task-unknown")
    if need.status in ENDED:
        raise queries.ended(need)
    message = NeedMessage(
        need_id=need_id,
        author_id=actor.person,
        lane=Lane.RESULT,
        kind=kind,
        text=text,
        media_id=media_id,
        created_at=clock.now(),
    )
    session.add(message)
    await session.flush()
    await service.tell_residents(
        session, need, "need-result", dedup=f"result:{message.id}", message=message.id
    )


async def write(session: AsyncSession, actor: Actor, need_id: int, lane: Lane, text: str) -> NeedMessage:
    """Keep words of the actor in a lane of a need."""
    message = NeedMessage(
        need_id=need_id,
        author_id=actor.person,
        lane=lane,
        kind=MessageKind.TEXT,
        text=text,
        created_at=clock.now(),
    )
    session.add(message)
    await session.flush()
    return message


async def return_unreachable(session: AsyncSession, now: datetime) -> int:
    """Needs whose handler can no longer be reached go on to the next; returns how many."""
    unreachable_lead = exists().where(
        Assignment.need_id == Need.id,
        Assignment.kind == AssignmentKind.LEAD,
        Assignment.until.is_(None),
        Person.id == Assignment.person_id,
        ~reachable(),
    )
    return await each(
        session,
        now,
        _return_unreachable,
        Need.status.in_((Status.ASSIGNED, Status.IN_PROGRESS)),
        or_(Need.next_at.is_(None), Need.next_at <= now),
        unreachable_lead,
    )


async def _return_unreachable(session: AsyncSession, need: Need) -> None:
    await service.end_lead(session, need, "returned")
    await again(session, SYSTEM, need, "returned", "unreachable")
    await service.tell_residents(session, need, "need-returned", dedup=f"unreachable:{need.id}:{need.round}")
