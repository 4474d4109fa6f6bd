"""Rosters: put an area, a building, a category, an organisation, a team.

Each creates or replaces whole, so that a roster can be loaded twice; values that are left out take their
defaults. All take one lock, so that two loads at once cannot make a loop or a double.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.access.locks import hold
from core.access.scope import require_admin_of_all
from core.actor import Actor
from core.errors import Conflict, Invalid
from core.models import (
    Area,
    Building,
    Category,
    Level,
    Mode,
    Organisation,
    OrganisationKind,
    Priority,
    Provider,
)
from core.registry import tree
from core.registry.checks import Position, check_boundary, check_code, check_words, to_wgs84
from core.registry.rows import LOCK, begin, change, covered_area, done, existing, named, put, require_own
from core.registry.settings import LONGEST_HOURS, LONGEST_MINUTES, check_overrides
from core.registry.teams import put_team

__all__ = ["put_area", "put_building", "put_category", "put_organisation", "put_team"]

GRADES = ("1A", "2A", "3A", "4A", "5A")
VISITING = (Provider.TEAM, Provider.VOLUNTEER)


async def put_area(
    session: AsyncSession,
    actor: Actor,
    code: str,
    *,
    name: str,
    level: Level,
    parent_code: str | None = None,
    position: Position | None = None,
    boundary: Any = None,
    overrides: Any = None,
) -> Area:
    """Create or replace an area.

    Raises Invalid `area-level`, `area-level-below`, `area-loop`, `unknown-code`, `boundary`, `position`,
    `override-*`, `duty-pattern`, `words`, `code-form`; Conflict `code_taken`; Forbidden `outside-your-area`,
    `own-area-place`, `officers-only`.
    """
    await begin(session, actor, code)
    area = await existing(session, Area, code)
    if area is not None and not actor.covers(area.path):
        raise Conflict("code_taken", value=code)
    parent = await named(session, Area, "parent_code", parent_code) if parent_code else None
    values: dict[str, Any] = {
        "name": check_words("name", name, 100),
        "level": level,
        **_spot(position),
        "boundary": check_boundary(boundary),
        "overrides": check_overrides({} if overrides is None else overrides),
    }
    if area is None:
        planted = await tree.plant(session, actor, Area(code=code, **values), parent)
        return await done(session, actor, planted, ["created"])
    await tree.check_place(session, actor, area, level, parent)
    changed = change(area, values)
    if area.parent_id != (parent.id if parent else None):
        changed.append("parent_code")
        await tree.move(session, area, parent)
    return await done(session, actor, area, changed)


def _spot(position: Position | None) -> dict[str, float | None]:
    place = to_wgs84(position)
    if place is None:
        return {"lat": None, "lon": None, "radius_m": None}
    return {"lat": place.lat, "lon": place.lon, "radius_m": place.radius_m}


async def put_building(
    session: AsyncSession,
    actor: Actor,
    code: str,
    *,
    name: str,
    area_code: str,
    aliases: Sequence[str] = (),
    position: Position | None = None,
) -> Building:
    """Create or replace a building. Refusals as for `put_area`."""
    await begin(session, actor, code)
    building = await existing(session, Building, code)
    await require_own(session, actor, building)
    area = await covered_area(session, actor, "area_code", area_code)
    place = to_wgs84(position)
    values: dict[str, Any] = {
        "name": check_words("name", name, 100),
        "aliases": list(dict.fromkeys(check_words("aliases", alias, 100) for alias in aliases)),
        "area_id": area.id,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }
    return await put(session, actor, building, new=Building(code=code), values=values)


async def put_category(
    session: AsyncSession,
    actor: Actor,
    code: str,
    *,
    name_zh: str,
    name_en: str,
    group: str,
    mode: Mode,
    provider: Provider,
    priority: Priority = Priority.NORMAL,
    respond_minutes: float = 240.0,
    resolve_hours: float = 72.0,
    needs_visit: bool | None = None,
    active: bool = True,
) -> Category:
    """Create or replace a category; its place in the menu stays.

    Raises Forbidden `admin-of-all-only`, Invalid `limits`, `words`, `code-form`.
    """
    require_admin_of_all(actor)
    check_code(code, category=True)
    await hold(session, LOCK)
    if not (0 < respond_minutes <= LONGEST_MINUTES and 0 < resolve_hours <= LONGEST_HOURS):
        raise Invalid("limits")
    values: dict[str, Any] = {
        "name_zh": check_words("name_zh", name_zh, 60),
        "name_en": check_words("name_en", name_en, 60),
        "group": check_words("group", group, 32),
        "mode": mode,
        "provider": provider,
        "priority": priority,
        "respond_minutes": respond_minutes,
        "resolve_hours": resolve_hours,
        "needs_visit": provider in VISITING if needs_visit is None else needs_visit,
        "active": active,
    }
    category = await session.get(Category, code)
    return await put(session, actor, category, new=Category(code=code), values=values)


async def put_organisation(
    session: AsyncSession,
    actor: Actor,
    code: str,
    *,
    name: str,
    kind: OrganisationKind,
    area_code: str,
    grade: str | None = None,
) -> Organisation:
    """Create or replace an organisation. Raises Invalid `grade`; other refusals as for `put_area`."""
    await begin(session, actor, code)
    organisation = await existing(session, Organisation, code)
    await require_own(session, actor, organisation)
    area = await covered_area(session, actor, "area_code", area_code)
    if grade is not None and grade not in GRADES:
        raise Invalid("grade")
    values: dict[str, Any] = {
        "name": check_words("name", name, 100),
        "kind": kind,
        "area_id": area.id,
        "grade": grade,
    }
    return await put(session, actor, organisation, new=Organisation(code=code), values=values)
