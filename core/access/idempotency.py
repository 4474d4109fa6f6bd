"""Repeated requests: the first with a key has its effect, the others get its answer."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.db import insert
from core.errors import Conflict
from core.models import IdempotentAnswer

KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Answer:
    """What was answered the first time."""

    status: int
    body: str


async def begin(session: AsyncSession, actor: Actor, key: str, request: bytes) -> Answer | None:
    """Claim a key for a request; returns the answer if it was given before, None if the caller shall work.

    A second request at the same time waits here for the first to end. Raises Conflict
    `idempotency-key-reused` when the key came with another request.
    """
    digest = hashlib.sha256(request).hexdigest()
    claim = insert(session, IdempotentAnswer).values(
        caller=actor.label, key=key, request_hash=digest, status=0, body="", created_at=clock.now()
    )
    claimed = await session.scalar(claim.on_conflict_do_nothing().returning(IdempotentAnswer.id))
    if claimed is not None:
        return None
    before = await _claim(session, actor, key)
    if before.request_hash != digest:
        raise Conflict("idempotency-key-reused")
    return Answer(before.status, before.body)


async def finish(session: AsyncSession, actor: Actor, key: str, answer: Answer) -> None:
    """Keep the answer under the key that this transaction claimed."""
    claim = await _claim(session, actor, key)
    claim.status, claim.body = answer.status, answer.body
    await session.flush()


async def _claim(session: AsyncSession, actor: Actor, key: str) -> IdempotentAnswer:
    kept = select(IdempotentAnswer).where(IdempotentAnswer.caller == actor.label, IdempotentAnswer.key == key)
    return (await session.scalars(kept)).one()


async def forget_answers(session: AsyncSession, now: datetime) -> int:
    """Delete the answers that are older than a day; returns how many."""
    old = delete(IdempotentAnswer).where(IdempotentAnswer.created_at < now - KEPT)
    return len((await session.execute(old.returning(IdempotentAnswer.id))).all())
