"""Putting rosters: twice, replaced, wrong, and outside one's scope."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from core.db import Database
from core.models import Area, Audit
from tests.admin_api.conftest import CATEGORY, Client, World

ROSTERS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "/areas/new",
        {"name": "新区", "level": "community", "parent_code": "st-a", "position": {"lat": 30, "lon": 104.5}},
        {"boundary": None, "overrides": {}, "position": {"lat": 30.0, "lon": 104.5, "radius_m": None}},
    ),
    (
        "/buildings/new",
        {"name": "2号楼", "area_code": "com-a", "aliases": ["二号楼"], "position": {"lat": 30.5, "lon": 104}},
        {"position": {"lat": 30.5, "lon": 104.0}},
    ),
    ("/organisations/new", {"name": "新社", "kind": "registered", "area_code": "com-a"}, {"grade": None}),
    (
        "/teams/new",
        {"organisation_code": "org-a", "category_codes": ["drain"], "area_codes": ["com-a", "grid-a"]},
        {"name": "new", "capacity": 3, "duty": "always", "active": True},
    ),
    (
        "/categories/new_one",
        CATEGORY,
        {
            "priority": "normal",
            "respond_minutes": 240.0,
            "resolve_hours": 72.0,
            "needs_visit": True,
            "active": True,
        },
    ),
]


@pytest.mark.parametrize(("path", "body", "defaults"), ROSTERS, ids=lambda v: v if isinstance(v, str) else "")
async def test_put_twice_is_put_once(
    world: World, db: Database, path: str, body: dict[str, Any], defaults: dict[str, Any]
) -> None:
    first = await world.root.put(path, body)
    assert first.status_code == 200, first.text
    assert first.json() == {"code": path.rpartition("/")[2], **body, **defaults}
    before = await _audited(db)
    again = await world.root.put(path, body)
    assert again.json() == first.json() == (await world.root.get(path)).json()
    assert await _audited(db) == before
    listed = (await world.root.get(path.rpartition("/")[0] + "?limit=200")).json()
    assert [item for item in listed["items"] if item["code"] == first.json()["code"]] == [first.json()]


async def _audited(db: Database) -> int:
    async with db.read() as session:
        return await session.scalar(select(func.count()).select_from(Audit)) or 0


async def test_put_replaces_whole(world: World) -> None:
    full = {
        "organisation_code": "org-a",
        "name": "甲队",
        "category_codes": ["drain"],
        "area_codes": ["com-a"],
        "capacity": 9,
        "duty": [{"weekday": 1, "from": "22:00", "to": "06:00"}],
        "active": False,
    }
    assert (await world.root.put("/teams/team-a", full)).json() == {"code": "team-a", **full}
    bare = (await world.root.put("/teams/team-a", {"organisation_code": "org-a"})).json()
    assert (bare["name"], bare["category_codes"], bare["area_codes"]) == ("team-a", [], [])
    assert (bare["capacity"], bare["duty"], bare["active"]) == (3, "always", True)


async def test_moving_a_subtree_moves_all_below(world: World, db: Database) -> None:
    moved = await world.root.put("/areas/com-a", {"name": "移", "level": "community", "parent_code": "st-b"})
    assert moved.status_code == 200
    async with db.read() as session:
        paths = {row.code: row.path for row in await session.execute(select(Area.code, Area.path))}
    assert paths["grid-a"].startswith(paths["com-a"])
    assert paths["com-a"].startswith(paths["st-b"])
    assert (await world.as_("coord-b").get("/areas/grid-a")).status_code == 200
    assert (await world.as_("coord-a").get("/areas/grid-a")).status_code == 404


CROOKED = [
    ("/areas/dist", {"level": "district", "parent_code": "com-a"}, "area-loop"),
    ("/areas/dist", {"level": "district", "parent_code": "dist"}, "area-loop"),
    ("/areas/new", {"level": "city", "parent_code": "city"}, "area-level"),
    ("/areas/new", {"level": "street", "parent_code": "com-a"}, "area-level"),
    ("/areas/com-a", {"level": "grid", "parent_code": "st-a"}, "area-level-below"),
    ("/areas/new", {"level": "grid", "parent_code": "nowhere"}, "unknown-code"),
    ("/areas/new", {"level": "city", "overrides": {"colour": 1}}, "override-unknown"),
    ("/areas/new", {"level": "city", "overrides": {"offer_minutes": "5"}}, "override-value"),
    ("/areas/new", {"level": "city", "overrides": {"respond_minutes": 43201}}, "override-value"),
    ("/areas/new", {"level": "city", "overrides": {"verdict_hours": 8761}}, "override-value"),
    ("/areas/new", {"level": "city", "overrides": {"emergency_numbers": {"gas": "a\0b"}}}, "override-value"),
    ("/areas/new", {"level": "city", "overrides": {"service_hours": "9 to 5"}}, "duty-pattern"),
    ("/areas/new", {"level": "city", "boundary": {"type": "Point", "coordinates": [1, 2]}}, "boundary"),
    ("/areas/new", {"level": "city", "boundary": {"type": "Polygon", "coordinates": [[[1, 2]]]}}, "boundary"),
    (
        "/areas/new",
        {"level": "city", "boundary": {"type": "Polygon", "coordinates": [[[1, 10**400]] * 4]}},
        "boundary",
    ),
    ("/areas/new", {"level": "planet"}, "invalid-request"),
    ("/areas/new", {"level": "city", "name": 5}, "invalid-request"),
    ("/areas/new", {"level": "city", "name": " "}, "invalid-request"),
    ("/areas/new", {"level": "city", "name": "a\u0000b"}, "invalid-request"),
    ("/areas/new", {"level": "city", "name": "\ud800"}, "invalid-request"),
    ("/areas/new", {"level": "city", "name": "长" * 101}, "invalid-request"),
    ("/areas/new", {"level": "city", "colour": "red"}, "invalid-request"),
    ("/areas/new", {"level": "city", "\ud800": "red"}, "invalid-request"),
    ("/areas/new", {"level": "city", "position": {"lat": "30", "lon": 104}}, "invalid-request"),
    ("/areas/new", {"level": "city", "position": {"lat": 91, "lon": 104}}, "invalid-request"),
    ("/areas/new", {"level": "city", "position": {"lat": True, "lon": 104}}, "invalid-request"),
    ("/areas/new_one", {"level": "city"}, "invalid-request"),
    ("/areas/" + "a" * 33, {"level": "city"}, "invalid-request"),
    ("/teams/new", {"organisation_code": "nowhere"}, "unknown-code"),
    ("/teams/new", {"organisation_code": "org-a", "area_codes": ["nowhere"]}, "unknown-code"),
    ("/teams/new", {"organisation_code": "org-a", "category_codes": ["no_such"]}, "unknown-code"),
    ("/teams/new", {"organisation_code": "org-a", "duty": [{"weekday": 8}]}, "duty-pattern"),
    ("/teams/new", {"organisation_code": "org-a", "capacity": 1.5}, "invalid-request"),
    ("/teams/new", {"organisation_code": "org-a", "capacity": 10**30}, "invalid-request"),
    ("/organisations/new", {"kind": "filed", "area_code": "com-a", "grade": "6A"}, "invalid-request"),
    ("/buildings/new", {"area_code": "com-a", "position": {"lat": 1, "lon": 2, "x": 5}}, "invalid-request"),
]


async def test_what_is_wrong_is_said(world: World) -> None:
    wrong = []
    for path, body, code in CROOKED:
        for locale in ("zh", "en"):
            answer = await _send_raw(world.root, path, {"name": "名", **body}, locale)
            problem = answer.json()
            if (answer.status_code, problem["code"]) != (422, code) or not problem["detail"]:
                wrong.append((path, body, code, answer.text))
            assert answer.headers["content-type"] == "application/problem+json"
    assert wrong == []
    for kind in ("areas", "teams", "buildings", "organisations"):
        assert (await world.root.get(f"/{kind}/new")).status_code == 404


async def _send_raw(client: Client, path: str, body: Any, locale: str) -> Any:
    import json

    headers = {"authorization": f"Bearer {client.token}", "accept-language": locale}
    content = json.dumps(body)
    return await client.http.put(
        "/api/v1" + path, content=content, headers={**headers, "content-type": "application/json"}
    )


async def test_gcj02_is_converted(world: World) -> None:
    body = {"name": "楼", "area_code": "com-a", "position": {"lat": 30.66, "lon": 104.06, "crs": "gcj02"}}
    position = (await world.root.put("/buildings/new", body)).json()["position"]
    assert 0.001 < abs(position["lat"] - 30.66) < 0.01
    again = {**body, "position": position}
    assert (await world.root.put("/buildings/new", again)).json()["position"] == position


async def test_officers_of_an_area_keep_to_it(world: World) -> None:
    mine, other = world.as_("coord-a"), world.as_("coord-b")
    building = {"name": "3号楼", "area_code": "com-a"}
    assert (await mine.put("/buildings/own", building)).status_code == 200
    taken = await other.put("/buildings/own", {"name": "3号楼", "area_code": "com-b"})
    assert (taken.status_code, taken.json()["code"]) == (409, "code_taken")
    abroad = await mine.put("/buildings/abroad", {"name": "3号楼", "area_code": "com-b"})
    assert (abroad.status_code, abroad.json()["code"]) == (403, "outside-your-area")
    renamed = {"name": "新名", "level": "street", "parent_code": "dist"}
    assert (await mine.put("/areas/st-a", renamed)).status_code == 200
    for place in ({"parent_code": "city"}, {"level": "community"}):
        answer = await mine.put("/areas/st-a", {**renamed, **place})
        assert answer.json()["code"] == "own-area-place"
    below = {"name": "搬", "level": "community", "parent_code": "st-b"}
    assert (await mine.put("/areas/com-a", below)).json()["code"] == "outside-your-area"
    root = {"name": "新市", "level": "city"}
    assert (await mine.put("/areas/own-city", root)).json()["code"] == "outside-your-area"
    spread = {"organisation_code": "org-a", "area_codes": ["com-a", "com-b"]}
    assert (await mine.put("/teams/team-a", spread)).json()["code"] == "outside-your-area"


async def test_two_loads_at_once_make_no_loop_and_no_double(world: World, db: Database) -> None:
    for code in ("x", "y"):
        body = {"name": code, "level": "community" if code == "x" else "street", "parent_code": "dist"}
        assert (await world.root.put(f"/areas/{code}", body)).status_code == 200
    moves = [
        world.root.put("/areas/x", {"name": "x", "level": "street", "parent_code": "y"}),
        world.root.put("/areas/y", {"name": "y", "level": "community", "parent_code": "x"}),
        *(world.root.put("/buildings/same", {"name": "楼", "area_code": "com-a"}) for _ in range(6)),
    ]
    answers = await asyncio.gather(*moves)
    assert all(answer.status_code in (200, 422) for answer in answers), [a.text for a in answers]
    assert [answer.status_code for answer in answers[2:]] == [200] * 6
    async with db.read() as session:
        areas = {area.id: area for area in await session.scalars(select(Area))}
    for area in areas.values():
        above = areas[area.parent_id].path if area.parent_id else "/"
        assert area.path == f"{above}{area.id}/"
