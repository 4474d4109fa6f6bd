"""Delivery to a webhook: secret, order, retries, the answer's method, what getWebhookInfo tells."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from aiogram.exceptions import TelegramBadRequest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.webchat.conftest import ANNA, LI, House, open_house


@dataclass
class Hook:
    """A bot's own HTTP server: keeps what comes, answers with `answers` in turn, then 200."""

    url: str
    bodies: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    secrets: list[str | None] = field(default_factory=list[str | None])
    answers: list[Response] = field(default_factory=list[Response])
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self, check: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not check():
                self.news.clear()
                await self.news.wait()

    def texts(self) -> list[str]:
        return [body["message"]["text"] for body in self.bodies]

    async def take(self, request: Request) -> Response:
        self.bodies.append(json.loads(await request.body()))
        self.secrets.append(request.headers.get("x-telegram-bot-api-secret-token"))
        self.news.set()
        return self.answers.pop(0) if self.answers else Response()


@asynccontextmanager
async def open_hook() -> AsyncIterator[Hook]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    hook = Hook(f"http://127.0.0.1:{listener.getsockname()[1]}/hook")
    app = Starlette(routes=[Route("/hook", hook.take, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    task = asyncio.create_task(server.serve([listener]))
    yield hook
    server.should_exit = True
    await task
    listener.close()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    async with open_hook() as made:
        yield made


async def test_updates_are_delivered_with_the_secret(house: House, hook: Hook) -> None:
    await house.phone().text("waiting")
    await house.bot.set_webhook(hook.url, secret_token="s3cret", max_connections=3)
    await hook.wait(lambda: len(hook.bodies) == 1)
    await house.phone().text("more")
    await hook.wait(lambda: len(hook.bodies) == 2)
    assert hook.texts() == ["waiting", "more"]
    assert hook.secrets == ["s3cret", "s3cret"]
    info = await house.bot.get_webhook_info()
    assert (info.url, info.max_connections) == (hook.url, 3)


async def test_failures_are_tried_again_in_order(house: House, hook: Hook) -> None:
    hook.answers = [Response(status_code=500)]
    await house.bot.set_webhook(hook.url)
    anna = house.phone()
    for text in "abc":
        await anna.text(text)
    await hook.wait(lambda: len(hook.bodies) == 4)
    assert hook.texts() == ["a", "a", "b", "c"]
    info = await house.bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert info.last_error_date is not None


async def test_one_chat_does_not_hold_up_another(house: House, hook: Hook) -> None:
    hook.answers = [Response(status_code=503)]
    await house.bot.set_webhook(hook.url)
    await house.phone().text("stuck")
    await hook.wait(lambda: hook.texts() == ["stuck"])
    await house.phone(LI).text("free")
    await hook.wait(lambda: len(hook.bodies) == 3)
    assert hook.texts() == ["stuck", "free", "stuck"]


async def test_the_answer_may_name_a_method(house: House, hook: Hook) -> None:
    hook.answers = [JSONResponse({"method": "sendMessage", "chat_id": ANNA.id, "text": "from the answer"})]
    await house.bot.set_webhook(hook.url)
    anna = house.phone()
    await anna.start()
    shown = await anna.wait_for(lambda m: m["text"] == "from the answer")
    assert shown["message_id"] == 2


async def test_pending_updates_can_be_dropped(house: House) -> None:
    await house.phone().text("old")
    await house.bot.set_webhook("http://127.0.0.1:9/hook", allowed_updates=["message"])
    info = await house.bot.get_webhook_info()
    assert (info.pending_update_count, info.allowed_updates) == (1, ["message"])
    await house.bot.delete_webhook(drop_pending_updates=True)
    assert (await house.bot.get_webhook_info()).pending_update_count == 0
    assert await house.bot.get_updates() == []


async def test_refused_webhooks(house: House) -> None:
    with pytest.raises(TelegramBadRequest, match="invalid webhook URL"):
        await house.bot.set_webhook("ftp://x")
    with pytest.raises(TelegramBadRequest, match="secret token contains unallowed characters"):
        await house.bot.set_webhook("https://x.example", secret_token="a b")
    assert (await house.bot.get_webhook_info()).url == ""


async def test_delivery_goes_on_after_a_restart(engine: AsyncEngine, hook: Hook) -> None:
    async with open_house(engine) as house:
        await house.bot.set_webhook("http://127.0.0.1:9/hook")
        await house.phone().text("kept")
        await house.bot.set_webhook("")
        await house.bot.set_webhook(hook.url)
        async with asyncio.timeout(10):
            while (await house.bot.get_webhook_info()).pending_update_count:
                await house.phone().commands()
    async with open_house(engine) as house:
        await house.phone().text("again")
        await hook.wait(lambda: hook.texts()[-1] == "again")
    assert hook.texts() == ["kept", "again"]
