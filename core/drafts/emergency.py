"""Emergencies: no draft, no waiting; urgent, into triage at once, and the coordinators are alerted."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.drafts.service import Said, report_message
from core.drafts.submission import OTHER, register
from core.models import HELD, CardKind, Category, Need, Priority, Status
from core.needs import queries, service
from core.outbox import service as outbox
from core.registry import queries as registry

SAME_WITHIN = timedelta(minutes=15)
CATEGORY = {
    "gas": "gas",
    "fire": "fire_hazard",
    "crime": "public_security",
    "suicide": "mental_health",
    "trapped": "elevator",
}
NUMBERS = {"gas": "119", "fire": "119", "injury": "120", "crime": "110", "suicide": "12356", "trapped": "119"}
"""Whom to call: fire 119, ambulance 120, police 110, mental health 12356 (national since 2025-05)."""


async def number_to_call(session: AsyncSession, kind: str, area_id: int | None) -> str:
    """The number for a kind of emergency, as the area sets it or the national one."""
    numbers = dict((await registry.settings_of(session, area_id)).emergency_numbers) if area_id else {}
    return numbers.get(kind, NUMBERS[kind])


async def report(session: AsyncSession, actor: Actor, said: Said, kind: str) -> tuple[Need, bool]:
    """Submit an emergency; more words about the same one join it. Returns the need and whether it is new.

    Whoever has it in hand, or the coordinators while nobody has, get a message each time.
    """
    need = await _same(session, actor, kind)
    held = need is not None and need.status is not Status.TRIAGE
    alerted = held or bool(await queries.coordinators(session, actor.home_area_id))
    number = await number_to_call(session, kind, actor.home_area_id)
    await outbox.tell(
        session, actor.person, "emergency", priority=-1, what=kind, number=number, alerted=alerted
    )
    if need is None:
        return await _submit(session, actor, said, kind), True
    await _more(session, actor, need, said)
    return need, False


async def _submit(session: AsyncSession, actor: Actor, said: Said, kind: str) -> Need:
    now = clock.now()
    need = Need(
        reporter_id=actor.person,
        area_id=actor.home_area_id,
        emergency=kind,
        priority=Priority.URGENT,
        created_at=now,
        touched_at=now,
    )
    session.add(need)
    await session.flush()
    session.add(report_message(actor, need, said, said.text))
    await _home(session, actor, need)
    await register(session, need, actor, await _category(session, kind), "submitted")
    need.triage_reason = "emergency"
    need.next_at = None
    await service.move_to(session, need, Status.TRIAGE, "emergency", actor, kind)
    await outbox.show_card(session, actor.person, CardKind.NEED, need.id, need.id)
    await service.show_triage(session, need)
    return need


async def _more(session: AsyncSession, actor: Actor, need: Need, said: Said) -> None:
    """More words for an emergency that is under way."""
    message = report_message(actor, need, said, said.text)
    session.add(message)
    await session.flush()
    lead = await queries.lead(session, need.id)
    if lead is None:
        await service.show_triage(session, need)
        return
    key = f"material:{lead.id}:{message.id}"
    await outbox.tell(session, lead.person_id, "material", need_id=need.id, dedup=key, message=message.id)
    await outbox.refresh_cards(session, need.id, CardKind.TASK)


async def _same(session: AsyncSession, actor: Actor, kind: str) -> Need | None:
    """The newest emergency of this kind that is not done yet, locked."""
    return await session.scalar(
        select(Need)
        .where(
            Need.reporter_id == actor.person,
            Need.emergency == kind,
            Need.status.in_((Status.TRIAGE, *HELD)),
            Need.created_at > clock.now() - SAME_WITHIN,
        )
        .order_by(Need.id.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )


async def _home(session: AsyncSession, actor: Actor, need: Need) -> None:
    person = await queries.person(session, actor.person)
    need.building_id, need.unit = person.home_building_id, person.home_unit


async def _category(session: AsyncSession, kind: str) -> str:
    code = CATEGORY.get(kind, OTHER)
    return code if await session.get(Category, code) else OTHER
