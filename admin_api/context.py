"""What each request is given: the parts of the application, a session, the actor behind the bearer."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.paging import Window
from core.access.tokens import authenticate
from core.actor import Actor
from core.db import Database

Texts = Callable[[str, str, dict[str, Any]], str]
LARGEST_PAGE = 200


class Unauthenticated(Exception):
    """The request has no bearer, or one that opens nothing; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnsupportedMedia(Exception):
    """The request has a body that is not JSON."""


@dataclass(frozen=True)
class Parts:
    """What the application was made with."""

    db: Database
    admin_token: str | None
    texts: Texts
    public_url: str
    bot_link: Callable[[str], str]


@dataclass(frozen=True)
class Call:
    """One request: its transaction and who asks."""

    session: AsyncSession
    actor: Actor
    parts: Parts


def parts_of(request: Request) -> Parts:
    """The parts of the application that serves this request."""
    return request.app.state.parts


_bearer = HTTPBearer(
    auto_error=False, description="A token issued by POST /api/v1/tokens, or the bootstrap one."
)
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def _call(session: AsyncSession, parts: Parts, bearer: HTTPAuthorizationCredentials | None) -> Call:
    if bearer is None:
        raise Unauthenticated("token-missing")
    actor = await authenticate(session, bearer.credentials, parts.admin_token)
    if actor is None:
        raise Unauthenticated("token-refused")
    return Call(session, actor, parts)


async def _reading(request: Request, bearer: Bearer) -> AsyncIterator[Call]:
    parts = parts_of(request)
    async with parts.db.read() as session:
        yield await _call(session, parts, bearer)


async def _writing(request: Request, bearer: Bearer) -> AsyncIterator[Call]:
    parts = parts_of(request)
    async with parts.db.write() as session:
        call = await _call(session, parts, bearer)
        await _require_json(request)
        yield call


async def _require_json(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and await request.body():
        raise UnsupportedMedia


Reading = Annotated[Call, Depends(_reading, scope="function")]
"""A session for selects."""

Writing = Annotated[Call, Depends(_writing, scope="function")]
"""A transaction that commits before the answer is sent."""


def _window(
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="At most so many items.")] = 50,
    cursor: Annotated[
        str | None, Query(pattern="^[A-Za-z0-9_-]{1,32}$", description="`next_cursor` of the page before.")
    ] = None,
) -> Window:
    return Window(limit, cursor)


Paging = Annotated[Window, Depends(_window)]
