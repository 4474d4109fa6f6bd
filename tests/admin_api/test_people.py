"""People: who sees whom, contact data, roles, suspension."""

from typing import Any

from sqlalchemy import select

from core.db import Database
from core.models import Audit, Person, PersonStatus, RoleKind
from tests.admin_api.conftest import World, make_person, open_roles


async def _reads(db: Database) -> list[str]:
    async with db.read() as session:
        read = select(Audit.actor).where(Audit.action == "read-contact").order_by(Audit.id)
        return list(await session.scalars(read))


async def test_contact_data_is_for_those_entitled_and_noted(world: World, db: Database) -> None:
    listed = await world.root.get("/people")
    assert "3单元501" not in listed.text
    assert all("contact" not in person for person in listed.json()["items"])
    assert await _reads(db) == []
    for caller, entitled in (("coord-a", True), ("admin-a", True), ("eval-a", False)):
        contact = (await world.as_(caller).get(f"/people/{world.here}")).json()["contact"]
        address = {"channel": "telegram", "address": str(9000 + world.here)}
        expected = {"building_code": None, "unit": "3单元501", "contacts": [address]}
        assert contact == (expected if entitled else None)
    assert len(await _reads(db)) == 2


async def test_someone_who_helps_here_is_seen_without_their_home(world: World, db: Database) -> None:
    body = {"roles": {"add": [{"role": "volunteer", "area_code": "com-a"}]}}
    assert (await world.root.patch(f"/people/{world.there}", body)).status_code == 200
    seen = (await world.as_("coord-a").get(f"/people/{world.there}")).json()
    assert seen["contact"] is None
    assert {role["role"] for role in seen["roles"]} == {"resident", "volunteer"}
    suspended = await world.as_("coord-a").patch(f"/people/{world.there}", {"status": "suspended"})
    assert suspended.json()["code"] == "outside-your-area"
    ended = {"roles": {"remove": [{"role": "volunteer", "area_code": "com-a"}]}}
    assert (await world.as_("coord-a").patch(f"/people/{world.there}", ended)).status_code == 200
    assert (await world.as_("coord-a").get(f"/people/{world.there}")).status_code == 404


async def test_roles_are_given_once_and_ended(world: World, db: Database) -> None:
    add = {"role": "team_leader", "team_code": "team-a"}
    for _ in range(2):
        answer = await world.as_("coord-a").patch(f"/people/{world.here}", {"roles": {"add": [add]}})
        assert [role["role"] for role in answer.json()["roles"]] == ["resident", "team_leader"]
    swap = {"roles": {"remove": [add], "add": [{"role": "org_manager", "organisation_code": "org-a"}]}}
    for _ in range(2):
        answer = await world.as_("coord-a").patch(f"/people/{world.here}", swap)
        assert [role["role"] for role in answer.json()["roles"]] == ["resident", "org_manager"]
    assert len(await open_roles(db, world.here)) == 2


NOT_GIVEN: list[tuple[dict[str, Any], int, str]] = [
    ({"role": "team_leader", "area_code": "com-a"}, 422, "role-place"),
    ({"role": "volunteer"}, 422, "role-place"),
    ({"role": "volunteer", "area_code": "com-a", "team_code": "team-a"}, 422, "one-place"),
    ({"role": "volunteer", "area_code": "nowhere"}, 422, "unknown-code"),
    ({"role": "volunteer", "area_code": "com-b"}, 403, "role-not-yours"),
    ({"role": "admin", "area_code": "com-a"}, 403, "role-not-yours"),
    ({"role": "admin"}, 403, "role-not-yours"),
    ({"role": "king", "area_code": "com-a"}, 422, "invalid-request"),
]


async def test_roles_that_cannot_be_given(world: World) -> None:
    for role, status, code in NOT_GIVEN:
        body = {"roles": {"add": [{"role": "volunteer", "area_code": "grid-a"}, role]}}
        answer = await world.as_("coord-a").patch(f"/people/{world.here}", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), role
    roles = (await world.root.get(f"/people/{world.here}")).json()["roles"]
    assert [held["role"] for held in roles] == ["resident"]


async def test_suspending_and_letting_back_in(world: World) -> None:
    for status in ("suspended", "suspended", "active"):
        answer = await world.as_("coord-a").patch(f"/people/{world.here}", {"status": status})
        assert answer.json()["status"] == status
    assert (
        await world.as_("coord-a").patch(f"/people/{world.here}", {"status": "erased"})
    ).status_code == 422


async def test_a_coordinator_cannot_suspend_an_administrator(world: World, db: Database) -> None:
    admin = await make_person(db, "com-a", kind=RoleKind.ADMIN)
    answer = await world.as_("coord-a").patch(f"/people/{admin}", {"status": "suspended"})
    assert (answer.status_code, answer.json()["code"]) == (403, "person-outranks-you")
    assert (await world.as_("admin-a").patch(f"/people/{admin}", {"status": "suspended"})).status_code == 200


async def test_filters(world: World, db: Database) -> None:
    erased = await make_person(db, "com-a", kind=RoleKind.VOLUNTEER)
    async with db.write() as session:
        (await session.get_one(Person, erased)).status = PersonStatus.ERASED
    for query, expected in (
        ("", {world.here, world.there}),
        ("?role=resident&area=st-a", {world.here}),
        ("?area=com-b", {world.there}),
        ("?role=volunteer", set[int]()),
        ("?status=erased", {erased}),
    ):
        items = (await world.root.get("/people" + query)).json()["items"]
        assert {item["id"] for item in items} == expected, query
    answer = await world.root.patch(f"/people/{erased}", {"status": "active"})
    assert (answer.status_code, answer.json()["code"]) == (409, "person-erased")
    for path in ("/people/0", "/people/99999999999999999999", "/people/x"):
        assert (await world.root.get(path)).status_code == 422
    assert (await world.root.get("/people/424242")).status_code == 404
