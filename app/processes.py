"""All parts in one process: one server, the bots, and an orderly end."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import structlog
import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette

import webchat
from admin_api.app import create_api
from app import bots, database
from app.banner import banner
from app.front import Front, make_front
from app.place import kept_secret
from app.settings import Settings, Updates
from app.stop import Stop
from app.webhook import webhook
from bot.house import House
from bot.service import BotService
from core import clock, crypto
from core.db import Database
from locales import translate

MEET_SECONDS = 3.0
FINISH_SECONDS = 6.0
PURGE_EVERY_SECONDS = 600.0
_log = structlog.get_logger(__name__)


class Server(uvicorn.Server):
    """A server that leaves signals to its host."""

    @contextmanager
    def capture_signals(self):  # noqa: D102 - as in uvicorn
        yield


@dataclass(frozen=True)
class Parts:
    """What runs in this process."""

    settings: Settings
    house: House
    service: BotService
    chat: Starlette
    front: Front
    admin_token: str | None
    demo: bool


async def run(settings: Settings, db: Database, listener: socket.socket, stop: asyncio.Event) -> None:
    """Run until told to stop, or until something says that it cannot go on (`Stop`)."""
    parts = await _assemble(settings, db)
    try:
        await _serve(parts, listener, stop)
    finally:
        for each in parts.house.bots.values():
            await each.session.close()


async def _assemble(settings: Settings, db: Database) -> Parts:
    demo = await database.with_demo(settings, db)
    house = bots.make_house(settings, db)
    service = BotService(house, rates={database.WEB: 0.0, bots.TELEGRAM: settings.send_rate})
    chat = webchat.create_app(
        db.writer,
        bots=[bots.web_account()],
        secret=crypto.derive("webchat-page"),
        demo=database.PHONES if demo else (),
        zone=settings.timezone,
        read_engine=db.reader,
    )
    admin_token = settings.admin_token
    if admin_token is None and demo:
        admin_token = kept_secret(settings.folder / "admin_token")
    api = create_api(
        db,
        admin_token=admin_token,
        texts=lambda locale, key, params: translate(locale, key, **params),
        public_url=settings.url,
        bot_link=_link(house),
    )
    hook = None
    if settings.updates is Updates.WEBHOOK:
        service.pollers.pop(bots.TELEGRAM)
        hook = webhook(house, service.runner, bots.hook_path(settings), settings.webhook_secret or "")
    return Parts(settings, house, service, chat, make_front(api, chat, hook), admin_token, demo)


def _link(house: House) -> Callable[[str], str]:
    """Links open Telegram once its bot is known, else the web chat."""
    return lambda payload: house.link(
        bots.TELEGRAM if bots.TELEGRAM in house.names else database.WEB, payload
    )


async def _serve(parts: Parts, listener: socket.socket, stop: asyncio.Event) -> None:
    config = uvicorn.Config(
        parts.front,
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = Server(config)
    async with parts.chat.router.lifespan_context(parts.chat):
        serving = asyncio.create_task(server.serve([listener]))
        meetings = [
            asyncio.create_task(bots.meet(parts.house, channel, parts.settings))
            for channel in parts.house.bots
        ]
        purging = asyncio.create_task(_purge(parts.house.db))
        try:
            await _until_stopped(parts, [serving, *meetings], stop)
        finally:
            await _cancel(*meetings, purging)
            await _finish(parts)
            server.should_exit = True
            await asyncio.gather(serving, return_exceptions=True)


async def _until_stopped(parts: Parts, tasks: list[asyncio.Task[None]], stop: asyncio.Event) -> None:
    """Begin the work once the bots have met their servers or it takes long, and wait for the end."""
    waiting = asyncio.create_task(stop.wait())
    serving, *meetings = tasks
    await asyncio.wait(meetings, timeout=MEET_SECONDS, return_when=asyncio.FIRST_EXCEPTION)
    for each in meetings:
        if each.done():
            each.result()
    if not stop.is_set():
        parts.service.start()
        print(banner(parts.settings, parts.house.names, parts.admin_token, demo=parts.demo), flush=True)
    pending: set[asyncio.Task[None] | asyncio.Task[bool]] = {waiting, *tasks}
    while not waiting.done():
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for each in done:
            each.result()
        if serving in done:
            raise Stop("The server ended by itself.")
    _log.info("stopping")


async def _purge(db: Database) -> None:
    """Forget from time to time what the web chat need not keep."""
    while True:
        try:
            await webchat.purge(db.writer, clock.now())
        except (OSError, SQLAlchemyError) as failure:
            _log.warning("the web chat could not be tidied", failure=type(failure).__name__)
        await asyncio.sleep(PURGE_EVERY_SECONDS)


async def _cancel(*tasks: asyncio.Task[None]) -> None:
    for each in tasks:
        each.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _finish(parts: Parts) -> None:
    """End what is under way; what is left over stays in the inbox and outbox for the next start."""
    with suppress(TimeoutError):
        async with asyncio.timeout(FINISH_SECONDS):
            await parts.service.stop()
    await webchat.close(parts.chat)
    for each in parts.house.bots.values():
        await each.session.close()
