"""Offers that go on: nobody who was asked can answer any more."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import clock
from core.db import LOCK
from core.models import (
    Area,
    CardKind,
    Need,
    Offer,
    OfferRecipient,
    OfferState,
    Person,
    Role,
    RoleKind,
    Status,
)
from core.needs import queries
from core.outbox import service as outbox
from core.people.queries import reachable
from core.routing.candidates import team_recipients

_BATCH = 50
_Place = aliased(Area)


def can_answer() -> ColumnElement[bool]:
    """A condition on `Person`, `Offer` and `Need`: reachable, and now holding the role they were asked in."""
    in_team = and_(Role.team_id == Offer.team_id, Role.kind.in_((RoleKind.TEAM_LEADER, RoleKind.TEAM_MEMBER)))
    in_area = and_(Role.kind == Offer.basis, _Place.path.startswith(Area.path))
    held = (
        select(Role.id)
        .outerjoin(Area, Area.id == Role.area_id)
        .join(_Place, _Place.id == Need.area_id)
        .where(Role.person_id == Person.id, Role.ended_at.is_(None), or_(in_team, in_area))
    )
    return reachable() & held.exists()


async def may_answer(session: AsyncSession, offer: Offer, person_id: int) -> bool:
    """True if this person, who was asked, still holds the role they were asked in."""
    query = (
        select(Person.id)
        .join(Offer, Offer.id == offer.id)
        .join(Need, Need.id == Offer.need_id)
        .where(Person.id == person_id, can_answer())
    )
    return (await session.execute(query)).first() is not None


async def pass_on_unreachable(session: AsyncSession, person_id: int) -> None:
    """Offers that only people out of reach still hold go to others of the team, or on to the next."""
    asked = (
        select(Offer.id)
        .join(OfferRecipient, OfferRecipient.offer_id == Offer.id)
        .where(
            OfferRecipient.person_id == person_id,
            OfferRecipient.declined_at.is_(None),
            Offer.state == OfferState.PENDING,
        )
    )
    for offer_id in (await session.scalars(asked.order_by(Offer.id))).all():
        await _reach_others(session, offer_id)


async def pass_on_left(session: AsyncSession, _now: datetime) -> int:
    """Offers whose people lost their role or were suspended go on as well; returns how many."""
    left = (
        select(Offer.id)
        .join(Need, Need.id == Offer.need_id)
        .where(Offer.state == OfferState.PENDING, ~_waiting().where(can_answer()).exists())
        .order_by(Need.id, Offer.id)
        .limit(_BATCH)
    )
    offers = (await session.scalars(left)).all()
    for offer_id in offers:
        await _reach_others(session, offer_id)
    return len(offers)


def _waiting() -> Select[int]:
    """Those who were shown an `Offer` and have not declined it."""
    return (
        select(OfferRecipient.person_id)
        .join(Person, Person.id == OfferRecipient.person_id)
        .where(OfferRecipient.offer_id == Offer.id, OfferRecipient.declined_at.is_(None))
    )


async def _reach_others(session: AsyncSession, offer_id: int) -> None:
    need_id = await session.scalar(select(Offer.need_id).where(Offer.id == offer_id))
    assert need_id is not None
    need = await queries.lock_need(session, need_id)
    offer = await session.get(Offer, offer_id, with_for_update=LOCK, populate_existing=True)
    assert offer is not None
    answerable = (
        select(Offer.id).join(Need, Need.id == Offer.need_id).where(_waiting().where(can_answer()).exists())
    )
    still = (await session.execute(answerable.where(Offer.id == offer_id))).first() is not None
    if offer.state is not OfferState.PENDING or still:
        return
    known = set(
        await session.scalars(select(OfferRecipient.person_id).where(OfferRecipient.offer_id == offer_id))
    )
    others = await team_recipients(session, offer.team_id, need) if offer.team_id is not None else ()
    for person_id in (person for person in others if person not in known):
        session.add(OfferRecipient(offer_id=offer_id, person_id=person_id))
        await session.flush()
        await outbox.show_card(session, person_id, CardKind.OFFER, offer_id, need_id)
    if known.issuperset(others):
        offer.state, offer.ended_at = OfferState.WITHDRAWN, clock.now()
        await session.flush()
        await ask_next(session, need)
        await outbox.refresh_cards(session, need_id, CardKind.OFFER)


async def ask_next(session: AsyncSession, need: Need) -> None:
    """When no offer of a need waits any more, the need is due for routing now."""
    waiting = select(Offer.id).where(Offer.need_id == need.id, Offer.state == OfferState.PENDING)
    if (await session.execute(waiting.limit(1))).first() is None and need.status is Status.OFFERED:
        need.next_at = clock.now()
        await session.flush()
