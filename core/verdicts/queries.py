"""What has been judged."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Follower, Judgement, Need


async def judged(session: AsyncSession, need_ids: Sequence[int], person_id: int) -> frozenset[int]:
    """Those of these needs on which this person has given a verdict: a reporter on the present round."""
    own = (
        select(Need.id)
        .join(Judgement, (Judgement.need_id == Need.id) & (Judgement.round == Need.round))
        .where(Need.id.in_(need_ids), Judgement.person_id == person_id)
    )
    followed = select(Follower.need_id).where(
        Follower.need_id.in_(need_ids), Follower.person_id == person_id, Follower.verdict.is_not(None)
    )
    return frozenset(await session.scalars(own.union(followed)))
