"""The one door through which a need changes its state, and who is told of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.db import insert
from core.errors import Conflict
from core.models import (
    ALLOWED,
    ENDED,
    Assignment,
    CardKind,
    Category,
    Counter,
    Need,
    NeedEvent,
    NeedMessage,
    Offer,
    OfferState,
    Person,
    Priority,
    Status,
    Team,
    TeamArea,
    TeamCategory,
    Visit,
)
from core.needs import queries
from core.needs.deadlines import Limits, Promise, promise
from core.outbox import service as outbox
from core.registry import duty
from core.registry import queries as registry
from core.registry.settings import AreaSettings

EMERGENCY_MINUTES = 5
"""To the first answer of a person, whatever the category; late, it is called out again (core.triage)."""


async def move_to(
    session: AsyncSession,
    need: Need,
    status: Status,
    event: str,
    actor: Actor,
    reason: str | None = None,
    **params: Any,
) -> None:
    """Move a locked need to a status, with its row on the timeline; raises Conflict `need-state`."""
    if status not in ALLOWED[need.status]:
        raise Conflict("need-state", status=need.status.value)
    before, need.status = need.status, status
    need.touched_at = clock.now()
    if before is not Status.DRAFT or status is not Status.CANCELLED:
        note(session, need, event, actor, reason, before=before, **params)
    if status in ENDED:
        await _end(session, need)
    await session.flush()
    await outbox.refresh_cards(session, need.id)


def note(
    session: AsyncSession,
    need: Need,
    event: str,
    actor: Actor,
    reason: str | None = None,
    *,
    before: Status | None = None,
    **params: Any,
) -> NeedEvent:
    """Write an event on the timeline: who, when, why; ids, codes and numbers only."""
    row = NeedEvent(
        need_id=need.id,
        at=clock.now(),
        actor_id=actor.person_id,
        event=event,
        from_status=before,
        to_status=need.status if before else None,
        reason=reason,
        params=params,
    )
    session.add(row)
    return row


async def _end(session: AsyncSession, need: Need) -> None:
    need.closed_at = need.touched_at
    need.next_at = None
    need.lat = need.lon = None
    await withdraw_offers(session, need)
    await end_lead(session, need, "ended")
    await session.execute(
        update(NeedMessage).where(NeedMessage.need_id == need.id).values(lat=None, lon=None)
    )
    await session.execute(update(Person).where(Person.relay_need_id == need.id).values(relay_need_id=None))


async def withdraw_offers(
    session: AsyncSession, need: Need, state: OfferState = OfferState.WITHDRAWN
) -> None:
    """End the offers of a need that still wait."""
    await session.execute(
        update(Offer)
        .where(Offer.need_id == need.id, Offer.state == OfferState.PENDING)
        .values(state=state, ended_at=clock.now())
    )


async def end_lead(session: AsyncSession, need: Need, reason: str) -> Assignment | None:
    """End the open lead of a need, the visit that belongs to it and, unless it is done, the relay."""
    if reason != "done":
        await _end_relay(session, need)
    lead = await queries.lead(session, need.id)
    if lead is not None:
        now = clock.now()
        lead.until, lead.end_reason = now, reason
        await session.execute(
            update(Visit)
            .where(Visit.assignment_id == lead.id, Visit.check_out_at.is_(None))
            .values(check_out_at=now)
        )
        await session.flush()
    return lead


async def _end_relay(session: AsyncSession, need: Need) -> None:
    """What either side writes is a need again, and they are told."""
    opened = update(Person).where(Person.relay_need_id == need.id).values(relay_need_id=None)
    for person_id in sorted(await session.scalars(opened.returning(Person.id))):
        await outbox.tell(session, person_id, "relay-ended", need_id=need.id)


async def next_number(session: AsyncSession) -> str:
    """A new number such as `XQ-20261123-0042`, by day in the deployment's zone; gaps are allowed."""
    day = clock.local(clock.now()).strftime("%Y%m%d")
    statement = insert(session, Counter).values(name=f"need:{day}", value=1)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + 1})
    value = (await session.execute(statement.returning(Counter.value))).scalar_one()
    return f"XQ-{day}-{value:04d}"


async def promise_for(
    session: AsyncSession, category: Category, area_id: int | None, now: datetime, *, urgent: bool = False
) -> Promise:
    """What a resident is promised for a need of this category at this place, submitted now."""
    settings = await registry.settings_of(session, area_id) if area_id else AreaSettings()
    limits = limits_of(category, urgent=urgent)
    hours = settings.service_hours
    if hours is None and area_id:
        hours = await _hours_of_teams(session, category.code, area_id)
    return promise(limits, settings, hours or duty.ALWAYS, clock.local(now))


def limits_of(category: Category, *, urgent: bool = False) -> Limits:
    """The limits of a category; an emergency is urgent and short whatever the category says."""
    if urgent:
        return Limits(
            min(category.respond_minutes, EMERGENCY_MINUTES), category.resolve_hours, Priority.URGENT
        )
    return Limits(category.respond_minutes, category.resolve_hours, category.priority)


async def _hours_of_teams(session: AsyncSession, category_code: str, area_id: int) -> Any:
    upwards = registry.path_ids(await queries.area_path(session, area_id))
    patterns = await session.scalars(
        select(Team.duty)
        .join(TeamCategory, TeamCategory.team_id == Team.id)
        .join(TeamArea, TeamArea.team_id == Team.id)
        .where(TeamCategory.category_code == category_code, TeamArea.area_id.in_(upwards), Team.active)
    )
    return duty.union(patterns.all())


async def tell_residents(
    session: AsyncSession, need: Need, kind: str, *, dedup: str | None = None, **params: Any
) -> None:
    """Tell the reporter and the followers of a need."""
    for person_id in [need.reporter_id, *await queries.follower_ids(session, need.id)]:
        key = f"{dedup}:{person_id}" if dedup else None
        await outbox.tell(session, person_id, kind, need_id=need.id, dedup=key, **params)


async def show_triage(session: AsyncSession, need: Need, *, levels: int = 1) -> int:
    """Show a need that waits in triage to the area's coordinators, with the reason; returns to how many.

    With nobody there, `core.triage.service.show_unseen` does it once somebody is.
    """
    shown = await queries.coordinators(session, need.area_id, levels=levels)
    for person_id in shown:
        await outbox.move_card(session, person_id, CardKind.TRIAGE, need.id)
        await outbox.show_card(session, person_id, CardKind.TRIAGE, need.id, need.id)
    return len(shown)
