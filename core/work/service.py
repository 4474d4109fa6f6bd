"""Working on a need: check-in, done, return, hand-over, a question to the resident, a hold."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import SYSTEM, Actor
from core.crypto import arrival_code
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.matching.geo import haversine_m
from core.models import (
    HELD,
    Area,
    Assignment,
    AssignmentKind,
    Building,
    CardKind,
    Category,
    Lane,
    MessageKind,
    Need,
    NeedMessage,
    Person,
    Role,
    RoleKind,
    Status,
    Visit,
    VisitMethod,
)
from core.needs import queries, service
from core.outbox import service as outbox
from core.people.queries import reachable, recipient
from core.people.service import ask_contact
from core.registry import queries as registry
from core.routing.answers import give_task

FENCE_M = 200.0
"""Radius of the fence of a check-in around a building or position, in metres (DESIGN section 6)."""
CODE_TRIES = 5
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


async def check_in_at(session: AsyncSession, actor: Actor, need_id: int, lat: float, lon: float) -> Visit:
    """Check in by a WGS-84 position; it is compared with the fence and forgotten.

    Raises Invalid `outside-fence` with the distance class; the code is the other way in.
    """
    task = await own_task(session, actor, need_id)
    if not await _inside(session, task.need, lat, lon):
        raise Invalid("outside-fence", metres=int(FENCE_M))
    return await _arrive(session, actor, task, VisitMethod.POSITION)


async def check_in_with(session: AsyncSession, actor: Actor, need_id: int, code: str) -> Visit | None:
    """Check in with the resident's 4 digits; None if they are wrong (which is counted, so commit it).

    Raises Conflict `code-locked` after 5 wrong codes.
    """
    task = await own_task(session, actor, need_id)
    if task.need.code_failures >= CODE_TRIES:
        raise Conflict("code-locked")
    if not hmac.compare_digest(arrival_code(need_id, task.lead.id), code):
        task.need.code_failures += 1
        await session.flush()
        return None
    return await _arrive(session, actor, task, VisitMethod.CODE)


async def _inside(session: AsyncSession, need: Need, lat: float, lon: float) -> bool:
    if need.lat is not None and need.lon is not None:
        return haversine_m(need.lat, need.lon, lat, lon) <= FENCE_M
    building = await session.get(Building, need.building_id) if need.building_id else None
    if building is not None and building.lat is not None and building.lon is not None:
        return haversine_m(building.lat, building.lon, lat, lon) <= FENCE_M
    area = await session.get(Area, need.area_id) if need.area_id else None
    return area is not None and registry.holds(area, lat, lon)


async def _arrive(session: AsyncSession, actor: Actor, task: Task, method: VisitMethod) -> Visit:
    need = task.need
    open_visit = await session.scalar(
        select(Visit).where(
            Visit.need_id == need.id, Visit.person_id == actor.person_id, Visit.check_out_at.is_(None)
        )
    )
    if open_visit is not None:
        return open_visit
    if need.status not in (Status.ASSIGNED, Status.IN_PROGRESS):
        raise Conflict("need-state", status=need.status.value)
    visit = Visit(
        need_id=need.id,
        assignment_id=task.lead.id,
        person_id=actor.person,
        method=method,
        check_in_at=clock.now(),
    )
    session.add(visit)
    await session.flush()
    if need.status is Status.ASSIGNED:
        await service.move_to(session, need, Status.IN_PROGRESS, "checked-in", actor, method.value)
    else:
        service.note(session, need, "checked-in", actor, method.value)
        await outbox.refresh_cards(session, need.id)
    await service.tell_residents(session, need, "need-arrived", dedup=f"arrived:{task.lead.id}")
    return visit


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
    return lead


async def attach_result(
    session: AsyncSession, actor: Actor, need_id: int, kind: MessageKind, text: str, media_id: int | None
) -> None:
    """Add the handler's picture or words about the result; the resident gets them."""
    need = await queries.lock_need(session, need_id)
    held = await queries.finisher(session, need_id)
    if held is None or held.person_id != actor.person_id:
        raise NotFound("task-unknown")
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


async def resume(session: AsyncSession, actor: Actor, need: Need, event: str) -> None:
    """Back from a pause to where it was; the time to solve it moves by the length of the pause."""
    assert need.paused_from is not None and need.paused_at is not None, "only a paused need is resumed"
    if need.resolve_by is not None:
        need.resolve_by += clock.now() - need.paused_at
    before, need.paused_from, need.paused_at, need.next_at = need.paused_from, None, None, None
    await service.move_to(session, need, before, event, actor)


async def return_unreachable(session: AsyncSession, now: datetime) -> int:
    """Needs whose handler can no longer be reached go on to the next; returns how many."""
    due = await session.scalars(
        select(Need)
        .join(Assignment, Assignment.need_id == Need.id)
        .join(Person, Person.id == Assignment.person_id)
        .where(
            Assignment.kind == AssignmentKind.LEAD,
            Assignment.until.is_(None),
            Need.status.in_((Status.ASSIGNED, Status.IN_PROGRESS)),
            ~reachable(),
        )
        .limit(50)
        .with_for_update(of=Need, key_share=True, skip_locked=True)
    )
    needs = list(due)
    for need in needs:
        await service.end_lead(session, need, "returned")
        await again(session, SYSTEM, need, "returned", "unreachable")
        await service.tell_residents(
            session, need, "need-returned", dedup=f"unreachable:{need.id}:{need.round}"
        )
    return len(needs)


async def resume_overdue(session: AsyncSession, now: datetime) -> int:
    """Pauses whose limit has passed end by themselves; returns how many."""
    due = await session.scalars(
        select(Need)
        .where(Need.status.in_((Status.AWAITING_RESIDENT, Status.ON_HOLD)), Need.next_at <= now)
        .limit(50)
        .with_for_update(key_share=True, skip_locked=True)
    )
    needs = list(due)
    for need in needs:
        await resume(session, SYSTEM, need, "pause-over")
    return len(needs)
