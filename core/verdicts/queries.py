"""What has been judged."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Judgement, Need


async def judged(session: AsyncSession, need_ids: Sequence[int], person_id: int) -> frozenset[int]:
    """Those of these needs on whose present round this person has given a verdict."""
    said = (
        select(Need.id)
        .join(Judgement, (Judgement.need_id == Need.id) & (Judgement.round == Need.round))
        .where(Need.id.in_(need_ids), Judgement.person_id == person_id)
    )
    return frozenset(await session.scalars(said))
