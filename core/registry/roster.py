"""The rosters as one reads them: views with codes instead of ids, scoped to the actor."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import InstrumentedAttribute

from core.access.paging import Page, Window, fetch
from core.access.scope import require_reader, within
from core.actor import Actor
from core.errors import NotFound
from core.models import Area, Building, Category, Level, Organisation, OrganisationKind
from core.registry.checks import Position

_Parent = aliased(Area)
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class AreaView:
    """An area as it was put."""

    code: str
    name: str
    level: Level
    parent_code: str | None
    position: Position | None
    boundary: dict[str, Any] | None
    overrides: dict[str, Any]


@dataclass(frozen=True)
class BuildingView:
    """A building as it was put."""

    code: str
    name: str
    aliases: list[str]
    area_code: str
    position: Position | None


@dataclass(frozen=True)
class OrganisationView:
    """An organisation as it was put."""

    code: str
    name: str
    kind: OrganisationKind
    area_code: str
    grade: str | None


async def area_path(session: AsyncSession, actor: Actor, code: str) -> str:
    """The path of an area that the actor may read; raises NotFound `area-unknown`."""
    path = await session.scalar(select(Area.path).where(Area.code == code, within(actor, Area.path)))
    if path is None:
        raise NotFound("area-unknown", value=code)
    return path


async def below(
    session: AsyncSession, actor: Actor, path: InstrumentedAttribute[str], area_code: str | None
) -> ColumnElement[bool]:
    """The clause that a path lies in the actor's scope and, if one is named, at or below an area."""
    require_reader(actor)
    if area_code is None:
        return within(actor, path)
    return path.startswith(await area_path(session, actor, area_code))


def position_of(row: Area | Building) -> Position | None:
    """The position of an area or a building, if it has one."""
    if row.lat is None or row.lon is None:
        return None
    return Position(row.lat, row.lon, row.radius_m if isinstance(row, Area) else None)


def _areas() -> AnySelect:
    return select(Area.id, Area, _Parent.code).outerjoin(_Parent, _Parent.id == Area.parent_id)


def _area(row: AnyRow) -> AreaView:
    area = row[1]
    return AreaView(
        area.code, area.name, area.level, row[2], position_of(area), area.boundary, area.overrides
    )


async def areas(
    session: AsyncSession,
    actor: Actor,
    window: Window,
    *,
    parent_code: str | None = None,
    level: Level | None = None,
) -> Page[AreaView]:
    """Areas in scope; those right below a parent, or of a level, if asked."""
    require_reader(actor)
    listed = _areas().where(within(actor, Area.path))
    if parent_code is not None:
        listed = listed.where(_Parent.code == parent_code)
    if level is not None:
        listed = listed.where(Area.level == level)
    return (await fetch(session, listed, Area.id, window)).map(_area)


async def area(session: AsyncSession, actor: Actor, code: str) -> AreaView:
    """One area in scope; raises NotFound `area-unknown`."""
    found = _areas().where(Area.code == code, within(actor, Area.path))
    return _area(await one(session, found, "area-unknown", code))


async def one(session: AsyncSession, found: AnySelect, refusal: str, code: str) -> AnyRow:
    """The one row of a select; raises NotFound with this code if there is none."""
    row = (await session.execute(found)).first()
    if row is None:
        raise NotFound(refusal, value=code)
    return row


def _buildings() -> AnySelect:
    return select(Building.id, Building, Area.code).join(Area, Area.id == Building.area_id)


def _building(row: AnyRow) -> BuildingView:
    building = row[1]
    return BuildingView(building.code, building.name, building.aliases, row[2], position_of(building))


async def buildings(
    session: AsyncSession, actor: Actor, window: Window, *, area_code: str | None = None
) -> Page[BuildingView]:
    """Buildings in scope, or in an area and all below it."""
    inside = await below(session, actor, Area.path, area_code)
    return (await fetch(session, _buildings().where(inside), Building.id, window)).map(_building)


async def building(session: AsyncSession, actor: Actor, code: str) -> BuildingView:
    """One building in scope; raises NotFound `building-unknown`."""
    found = _buildings().where(Building.code == code, within(actor, Area.path))
    return _building(await one(session, found, "building-unknown", code))


def _organisations() -> AnySelect:
    return select(Organisation.id, Organisation, Area.code).join(Area, Area.id == Organisation.area_id)


def _organisation(row: AnyRow) -> OrganisationView:
    held = row[1]
    return OrganisationView(held.code, held.name, held.kind, row[2], held.grade)


async def organisations(
    session: AsyncSession, actor: Actor, window: Window, *, area_code: str | None = None
) -> Page[OrganisationView]:
    """Organisations in scope, or in an area and all below it."""
    inside = await below(session, actor, Area.path, area_code)
    listed = _organisations().where(inside)
    return (await fetch(session, listed, Organisation.id, window)).map(_organisation)


async def organisation(session: AsyncSession, actor: Actor, code: str) -> OrganisationView:
    """One organisation in scope; raises NotFound `organisation-unknown`."""
    found = _organisations().where(Organisation.code == code, within(actor, Area.path))
    return _organisation(await one(session, found, "organisation-unknown", code))


async def categories(session: AsyncSession, actor: Actor, window: Window) -> Page[Category]:
    """All categories, which everyone with a role may read, by code."""
    require_reader(actor)
    page = await fetch(session, select(Category.code, Category), Category.code, window)
    return page.map(lambda row: row[1])


async def category(session: AsyncSession, actor: Actor, code: str) -> Category:
    """One category; raises NotFound `category-unknown`."""
    require_reader(actor)
    return (await one(session, select(Category).where(Category.code == code), "category-unknown", code))[0]
