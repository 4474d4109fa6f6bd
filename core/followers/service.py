"""Me too: joining a need that someone nearby has reported."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.db import insert
from core.errors import NotFound
from core.models import ENDED, CardKind, Category, Follower, Need, Status
from core.needs import queries, service
from core.outbox import service as outbox

RECENT = timedelta(days=3)
PRIVATE_GROUPS = ("care", "health", "rights")


async def join(session: AsyncSession, actor: Actor, need_id: int) -> Need:
    """Join a need; joining again, or one's own, changes nothing. Conflict `need-ended` for an ended one."""
    need = await queries.lock_need(session, need_id)
    if need.reporter_id == actor.person_id:
        return need
    if await is_private(session, need):
        raise NotFound("need-unknown")
    if need.status in ENDED or need.status is Status.DRAFT:
        raise queries.ended(need)
    statement = insert(session, Follower).values(
        need_id=need.id, person_id=actor.person, joined_at=clock.now()
    )
    joined = await session.execute(statement.on_conflict_do_nothing().returning(Follower.person_id))
    if joined.first() is not None:
        service.note(session, need, "joined", actor)
        await _end_own(session, actor, need)
        await outbox.show_card(session, actor.person, CardKind.FOLLOW, need.id, need.id)
        await outbox.refresh_cards(session, need.id, CardKind.NEED, CardKind.TASK, CardKind.TRIAGE)
    return need


async def is_private(session: AsyncSession, need: Need) -> bool:
    """True for what concerns one household alone: emergencies, care, health, rights."""
    if need.emergency is not None:
        return True
    group = await session.scalar(select(Category.group).where(Category.code == need.category_code))
    return group in PRIVATE_GROUPS


async def _end_own(session: AsyncSession, actor: Actor, joined: Need) -> None:
    """The report of the same that the person made themselves is not needed twice, unless somebody has it."""
    if joined.building_id is None:
        return
    own = select(Need.id).where(
        Need.reporter_id == actor.person,
        Need.category_code == joined.category_code,
        Need.building_id == joined.building_id,
        Need.status.in_((Status.REGISTERED, Status.OFFERED, Status.TRIAGE)),
        Need.created_at > clock.now() - RECENT,
    )
    for need_id in (await session.scalars(own.order_by(Need.id))).all():
        mine = await queries.lock_need(session, need_id)
        if mine.status in (Status.REGISTERED, Status.OFFERED, Status.TRIAGE):
            await service.move_to(session, mine, Status.CANCELLED, "cancelled", actor, "joined")


async def same_nearby(session: AsyncSession, need: Need) -> Need | None:
    """An open need of another person, of the same category at the same building, reported lately."""
    if need.category_code is None or need.building_id is None or await is_private(session, need):
        return None
    return await session.scalar(
        select(Need)
        .where(
            Need.id != need.id,
            Need.reporter_id != need.reporter_id,
            Need.category_code == need.category_code,
            Need.building_id == need.building_id,
            Need.status.not_in(ENDED),
            Need.emergency.is_(None),
            Need.status.not_in((Status.DRAFT, Status.DONE)),
            Need.created_at > clock.now() - RECENT,
        )
        .order_by(Need.id)
        .limit(1)
    )
