"""Puts the server together as an ASGI app."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from webchat.accounts import BotAccount, DemoPhone, Fault
from webchat.api import call_method, get_file
from webchat.page.routes import page_routes
from webchat.server import Server, make_server, now
from webchat.store import insert_missing
from webchat.tables import bots as bots_table
from webchat.tables import chats, users
from webchat.webhook import Deliverer

_STATIC = Path(__file__).with_name("static")
_PAGE_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
        " media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "referrer-policy": "same-origin",
    "permissions-policy": "microphone=(self), geolocation=(self), camera=(self)",
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
}


def create_app(
    engine: AsyncEngine,
    *,
    bots: Sequence[BotAccount],
    secret: bytes,
    demo: tuple[DemoPhone, ...] = (),
    zone: str = "",
    read_engine: AsyncEngine | None = None,
    faults: list[Fault] | None = None,
) -> Starlette:
    """The Bot API server and its page, to be mounted at `/` after the host's own routes.

    The tables must be there (`migrate`). `engine` writes in short transactions, one connection at a time;
    `read_engine` (default: `engine`) only reads. `secret` signs the cookies of the page. `zone` is the time
    zone of its clocks (default: that of the browser). `faults` may be changed while the server runs.
    Everything starts with the first request; to deliver to webhooks from the start and to stop cleanly, the
    host enters `app.router.lifespan_context(app)` or calls `close(app)`.
    """
    server = make_server(
        engine,
        bots=bots,
        secret=secret,
        demo=demo,
        zone=zone,
        read_engine=read_engine,
        faults=faults,
        deliver=_deliver,
    )
    routes = [
        Route("/bot{token}/{method}", call_method, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", get_file, methods=["GET"]),
        Route("/", _page, methods=["GET"]),
        *page_routes(),
        Mount("/chat/static", _Static(directory=_STATIC)),
    ]
    app = Starlette(routes=routes, lifespan=_lifespan, middleware=[Middleware(_Starter, server=server)])
    app.state.webchat = server
    return app


async def close(app: Starlette) -> None:
    """End long polls, event streams and deliveries. Call it as soon as the process is told to stop."""
    server: Server = app.state.webchat
    server.hub.close()
    tasks = list(server.deliveries.values())
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    await start(app.state.webchat)
    yield
    await close(app)


async def start(server: Server) -> None:
    """Make the rows of the bots and of the demo, and begin to deliver to webhooks. Once is enough."""
    async with server.starting:
        if server.started:
            return
        async with server.engine.begin() as connection:
            for bot in server.bots.values():
                await insert_missing(connection, bots_table, {"bot_id": bot.id})
                await _welcome_demo(connection, server, bot)
            query = select(bots_table.c.bot_id).where(bots_table.c.webhook_url != "")
            hooked = set((await connection.execute(query)).scalars())
        for bot in server.bots.values():
            if bot.id in hooked:
                _deliver(server, bot)
        server.started = True


async def _welcome_demo(connection: AsyncConnection, server: Server, bot: BotAccount) -> None:
    """People of the demo have pressed start, where their phones say so; who blocked a bot stays so."""
    people = [
        user for phone in server.demo for user in (*(phone.users if phone.started else ()), *phone.away)
    ]
    for user in people:
        names = {"first_name": user.first_name, "language_code": user.language_code}
        await insert_missing(connection, users, {"user_id": user.id, "created_at": now(), **names})
        await insert_missing(connection, chats, {"bot_id": bot.id, "user_id": user.id, **names})
    mine = chats.c.bot_id == bot.id, chats.c.user_id.in_([user.id for user in people])
    await connection.execute(update(chats).where(*mine, chats.c.started_at == 0).values(started_at=now()))


def _deliver(server: Server, bot: BotAccount) -> None:
    if bot.id not in server.deliveries:
        server.deliveries[bot.id] = asyncio.create_task(Deliverer(server, bot).run())


class _Starter:
    """Starts the server with its first request, also when the host runs no lifespan."""

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self._app, self._server = app, server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._server.started and scope["type"] == "http":
            await start(self._server)
        await self._app(scope, receive, send)


class _Static(StaticFiles):
    """Static files: fonts are kept for a year, the rest is asked for again each time."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # pyright: ignore[reportArgumentType]
        font = response.headers.get("content-type", "").startswith("font/")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if font else "no-cache"
        response.headers["x-content-type-options"] = "nosniff"
        return response


async def _page(request: Request) -> Response:
    return FileResponse(_STATIC / "index.html", headers=_PAGE_HEADERS)
