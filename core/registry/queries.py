"""Questions about areas and buildings, for everyone inside core: not scoped to an actor."""

from collections.abc import Sequence

from rapidfuzz import fuzz
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFound
from core.matching.geo import contains, haversine_m
from core.matching.text import normalise
from core.models import Area, Building, Level
from core.registry.settings import AreaSettings, inherit

CHAINS = "chains of areas"
"""Where a session keeps what `chain` found; whoever moves an area drops it."""
NEAR_M = 20_000.0
_METRES_A_DEGREE = 111_195.0
_LIKE_ENOUGH = 70.0


async def area_by_code(session: AsyncSession, code: str) -> Area:
    """The area with this code; raises NotFound `area-unknown`."""
    area = await session.scalar(select(Area).where(Area.code == code))
    if area is None:
        raise NotFound("area-unknown", value=code)
    return area


async def children(session: AsyncSession, area_id: int | None) -> Sequence[Area]:
    """The areas right below this one, or the roots, by code."""
    return (await session.scalars(select(Area).where(Area.parent_id == area_id).order_by(Area.code))).all()


def path_ids(path: str) -> list[int]:
    """The ids in a path, from the top down."""
    return [int(part) for part in path.split("/") if part]


async def chain(session: AsyncSession, area_id: int | None) -> Sequence[Area]:
    """An area with those above it, from the top down, read once in a session; empty for an unknown one."""
    known: dict[int, Sequence[Area]] = session.info.setdefault(CHAINS, {})
    if area_id is None or area_id in known:
        return known[area_id] if area_id else []
    area = await session.get(Area, area_id)
    if area is None:
        return []
    above = path_ids(area.path)[:-1]
    found = await session.scalars(select(Area).where(Area.id.in_(above))) if above else []
    known[area_id] = [*sorted(found, key=lambda a: len(path_ids(a.path))), area]
    return known[area_id]


async def ancestors(session: AsyncSession, area: Area) -> Sequence[Area]:
    """The areas above this one, from the top down."""
    return (await chain(session, area.id))[:-1]


async def near_name(session: AsyncSession, area: Area) -> str:
    """The name as neighbours say it: from the community downwards, or alone for what is above.

    A grid that is named after its community says it once.
    """
    above = [node for node in await ancestors(session, area) if node.level.depth >= Level.COMMUNITY.depth]
    return "".join(node.name for node in above if not area.name.startswith(node.name)) + area.name


async def settings_of(session: AsyncSession, area_id: int | None) -> AreaSettings:
    """What holds in an area, inherited from above; the defaults when no area is known."""
    return inherit(area.overrides for area in await chain(session, area_id))


async def find_area_at(session: AsyncSession, lat: float, lon: float) -> Area | None:
    """The deepest area that contains a WGS 84 position by boundary or radius, else the nearest centre.

    Of several as deep, the one with the nearest centre. None if no centre lies within 20 km.
    """
    reach = func.coalesce(Area.radius_m, NEAR_M) + NEAR_M
    near = func.abs(Area.lat - lat) * _METRES_A_DEGREE <= reach
    areas = (await session.scalars(select(Area).where(or_(Area.boundary.is_not(None), near)))).all()
    holding = [area for area in areas if holds(area, lat, lon)]
    if holding:
        return min(holding, key=lambda a: (-a.level.depth, _distance(a, lat, lon), a.id))
    close = [area for area in areas if _distance(area, lat, lon) <= NEAR_M]
    return min(close, key=lambda a: (_distance(a, lat, lon), -a.level.depth, a.id), default=None)


def _distance(area: Area, lat: float, lon: float) -> float:
    if area.lat is None or area.lon is None:
        return float("inf")
    return haversine_m(area.lat, area.lon, lat, lon)


def holds(area: Area, lat: float, lon: float) -> bool:
    """True if an area contains a WGS 84 position, by its boundary or else by its radius."""
    if area.boundary is not None:
        return contains(area.boundary, lat, lon)
    return area.radius_m is not None and _distance(area, lat, lon) <= area.radius_m


async def search_areas(session: AsyncSession, words: str, limit: int = 5) -> Sequence[Area]:
    """Areas whose name is like the words, best first; of equals the deepest."""
    wanted = normalise(words)
    if not wanted:
        return []
    areas = await session.scalars(select(Area))
    scored = [(*_likeness(wanted, normalise(area.name)), area) for area in areas]
    good = [found for found in scored if found[0] >= _LIKE_ENOUGH]
    good.sort(key=lambda found: (-found[0], -found[1], -found[2].level.depth, found[2].id))
    return [area for _, _, area in good[:limit]]


def _likeness(wanted: str, name: str) -> tuple[float, float]:
    """How alike the words are in part, and as a whole: 0 to 100.

    Names with other digits are other places, however alike they look.
    """
    digits, own = _digits(wanted), _digits(name)
    if own and digits and not own <= digits:
        return 0.0, 0.0
    whole = fuzz.ratio(wanted, name)
    part = 0.95 * fuzz.partial_ratio(wanted, name) if min(len(wanted), len(name)) > 1 else 0.0
    return max(whole, part), whole


def _digits(text: str) -> set[str]:
    return set("".join(c if c.isdecimal() else " " for c in text).split())


async def buildings_of(session: AsyncSession, area: Area) -> Sequence[Building]:
    """The buildings of an area and all below it, by code; for a grid those of its community."""
    top = area
    if area.level is Level.GRID:
        above = [a for a in await ancestors(session, area) if a.level is Level.COMMUNITY]
        top = above[-1] if above else area
    inside = Area.path.startswith(top.path)
    found = select(Building).join(Area, Area.id == Building.area_id).where(inside).order_by(Building.code)
    return (await session.scalars(found)).all()
