"""What a delivery is answered, and that only what is in the inbox is confirmed."""

from collections.abc import AsyncIterator

import httpx
import pytest
from aiogram import Bot
from sqlalchemy import func, select, text

from app.front import make_front
from app.webhook import webhook
from bot.house import House
from bot.service import BotService
from core.db import Database
from core.models import Inbox

PATH = "/telegram/somewhere"
SECRET = {"x-telegram-bot-api-secret-token": "a-secret"}


async def _elsewhere(scope: object, receive: object, send: object) -> None:
    raise AssertionError("not for this app")


@pytest.fixture
async def client(db: Database) -> AsyncIterator[httpx.AsyncClient]:
    house = House(db, {"telegram": Bot("1:a")})
    hook = webhook(house, BotService(house).runner, PATH, "a-secret")
    front = make_front(_elsewhere, _elsewhere, hook)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(front), base_url="http://here", headers=SECRET
    ) as made:
        yield made


async def test_an_update_is_in_the_inbox_once_before_it_is_confirmed(
    db: Database, client: httpx.AsyncClient
) -> None:
    for _ in range(2):
        assert (await client.post(PATH, json={"update_id": 5})).status_code == 200
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Inbox)) == 1


async def test_what_cannot_be_kept_is_not_confirmed(db: Database, client: httpx.AsyncClient) -> None:
    async with db.write() as session:
        await session.execute(text("DROP TABLE inbox"))
    assert (await client.post(PATH, json={"update_id": 5})).status_code == 503
