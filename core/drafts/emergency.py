"""Emergencies: no draft, no waiting; urgent, into triage at once, and the coordinators are alerted."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.drafts import place
from core.drafts.service import Said, report_message
from core.drafts.submission import OTHER, register
from core.matching.address import BuildingNames, find_building, looks_like_address
from core.models import HELD, Area, CardKind, Category, Need, Priority, Status
from core.needs import queries, service
from core.outbox import service as outbox
from core.people.service import UNIT_LENGTH
from core.registry import queries as registry

SAME_WITHIN = timedelta(minutes=30)
"""So long after the last word, more words belong to the same emergency."""
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
    need = await current(session, actor, kind)
    new = need is None
    need = need or await _submit(session, actor, said, kind)
    await _place_in_words(session, need, said.text)
    alerted = await service.show_triage(session, need) > 0 if new else await more(session, actor, need, said)
    number = await number_to_call(session, kind, need.area_id)
    await outbox.tell(
        session,
        actor.person,
        "emergency",
        need_id=need.id,
        priority=-1,
        what=kind,
        number=number,
        alerted=alerted,
    )
    return need, new


async def current(session: AsyncSession, actor: Actor, kind: str | None = None) -> Need | None:
    """The actor's newest emergency (of a kind, or any) of the last minutes that is not done yet, locked."""
    query = select(Need).where(
        Need.reporter_id == actor.person,
        Need.emergency == kind if kind else Need.emergency.is_not(None),
        Need.status.in_((Status.TRIAGE, *HELD)),
        Need.touched_at > clock.now() - SAME_WITHIN,
    )
    return await session.scalar(query.order_by(Need.id.desc()).limit(1).with_for_update(key_share=True))


async def more(session: AsyncSession, actor: Actor, need: Need, said: Said) -> bool:
    """More words, pictures or a position for an emergency under way; returns whether anybody got them."""
    message = report_message(actor, need, said, said.text)
    session.add(message)
    need.touched_at = clock.now()
    if said.lat is not None and said.lon is not None:
        await place.place_at(session, need, said.lat, said.lon)
    await _place_in_words(session, need, said.text)
    await session.flush()
    await outbox.refresh_cards(session, need.id, CardKind.NEED, CardKind.TASK)
    lead = await queries.lead(session, need.id)
    if lead is None:
        return await service.show_triage(session, need) > 0
    key = f"material:{lead.id}:{message.id}"
    await outbox.tell(session, lead.person_id, "material", need_id=need.id, dedup=key, message=message.id)
    return True


async def _place_in_words(session: AsyncSession, need: Need, text: str) -> None:
    """Where the words say it is, if they name a building that we know; it need not be where one lives."""
    area = await session.get(Area, need.area_id) if need.area_id else None
    if area is None or not text:
        return
    known = {b.code: b for b in await registry.buildings_of(session, area)}
    match = find_building(text, [BuildingNames(b.code, (b.name, *b.aliases)) for b in known.values()])
    if match is None:
        return
    need.building_id = known[match.code].id
    need.unit = match.unit[:UNIT_LENGTH] if looks_like_address(text) else None


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
    need.next_at = need.respond_by
    await service.move_to(session, need, Status.TRIAGE, "emergency", actor, kind)
    await outbox.show_card(session, actor.person, CardKind.NEED, need.id, need.id)
    return need


async def _home(session: AsyncSession, actor: Actor, need: Need) -> None:
    person = await queries.person(session, actor.person)
    need.building_id, need.unit = person.home_building_id, person.home_unit


async def _category(session: AsyncSession, kind: str) -> str:
    code = CATEGORY.get(kind, OTHER)
    return code if await session.get(Category, code) else OTHER
