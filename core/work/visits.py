"""Checking in 签到: by a position inside the fence, or with the resident's code."""

import hmac

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.crypto import arrival_code
from core.errors import Conflict, Invalid
from core.matching.geo import haversine_m
from core.models import (
    Area,
    Building,
    Need,
    Status,
    Visit,
    VisitMethod,
)
from core.needs import queries, service
from core.outbox import service as outbox
from core.registry import queries as registry
from core.work.service import Task, own_task

FENCE_M = 200.0
"""Radius of the fence of a check-in around a building or position, in metres (DESIGN section 6)."""
CODE_TRIES = 5


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

    Raises Invalid `code-locked` after 5 wrong codes; the coordinators are told then and can `unlock` it.
    """
    task = await own_task(session, actor, need_id)
    if task.need.code_failures >= CODE_TRIES:
        raise Invalid("code-locked")
    if not hmac.compare_digest(arrival_code(need_id, task.lead.id).encode(), code.encode()):
        task.need.code_failures += 1
        await session.flush()
        if task.need.code_failures == CODE_TRIES:
            for person_id in await queries.coordinators(session, task.need.area_id, but=actor.person_id):
                await outbox.tell(session, person_id, "code-locked", need_id=need_id)
        return None
    return await _arrive(session, actor, task, VisitMethod.CODE)


async def unlock(session: AsyncSession, actor: Actor, need_id: int) -> Need:
    """An officer of the area lets the handler try codes again; doing it twice changes nothing."""
    need = await queries.lock_need(session, need_id)
    await queries.require_officer(session, actor, need)
    lead = await queries.lead(session, need_id)
    if need.code_failures >= CODE_TRIES and lead is not None:
        need.code_failures = 0
        service.note(session, need, "code-unlocked", actor)
        await session.flush()
        await outbox.tell(session, lead.person_id, "code-unlocked", need_id=need_id)
    return need


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
