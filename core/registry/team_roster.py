"""Teams as one reads them: with their organisation, categories and areas by code."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.access.paging import Page, Window, fetch
from core.access.scope import READERS, require_reader, within
from core.actor import Actor
from core.models import Area, Organisation, Team, TeamArea, TeamCategory
from core.registry.queries import path_ids
from core.registry.roster import AnyRow, AnySelect, area_path, one

_Home = aliased(Area)


@dataclass(frozen=True)
class TeamView:
    """A team as it was put."""

    code: str
    name: str
    organisation_code: str
    category_codes: list[str]
    area_codes: list[str]
    capacity: int
    duty: Any
    active: bool


def _serving(*paths: str) -> ColumnElement[bool]:
    """The clause that a team serves at, below or above one of these paths."""
    above = {area_id for path in paths for area_id in path_ids(path)}
    there = or_(Area.id.in_(above), *(Area.path.startswith(path) for path in paths))
    return exists().where(TeamArea.team_id == Team.id, Area.id == TeamArea.area_id, there)


def readable(actor: Actor) -> ColumnElement[bool]:
    """The clause that a team's organisation lies in the actor's scope, or that the team serves there."""
    paths = [g.area_path for g in actor.grants if g.kind in READERS and g.area_path]
    return or_(within(actor, _Home.path), _serving(*paths))


def _teams(actor: Actor) -> AnySelect:
    joined = select(Team.id, Team, Organisation.code).join(
        Organisation, Organisation.id == Team.organisation_id
    )
    return joined.join(_Home, _Home.id == Organisation.area_id).where(readable(actor))


async def _views(session: AsyncSession, rows: Sequence[AnyRow]) -> list[TeamView]:
    ids = [row[0] for row in rows]
    served: dict[int, list[str]] = defaultdict(list)
    covered: dict[int, list[str]] = defaultdict(list)
    by_category = select(TeamCategory.team_id, TeamCategory.category_code)
    for team_id, code in await session.execute(by_category.where(TeamCategory.team_id.in_(ids))):
        served[team_id].append(code)
    by_area = select(TeamArea.team_id, Area.code).join(Area, Area.id == TeamArea.area_id)
    for team_id, code in await session.execute(by_area.where(TeamArea.team_id.in_(ids))):
        covered[team_id].append(code)
    return [
        TeamView(
            team.code,
            team.name,
            organisation_code,
            sorted(served[team.id]),
            sorted(covered[team.id]),
            team.capacity,
            team.duty,
            team.active,
        )
        for _, team, organisation_code in rows
    ]


async def teams(
    session: AsyncSession,
    actor: Actor,
    window: Window,
    *,
    area_code: str | None = None,
    organisation_code: str | None = None,
    category_code: str | None = None,
) -> Page[TeamView]:
    """Teams in scope; those serving in an area, of an organisation, for a category if asked."""
    require_reader(actor)
    listed = _teams(actor)
    if area_code is not None:
        listed = listed.where(_serving(await area_path(session, actor, area_code)))
    if organisation_code is not None:
        listed = listed.where(Organisation.code == organisation_code)
    if category_code is not None:
        serves = exists().where(TeamCategory.team_id == Team.id, TeamCategory.category_code == category_code)
        listed = listed.where(serves)
    page = await fetch(session, listed, Team.id, window)
    return Page(await _views(session, page.items), page.next)


async def team(session: AsyncSession, actor: Actor, code: str) -> TeamView:
    """One team in scope; raises NotFound `team-unknown`."""
    row = await one(session, _teams(actor).where(Team.code == code), "team-unknown", code)
    return (await _views(session, [row]))[0]
