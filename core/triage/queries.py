"""The desk: what waits for a coordinator."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actor import AREA_OFFICERS, Actor
from core.models import Area, Need, Status


async def desk(session: AsyncSession, actor: Actor, limit: int = 20) -> Sequence[Need]:
    """Needs in triage or transferred within the actor's areas: urgent first, then the soonest deadline."""
    paths = [g.area_path for g in actor.grants if g.kind in AREA_OFFICERS and g.area_path]
    if not paths:
        return []
    inside = or_(*(Area.path.startswith(path) for path in paths))
    query = (
        select(Need)
        .outerjoin(Area, Area.id == Need.area_id)
        .where(Need.status.in_((Status.TRIAGE, Status.TRANSFERRED)), inside | Need.area_id.is_(None))
        .order_by(Need.emergency.is_(None), Need.resolve_by, Need.id)
        .limit(limit)
    )
    return (await session.scalars(query)).all()
