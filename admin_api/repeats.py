"""POST with an `Idempotency-Key`: done once, answered the same each time."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Header, Request
from pydantic import BaseModel
from starlette.responses import Response

from admin_api.context import Call
from core.access.idempotency import Answer, begin, finish

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,200}$",
        description="Chosen by the caller; the same request with the same key has one effect.",
    ),
]


async def once(
    call: Call, request: Request, key: str | None, work: Callable[[], Awaitable[BaseModel]]
) -> Response:
    """Do the work and answer 201; a repeat within a day gets the first answer and does nothing.

    Raises Conflict `idempotency-key-reused` if the key came with another request before.
    """
    if key is None:
        return _created(201, (await work()).model_dump_json())
    said = f"{request.method} {request.url.path}\n".encode() + await request.body()
    before = await begin(call.session, call.actor, key, said)
    if before is not None:
        return _created(before.status, before.body)
    answer = Answer(201, (await work()).model_dump_json())
    await finish(call.session, call.actor, key, answer)
    return _created(answer.status, answer.body)


def _created(status: int, body: str) -> Response:
    return Response(body, status, media_type="application/json")
