"""Selects on needs that several features use."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actor import AREA_OFFICERS, Actor
from core.db import LOCK
from core.errors import Conflict, Forbidden, NotFound
from core.models import (
    Area,
    Assignment,
    AssignmentKind,
    Follower,
    Judgement,
    Lane,
    Need,
    NeedMessage,
    Person,
    Role,
    RoleKind,
    Status,
)
from core.people.queries import holders, reachable
from core.people.roles import acting
from core.registry import queries as registry


async def lock_need(session: AsyncSession, need_id: int) -> Need:
    """The need, locked until the transaction ends, as it is now; raises NotFound `need-unknown`."""
    need = await session.get(Need, need_id, with_for_update=LOCK, populate_existing=True)
    if need is None:
        raise NotFound("need-unknown")
    return need


async def by_id(session: AsyncSession, need_id: int) -> Need:
    """A need by its id, not locked; raises NotFound `need-unknown`."""
    need = await session.get(Need, need_id)
    if need is None:
        raise NotFound("need-unknown")
    return need


def ended(need: Need) -> Conflict:
    """The refusal for what comes after the end of a need."""
    return Conflict("need-ended", number=need.number or "")


async def by_number(session: AsyncSession, number: str) -> Need:
    """A need by its number; raises NotFound `need-unknown`."""
    need = await session.scalar(select(Need).where(Need.number == number.strip().upper()))
    if need is None:
        raise NotFound("need-unknown")
    return need


async def lead(session: AsyncSession, need_id: int) -> Assignment | None:
    """The open lead assignment of a need."""
    return await session.scalar(
        select(Assignment).where(
            Assignment.need_id == need_id,
            Assignment.kind == AssignmentKind.LEAD,
            Assignment.until.is_(None),
        )
    )


async def last_lead(session: AsyncSession, need_id: int) -> Assignment | None:
    """The newest lead assignment of a need, open or ended."""
    return await session.scalar(
        select(Assignment)
        .where(Assignment.need_id == need_id, Assignment.kind == AssignmentKind.LEAD)
        .order_by(Assignment.id.desc())
        .limit(1)
    )


async def at_work(session: AsyncSession, need_id: int) -> int | None:
    """The person who holds a need, or who did it; None while nobody has it."""
    held = await last_lead(session, need_id)
    return held.person_id if held is not None and (held.until is None or held.end_reason == "done") else None


async def finisher(session: AsyncSession, need_id: int) -> Assignment | None:
    """The lead assignment under which a need was done; None if an authority did it or nobody yet."""
    held = await last_lead(session, need_id)
    return held if held is not None and held.end_reason == "done" else None


async def messages(session: AsyncSession, need_id: int, *lanes: Lane) -> Sequence[NeedMessage]:
    """The messages of a need in these lanes, oldest first."""
    query = select(NeedMessage).where(NeedMessage.need_id == need_id, NeedMessage.lane.in_(lanes))
    return (await session.scalars(query.order_by(NeedMessage.id))).all()


async def words(session: AsyncSession, need_id: int) -> str:
    """The resident's own words, joined by line breaks."""
    said = await messages(session, need_id, Lane.REPORT)
    return "\n".join(message.text for message in said if message.text)


async def follower_ids(session: AsyncSession, need_id: int) -> Sequence[int]:
    """People who joined a need."""
    query = select(Follower.person_id).where(Follower.need_id == need_id)
    return (await session.scalars(query.order_by(Follower.person_id))).all()


async def judged_before(session: AsyncSession, need: Need) -> Judgement | None:
    """The newest verdict on an earlier round: the reason for a rework 返工."""
    earlier = select(Judgement).where(Judgement.need_id == need.id, Judgement.round < need.round)
    return await session.scalar(earlier.order_by(Judgement.round.desc()).limit(1))


async def judgement(session: AsyncSession, need_id: int, round_: int) -> Judgement | None:
    """The verdict on a round of a need."""
    return await session.scalar(
        select(Judgement).where(Judgement.need_id == need_id, Judgement.round == round_)
    )


async def coordinators(
    session: AsyncSession, area_id: int | None, *, but: int | None = None, levels: int = 1
) -> list[int]:
    """Reachable coordinators but one, of the nearest `levels` upwards with any; without an area, the top."""
    if area_id is None:
        return [person_id for person_id in await _top_coordinators(session) if person_id != but]
    found: list[int] = []
    for node_id in registry.path_ids(await area_path(session, area_id))[::-1]:
        holding = await holders(session, [RoleKind.COORDINATOR], scope=f"area:{node_id}")
        here = [person.id for person in holding if person.id not in (but, *found)]
        levels -= bool(here)
        found += here
        if not levels:
            break
    return found


async def _top_coordinators(session: AsyncSession) -> list[int]:
    """Those of the highest level that has any who can be reached."""
    rows = await session.execute(
        select(Person.id, Area.level)
        .join(Role, Role.person_id == Person.id)
        .join(Area, Area.id == Role.area_id)
        .where(Role.kind == RoleKind.COORDINATOR, Role.ended_at.is_(None), reachable())
    )
    found = rows.all()
    top = min((level.depth for _, level in found), default=0)
    return sorted({person_id for person_id, level in found if level.depth == top})


async def open_needs_of(session: AsyncSession, person_id: int, limit: int = 20) -> Sequence[Need]:
    """Needs that a person reported or joined: drafts that have a place first, then the newest."""
    draft = (Need.status == Status.DRAFT) & Need.area_id.is_not(None)
    joined = exists().where(Follower.need_id == Need.id, Follower.person_id == person_id)
    query = (
        select(Need)
        .where((Need.reporter_id == person_id) | joined, Need.number.is_not(None) | draft)
        .order_by(Need.number.is_not(None), Need.id.desc())
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def require_officer(session: AsyncSession, actor: Actor, need: Need) -> None:
    """Raise Forbidden `outside-your-area` unless `is_officer`."""
    if not await is_officer(session, actor, need):
        raise Forbidden("outside-your-area")


async def is_officer(session: AsyncSession, actor: Actor, need: Need) -> bool:
    """True if the actor is an officer of the need's area or above; of any, if it has none."""
    if need.area_id is None:
        return actor.holds(*AREA_OFFICERS)
    return actor.covers(await area_path(session, need.area_id))


async def may_read(session: AsyncSession, person_id: int, need: Need) -> bool:
    """True if a person may read the words of a need now: its reporter, who holds it, or an officer there."""
    held = await lead(session, need.id)
    if person_id == need.reporter_id or (held is not None and held.person_id == person_id):
        return True
    return await is_officer(session, await acting(session, person_id), need)


async def area_path(session: AsyncSession, area_id: int) -> str:
    """The path of an area; raises NotFound `area-unknown`."""
    chain = await registry.chain(session, area_id)
    if not chain:
        raise NotFound("area-unknown", value=area_id)
    return chain[-1].path


async def person(session: AsyncSession, person_id: int) -> Person:
    """A person by id; raises NotFound `person-unknown`."""
    found = await session.get(Person, person_id)
    if found is None:
        raise NotFound("person-unknown")
    return found
