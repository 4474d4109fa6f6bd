"""Requests themselves: repeated, paged, too large, of the wrong kind, and when something breaks inside."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from admin_api.routers import areas as areas_router
from core import clock
from core.access.idempotency import forget_answers
from core.db import Database, connect
from core.models import IdempotentAnswer, Invitation
from tests.admin_api.conftest import API, ROOT, Client, World, make_api

INVITATION = {"role": "volunteer", "area_code": "com-a", "uses": 3}


async def test_a_repeated_post_has_one_effect(world: World, db: Database) -> None:
    first = await world.root.post("/invitations", INVITATION, idempotency_key="k-1")
    again = await world.root.post("/invitations", INVITATION, idempotency_key="k-1")
    assert (first.status_code, first.json()) == (201, again.json())
    assert again.status_code == 201
    assert first.json()["url"].endswith(first.json()["payload"])
    other = await world.root.post("/invitations", {**INVITATION, "uses": 4}, idempotency_key="k-1")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency-key-reused")
    assert (
        await world.as_("coord-a").post("/invitations", INVITATION, idempotency_key="k-1")
    ).json() != first.json()
    assert await _count(db, Invitation) == 2
    async with db.write() as session:
        kept = await session.scalar(select(IdempotentAnswer.body).order_by(IdempotentAnswer.id))
        assert kept == first.text
        await forget_answers(session, clock.now())
        assert await session.scalar(select(func.count()).select_from(IdempotentAnswer)) == 2
        await forget_answers(session, clock.now().replace(year=clock.now().year + 1))
    assert await _count(db, IdempotentAnswer) == 0


async def test_repeats_at_once_have_one_effect(world: World, db: Database) -> None:
    posts = [world.root.post("/invitations", INVITATION, idempotency_key="same") for _ in range(6)]
    answers = await asyncio.gather(*posts)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert await _count(db, Invitation) == 1


async def test_a_refused_post_leaves_its_key_free(world: World) -> None:
    assert (
        await world.root.post("/invitations", {"role": "volunteer"}, idempotency_key="k")
    ).status_code == 422
    assert (await world.root.post("/invitations", INVITATION, idempotency_key="k")).status_code == 201


async def _count(db: Database, table: Any) -> int:
    async with db.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("path", ["/areas", "/categories", "/tokens"])
async def test_pages_hold_everything_once(world: World, path: str) -> None:
    for number in range(4):
        body = {"name_zh": "类", "name_en": "c", "group": "g", "mode": "menu", "provider": "team"}
        await world.root.put(f"/categories/c{number}", body)
    whole = (await world.root.get(f"{path}?limit=200")).json()
    assert whole["next_cursor"] is None
    seen: list[Any] = []
    cursor = ""
    while True:
        page = (await world.root.get(f"{path}?limit=2{cursor}")).json()
        assert len(page["items"]) <= 2
        seen += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == whole["items"]
    for query in ("limit=0", "limit=201", "limit=x", "cursor=%00"):
        assert (await world.root.get(f"{path}?{query}")).status_code == 422
    if path != "/categories":
        assert (await world.root.get(f"{path}?cursor=x-y")).json()["code"] == "cursor"


async def _raw(http: httpx.AsyncClient, method: str, path: str, **more: Any) -> httpx.Response:
    headers = {"authorization": f"Bearer {ROOT}", **more.pop("headers", {})}
    return await http.request(method, API + path, headers=headers, **more)


async def test_bodies_of_the_wrong_kind(http: httpx.AsyncClient) -> None:
    json_type = {"content-type": "application/json"}
    for content, headers, status, code in (
        (b"{", json_type, 400, "body-not-json"),
        (b"[" * 100_000, json_type, 400, "body-not-json"),
        (b'{"name": ' + b"9" * 5000 + b"}", json_type, 400, "body-not-json"),
        (b"\xff\xfe", json_type, 400, "body-not-json"),
        (b"", json_type, 422, "invalid-request"),
        (b"[]", json_type, 422, "invalid-request"),
        (b'{"name": NaN, "level": "city"}', json_type, 422, "invalid-request"),
        (b"name=x", {"content-type": "application/x-www-form-urlencoded"}, 415, "not-json"),
        (b"{}", {"content-type": "text/plain"}, 415, "not-json"),
        (b" " * (1024 * 1024 + 1), json_type, 413, "too-large"),
    ):
        answer = await _raw(http, "PUT", "/areas/x", content=content, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code), (content[:20], answer.text)
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_long_body_without_a_length_is_cut_off(http: httpx.AsyncClient) -> None:
    async def endless() -> Any:
        while True:
            yield b" " * 65536

    answer = await _raw(
        http, "PUT", "/areas/x", content=endless(), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413


async def test_addresses_and_methods(root: Client) -> None:
    assert (await root.get("/nothing")).json()["code"] == "not-found"
    wrong = await root.call("POST", "/areas")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method-not-allowed")
    assert "GET" in wrong.headers["allow"]


@pytest.mark.parametrize(
    ("accepted", "locale", "start"),
    [
        ("en-GB,en;q=0.9", "en", "There is no area"),
        ("zh-CN", "zh", "没有区域"),
        ("fr, en;q=0.5", "en", "There is no area"),
        ("en;q=0.1, zh-TW", "zh-Hant", "沒有區域"),
        ("", "zh", "没有区域"),
        ("en;q=x,,;", "zh", "没有区域"),
    ],
)
async def test_the_language_is_the_callers(root: Client, accepted: str, locale: str, start: str) -> None:
    answer = await root.get("/areas/none", accept_language=accepted)
    assert answer.headers["content-language"] == locale
    assert answer.json()["detail"].startswith(start)
    assert answer.json()["type"] == "about:blank"


async def test_field_errors_name_the_field(root: Client) -> None:
    body = {"level": "moon", "position": {"lat": "x", "lon": 1}, "colour": 1}
    problem = (await root.put("/areas/x", body, accept_language="en")).json()
    assert {(error["field"], error["code"]) for error in problem["errors"]} == {
        ("name", "field-missing"),
        ("level", "field-choice"),
        ("position.lat", "field-type"),
        ("colour", "field-unknown"),
    }
    assert problem["params"]["count"] == 4


async def test_what_breaks_inside_shows_nothing(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("王阿姨 13812345678")

    monkeypatch.setattr(areas_router, "put_area", broken)
    answer = await world.root.put("/areas/x", {"name": "x", "level": "city"}, accept_language="en")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    said = answer.text + caplog.text + "".join(capsys.readouterr())
    assert "13812345678" not in said
    assert "Traceback" not in said


async def test_a_commit_that_fails_is_not_called_done(world: World) -> None:
    def refuse(_session: Session) -> None:
        raise RuntimeError("the disk is full")

    event.listen(Session, "before_commit", refuse)
    try:
        answer = await world.root.put("/areas/x", {"name": "x", "level": "city"})
    finally:
        event.remove(Session, "before_commit", refuse)
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert (await world.root.get("/areas/x")).status_code == 404


async def test_without_a_database_it_says_so(db_url: str) -> None:
    away = connect("postgresql://nobody@127.0.0.1:1/none")
    transport = httpx.ASGITransport(app=make_api(away))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        answer = await Client(http, ROOT).get("/areas")
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        ready = await http.get("/readyz")
        assert (ready.status_code, ready.json()["database"]) == (503, False)
        assert (await http.get("/healthz")).text == "ok"
    await away.close()
