"""Me too: joining a need that someone nearby has reported."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import clock
from core.actor import Actor
from core.db import insert
from core.errors import Conflict, NotFound
from core.models import ENDED, CardKind, Category, Follower, Need, Status
from core.needs import queries, service
from core.outbox import service as outbox

RECENT = timedelta(days=3)
PRIVATE_GROUPS = ("care", "health", "rights")
UNHELD = frozenset({Status.REGISTERED, Status.OFFERED, Status.TRIAGE})


async def join(session: AsyncSession, actor: Actor, need_id: int) -> Need:
    """Join a need, which ends own reports of the same that nobody has; again, or one's own: nothing changes.

    Conflict `need-ended` for what has ended, `need-done` for what only waits for the verdict.
    """
    own = await _own_of_the_same(session, actor, need_id)
    locked = {each: await queries.lock_need(session, each) for each in sorted({need_id, *own})}
    need = locked.pop(need_id)
    if need.reporter_id == actor.person_id:
        return need
    if await is_private(session, need):
        raise NotFound("need-unknown")
    if need.status is Status.DONE:
        raise Conflict("need-done", number=need.number or "")
    if need.status in ENDED or need.status is Status.DRAFT:
        raise queries.ended(need)
    if await _follow(session, actor, actor.person, need):
        for mine in locked.values():
            await _end_own(session, actor, mine, need)
        await outbox.refresh_cards(session, need.id, CardKind.NEED, CardKind.TASK, CardKind.TRIAGE)
    return need


async def _follow(session: AsyncSession, actor: Actor, person_id: int, need: Need) -> bool:
    """Let a person follow a need, with a card of it; False if they did already."""
    statement = insert(session, Follower).values(need_id=need.id, person_id=person_id, joined_at=clock.now())
    joined = await session.execute(statement.on_conflict_do_nothing().returning(Follower.person_id))
    if joined.first() is None:
        return False
    service.note(session, need, "joined", actor, person=person_id)
    await outbox.show_card(session, person_id, CardKind.FOLLOW, need.id, need.id)
    return True


async def is_private(session: AsyncSession, need: Need) -> bool:
    """True for what concerns one household alone: emergencies, care, health, rights."""
    if need.emergency is not None:
        return True
    group = await session.scalar(select(Category.group).where(Category.code == need.category_code))
    return group in PRIVATE_GROUPS


async def _own_of_the_same(session: AsyncSession, actor: Actor, need_id: int) -> Sequence[int]:
    """Ids of what the person lately reported of the same kind at the same building, and nobody has."""
    same = aliased(Need)
    own = (
        select(Need.id)
        .join(same, (same.category_code == Need.category_code) & (same.building_id == Need.building_id))
        .where(
            same.id == need_id,
            Need.id != need_id,
            Need.reporter_id == actor.person,
            Need.status.in_(UNHELD),
            Need.created_at > clock.now() - RECENT,
        )
    )
    return (await session.scalars(own)).all()


async def _end_own(session: AsyncSession, actor: Actor, mine: Need, joined: Need) -> None:
    """The own report is not needed twice, unless somebody has it by now; who followed it goes along."""
    same = (mine.category_code, mine.building_id) == (joined.category_code, joined.building_id)
    if mine.status not in UNHELD or not same:
        return
    await service.move_to(session, mine, Status.CANCELLED, "cancelled", actor, "joined")
    for person_id in await queries.follower_ids(session, mine.id):
        if person_id != joined.reporter_id:
            await _follow(session, actor, person_id, joined)
        key = f"follow-moved:{mine.id}:{person_id}"
        await outbox.tell(session, person_id, "follow-moved", need_id=mine.id, dedup=key, to=joined.id)


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
