"""From a draft to a need with a number and a clock, or to its end."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import SYSTEM, Actor
from core.db import insert
from core.drafts.place import shown
from core.errors import Conflict, Invalid, NotFound
from core.models import (
    Category,
    CategoryExample,
    Need,
    Status,
)
from core.needs import queries, service
from core.needs.sweeping import each
from core.outbox import service as outbox

OTHER = "other"


async def own_draft(session: AsyncSession, actor: Actor, need_id: int) -> Need:
    """The actor's draft, locked; NotFound if it is another's, Conflict `draft-gone` if it is none."""
    need = await queries.lock_need(session, need_id)
    if need.reporter_id != actor.person_id:
        raise NotFound("need-unknown")
    if need.status is not Status.DRAFT:
        raise Conflict("draft-gone", number=need.number or "")
    return need


async def choose_category(session: AsyncSession, actor: Actor, need_id: int, code: str) -> Need:
    """The resident says which category it is."""
    need = await own_draft(session, actor, need_id)
    category = await session.get(Category, code)
    if category is None or not category.active:
        raise NotFound("category-unknown", value=code)
    need.category_code, need.category_chosen = code, True
    need.priority = category.priority
    need.touched_at = clock.now()
    return await shown(session, need)


async def submit(session: AsyncSession, actor: Actor, need_id: int) -> Need:
    """Give the draft its number and its clock; submitting again returns the same need."""
    need = await queries.lock_need(session, need_id)
    if need.reporter_id != actor.person_id:
        raise NotFound("need-unknown")
    if need.number is not None:
        return need
    if need.status is not Status.DRAFT:
        raise Conflict("draft-gone", number="")
    if need.area_id is None:
        raise Invalid("area-needed")
    await _keep_example(session, actor, need)
    await register(session, need, actor, need.category_code or OTHER, "submitted")
    return need


async def register(session: AsyncSession, need: Need, actor: Actor, code: str, event: str) -> None:
    """Number a draft, fix its deadlines and move it to registered, where routing takes it."""
    category = await session.get(Category, code)
    if category is None:
        raise NotFound("category-unknown", value=code)
    now = clock.now()
    urgent = need.emergency is not None
    promised = await service.promise_for(session, category, need.area_id, now, urgent=urgent)
    need.category_code = code
    need.number = await service.next_number(session)
    need.submitted_at = now
    need.respond_by, need.resolve_by = promised.respond_by, promised.resolve_by
    need.next_at = now
    await service.move_to(session, need, Status.REGISTERED, event, actor)


async def _keep_example(session: AsyncSession, actor: Actor, need: Need) -> None:
    if need.category_code is None:
        return
    statement = insert(session, CategoryExample).values(
        need_id=need.id,
        person_id=actor.person,
        guessed_code=need.guesses[0][0] if need.guesses else None,
        chosen_code=need.category_code,
        at=clock.now(),
    )
    await session.execute(statement.on_conflict_do_nothing(index_elements=["need_id"]))


async def cancel(session: AsyncSession, actor: Actor, need_id: int) -> Need:
    """The resident takes back a draft or a need that is not done; cancelling again changes nothing."""
    need = await queries.lock_need(session, need_id)
    if need.reporter_id != actor.person_id:
        raise NotFound("need-unknown")
    if need.status is Status.CANCELLED:
        return need
    if need.closed_at is not None:
        raise queries.ended(need)
    lead = await queries.lead(session, need.id)
    await service.move_to(session, need, Status.CANCELLED, "cancelled", actor, "resident")
    if need.emergency is not None:
        await service.show_triage(session, need)  # a hand may have shaken, or been forced
    if lead is not None:
        await outbox.tell(session, lead.person_id, "need-cancelled", need_id=need.id)
    return need


async def drop_old_drafts(session: AsyncSession, now: datetime) -> int:
    """Cancel drafts that nobody submitted within 7 days; returns how many."""
    return await each(session, now, _drop, Need.status == Status.DRAFT, Need.next_at <= now)


async def _drop(session: AsyncSession, need: Need) -> None:
    await service.move_to(session, need, Status.CANCELLED, "draft-old", SYSTEM)
