"""Tells the page at once what changes: Server-Sent Events that resume where they ended."""

import time
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from webchat.accounts import BotAccount
from webchat.compose import Body, dumps
from webchat.page import reading
from webchat.page.access import bot_of, holder, page_error, server_of
from webchat.server import Server

_HEARTBEAT = 15.0
_MOST_PHONES = 8


async def stream(request: Request) -> Response:
    """Events of the phones in `watch`, as `USER:SINCE` with commas between; a reconnect goes on by itself.

    The id of an event is the `watch` that continues after it.
    """
    watch = request.headers.get("last-event-id") or request.query_params.get("watch", "")
    since: dict[int, int] = {}
    for part in watch.split(",")[:_MOST_PHONES]:
        user_id, _, version = part.partition(":")
        if not user_id.isdecimal():
            raise page_error(400, "watch")
        since[(await holder(request, user_id)).id] = int(version) if version.isdecimal() else 0
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    events = _events(server_of(request), bot_of(request), since)
    return StreamingResponse(events, 200, headers, media_type="text/event-stream")


async def _events(server: Server, bot: BotAccount, since: dict[int, int]) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    shown: dict[int, Body] = {}
    spoke = time.monotonic()
    with server.hub.listen(*((bot.id, user_id) for user_id in since)) as news:
        while not server.hub.closed:
            news.clear()
            for user_id, version in since.items():
                change = await reading.changes(server, bot, user_id, version)
                if change["version"] > version or shown.get(user_id) != change["chat"]:
                    since[user_id], shown[user_id] = change["version"], change["chat"]
                    yield _event(since, change)
                    spoke = time.monotonic()
            acting = any(state["action"] for state in shown.values())
            await server.hub.pause(news, 5.0 if acting else _HEARTBEAT)
            if time.monotonic() - spoke >= _HEARTBEAT:
                yield ": still here\n\n"
                spoke = time.monotonic()


def _event(since: dict[int, int], change: Body) -> str:
    mark = ",".join(f"{user_id}:{version}" for user_id, version in since.items())
    return f"id: {mark}\ndata: {dumps(change)}\n\n"


async def wait_for_change(server: Server, bot_id: int, user_id: int, since: int, seconds: float) -> None:
    """Wait until a chat is past version `since`, at most `seconds`."""
    end = time.monotonic() + seconds
    with server.hub.listen((bot_id, user_id)) as news:
        while time.monotonic() < end and not server.hub.closed:
            news.clear()
            async with server.read_engine.connect() as connection:
                if await reading.version_of(connection, bot_id, user_id) > since:
                    return
            await server.hub.pause(news, end - time.monotonic())
