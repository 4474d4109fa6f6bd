"""Saying it: any words, picture, voice or position become a draft, and the draft becomes a need."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.drafts.place import area_of_role, place_at, shown
from core.drafts.queries import active_codes
from core.errors import NotFound
from core.matching.understand import SURE, Understanding, understand
from core.models import (
    Category,
    Lane,
    MessageKind,
    Need,
    NeedMessage,
    Person,
    Priority,
    Status,
)
from core.needs import queries
from core.outbox import service as outbox

SAME_TEXT_WITHIN = timedelta(minutes=2)
SAME_MEDIA_WITHIN = timedelta(minutes=10)
KEEP_DRAFTS = timedelta(days=7)
TEXT_LENGTH = 10_000


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
        return [await shown(session, draft)]
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
        await place_at(session, need, said.lat, said.lon)
    await _guess(session, need, meaning)
    session.add(need)
    await session.flush()
    session.add(report_message(actor, need, said, text))
    await session.flush()
    return await shown(session, need)


async def _empty_draft(session: AsyncSession, actor: Actor) -> Need:
    """A draft at the actor's home, or where they serve, to be added."""
    now = clock.now()
    need = Need(
        reporter_id=actor.person,
        area_id=actor.home_area_id or await area_of_role(session, actor),
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
        await place_at(session, need, said.lat, said.lon)
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


async def begin(session: AsyncSession, actor: Actor, category: Category) -> Need:
    """Begin a draft with a category from the menu of services; words, pictures and a place may follow."""
    need = await _empty_draft(session, actor)
    need.category_code, need.category_chosen, need.priority = category.code, True, category.priority
    session.add(need)
    await session.flush()
    return await shown(session, need)
