"""The relay under a need's number: who may talk, to whom it goes, and when it ends."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.errors import Conflict, NotFound
from core.models import ENDED, Lane, MessageKind, Need, NeedMessage, Person, Status
from core.needs import queries
from core.outbox import service as outbox
from core.work.pauses import resume


async def _other_side(session: AsyncSession, actor: Actor, need: Need) -> int:
    """The person at the other end; NotFound for a stranger, Conflict when nobody is there or it has ended."""
    if need.status in ENDED:
        raise Conflict("need-ended", number=need.number or "")
    handler = await queries.at_work(session, need.id)
    if actor.person_id == need.reporter_id:
        if handler is None:
            raise Conflict("nobody-yet", number=need.number or "")
        return handler
    if actor.person_id == handler:
        return need.reporter_id
    raise NotFound("need-unknown")


async def open_relay(session: AsyncSession, actor: Actor, need_id: int) -> Need:
    """From now on, what this person writes goes to the other side of the need."""
    need = await queries.lock_need(session, need_id)
    await _other_side(session, actor, need)
    await session.execute(update(Person).where(Person.id == actor.person).values(relay_need_id=need.id))
    return need


async def close_relay(session: AsyncSession, actor: Actor) -> None:
    """What this person writes is a need again."""
    await session.execute(update(Person).where(Person.id == actor.person).values(relay_need_id=None))


async def pass_on(
    session: AsyncSession,
    actor: Actor,
    need_id: int,
    kind: MessageKind,
    text: str = "",
    media_id: int | None = None,
    lat: float | None = None,
    lon: float | None = None,
) -> NeedMessage:
    """Pass a message to the other side; the resident's word ends a wait for it."""
    need = await queries.lock_need(session, need_id)
    other = await _other_side(session, actor, need)
    message = NeedMessage(
        need_id=need.id,
        author_id=actor.person,
        lane=Lane.RELAY,
        kind=kind,
        text=text,
        media_id=media_id,
        lat=lat,
        lon=lon,
        created_at=clock.now(),
    )
    session.add(message)
    await session.flush()
    await outbox.tell(
        session, other, "relay", need_id=need.id, dedup=f"relay:{message.id}", message=message.id
    )
    if need.status is Status.AWAITING_RESIDENT and actor.person_id == need.reporter_id:
        await resume(session, actor, need, "answered")
    return message
