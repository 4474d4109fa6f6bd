"""The page's HTTP API.

All requests may name `user` (a person of the demo) and `bot` (a username) in the query. Answers are JSON;
refusals are `{"error": CODE}` with a fitting status.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from webchat import files
from webchat.accounts import ChatUser
from webchat.errors import Refusal
from webchat.identity import COOKIE, identity, new_user_id, read_identity
from webchat.methods.profile import commands_for
from webchat.page import access, events, reading, sending
from webchat.page.access import bot_of, holder, json_answer, page_error, read_json, server_of
from webchat.page.contents import bodies
from webchat.params import Upload, read_body

_YEAR = 365 * 24 * 3600
_LONGEST_WAIT = 30.0
_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/")
Endpoint = Callable[[Request], Awaitable[Response]]


async def _session(request: Request) -> Response:
    """Who is here, and which bot and phones there are."""
    server, bot = server_of(request), bot_of(request)
    user = read_identity(server.secret, request.cookies.get(COOKIE, ""))
    if user is not None and not server.demo:
        await access.meet(server, bot, user)
    return json_answer(
        {
            "mode": "demo" if server.demo else "real",
            "zone": server.zone,
            "bot": {"id": bot.id, "username": bot.username, "name": bot.name},
            "user": None if user is None or server.demo else _person(user),
            "phones": [
                {
                    "key": phone.key,
                    "title_zh": phone.title_zh,
                    "title_en": phone.title_en,
                    "users": [_person(one) for one in phone.users],
                }
                for phone in server.demo
            ],
        }
    )


def _person(user: ChatUser) -> dict[str, object]:
    return {"id": user.id, "first_name": user.first_name, "language_code": user.language_code}


async def _enter(request: Request) -> Response:
    """First visit: `name` (may be empty) and `language`; sets the cookie. Later: changes the name."""
    server = server_of(request)
    sent = await read_json(request)
    known = read_identity(server.secret, request.cookies.get(COOKIE, ""))
    if known is None:
        access.check_pace(server.visits, request.client.host if request.client else "")
    name = " ".join(str(sent.get("name") or "").split())[:64] or str(sent.get("fallback") or "")[:64] or "-"
    language = str(sent.get("language") or "").lower()[:16]
    user = ChatUser(known.id if known else new_user_id(), name, language)
    await access.meet(server, bot_of(request), user)
    if known is not None:
        await access.rename(server, user)
    answer = json_answer({"user": _person(user)})
    answer.set_cookie(
        COOKIE,
        identity(server.secret, user),
        max_age=_YEAR,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https",
    )
    return answer


async def _messages(request: Request) -> Response:
    """Changes after `since` (waiting up to `wait` seconds for one), or messages `before` an id."""
    server, bot, user = server_of(request), bot_of(request), await holder(request)
    limit = min(max(_number(request, "limit", reading.PAGE_SIZE), 1), 2000)
    if before := _number(request, "before"):
        return json_answer(await reading.older(server, bot, user.id, before, limit))
    since, wait = _number(request, "since"), min(float(_number(request, "wait")), _LONGEST_WAIT)
    await events.wait_for_change(server, bot.id, user.id, since, wait)
    return json_answer(await reading.changes(server, bot, user.id, since, limit))


async def _send(request: Request) -> Response:
    """Send `kind` (text, files, location, contact, poll) once per `client_id`; the messages made."""
    user, sent = await _writer(request)
    server, bot = server_of(request), bot_of(request)
    kept = [str(one) for one in sent["files"]] if isinstance(sent.get("files"), list) else []
    views = await sending.send(
        server,
        bot,
        user.id,
        await bodies(server, bot, user, sent),
        client_id=_client_id(sent),
        reply_to=sent.get("reply_to") if isinstance(sent.get("reply_to"), int) else None,
        kept_files=kept,
    )
    return json_answer({"messages": views})


async def _tap(request: Request) -> Response:
    """Press a button: `message_id`, `data` (1 to 64 bytes, passed on as it is), `client_id`."""
    user, sent = await _writer(request)
    message_id, data = sent.get("message_id"), sent.get("data")
    if not isinstance(message_id, int) or not isinstance(data, str) or not 1 <= len(data.encode()) <= 64:
        raise page_error(400, "data")
    server, bot = server_of(request), bot_of(request)
    callback_id = await sending.tap(server, bot, user.id, message_id, data=data, client_id=_client_id(sent))
    return json_answer({"callback_id": callback_id})


async def _block(request: Request) -> Response:
    """Block or unblock the bot: `blocked`."""
    user, sent = await _writer(request)
    await sending.set_blocked(server_of(request), bot_of(request), user.id, sent.get("blocked") is True)
    return json_answer({})


async def _read(request: Request) -> Response:
    """All up to `message_id` was read."""
    user, sent = await _writer(request)
    if isinstance(sent.get("message_id"), int):
        await sending.mark_read(server_of(request), bot_of(request), user.id, sent["message_id"])
    return json_answer({})


async def _commands(request: Request) -> Response:
    """The commands that this person sees."""
    user = await holder(request)
    server, bot = server_of(request), bot_of(request)
    language = request.query_params.get("language") or user.language_code
    return json_answer({"commands": await commands_for(server, bot.id, user.id, language)})


async def _upload(request: Request) -> Response:
    """Store the body (up to 30 MB) as a file to be sent: `kind`, `name`, `duration` in the query.

    A photo that is no picture becomes a document.
    """
    user = await holder(request)
    server, bot = server_of(request), bot_of(request)
    access.check_origin(request)
    access.check_pace(server.pace, user.id)
    if request.headers.get("content-type", "") != "application/octet-stream":
        raise page_error(415, "bytes_only")
    if int(request.headers.get("content-length") or 0) > access.MAX_UPLOAD:
        raise page_error(413, "too_large")
    kind = request.query_params.get("kind", "document")
    if kind not in files.KINDS:
        raise page_error(400, "unknown_kind")
    name = request.query_params.get("name", "file").replace("/", "_")
    upload = Upload(name, request.query_params.get("type", ""), await read_body(request, access.MAX_UPLOAD))
    new = _prepare(bot.id, user.id, kind, upload, _number(request, "duration"))
    async with server.engine.begin() as connection:
        await files.save(connection, new)
    return json_answer({"file_id": new.row["file_id"], "kind": new.row["kind"]})


def _prepare(bot_id: int, user_id: int, kind: str, upload: Upload, duration: int) -> files.NewFile:
    try:
        return files.prepare(bot_id, user_id, kind, upload, duration=duration)
    except Refusal as refusal:
        if kind != "photo" or not upload.data:
            raise page_error(refusal.status, "bad_file") from None
        return files.prepare(bot_id, user_id, "document", upload)


async def _file(request: Request) -> Response:
    """The bytes of a file that a message shows; its id cannot be guessed."""
    await holder(request)
    found = await files.download(
        server_of(request), bot_of(request).id, file_id=request.path_params["file_id"]
    )
    if found is None:
        raise page_error(404, "no_file")
    shown = found.mime_type.startswith(_INLINE)
    headers = {
        "cache-control": f"private, max-age={_YEAR}, immutable",
        "content-security-policy": "default-src 'none'; sandbox",
        "content-disposition": "inline" if shown else "attachment",
    }
    return Response(
        found.data, 200, headers, media_type=found.mime_type if shown else "application/octet-stream"
    )


async def _writer(request: Request) -> tuple[ChatUser, dict[str, Any]]:
    sent = await read_json(request)
    user = await holder(request)
    access.check_pace(server_of(request).pace, user.id)
    return user, sent


def _client_id(sent: dict[str, Any]) -> str | None:
    value = sent.get("client_id")
    return value[:64] if isinstance(value, str) and value else None


def _number(request: Request, key: str, default: int = 0) -> int:
    value = request.query_params.get(key, "")
    return int(value) if value.isdecimal() and len(value) < 16 else default


def _guarded(endpoint: Endpoint) -> Endpoint:
    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refusal as refusal:
            return access.error_answer(refusal)

    return guarded


def page_routes() -> list[Route]:
    """The routes under `/chat/api/`."""
    get: dict[str, Endpoint] = {
        "session": _session,
        "messages": _messages,
        "events": events.stream,
        "commands": _commands,
        "file/{file_id}": _file,
    }
    post: dict[str, Endpoint] = {
        "session": _enter,
        "send": _send,
        "tap": _tap,
        "block": _block,
        "read": _read,
        "upload": _upload,
    }
    return [
        *(Route(f"/chat/api/{path}", _guarded(endpoint), methods=["GET"]) for path, endpoint in get.items()),
        *(
            Route(f"/chat/api/{path}", _guarded(endpoint), methods=["POST"])
            for path, endpoint in post.items()
        ),
    ]
