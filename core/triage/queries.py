"""The desk: what waits for a coordinator."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.scope import within
from core.actor import AREA_OFFICERS, Actor
from core.models import Area, Need, Status


async def desk(session: AsyncSession, actor: Actor, limit: int = 20) -> Sequence[Need]:
    """Needs in triage or transferred within the actor's areas: urgent first, then the soonest deadline."""
    inside = within(actor, Area.path, *AREA_OFFICERS)
    query = (
        select(Need)
        .outerjoin(Area, Area.id == Need.area_id)
        .where(Need.status.in_((Status.TRIAGE, Status.TRANSFERRED)), inside | Need.area_id.is_(None))
        .order_by(Need.emergency.is_(None), Need.resolve_by, Need.id)
        .limit(limit)
    )
    return (await session.scalars(query)).all()
