"""`liandong run` on a Bot API server elsewhere: polling, webhook, a wrong token, a server out of reach."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.app.liandong import Running, call, free_port
from tests.webchat.conftest import ACCOUNT, ANNA, House, migrate, open_house, sqlite_engine

SECRET = "a-secret-of-the-webhook"


@pytest.fixture
async def elsewhere(tmp_path: Path) -> AsyncIterator[House]:
    engine = sqlite_engine(tmp_path / "elsewhere.db")
    await migrate(engine)
    async with open_house(engine) as house:
        yield house
    await engine.dispose()


def settings(house: House, **more: str) -> dict[str, str]:
    return {"TELEGRAM_TOKEN": ACCOUNT.token, "TELEGRAM_API": house.url, **more}


async def greeted(house: House) -> dict[str, Any]:
    """A person presses start and is answered."""
    phone = house.phone(ANNA)
    await phone.start()
    return await phone.wait_for(lambda message: bool(message.get("text")), seconds=30)


async def ready(running: Running) -> None:
    await asyncio.to_thread(running.ready)


async def test_polling(elsewhere: House, tmp_path: Path) -> None:
    running = Running(tmp_path, **settings(elsewhere))
    try:
        await ready(running)
        assert f"@{ACCOUNT.username}" in running.log
        assert "demo" not in running.log
        await greeted(elsewhere)
    finally:
        assert await _stopped(running) == 0


async def test_webhook(elsewhere: House, tmp_path: Path) -> None:
    port = free_port()
    path = f"/telegram/{secrets.token_hex(8)}"
    url = f"http://127.0.0.1:{port}{path}"
    hook = {"UPDATES": "webhook", "WEBHOOK_URL": url, "WEBHOOK_SECRET": SECRET, "PORT": str(port)}
    running = Running(tmp_path, **settings(elsewhere, **hook))
    try:
        await ready(running)
        assert (await elsewhere.raw("getWebhookInfo"))["result"]["url"] == url
        await greeted(elsewhere)
        async with httpx.AsyncClient() as client:
            header = "x-telegram-bot-api-secret-token"
            answers = [
                await client.post(url, json={"update_id": 1}),
                await client.post(url, json={"update_id": 1}, headers={header: "wrong"}),
                await client.post(url + "x", json={"update_id": 1}, headers={header: SECRET}),
                await client.get(url, headers={header: SECRET}),
                await client.post(url, content=b"{", headers={header: SECRET}),
                await client.post(url, content=b" " * (1 << 20) + b"{}", headers={header: SECRET}),
                await client.post(url, json={"update_id": 1}, headers={header: SECRET}),
            ]
        assert [answer.status_code for answer in answers] == [403, 403, 404, 405, 400, 413, 200]
    finally:
        assert await _stopped(running) == 0


async def test_a_wrong_token_is_one_sentence(elsewhere: House, tmp_path: Path) -> None:
    wrong = settings(elsewhere, TELEGRAM_TOKEN="4200:wrong")
    ended = await asyncio.to_thread(call, "run", tmp_path, **wrong)
    assert ended.code == 2
    assert "LIANDONG_TELEGRAM_TOKEN is wrong" in ended.sentence
    assert "4200:wrong" not in ended.err


def test_the_web_chat_works_while_telegram_is_out_of_reach(tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    running = Running(tmp_path, TELEGRAM_TOKEN="1:a", TELEGRAM_API=nowhere).ready()
    assert "not reached yet" in running.log
    assert running.get("/").status_code == 200
    assert running.stop() == 0


async def _stopped(running: Running) -> int:
    return await asyncio.to_thread(running.stop)
