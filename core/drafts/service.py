"""Saying it: any words, picture, voice or position become a draft, and the draft becomes a need."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import SYSTEM, Actor
from core.db import insert
from core.drafts.queries import active_codes
from core.errors import Conflict, Invalid, NotFound
from core.matching.understand import SURE, Understanding, understand
from core.models import (
    Building,
    CardKind,
    Category,
    CategoryExample,
    Lane,
    MessageKind,
    Need,
    NeedMessage,
    Person,
    Priority,
    Status,
)
from core.needs import queries, service
from core.outbox import service as outbox
from core.people.service import UNIT_LENGTH
from core.registry import queries as registry

SAME_TEXT_WITHIN = timedelta(minutes=2)
SAME_MEDIA_WITHIN = timedelta(minutes=10)
KEEP_DRAFTS = timedelta(days=7)
TEXT_LENGTH = 10_000
OTHER = "other"


@dataclass(frozen=True)
class Said:
    """One message of a resident: words, or a media with an optional caption, or a WGS-84 position."""

    kind: MessageKind
    text: str = ""
    media_id: int | None = None
    lat: float | None = None
    lon: float | None = None


async def say(
    session: AsyncSession, actor: Actor, said: Said, meaning: Understanding, *, flood: bool = False
) -> list[Need]:
    """Put a message into the open draft that it belongs to, else into a new draft for each part of it.

    In a `flood` of messages all words go into one draft.
    """
    text = said.text[:TEXT_LENGTH]
    draft = await _open_draft(session, actor, said, meaning, any_kind=flood)
    if draft is not None:
        await _append(session, actor, draft, said, text)
        await _understand_again(session, draft)
        return [await _shown(session, draft)]
    if len(meaning.parts) < 2:
        return [await _new_draft(session, actor, said, text, meaning)]
    codes = await active_codes(session)
    return [await _new_draft(session, actor, said, part, understand(part, codes)) for part in meaning.parts]


async def _open_draft(
    session: AsyncSession, actor: Actor, said: Said, meaning: Understanding, *, any_kind: bool
) -> Need | None:
    window = SAME_TEXT_WITHIN if said.kind is MessageKind.TEXT else SAME_MEDIA_WITHIN
    draft = await session.scalar(
        select(Need)
        .where(
            Need.reporter_id == actor.person,
            Need.status == Status.DRAFT,
            Need.touched_at > clock.now() - window,
        )
        .order_by(Need.touched_at.desc(), Need.id.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    if draft is None or any_kind or not said.text or draft.category_code is None:
        return draft
    if draft.category_chosen and not await queries.words(session, draft.id):
        return draft
    sure = meaning.guesses[0] if meaning.guesses and meaning.guesses[0].confidence >= SURE else None
    return draft if sure is None or sure.code == draft.category_code else None


async def has_open_draft(session: AsyncSession, actor: Actor, said: Said, meaning: Understanding) -> bool:
    """True if a message would go into the draft that is open now."""
    return await _open_draft(session, actor, said, meaning, any_kind=False) is not None


async def _new_draft(
    session: AsyncSession, actor: Actor, said: Said, text: str, meaning: Understanding
) -> Need:
    need = await _empty_draft(session, actor)
    if said.lat is not None and said.lon is not None:
        await _place_at(session, need, said.lat, said.lon)
    await _guess(session, need, meaning)
    session.add(need)
    await session.flush()
    session.add(report_message(actor, need, said, text))
    await session.flush()
    return await _shown(session, need)


async def _empty_draft(session: AsyncSession, actor: Actor) -> Need:
    """A draft at the actor's home, to be added."""
    now = clock.now()
    need = Need(
        reporter_id=actor.person,
        area_id=actor.home_area_id,
        created_at=now,
        touched_at=now,
        status=Status.DRAFT,
        next_at=now + KEEP_DRAFTS,
    )
    if actor.home_area_id is not None:
        home = select(Person.home_building_id, Person.home_unit).where(Person.id == actor.person)
        need.building_id, need.unit = (await session.execute(home)).one()
    return need


async def _append(session: AsyncSession, actor: Actor, need: Need, said: Said, text: str) -> NeedMessage:
    message = report_message(actor, need, said, text)
    session.add(message)
    need.touched_at = clock.now()
    if said.lat is not None and said.lon is not None:
        await _place_at(session, need, said.lat, said.lon)
    await session.flush()
    return message


def report_message(actor: Actor, need: Need, said: Said, text: str) -> NeedMessage:
    """The row for a message of the resident's report."""
    return NeedMessage(
        need_id=need.id,
        author_id=actor.person,
        lane=Lane.REPORT,
        kind=said.kind,
        text=text,
        media_id=said.media_id,
        lat=said.lat,
        lon=said.lon,
        created_at=clock.now(),
    )


async def _understand_again(session: AsyncSession, need: Need) -> None:
    """Guess the category from all words so far, unless the resident chose it."""
    text = await queries.words(session, need.id)
    await _guess(session, need, understand(text, await active_codes(session)))


async def _guess(session: AsyncSession, need: Need, meaning: Understanding) -> None:
    need.guesses = [[guess.code, round(guess.confidence, 3)] for guess in meaning.guesses[:6]]
    if not need.category_chosen:
        sure = bool(meaning.guesses) and meaning.guesses[0].confidence >= SURE
        need.category_code = meaning.guesses[0].code if sure else None
    await _set_priority(session, need, urgent=meaning.urgent)


