"""The real `liandong run` with limits of seconds: time alone moves needs on, nobody calls the sweeps."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from core import crypto
from tests.app.liandong import Running
from tests.conftest import need_postgres
from tests.databases import Templates, url_of
from webchat import ChatUser, Phone, identity

KEY = "a key for real runs only"
TOKEN = "token-of-the-administrator"
SECONDS = 90.0
LIMITS = {"offer_minutes": 0.02, "wave_minutes": 0.02, "verdict_hours": 0.001}
ROSTER: tuple[tuple[str, dict[str, Any]], ...] = (
    ("areas/CITY", {"name": "江城市", "level": "city"}),
    ("areas/XFL", {"name": "幸福里社区", "level": "community", "parent_code": "CITY", "overrides": LIMITS}),
    ("organisations/ORG", {"name": "暖邻", "kind": "filed", "area_code": "XFL"}),
    *(
        (
            f"teams/{code}",
            {
                "name": code,
                "organisation_code": "ORG",
                "category_codes": ["drain"],
                "area_codes": ["XFL"],
                "capacity": 9,
                "duty": "always",
            },
        )
        for code in ("T1", "T2")
    ),
)


class Place:
    """The program as it runs, seen through the Admin API and phones."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._api = {"headers": {"authorization": f"Bearer {TOKEN}"}}
        self._next = 7100

    async def set_up(self) -> None:
        """Load the roster."""
        for path, body in ROSTER:
            answer = await self._client.put(f"/api/v1/{path}", json=body, **self._api)
            assert answer.is_success, answer.text

    async def phone(self, name: str, start: str) -> Phone:
        """A person who comes by a link."""
        self._next += 1
        user = ChatUser(self._next, name, "zh-hans")
        phone = Phone(self._client, identity(crypto.derive("webchat-page"), user), user)
        await phone.start(start)
        await phone.wait_for(lambda message: True, SECONDS)
        return phone

    async def invited(self, name: str, role: str, **place: str) -> Phone:
        """A person who takes an invitation."""
        body = {"role": role, "uses": 1, **place}
        answer = await self._client.post("/api/v1/invitations", json=body, **self._api)
        assert answer.is_success, answer.text
        return await self.phone(name, answer.json()["payload"])

    async def need(self, number: str) -> dict[str, Any]:
        """A need as the Admin API shows it."""
        return (await self._client.get(f"/api/v1/needs/{number}", **self._api)).json()

    async def the_number(self) -> str:
        """The number of the only need."""

        async def found() -> str:
            items = (await self._client.get("/api/v1/needs", **self._api)).json()["items"]
            return items[0]["number"] if items else ""

        return await until(found)

    async def until_need(self, number: str, status: str) -> dict[str, Any]:
        """Wait for a status."""

        async def there() -> dict[str, Any] | None:
            need = await self.need(number)
            return need if need["status"] == status else None

        return await until(there)


async def until(look: Callable[[], Awaitable[Any]]) -> Any:
    """The first true answer, within the deadline."""
    end = time.monotonic() + SECONDS
    while not (found := await look()):
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.1)
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
async def place(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_there: bool, templates: Templates
) -> AsyncIterator[Place]:
    settings = {"SECRET_KEY": KEY, "ADMIN_TOKEN": TOKEN, "DEMO": "off"}
    if request.param == "postgresql":
        need_postgres(postgres_there)
        settings["DATABASE_URL"] = url_of(await templates.empty())
    crypto.use_keys(KEY)
    running = await asyncio.to_thread(lambda: Running(tmp_path, **settings).ready())
    try:
        async with httpx.AsyncClient(base_url=running.url, timeout=30) as client:
            place = Place(client)
            await place.set_up()
            yield place
    finally:
        await asyncio.to_thread(running.stop, signal.SIGKILL)
        if "DATABASE_URL" in settings:
            await templates.drop(settings["DATABASE_URL"])
    assert "Traceback" not in running.log


async def test_time_passes_a_need_on_and_closes_it(place: Place) -> None:
    """Neither team answers: triage. The coordinator does it; the resident stays silent: no_answer."""
    for team in ("T1", "T2"):
        await place.invited(f"{team}队长", "team_leader", team_code=team)
    officer = await place.invited("网格员", "coordinator", area_code="XFL")
    resident = await place.phone("王奶奶", "area_XFL")
    await resident.text("楼下下水道堵了，污水都漫出来了")
    await resident.tap(await resident.wait_for(_has("提交"), SECONDS), "提交")
    number = await place.the_number()

    need = await place.until_need(number, "triage")
    assert [offer["state"] for offer in need["offers"]] == ["expired", "expired"]
    assert len({offer["team_code"] for offer in need["offers"]}) == 2

    await officer.tap(await officer.wait_for(_has("我来"), SECONDS), "我来")
    await officer.tap(await officer.wait_for(_has("完成"), SECONDS), "完成")
    closed = await place.until_need(number, "closed")
    assert closed["outcome"] == "no_answer"
    assert closed["stars"] is None
    await resident.wait_for(lambda message: "XQ-" in message.get("text", ""), SECONDS)


def _has(label: str) -> Callable[[dict[str, Any]], bool]:
    return lambda message: label in str(message.get("reply_markup", ""))
