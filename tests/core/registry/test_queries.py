"""The questions that the rest of core asks about areas and buildings."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.actor import SYSTEM
from core.db import Database
from core.errors import NotFound
from core.models import Category, Level, Mode, Priority, Provider
from core.registry import queries
from core.registry.catalogue import load_default_catalogue
from core.registry.checks import Position
from core.registry.service import put_area, put_building, put_category

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[104.0, 30.0], [104.1, 30.0], [104.1, 30.1], [104.0, 30.1], [104.0, 30.0]]],
}
AREAS: tuple[dict[str, Any], ...] = (
    {"code": "city", "name": "蓉城", "level": Level.CITY, "overrides": {"verdict_hours": 48}},
    {
        "code": "street",
        "name": "桂花街道",
        "level": Level.STREET,
        "parent_code": "city",
        "boundary": SQUARE,
        "overrides": {"offer_minutes": 0.05, "emergency_numbers": {"gas": "96777"}},
    },
    {
        "code": "com",
        "name": "幸福社区",
        "level": Level.COMMUNITY,
        "parent_code": "street",
        "position": Position(30.05, 104.05, 1000),
        "overrides": {"offer_minutes": 7, "emergency_numbers": {"fire": "119"}},
    },
    {
        "code": "g-1",
        "name": "幸福社区第1网格",
        "level": Level.GRID,
        "parent_code": "com",
        "position": Position(30.05, 104.05, 300),
    },
    {
        "code": "g-2",
        "name": "幸福社区第2网格",
        "level": Level.GRID,
        "parent_code": "com",
        "position": Position(30.054, 104.05, 300),
    },
    {
        "code": "far",
        "name": "远山社区",
        "level": Level.COMMUNITY,
        "parent_code": "city",
        "position": Position(31.0, 105.0),
    },
)


@pytest.fixture
async def session(db: Database) -> AsyncIterator[AsyncSession]:
    async with db.write() as session:
        for area in AREAS:
            await put_area(session, SYSTEM, **area)
        for code, area_code in (("b-1", "g-1"), ("b-2", "g-2"), ("b-c", "com"), ("b-f", "far")):
            await put_building(session, SYSTEM, code, name=f"{code}栋", area_code=area_code)
        yield session


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (30.05, 104.05, "g-1"),
        (30.0524, 104.05, "g-2"),
        (30.058, 104.05, "com"),
        (30.01, 104.01, "street"),
        (30.1001, 104.05, "g-2"),
        (31.1, 105.0, "far"),
        (31.5, 105.0, None),
        (0.0, 0.0, None),
    ],
    ids=str,
)
async def test_the_deepest_area_that_holds_a_point(
    session: AsyncSession, lat: float, lon: float, code: str | None
) -> None:
    found = await queries.find_area_at(session, lat, lon)
    assert (found.code if found else None) == code


async def test_settings_come_from_above(session: AsyncSession) -> None:
    grid = await queries.area_by_code(session, "g-1")
    settings = await queries.settings_of(session, grid.id)
    assert (settings.offer_minutes, settings.verdict_hours, settings.pause_hours) == (7, 48, 72)
    assert settings.emergency_numbers == (("fire", "119"), ("gas", "96777"))
    assert (await queries.settings_of(session, None)).verdict_hours == 72


async def test_the_tree(session: AsyncSession) -> None:
    grid = await queries.area_by_code(session, "g-1")
    assert [area.code for area in await queries.ancestors(session, grid)] == ["city", "street", "com"]
    assert await queries.near_name(session, grid) == "幸福社区第1网格"
    street = await queries.area_by_code(session, "street")
    assert await queries.near_name(session, street) == "桂花街道"
    grid.name = "第1网格"
    assert await queries.near_name(session, grid) == "幸福社区第1网格"
    community = await queries.area_by_code(session, "com")
    assert [area.code for area in await queries.children(session, community.id)] == ["g-1", "g-2"]
    assert [area.code for area in await queries.children(session, None)] == ["city"]
    with pytest.raises(NotFound, match="area-unknown"):
        await queries.area_by_code(session, "none")


async def test_buildings_of_a_grid_are_those_of_its_community(session: AsyncSession) -> None:
    for code, expected in (("g-1", ["b-1", "b-2", "b-c"]), ("com", ["b-1", "b-2", "b-c"]), ("far", ["b-f"])):
        area = await queries.area_by_code(session, code)
        assert [building.code for building in await queries.buildings_of(session, area)] == expected


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("幸福社区", "com"),
        ("幸福社區", "com"),
        ("幸福", "com"),
        ("幸福社区第2网格", "g-2"),
        ("我住在桂花街道", "street"),
        ("北京", None),
        ("", None),
    ],
)
async def test_areas_by_name(session: AsyncSession, words: str, first: str | None) -> None:
    found = await queries.search_areas(session, words)
    assert (found[0].code if found else None) == first


async def test_the_catalogue_is_loaded_once(db: Database) -> None:
    async with db.write() as session:
        assert await load_default_catalogue(session) == 43
    async with db.write() as session:
        changed = await put_category(
            session,
            SYSTEM,
            "drain",
            name_zh="通管",
            name_en="Drains",
            group="repairs",
            mode=Mode.MENU,
            provider=Provider.COORDINATOR,
        )
        assert (changed.position, changed.needs_visit, changed.priority) == (1, False, Priority.NORMAL)
    async with db.write() as session:
        assert await load_default_catalogue(session) == 0
        drain = await session.get_one(Category, "drain")
        assert drain.name_zh == "通管"
        assert not (await session.get_one(Category, "legal_advice")).needs_visit
