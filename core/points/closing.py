"""Paying for a need when it closes."""

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import (
    Assignment,
    Category,
    Follower,
    Judgement,
    Need,
    Offer,
    Role,
    Team,
    Verdict,
    Visit,
)
from core.outbox import service as outbox
from core.points import rules
from core.points.service import ISSUE, Transfer, post


async def pay(session: AsyncSession, need: Need, held: Assignment | None, judged: Judgement | None) -> None:
    """Pay the handler and the organisation's bank for a need that has just closed, once.

    Coordinators are paid staff: work that they took as such earns no points.
    """
    if held is None or need.outcome is None or not await _serves_as_volunteer(session, held):
        return
    worth = rules.worth(await _closing(session, need, held, judged))
    transfers = [Transfer(ISSUE, f"person:{held.person_id}", worth.handler)] if worth.handler else []
    bank = await _organisation_of(session, held)
    if worth.bank and bank is not None:
        transfers.append(Transfer(ISSUE, f"organisation:{bank}", worth.bank))
    if not transfers:
        return
    source = f"need:{need.id}:closed"
    posting = await post(session, source, rules.RULE, rules.VERSION, worth.inputs, transfers, need.id)
    if posting is not None and worth.handler:
        await outbox.tell(
            session,
            held.person_id,
            "points-earned",
            need_id=need.id,
            dedup=source,
            points=worth.handler,
            outcome=need.outcome.value,
        )


async def _closing(
    session: AsyncSession, need: Need, held: Assignment, judged: Judgement | None
) -> rules.Closing:
    visited = await session.scalar(
        select(exists().where(Visit.need_id == need.id, Visit.person_id == held.person_id))
    )
    needs_visit = await session.scalar(
        select(Category.needs_visit).where(Category.code == need.category_code)
    )
    assert need.outcome is not None
    return rules.Closing(
        outcome=need.outcome,
        priority=need.priority,
        stars=judged.stars if judged else None,
        visit_needed=bool(needs_visit),
        visited=bool(visited),
        people_served=1 + await _followers_served(session, need),
    )


async def _followers_served(session: AsyncSession, need: Need) -> int:
    """Followers who said solved; not those who had the need in hand, nor the people of their teams."""
    hands = select(Assignment.person_id).where(Assignment.need_id == need.id)
    teams = select(Assignment.team_id).where(Assignment.need_id == need.id, Assignment.team_id.is_not(None))
    query = (
        select(func.count())
        .select_from(Follower)
        .where(
            Follower.need_id == need.id,
            Follower.verdict == Verdict.SOLVED,
            Follower.person_id.not_in(hands),
            Follower.person_id.not_in(select(Role.person_id).where(Role.team_id.in_(teams))),
        )
    )
    return int(await session.scalar(query) or 0)


async def _serves_as_volunteer(session: AsyncSession, held: Assignment) -> bool:
    if held.team_id is not None:
        return True
    if held.offer_id is None:
        return False
    basis = await session.scalar(select(Offer.basis).where(Offer.id == held.offer_id))
    return basis == "volunteer"


async def _organisation_of(session: AsyncSession, held: Assignment) -> int | None:
    if held.team_id is None:
        return None
    return await session.scalar(select(Team.organisation_id).where(Team.id == held.team_id))
