"""Taking Telegram's updates as they are delivered: into the inbox, then the 200."""

import hmac

import structlog
from aiogram.types import Update
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.bots import TELEGRAM
from bot.house import House
from bot.receive import keep
from bot.runner import Runner

LARGEST_BODY = 1024 * 1024
_log = structlog.get_logger(__name__)


def webhook(house: House, runner: Runner, path: str, secret: str) -> ASGIApp:
    """The route as an ASGI app; whoever does not send the secret is told nothing."""

    async def answer(request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if request.url.path != path:
            return Response(status_code=404)
        if request.method != "POST":
            return Response(status_code=405, headers={"allow": "POST"})
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        return Response(status_code=await _keep(house, runner, body))

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await answer(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    return app


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


async def _keep(house: House, runner: Runner, body: bytes) -> int:
    """The status to answer: 200 once the update is in the inbox, so that anything else is sent again."""
    try:
        update = Update.model_validate_json(body, context={"bot": house.bots[TELEGRAM]})
    except ValidationError as failure:
        _log.warning("what came is not an update", faults=failure.error_count())
        return 400
    try:
        await keep(house, runner, TELEGRAM, [update])
    except (OSError, SQLAlchemyError) as failure:
        _log.error("an update could not be kept; it will come again", failure=type(failure).__name__)
        return 503
    return 200
