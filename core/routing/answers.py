"""Answers to offers: the first to accept has it, a decline costs nothing."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.db import LOCK
from core.errors import Conflict, Invalid, NotFound
from core.models import (
    Assignment,
    AssignmentKind,
    CardKind,
    Need,
    Offer,
    OfferRecipient,
    OfferState,
    Person,
    RoleKind,
    Status,
    Team,
)
from core.needs import queries, service
from core.needs.facts import materials, pages_of
from core.outbox import service as outbox
from core.routing.candidates import VOLUNTEER_CAPACITY
from core.routing.passing import ask_next, may_answer

DECLINE_REASONS = ("busy", "far", "skill", "tools", "unwell", "other")


@dataclass(frozen=True)
class _Asked:
    need: Need
    offer: Offer
    recipient: OfferRecipient


async def _locked(session: AsyncSession, actor: Actor, offer_id: int) -> _Asked:
    """Lock need, then offer; NotFound for an offer that was not made to this person."""
    need_id = await session.scalar(select(Offer.need_id).where(Offer.id == offer_id))
    recipient = await session.get(OfferRecipient, (offer_id, actor.person_id)) if need_id else None
    if need_id is None or recipient is None:
        raise NotFound("offer-unknown")
    need = await queries.lock_need(session, need_id)
    offer = await session.get(Offer, offer_id, with_for_update=LOCK, populate_existing=True)
    await session.refresh(recipient)
    assert offer is not None
    return _Asked(need, offer, recipient)


async def look(session: AsyncSession, actor: Actor, offer_id: int) -> Offer:
    """An offer that was made to the actor; raises NotFound `offer-unknown`."""
    return (await _locked(session, actor, offer_id)).offer


async def accept(session: AsyncSession, actor: Actor, offer_id: int) -> Assignment:
    """Take a need. Accepting again returns the same assignment.

    Raises Conflict `offer-taken`, `offer-over`, `role-over`, `team-full` or `hands-full`.
    """
    asked = await _locked(session, actor, offer_id)
    need, offer = asked.need, asked.offer
    if offer.state is OfferState.ACCEPTED:
        return await _accepted_before(session, actor, offer)
    if offer.state is not OfferState.PENDING or need.status is not Status.OFFERED:
        held = await queries.lead(session, need.id)
        raise Conflict("offer-taken" if held else "offer-over", number=need.number or "")
    if not await may_answer(session, offer, actor.person):
        raise Conflict("role-over", number=need.number or "")
    await _check_capacity(session, actor, offer)
    now = clock.now()
    offer.state, offer.ended_at, offer.ended_by = OfferState.ACCEPTED, now, actor.person
    await session.flush()
    return await take(session, actor, need, team_id=offer.team_id, offer=offer)


async def take(
    session: AsyncSession, actor: Actor, need: Need, *, team_id: int | None, offer: Offer | None
) -> Assignment:
    """Make the actor the handler of a locked need, tell the resident, end the other offers."""
    now = clock.now()
    await service.withdraw_offers(session, need)
    assignment = Assignment(
        need_id=need.id,
        kind=AssignmentKind.LEAD,
        team_id=team_id,
        person_id=actor.person,
        offer_id=offer.id if offer else None,
        since=now,
    )
    session.add(assignment)
    need.responded_at = need.responded_at or now
    need.next_at, need.code_failures = None, 0
    await service.move_to(session, need, Status.ASSIGNED, "accepted", actor, team=team_id)
    await give_task(session, assignment)
    await service.tell_residents(session, need, "need-accepted", dedup=f"accepted:{assignment.id}")
    return assignment


async def give_task(session: AsyncSession, assignment: Assignment) -> None:
    """Show the handler the task, and pass on the resident's pictures, voices and positions."""
    person_id, need_id = assignment.person_id, assignment.need_id
    await outbox.show_card(session, person_id, CardKind.TASK, assignment.id, need_id)
    for page in range(1, 1 + pages_of(await queries.words(session, need_id))):
        key = f"words:{assignment.id}:{page}"
        await outbox.tell(session, person_id, "all-words", need_id=need_id, dedup=key, page=page)
    for message_id in await materials(session, need_id):
        key = f"material:{assignment.id}:{message_id}"
        await outbox.tell(session, person_id, "material", need_id=need_id, dedup=key, message=message_id)


async def _accepted_before(session: AsyncSession, actor: Actor, offer: Offer) -> Assignment:
    mine = await session.scalar(
        select(Assignment)
        .where(Assignment.offer_id == offer.id, Assignment.person_id == actor.person_id)
        .order_by(Assignment.id.desc())
        .limit(1)
    )
    if mine is None:
        raise Conflict("offer-taken", number="")
    return mine


async def _check_capacity(session: AsyncSession, actor: Actor, offer: Offer) -> None:
    """Look at the load again, under the lock of the team or the person."""
    open_leads = select(func.count()).where(
        Assignment.until.is_(None), Assignment.kind == AssignmentKind.LEAD
    )
    if offer.team_id is not None:
        team = await session.get(Team, offer.team_id, with_for_update=LOCK, populate_existing=True)
        assert team is not None
        load = await session.scalar(open_leads.where(Assignment.team_id == offer.team_id))
        if (load or 0) >= team.capacity:
            raise Conflict("team-full", limit=team.capacity)
    elif offer.basis == "volunteer":
        await session.get(Person, actor.person, with_for_update=LOCK, populate_existing=True)
        load = await session.scalar(open_leads.where(Assignment.person_id == actor.person_id))
        if (load or 0) >= VOLUNTEER_CAPACITY:
            raise Conflict("hands-full", limit=VOLUNTEER_CAPACITY)


async def decline(session: AsyncSession, actor: Actor, offer_id: int, reason: str) -> Offer:
    """Say no, with one reason code; the next is asked when nobody of this offer is left."""
    if reason not in DECLINE_REASONS:
        raise Invalid("reason-unknown")
    asked = await _locked(session, actor, offer_id)
    offer, recipient = asked.offer, asked.recipient
    if offer.state is OfferState.DECLINED or recipient.declined_at is not None:
        return offer
    if offer.state is not OfferState.PENDING:
        raise Conflict("offer-over", number=asked.need.number or "")
    recipient.declined_at, recipient.decline_reason = clock.now(), reason
    await session.flush()
    if await _somebody_left(session, actor, offer):
        await outbox.refresh_cards(session, asked.need.id, CardKind.OFFER)
        return offer
    offer.state, offer.ended_at, offer.ended_by = OfferState.DECLINED, clock.now(), actor.person
    offer.decline_reason = reason
    service.note(session, asked.need, "declined", actor, reason, offer=offer.id)
    await session.flush()
    await ask_next(session, asked.need)
    await outbox.refresh_cards(session, asked.need.id, CardKind.OFFER)
    return offer


async def _somebody_left(session: AsyncSession, actor: Actor, offer: Offer) -> bool:
    """A leader declines for the team; a member only for themselves, as long as another was asked."""
    if offer.team_id is None or offer.team_id in actor.teams(RoleKind.TEAM_LEADER):
        return False
    left = select(OfferRecipient.person_id).where(
        OfferRecipient.offer_id == offer.id, OfferRecipient.declined_at.is_(None)
    )
    return (await session.execute(left.limit(1))).first() is not None
