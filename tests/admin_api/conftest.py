"""The API over a fresh database, a client, and a small world with two streets."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from admin_api.app import create_api
from core import clock
from core.access.tokens import BOOTSTRAP, issue
from core.db import Database
from core.models import Contact, Need, NeedMessage, Person, Role, RoleKind, Status
from core.models.needs import Lane, MessageKind
from core.people.roles import add_role
from core.registry.queries import area_by_code
from locales import translate

ROOT = "root-token-of-the-tests"
API = "/api/v1"


@dataclass(frozen=True)
class Client:
    """Calls the API with one bearer; answers are httpx responses."""

    http: httpx.AsyncClient
    token: str | None = None

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        sent = {k.replace("_", "-"): v for k, v in headers.items()}
        return await self.http.request(method, API + path, json=body, headers=sent)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.call("GET", path, **headers)

    async def put(self, path: str, body: Any, **headers: str) -> httpx.Response:
        return await self.call("PUT", path, body, **headers)

    async def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        return await self.call("POST", path, body, **headers)

    async def patch(self, path: str, body: Any, **headers: str) -> httpx.Response:
        return await self.call("PATCH", path, body, **headers)

    async def delete(self, path: str, **headers: str) -> httpx.Response:
        return await self.call("DELETE", path, **headers)

    def using(self, token: str | None) -> "Client":
        return Client(self.http, token)


def make_api(db: Database) -> FastAPI:
    return create_api(
        db,
        admin_token=ROOT,
        texts=lambda locale, key, params: translate(locale, key, **params),
        public_url="http://test",
        bot_link=lambda payload: f"https://t.me/bot?start={payload}",
    )


@pytest.fixture
async def http(db: Database) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=make_api(db))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture
def root(http: httpx.AsyncClient) -> Client:
    return Client(http, ROOT)


@dataclass(frozen=True)
class World:
    """A city with a district and two streets, each with a community; tokens by name; ids of two people."""

    root: Client
    tokens: dict[str, str]
    here: int
    there: int

    def as_(self, name: str) -> Client:
        return self.root.using(self.tokens[name])


AREAS = (
    ("city", "city", None),
    ("dist", "district", "city"),
    ("st-a", "street", "dist"),
    ("com-a", "community", "st-a"),
    ("grid-a", "grid", "com-a"),
    ("st-b", "street", "dist"),
    ("com-b", "community", "st-b"),
)
TOKENS = (
    ("admin-a", "admin", "st-a"),
    ("coord-a", "coordinator", "st-a"),
    ("coord-b", "coordinator", "st-b"),
    ("eval-a", "evaluator", "st-a"),
)


async def _ok(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


@pytest.fixture
async def world(db: Database, root: Client) -> World:
    for code, level, parent in AREAS:
        await _ok(
            await root.put(f"/areas/{code}", {"name": f"区{code}", "level": level, "parent_code": parent})
        )
    await _ok(await root.put("/categories/drain", CATEGORY))
    for side in ("a", "b"):
        await _ok(await root.put(f"/buildings/b-{side}", {"name": "1号楼", "area_code": f"com-{side}"}))
        body = {"name": "社", "kind": "filed", "area_code": f"com-{side}"}
        await _ok(await root.put(f"/organisations/org-{side}", body))
        team = {
            "organisation_code": f"org-{side}",
            "area_codes": [f"com-{side}"],
            "category_codes": ["drain"],
        }
        await _ok(await root.put(f"/teams/team-{side}", team))
    tokens = {}
    for name, role, area in TOKENS:
        made = await _ok(await root.post("/tokens", {"name": name, "role": role, "area_code": area}))
        tokens[name] = made["token"]
    gone = await _ok(await root.post("/tokens", {"name": "gone", "role": "admin"}))
    await _ok(await root.delete(f"/tokens/{gone['id']}"))
    tokens["revoked"] = gone["token"]
    async with db.write() as session:
        token, tokens["expired"] = await issue(
            session, BOOTSTRAP, name="old", role=RoleKind.ADMIN, area=None, expires_at=None
        )
        token.expires_at = clock.now()
    return World(root, tokens, await make_person(db, "com-a"), await make_person(db, "com-b"))


CATEGORY = {"name_zh": "疏通", "name_en": "Drain", "group": "repairs", "mode": "menu", "provider": "team"}


async def make_person(
    db: Database, area_code: str | None = None, *, name: str = "王阿姨", kind: RoleKind = RoleKind.RESIDENT
) -> int:
    """A person with a door and a contact who holds a role where they live."""
    async with db.write() as session:
        area = await area_by_code(session, area_code) if area_code else None
        now = clock.now()
        person = Person(
            name=name, home_area_id=area.id if area else None, home_unit="3单元501", created_at=now
        )
        session.add(person)
        await session.flush()
        session.add(
            Contact(person_id=person.id, channel="telegram", address=str(9000 + person.id), last_used_at=now)
        )
        if area is not None:
            await add_role(session, person.id, kind, area, granted_by=None, now=now)
        return person.id


async def make_need(db: Database, reporter: int, area_code: str | None, number: str, **values: Any) -> int:
    """A registered need with one sentence."""
    async with db.write() as session:
        area = await area_by_code(session, area_code) if area_code else None
        now = clock.now()
        values = {"status": Status.REGISTERED, "category_code": "drain", **values}
        need = Need(
            number=number,
            reporter_id=reporter,
            area_id=area.id if area else None,
            created_at=now,
            touched_at=now,
            **values,
        )
        session.add(need)
        await session.flush()
        session.add(
            NeedMessage(
                need_id=need.id,
                author_id=reporter,
                lane=Lane.REPORT,
                kind=MessageKind.TEXT,
                text="下水道堵了，电话13812345678",
                created_at=now,
            )
        )
        return need.id


async def open_roles(db: Database, person_id: int) -> list[Role]:
    from sqlalchemy import select

    async with db.read() as session:
        held = select(Role).where(Role.person_id == person_id, Role.ended_at.is_(None)).order_by(Role.id)
        return list(await session.scalars(held))
