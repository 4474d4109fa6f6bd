"""What happened to a need: its timeline, and the offers that were made with how each ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import NeedEvent, Offer, OfferState, Person, Team
from core.needs.roster import Party


@dataclass(frozen=True)
class EventView:
    """One line of the timeline; `actor` is empty for what the system did."""

    at: datetime
    event: str
    actor: Party | None
    from_status: str | None
    to_status: str | None
    reason: str | None
    params: dict[str, Any]


@dataclass(frozen=True)
class OfferView:
    """An offer to a team or a person, as what (`basis`), why they were chosen, and how it ended."""

    id: int
    basis: str
    team_code: str | None
    candidate: str
    round: int
    wave: int
    state: OfferState
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    decline_reason: str | None
    score: float
    explanation: list[Any]


async def timeline(session: AsyncSession, need_id: int) -> Sequence[EventView]:
    """The timeline of a need, oldest first."""
    told = select(NeedEvent, Person.name).outerjoin(Person, Person.id == NeedEvent.actor_id)
    rows = await session.execute(told.where(NeedEvent.need_id == need_id).order_by(NeedEvent.id))
    return [
        EventView(
            event.at,
            event.event,
            None if event.actor_id is None else Party(event.actor_id, name),
            event.from_status,
            event.to_status,
            event.reason,
            event.params,
        )
        for event, name in rows
    ]


async def offers(session: AsyncSession, need_id: int) -> Sequence[OfferView]:
    """The offers of a need in the order in which they were made."""
    made = select(Offer, Team.code, Team.name, Person.name)
    made = made.outerjoin(Team, Team.id == Offer.team_id).outerjoin(Person, Person.id == Offer.person_id)
    rows = await session.execute(made.where(Offer.need_id == need_id).order_by(Offer.id))
    return [
        OfferView(
            offer.id,
            offer.basis,
            team_code,
            (team if team_code else person) or "",
            offer.round,
            offer.wave,
            offer.state,
            offer.made_at,
            offer.expires_at,
            offer.ended_at,
            offer.decline_reason,
            offer.score,
            offer.explanation,
        )
        for offer, team_code, team, person in rows
    ]
