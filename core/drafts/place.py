"""Where a need is: the area that a draft waits for, the building and door, a position."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actor import Actor
from core.errors import Invalid, NotFound
from core.models import (
    Building,
    CardKind,
    Need,
    Status,
    TeamArea,
)
from core.needs import queries, service
from core.outbox import service as outbox
from core.people.service import UNIT_LENGTH
from core.registry import queries as registry


async def place_at(session: AsyncSession, need: Need, lat: float, lon: float) -> None:
    """Put a need at a WGS-84 position; raises Invalid `position-outside` where we do not serve."""
    area = await registry.find_area_at(session, lat, lon)
    if area is None:
        raise Invalid("position-outside")
    need.lat, need.lon = lat, lon
    if need.status is Status.DRAFT:
        need.area_id = area.id


async def shown(session: AsyncSession, need: Need) -> Need:
    """Show the draft's card, once it has a place; until then the sentence waits."""
    if need.area_id is not None:
        await outbox.show_card(session, need.reporter_id, CardKind.NEED, need.id, need.id)
    return need


async def area_of_role(session: AsyncSession, actor: Actor) -> int | None:
    """Where somebody serves who has not said where they live: the area of a role or team."""
    areas = [grant.area_id for grant in actor.grants if grant.area_id is not None]
    if areas:
        return areas[0]
    teams = [grant.team_id for grant in actor.grants if grant.team_id is not None]
    query = select(TeamArea.area_id).where(TeamArea.team_id.in_(teams)).order_by(TeamArea.area_id).limit(1)
    return await session.scalar(query) if teams else None


async def waiting_for_place(session: AsyncSession, actor: Actor) -> list[Need]:
    """Drafts, and emergencies in triage, that the actor wrote before choosing an area."""
    query = select(Need).where(
        Need.reporter_id == actor.person,
        Need.status.in_((Status.DRAFT, Status.TRIAGE)),
        Need.area_id.is_(None),
    )
    return list(await session.scalars(query.order_by(Need.id).with_for_update(key_share=True)))


async def place_waiting(session: AsyncSession, actor: Actor, area_id: int) -> list[Need]:
    """Give what waits for a place the area that was chosen now, and show it."""
    placed = await waiting_for_place(session, actor)
    for need in placed:
        need.area_id = area_id
        await session.flush()
        await shown(session, need)
        if need.status is Status.TRIAGE:
            await service.show_triage(session, need)
    return placed


async def set_place(
    session: AsyncSession, actor: Actor, need_id: int, building: Building | None, unit: str
) -> Need:
    """Say where it is: a known building and the unit, or the words alone. Works until the need is done.

    The building alone, said again, keeps the unit.
    """
    need = await queries.lock_need(session, need_id)
    if need.reporter_id != actor.person_id:
        raise NotFound("need-unknown")
    if need.closed_at is not None or need.status is Status.DONE:
        raise queries.ended(need)
    unit = unit.strip()
    if not unit and building is None:
        raise Invalid("address-empty")
    if len(unit) > UNIT_LENGTH:
        raise Invalid("address-too-long", limit=UNIT_LENGTH)
    same = building is not None and building.id == need.building_id
    need.building_id = building.id if building else None
    need.unit = unit or (need.unit if same else "")
    if building is not None and need.status is Status.DRAFT:
        need.area_id = building.area_id
    await session.flush()
    await outbox.refresh_cards(session, need.id)
    return need
