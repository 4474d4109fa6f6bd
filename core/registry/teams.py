"""Putting a team: what it serves, where, and when."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actor import Actor
from core.errors import Invalid
from core.models import Area, Category, Organisation, Team, TeamArea, TeamCategory
from core.registry.checks import check_words
from core.registry.duty import ALWAYS, check_pattern
from core.registry.rows import begin, change, covered_area, done, existing, named, path_of, require_own

MAX_CAPACITY = 1000


async def put_team(
    session: AsyncSession,
    actor: Actor,
    code: str,
    *,
    organisation_code: str,
    name: str | None = None,
    category_codes: Sequence[str] = (),
    area_codes: Sequence[str] = (),
    capacity: int = 3,
    duty: Any = ALWAYS,
    active: bool = True,
) -> Team:
    """Create or replace a team of an organisation within the actor's scope; the name defaults to the code.

    Areas that it serves already and that the actor does not cover cannot be taken from it: Forbidden.
    """
    await begin(session, actor, code)
    team = await existing(session, Team, code)
    await require_own(session, actor, team)
    organisation = await named(session, Organisation, "organisation_code", organisation_code)
    actor.require_cover(await path_of(session, organisation.area_id))
    if not 0 <= capacity <= MAX_CAPACITY:
        raise Invalid("capacity", most=MAX_CAPACITY)
    values: dict[str, Any] = {
        "name": check_words("name", code if name is None else name, 100),
        "organisation_id": organisation.id,
        "capacity": capacity,
        "duty": check_pattern(duty),
        "active": active,
    }
    areas = {(await covered_area(session, actor, "area_codes", area)).id for area in area_codes}
    await _check_categories(session, category_codes)
    changed = ["created"] if team is None else change(team, values)
    if team is None:
        team = Team(code=code, **values)
        session.add(team)
        await session.flush()
    changed += await _replace_areas(session, actor, team, areas)
    changed += await _replace_categories(session, team, set(category_codes))
    return await done(session, actor, team, changed)


async def _check_categories(session: AsyncSession, codes: Sequence[str]) -> None:
    for code in codes:
        if await session.get(Category, code) is None:
            raise Invalid("unknown-code", field="category_codes", value=code)


async def _replace_areas(session: AsyncSession, actor: Actor, team: Team, wanted: set[int]) -> list[str]:
    served = select(TeamArea.area_id, Area.path).join(Area, Area.id == TeamArea.area_id)
    before = {
        row.area_id: row.path for row in await session.execute(served.where(TeamArea.team_id == team.id))
    }
    for area_id in before.keys() - wanted:
        actor.require_cover(before[area_id])
    gone = TeamArea.area_id.in_(before.keys() - wanted)
    await session.execute(delete(TeamArea).where(TeamArea.team_id == team.id, gone))
    session.add_all(TeamArea(team_id=team.id, area_id=area_id) for area_id in wanted - before.keys())
    return [] if wanted == before.keys() else ["area_codes"]


async def _replace_categories(session: AsyncSession, team: Team, wanted: set[str]) -> list[str]:
    served = select(TeamCategory.category_code).where(TeamCategory.team_id == team.id)
    before = set(await session.scalars(served))
    gone = TeamCategory.category_code.in_(before - wanted)
    await session.execute(delete(TeamCategory).where(TeamCategory.team_id == team.id, gone))
    session.add_all(TeamCategory(team_id=team.id, category_code=code) for code in wanted - before)
    return [] if wanted == before else ["category_codes"]
