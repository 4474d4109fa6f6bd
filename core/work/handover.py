"""Handing a task over to another member of the team."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.errors import Conflict, Forbidden, NotFound
from core.models import (
    HELD,
    Assignment,
    AssignmentKind,
    Person,
    Role,
    RoleKind,
)
from core.needs import service
from core.outbox import service as outbox
from core.people.queries import reachable
from core.routing.answers import give_task
from core.work.service import own_task


async def members_for(session: AsyncSession, actor: Actor, need_id: int) -> list[int]:
    """The people to whom the actor, as leader, can hand this task."""
    task = await own_task(session, actor, need_id, team=True)
    if task.lead.team_id is None or task.lead.team_id not in actor.teams(RoleKind.TEAM_LEADER):
        raise Forbidden("leaders-only")
    query = (
        select(Role.person_id)
        .join(Person, Person.id == Role.person_id)
        .where(
            Role.team_id == task.lead.team_id,
            Role.kind.in_((RoleKind.TEAM_LEADER, RoleKind.TEAM_MEMBER)),
            Role.ended_at.is_(None),
            Role.person_id.not_in((task.lead.person_id, task.need.reporter_id)),
            reachable(),
        )
    )
    return sorted(set(await session.scalars(query)))


async def hand_over(session: AsyncSession, actor: Actor, need_id: int, to: int) -> Assignment:
    """The leader hands the task to a member of the team; a task already with them stays so."""
    task = await own_task(session, actor, need_id, team=True)
    if task.lead.person_id == to:
        return task.lead
    if to not in await members_for(session, actor, need_id):
        raise NotFound("member-unknown")
    if task.need.status not in HELD:
        raise Conflict("need-state", status=task.need.status.value)
    before = await service.end_lead(session, task.need, "handed-over")
    assert before is not None
    lead = Assignment(
        need_id=need_id,
        kind=AssignmentKind.LEAD,
        team_id=before.team_id,
        person_id=to,
        offer_id=before.offer_id,
        since=clock.now(),
    )
    session.add(lead)
    task.need.code_failures = 0
    await session.flush()
    service.note(session, task.need, "handed-over", actor, to=to)
    await session.flush()
    await give_task(session, lead)
    await outbox.refresh_cards(session, need_id)
    await service.tell_residents(session, task.need, "need-handed-over", dedup=f"handed-over:{lead.id}")
    return lead
