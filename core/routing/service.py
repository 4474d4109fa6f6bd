"""Routing: every waiting need is offered to the next who can help, or handed to a coordinator."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import SYSTEM
from core.models import (
    CardKind,
    Category,
    Mode,
    Need,
    Offer,
    OfferRecipient,
    OfferState,
    Provider,
    Status,
)
from core.needs import service as needs
from core.needs.deadlines import offer_time
from core.needs.sweeping import each
from core.outbox import service as outbox
from core.registry import queries as registry
from core.routing import candidates
from core.routing.candidates import Candidate

WAVES = (3, 6, 12)
EVERYBODY = 1000


@dataclass(frozen=True)
class _Step:
    """One way to find candidates: as what they are asked, and how many in each wave."""

    basis: str
    find: Callable[[AsyncSession, Need], Awaitable[list[Candidate]]]
    waves: tuple[int, ...]


_TEAMS = _Step("team", candidates.teams, (1,))
_VOLUNTEERS = _Step("volunteer", candidates.volunteers, WAVES)
_COORDINATORS = _Step("coordinator", candidates.coordinators, (EVERYBODY,))
_STEPS: dict[Provider, tuple[_Step, ...]] = {
    Provider.TEAM: (_TEAMS,),
    Provider.VOLUNTEER: (_VOLUNTEERS, _TEAMS),
    Provider.COORDINATOR: (_COORDINATORS,),
}


async def route_waiting(session: AsyncSession, now: datetime) -> int:
    """Route the needs that are due: new ones, and those whose offers were all declined or have run out.

    Returns how many were looked at. Running it twice, late or in two places changes nothing more.
    """
    due = (Need.status.in_((Status.REGISTERED, Status.OFFERED)), Need.next_at <= now)
    return await each(session, now, _route, *due)


async def _route(session: AsyncSession, need: Need) -> None:
    category = await session.get(Category, need.category_code)
    assert category is not None, "a submitted need has a category"
    if need.area_id is None or category.mode is not Mode.MENU:
        asked = need.status is Status.OFFERED
        reason = "no-answer" if asked else f"mode-{category.mode.value}" if need.area_id else "no-area"
        await to_triage(session, need, reason)
        return
    for step in _STEPS.get(category.provider, ()):
        found = await step.find(session, need)
        if found:
            await _offer(session, need, category, step, found)
            return
    await _nobody_left(session, need)


async def _offer(
    session: AsyncSession, need: Need, category: Category, step: _Step, found: list[Candidate]
) -> None:
    size = step.waves[min(need.wave, len(step.waves) - 1)]
    settings = await registry.settings_of(session, need.area_id)
    wave = step is _VOLUNTEERS
    wait = offer_time(needs.limits_of(category), settings, wave=wave)
    need.wave += 1
    until = need.next_at = clock.now() + wait
    if wave:
        await _keep_open(session, need, until)
    else:
        await _expire(session, need)
    if need.status is Status.REGISTERED:
        await needs.move_to(session, need, Status.OFFERED, "offered", SYSTEM, step.basis)
    for candidate in found[:size]:
        await make_offer(session, need, candidate, step.basis, until)
    await outbox.refresh_cards(session, need.id, CardKind.NEED)


async def make_offer(
    session: AsyncSession, need: Need, candidate: Candidate, basis: str, expires_at: datetime
) -> Offer:
    """Put a need before a candidate; its recipients get a card with a timer."""
    offer = Offer(
        need_id=need.id,
        round=need.round,
        wave=need.wave,
        basis=basis,
        team_id=candidate.team_id,
        person_id=candidate.person_id,
        made_at=clock.now(),
        expires_at=expires_at,
        score=candidate.scored.score,
        explanation=list(candidate.scored.reasons),
    )
    session.add(offer)
    await session.flush()
    for person_id in candidate.recipients:
        session.add(OfferRecipient(offer_id=offer.id, person_id=person_id))
        await session.flush()
        await outbox.show_card(session, person_id, CardKind.OFFER, offer.id, need.id)
    return offer


async def _keep_open(session: AsyncSession, need: Need, until: datetime) -> None:
    """Offers of earlier waves stay open as long as the newest."""
    await session.execute(
        update(Offer)
        .where(Offer.need_id == need.id, Offer.state == OfferState.PENDING)
        .values(expires_at=until)
    )


async def _expire(session: AsyncSession, need: Need) -> None:
    await needs.withdraw_offers(session, need, OfferState.EXPIRED)
    await outbox.refresh_cards(session, need.id, CardKind.OFFER)


async def _nobody_left(session: AsyncSession, need: Need) -> None:
    """Nobody more to ask: whoever still has an offer had time until now."""
    asked = await session.scalar(
        select(Offer.id).where(Offer.need_id == need.id, Offer.round == need.round).limit(1)
    )
    await to_triage(session, need, "no-answer" if asked else "no-candidate")


async def to_triage(session: AsyncSession, need: Need, reason: str) -> None:
    """Hand a need to the area's coordinators, with the reason."""
    await _expire(session, need)
    need.triage_reason, need.next_at = reason, None
    await needs.move_to(session, need, Status.TRIAGE, "triage", SYSTEM, reason)
    await needs.show_triage(session, need)
