"""Every route with every kind of token: what each may do, and that no route was forgotten."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from core.db import Database
from core.models import Audit
from tests.admin_api.conftest import CATEGORY, World, make_api, make_need

AREA = {"name": "区", "level": "community", "parent_code": "st-a"}
BUILDING = {"name": "楼", "area_code": "com-a"}
ORGANISATION = {"name": "社", "kind": "filed", "area_code": "com-a"}
TEAM = {"organisation_code": "org-a", "area_codes": ["com-a"]}
INVITATION = {"role": "volunteer", "area_code": "com-a"}
TOKEN = {"name": "t", "role": "evaluator", "area_code": "com-a"}
PERSON = {"status": "suspended"}

# method, route, body, then the statuses for: root, admin-a, coord-a, eval-a, coord-b (another street)
ROUTES: list[tuple[str, str, Any, tuple[int, ...]]] = [
    ("GET", "/areas", None, (200, 200, 200, 200, 200)),
    ("GET", "/areas/com-a", None, (200, 200, 200, 200, 404)),
    ("PUT", "/areas/com-a", AREA, (200, 200, 200, 403, 409)),
    ("GET", "/buildings", None, (200, 200, 200, 200, 200)),
    ("GET", "/buildings/b-a", None, (200, 200, 200, 200, 404)),
    ("PUT", "/buildings/b-a", BUILDING, (200, 200, 200, 403, 409)),
    ("GET", "/categories", None, (200, 200, 200, 200, 200)),
    ("GET", "/categories/drain", None, (200, 200, 200, 200, 200)),
    ("PUT", "/categories/drain", CATEGORY, (200, 403, 403, 403, 403)),
    ("GET", "/organisations", None, (200, 200, 200, 200, 200)),
    ("GET", "/organisations/org-a", None, (200, 200, 200, 200, 404)),
    ("PUT", "/organisations/org-a", ORGANISATION, (200, 200, 200, 403, 409)),
    ("GET", "/teams", None, (200, 200, 200, 200, 200)),
    ("GET", "/teams/team-a", None, (200, 200, 200, 200, 404)),
    ("PUT", "/teams/team-a", TEAM, (200, 200, 200, 403, 409)),
    ("GET", "/invitations", None, (200, 200, 200, 403, 200)),
    ("POST", "/invitations", INVITATION, (201, 201, 201, 403, 403)),
    ("DELETE", "/invitations/{invitation}", None, (204, 204, 204, 404, 404)),
    ("GET", "/people", None, (200, 200, 200, 200, 200)),
    ("GET", "/people/{here}", None, (200, 200, 200, 200, 404)),
    ("PATCH", "/people/{here}", PERSON, (200, 200, 200, 403, 404)),
    ("GET", "/needs", None, (200, 200, 200, 200, 200)),
    ("GET", "/needs/XQ-1", None, (200, 200, 200, 200, 404)),
    ("GET", "/ledger/accounts", None, (200, 200, 200, 200, 200)),
    ("GET", "/ledger/entries", None, (200, 200, 200, 200, 200)),
    ("GET", "/tokens", None, (200, 200, 200, 403, 200)),
    ("POST", "/tokens", TOKEN, (201, 201, 201, 403, 403)),
    ("DELETE", "/tokens/{token}", None, (204, 204, 204, 404, 404)),
    ("GET", "/me", None, (200, 200, 200, 200, 200)),
]
CALLERS = ("root", "admin-a", "coord-a", "eval-a", "coord-b")
TEMPLATES = {"com-a": "{code}", "b-a": "{code}", "drain": "{code}", "org-a": "{code}", "team-a": "{code}"}


async def test_every_route_with_every_token(world: World, db: Database) -> None:
    await make_need(db, world.here, "com-a", "XQ-1")
    ids = {"here": world.here}
    ids["invitation"] = (await world.root.post("/invitations", INVITATION)).json()["id"]
    ids["token"] = (await world.root.post("/tokens", TOKEN)).json()["id"]
    wrong = []
    for method, route, body, statuses in ROUTES:
        path = route.format(**ids)
        # from the least entitled to the most, so that what one changes hides nothing from the next
        for caller, status in reversed(list(zip(CALLERS, statuses, strict=True))):
            client = world.root if caller == "root" else world.as_(caller)
            before = await _audited(db)
            answer = await client.call(method, path, body)
            if answer.status_code != status:
                wrong.append((method, route, caller, answer.status_code, status, answer.text[:200]))
            if status >= 400:
                assert answer.json()["status"] == status
                assert await _audited(db) == before
        for bad, code in (
            (None, "missing"),
            ("revoked", "refused"),
            ("expired", "refused"),
            ("x", "refused"),
        ):
            bearer = world.tokens.get(bad, bad) if bad else None
            answer = await world.root.using(bearer).call(method, path, body)
            assert (answer.status_code, answer.json()["code"]) == (401, f"token-{code}"), (method, route, bad)
            assert answer.headers["www-authenticate"].startswith("Bearer")
    assert wrong == []


async def _audited(db: Database) -> int:
    async with db.read() as session:
        return await session.scalar(select(func.count()).select_from(Audit)) or 0


def _served(app: FastAPI) -> Iterator[tuple[str, str]]:
    for path, operations in app.openapi()["paths"].items():
        for method in operations:
            if path.startswith("/api/v1"):
                yield method.upper(), path.removeprefix("/api/v1")


async def test_no_route_is_left_out(db: Database) -> None:
    filled = {"{invitation}": "{invitation_id}", "{here}": "{person_id}", "{token}": "{token_id}"}
    filled |= {"/XQ-1": "/{number}"} | {f"/{code}": f"/{name}" for code, name in TEMPLATES.items()}
    listed = set()
    for method, route, _, _ in ROUTES:
        path = route
        for written, name in filled.items():
            path = path.replace(written, name)
        listed.add((method, path))
    assert set(_served(make_api(db))) == listed


@pytest.mark.parametrize("path", ["/areas", "/buildings", "/organisations", "/teams", "/people", "/needs"])
async def test_lists_hold_what_is_in_scope_only(world: World, db: Database, path: str) -> None:
    await make_need(db, world.here, "com-a", "XQ-1")
    await make_need(db, world.there, "com-b", "XQ-2")
    await make_need(db, world.there, None, "XQ-3")
    everything = _names(await world.root.get(path))
    mine, other = _names(await world.as_("eval-a").get(path)), _names(await world.as_("coord-b").get(path))
    assert mine
    assert other
    assert not mine & other
    assert mine | other < everything or path not in ("/areas", "/needs")
    for area, expected in (("com-a", mine), ("com-b", set[str]())):
        answer = await world.as_("eval-a").get(f"{path}?{'parent' if path == '/areas' else 'area'}={area}")
        if path == "/areas":
            assert _names(answer) == ({"grid-a"} if area == "com-a" else set())
        else:
            assert _names(answer) == expected if expected else answer.status_code == 404


def _names(answer: Any) -> set[str]:
    return {str(item.get("code") or item.get("number") or item["id"]) for item in answer.json()["items"]}


async def test_nobody_issues_above_themselves(world: World) -> None:
    for caller, role, area, status in (
        ("admin-a", "admin", "st-a", 201),
        ("admin-a", "admin", None, 403),
        ("admin-a", "admin", "dist", 403),
        ("coord-a", "coordinator", "com-a", 201),
        ("coord-a", "admin", "com-a", 403),
        ("coord-a", "evaluator", "com-b", 403),
        ("eval-a", "evaluator", "st-a", 403),
    ):
        answer = await world.as_(caller).post("/tokens", {"role": role, "area_code": area})
        assert answer.status_code == status, (caller, role, area, answer.text)
    for caller, role, status in (("coord-a", "admin", 403), ("coord-a", "coordinator", 201)):
        answer = await world.as_(caller).post("/invitations", {"role": role, "area_code": "com-a"})
        assert answer.status_code == status
    listed = (await world.as_("coord-a").get("/tokens")).json()["items"]
    assert {item["role"] for item in listed} == {"coordinator", "evaluator"}
    admin_id = next(
        item["id"] for item in (await world.root.get("/tokens")).json()["items"] if item["name"] == "admin-a"
    )
    assert (await world.as_("coord-a").delete(f"/tokens/{admin_id}")).status_code == 404
    assert (await world.as_("admin-a").get("/me")).json() == {
        "name": "admin-a",
        "grants": [{"role": "admin", "area_code": "st-a"}],
        "may_write": True,
    }
