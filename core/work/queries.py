"""What a person or their team has in hand."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actor import Actor
from core.models import Assignment, Need, Offer, OfferRecipient, OfferState, RoleKind


async def tasks_of(session: AsyncSession, actor: Actor, limit: int = 20) -> Sequence[tuple[Need, Assignment]]:
    """Needs in the actor's hands, and as leader those in the hands of their teams; the most urgent first."""
    teams = actor.teams(RoleKind.TEAM_LEADER)
    mine = (Assignment.person_id == actor.person_id) | Assignment.team_id.in_(teams)
    rows = await session.execute(
        select(Need, Assignment)
        .join(Assignment, Assignment.need_id == Need.id)
        .where(mine, Assignment.until.is_(None))
        .order_by(Need.resolve_by, Need.id)
        .limit(limit)
    )
    return [(need, assignment) for need, assignment in rows]


async def offers_to(session: AsyncSession, person_id: int, limit: int = 20) -> Sequence[tuple[Offer, Need]]:
    """Offers that wait for this person's answer, the soonest to run out first."""
    rows = await session.execute(
        select(Offer, Need)
        .join(OfferRecipient, OfferRecipient.offer_id == Offer.id)
        .join(Need, Need.id == Offer.need_id)
        .where(
            OfferRecipient.person_id == person_id,
            OfferRecipient.declined_at.is_(None),
            Offer.state == OfferState.PENDING,
        )
        .order_by(Offer.expires_at)
        .limit(limit)
    )
    return [(offer, need) for offer, need in rows]