async def _set_priority(session: AsyncSession, need: Need, *, urgent: bool) -> None:
    category = await session.get(Category, need.category_code) if need.category_code else None
    own = category.priority if category else Priority.NORMAL
    need.priority = Priority.HIGH if urgent and own is Priority.NORMAL else own


async def _place_at(session: AsyncSession, need: Need, lat: float, lon: float) -> None:
    area = await registry.find_area_at(session, lat, lon)
    if area is None:
        raise Invalid("position-outside")
    need.lat, need.lon = lat, lon
    if need.status is Status.DRAFT:
        need.area_id = area.id


async def _shown(session: AsyncSession, need: Need) -> Need:
    """Show the draft's card, once it has a place; until then the sentence waits."""
    if need.area_id is not None:
        await outbox.show_card(session, need.reporter_id, CardKind.NEED, need.id, need.id)
    return need


async def own_draft(session: AsyncSession, actor: Actor, need_id: int) -> Need:
    """The actor's draft, locked; NotFound if it is another's, Conflict `draft-gone` if it is none."""
    need = await queries.lock_need(session, need_id)
    if need.reporter_id != actor.person_id:
        raise NotFound("need-unknown")
    if need.status is not Status.DRAFT:
        raise Conflict("draft-gone", number=need.number or "")
    return need


async def waiting_for_place(session: AsyncSession, actor: Actor) -> list[Need]:
    """Drafts, and emergencies in triage, that the actor wrote before choosing an area."""
    query = select(Need).where(
        Need.reporter_id == actor.person,
        Need.status.in_((Status.DRAFT, Status.TRIAGE)),
        Need.area_id.is_(None),
    )
    return list(await session.scalars(query.order_by(Need.id).with_for_update(key_share=True)))


async def place_waiting(session: AsyncSession, actor: Actor, area_id: int) -> list[Need]:
    """Give what waits for a place the area that was chosen now, and show it."""
    placed = await waiting_for_place(session, actor)
    for need in placed:
        need.area_id = area_id
        await session.flush()
        await _shown(session, need)
        if need.status is Status.TRIAGE:
            await service.show_triage(session, need)
    return placed


async def choose_category(session: AsyncSession, actor: Actor, need_id: int, code: str) -> Need:
    """The resident says which category it is."""
    need = await own_draft(session, actor, need_id)
    category = await session.get(Category, code)
    if category is None or not category.active:
        raise NotFound("category-unknown", value=code)
    need.category_code, need.category_chosen = code, True
    need.priority = category.priority
    need.touched_at = clock.now()
    return await _shown(session, need)


async def set_place(
    session: AsyncSession, actor: Actor, need_id: int, building: Building | None, unit: str
) -> Need:
    """Say where it is: a known building and the unit, or the words alone. Works until the need ends."""
    need = await queries.lock_need(session, need_id)
    if need.reporter_id != actor.person_id:
        raise NotFound("need-unknown")
    if need.closed_at is not None:
        raise Conflict("need-ended", number=need.number or "")
    unit = unit.strip()
    if not unit and building is None:
        raise Invalid("address-empty")
    if len(unit) > UNIT_LENGTH:
        raise Invalid("address-too-long", limit=UNIT_LENGTH)
    need.building_id = building.id if building else None
    need.unit = unit
    if building is not None and need.status is Status.DRAFT:
        need.area_id = building.area_id
    await session.flush()
    await outbox.refresh_cards(session, need.id)
    return need


async def set_position(session: AsyncSession, actor: Actor, need_id: int, lat: float, lon: float) -> Need:
    """Say where it is by a WGS-84 position; raises Invalid `position-outside` where we do not serve."""
    return await add_material(session, actor, need_id, Said(MessageKind.LOCATION, lat=lat, lon=lon))


async def add_material(session: AsyncSession, actor: Actor, need_id: int, said: Said) -> Need:
    """Add a picture, voice or position to a need that has not ended; who has it in hand gets it too."""
    need = await queries.lock_need(session, need_id)
    if need.reporter_id != actor.person_id:
        raise NotFound("need-unknown")
    if need.closed_at is not None:
        raise queries.ended(need)
    message = await _append(session, actor, need, said, said.text)
    lead = await queries.lead(session, need.id)
    if lead is not None:
        key = f"material:{lead.id}:{message.id}"
        await outbox.tell(session, lead.person_id, "material", need_id=need.id, dedup=key, message=message.id)
    await outbox.refresh_cards(session, need.id)
    return need


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
    if lead is not None:
        await outbox.tell(session, lead.person_id, "need-cancelled", need_id=need.id)
    return need


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


async def drop_old_drafts(session: AsyncSession, now: datetime) -> int:
    """Cancel drafts that nobody submitted within 7 days; returns how many."""
    due = await session.scalars(
        select(Need)
        .where(Need.status == Status.DRAFT, Need.next_at <= now)
        .limit(50)
        .with_for_update(key_share=True, skip_locked=True)
    )
    needs = list(due)
    for need in needs:
        await service.move_to(session, need, Status.CANCELLED, "draft-old", SYSTEM)
    return len(needs)


async def begin(session: AsyncSession, actor: Actor, category: Category) -> Need:
    """Begin a draft with a category from the menu of services; words, pictures and a place may follow."""
    need = await _empty_draft(session, actor)
    need.category_code, need.category_chosen, need.priority = category.code, True, category.priority
    session.add(need)
    await session.flush()
    return await _shown(session, need)
