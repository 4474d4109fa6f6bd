"""What is left of a partly solved need: a child with its own clock, and the question what it is."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.drafts.submission import register
from core.errors import Conflict, NotFound
from core.models import CardKind, Dialog, Lane, Need, NeedMessage
from core.needs import queries, service
from core.outbox import service as outbox
from core.people.queries import recipient
from core.people.service import DIALOG_MINUTES, ask_contact
from core.work.service import write


async def leave_remainder(session: AsyncSession, actor: Actor, need: Need) -> Need:
    """Make the child need with the original words, number and clock of its own, and ask for better words."""
    now = clock.now()
    child = Need(
        parent_id=need.id,
        reporter_id=need.reporter_id,
        category_code=need.category_code,
        priority=need.priority,
        area_id=need.area_id,
        building_id=need.building_id,
        unit=need.unit,
        lat=need.lat,
        lon=need.lon,
        created_at=now,
        touched_at=now,
    )
    session.add(child)
    await session.flush()
    for said in await queries.messages(session, need.id, Lane.REPORT):
        session.add(
            NeedMessage(
                need_id=child.id,
                author_id=said.author_id,
                lane=Lane.REPORT,
                kind=said.kind,
                text=said.text,
                media_id=said.media_id,
                lat=said.lat,
                lon=said.lon,
                created_at=now,
            )
        )
    await session.flush()
    assert need.category_code is not None
    await register(session, child, actor, need.category_code, "remainder")
    service.note(session, need, "remainder", actor, child=child.id)
    await session.flush()
    await outbox.show_card(session, child.reporter_id, CardKind.NEED, child.id, child.id)
    await _ask(session, actor, need)
    return child


async def _ask(session: AsyncSession, actor: Actor, need: Need) -> None:
    """Ask what is left; the end of their time is no reason to take back another question to the resident."""
    to = need.reporter_id
    await outbox.tell(session, to, "ask-remainder", need_id=need.id, dedup=f"remainder:{need.id}")
    resident = await recipient(session, to)
    if resident is None:
        return
    asked = await session.get(Dialog, resident.contact_id)
    if actor.person_id == to or asked is None or asked.expires_at <= clock.now():
        await ask_contact(session, resident.contact_id, "remainder", DIALOG_MINUTES, need=need.id)


async def describe_remainder(session: AsyncSession, actor: Actor, need_id: int, words: str) -> Need:
    """Say what is left of a partly solved need; goes to its child."""
    parent = await queries.lock_need(session, need_id)
    if parent.reporter_id != actor.person_id:
        raise NotFound("need-unknown")
    child = await session.scalar(
        select(Need)
        .where(Need.parent_id == parent.id)
        .order_by(Need.id.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    if child is None or child.closed_at is not None:
        raise Conflict("need-ended", number=parent.number or "")
    await write(session, actor, child.id, Lane.REPORT, words.strip())
    await outbox.refresh_cards(session, child.id)
    return child
