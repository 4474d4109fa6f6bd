"""Who may use the page's API: identity, same origin, pace and size."""

from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import update
from starlette.requests import Request
from starlette.responses import Response

from webchat import params
from webchat.accounts import BotAccount, ChatUser
from webchat.compose import dumps
from webchat.errors import Refusal
from webchat.identity import COOKIE, read_identity
from webchat.pace import Buckets
from webchat.params import read_body
from webchat.server import Server, now
from webchat.store import insert_missing
from webchat.tables import chats, users

MAX_UPLOAD = 30 * 1024 * 1024
_MAX_JSON = 256 * 1024


def page_error(status: int, code: str, retry_after: int | None = None) -> Refusal:
    """A refusal of the page's API: `code` is what the page translates."""
    return Refusal(status, code, retry_after)


def json_answer(content: object, status: int = 200) -> Response:
    """A JSON answer that no cache keeps."""
    return Response(dumps(content), status, {"cache-control": "no-store"}, media_type="application/json")


def error_answer(refusal: Refusal) -> Response:
    """The answer to a request that was refused."""
    answer = json_answer({"error": refusal.description}, refusal.status)
    if refusal.retry_after is not None:
        answer.headers["retry-after"] = str(refusal.retry_after)
    return answer


def server_of(request: Request) -> Server:
    """The server that the request came to."""
    return request.app.state.webchat


def bot_of(request: Request) -> BotAccount:
    """The bot that the request is about: `bot=USERNAME`, or the first one."""
    server = server_of(request)
    wanted = request.query_params.get("bot")
    if not wanted:
        return server.first_bot()
    for bot in server.bots.values():
        if bot.username.lower() == wanted.lower():
            return bot
    raise page_error(404, "unknown_bot")


async def holder(request: Request, user_id: str | None = None) -> ChatUser:
    """Who holds the phone: a person of the demo (`user=ID`), else the one of the signed cookie."""
    server = server_of(request)
    wanted = user_id or request.query_params.get("user")
    held = {str(user_id): user for user_id, user in server.demo_users.items()}
    if wanted in held:
        user = held[wanted]
    else:
        user = read_identity(server.secret, request.cookies.get(COOKIE, ""))
        if user is None or (wanted and wanted != str(user.id)):
            raise page_error(401, "no_identity")
    await meet(server, bot_of(request), user)
    return user


async def meet(server: Server, bot: BotAccount, user: ChatUser) -> None:
    """Make sure that the person and the chat with the bot exist."""
    if (bot.id, user.id) in server.met:
        return
    names = {"first_name": user.first_name, "language_code": user.language_code}
    async with server.engine.begin() as connection:
        values = {"user_id": user.id, "created_at": now(), **names}
        await insert_missing(connection, users, values)
        await insert_missing(connection, chats, {"bot_id": bot.id, "user_id": user.id, **names})
    server.met.add((bot.id, user.id))


async def rename(server: Server, user: ChatUser) -> None:
    """Change a person's name and language everywhere."""
    names = {"first_name": user.first_name, "language_code": user.language_code}
    async with server.engine.begin() as connection:
        await connection.execute(update(chats).where(chats.c.user_id == user.id).values(**names))
        await connection.execute(update(users).where(users.c.user_id == user.id).values(**names))


def check_origin(request: Request) -> None:
    """Refuse what another site's page sends."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        allowed = site in ("same-origin", "none")
    else:
        origin = request.headers.get("origin")
        allowed = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not allowed:
        raise page_error(403, "other_site")


def check_pace(buckets: Buckets, key: object) -> None:
    """Refuse with 429 who comes too often."""
    wait = buckets.take(key)
    if wait:
        raise page_error(429, "too_fast", max(1, round(wait)))


async def read_json(request: Request) -> dict[str, Any]:
    """The JSON object that the page sends. Refuses other content types, so that forms cannot be forged."""
    check_origin(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise page_error(415, "json_only")
    try:
        return params.json_object(await read_body(request, _MAX_JSON))
    except Refusal as refusal:
        raise page_error(refusal.status, "too_large" if refusal.status == 413 else "bad_json") from None
