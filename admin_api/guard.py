"""The outermost layer: a limit for bodies, no stack trace for anyone, nothing kept by caches."""

import traceback

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin_api.context import Texts
from admin_api.problems import language, problem

LARGEST_BODY = 1024 * 1024
_UNAVAILABLE = (OSError, OperationalError, InterfaceError, PoolTimeout)
_log = structlog.get_logger("admin_api")


class TooLarge(Exception):
    """The body is larger than allowed."""


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, texts: Texts) -> None:
        self.app = app
        self.texts = texts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; whatever goes wrong inside becomes a problem document."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _keep_private(message)
            await send(message)

        try:
            body = await _body(Headers(scope=scope), receive)
            await self.app(scope, _replay(body, receive), answer)
        except TooLarge:
            await self._refuse(scope, answer, 413, "too-large")
        except Exception as failure:
            # what it says may hold what people wrote: only its kind and its place are noted
            _log.error(
                "request failed", kind=type(failure).__name__, route=_route(scope), place=_place(failure)
            )
            if started:
                raise ConnectionAbortedError("the answer broke off") from None
            if isinstance(failure, _UNAVAILABLE):
                await self._refuse(scope, answer, 503, "unavailable", {"retry-after": "5"})
            else:
                await self._refuse(scope, answer, 500, "internal")

    async def _refuse(
        self, scope: Scope, send: Send, status: int, code: str, headers: dict[str, str] | None = None
    ) -> None:
        locale = language(Headers(scope=scope).get("accept-language"))
        params = {"limit": LARGEST_BODY} if status == 413 else {}
        response = problem(self.texts, locale, status, code, params, headers=headers)
        await response(scope, _nothing, send)


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


async def _body(headers: Headers, receive: Receive) -> bytes:
    declared = headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > LARGEST_BODY:
        raise TooLarge
    chunks, size = [], 0
    while True:
        message = await receive()
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > LARGEST_BODY:
            raise TooLarge
        if not message.get("more_body", False):
            return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _keep_private(message: Message) -> None:
    headers = MutableHeaders(scope=message)
    headers.setdefault("cache-control", "no-store")
    headers.setdefault("x-content-type-options", "nosniff")


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "?")


def _place(failure: Exception) -> str:
    """Module and line of the innermost frame of our own."""
    place = "?"
    for frame, line in traceback.walk_tb(failure.__traceback__):
        module = str(frame.f_globals.get("__name__"))
        if module.startswith(("core.", "admin_api.")):
            place = f"{module}:{line}"
    return place
