"""A draft that is more about a need that runs already: its words and pictures go there."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.actor import Actor
from core.drafts.submission import own_draft
from core.errors import Conflict
from core.models import ALLOWED, Need, NeedMessage, Status
from core.needs import queries, service
from core.outbox import service as outbox

RUNNING = tuple(
    status for status, after in ALLOWED.items() if Status.CANCELLED in after and status is not Status.DRAFT
)


async def running_like(session: AsyncSession, draft: Need) -> Need | None:
    """The one running need of this person that is of the draft's category."""
    same = select(Need).where(
        Need.reporter_id == draft.reporter_id,
        Need.category_code == draft.category_code,
        Need.status.in_(RUNNING),
    )
    found = (await session.scalars(same.limit(2))).all()
    return found[0] if len(found) == 1 else None


async def add_to_running(session: AsyncSession, actor: Actor, draft_id: int) -> Need:
    """Move what a draft holds to the running need of its kind, whose handler gets it; the draft ends.

    Conflict `draft-gone` if either is no more.
    """
    running = await running_like(session, await queries.by_id(session, draft_id))
    if running is None:
        raise Conflict("draft-gone", number="")
    locked = {each: await queries.lock_need(session, each) for each in sorted((running.id, draft_id))}
    draft, need = await own_draft(session, actor, draft_id), locked[running.id]
    if need.status not in RUNNING:
        raise queries.ended(need)
    moved = update(NeedMessage).where(NeedMessage.need_id == draft.id).values(need_id=need.id)
    ids = (await session.scalars(moved.returning(NeedMessage.id))).all()
    lead = await queries.lead(session, need.id)
    if lead is not None:
        for message in sorted(ids):
            await outbox.tell(session, lead.person_id, "material", need_id=need.id, message=message)
    await service.move_to(session, draft, Status.CANCELLED, "added", actor)
    await outbox.refresh_cards(session, need.id)
    return need
