"""Writing down how sending went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, case, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.models import Card, Outbox, OutboxState


@dataclass(frozen=True)
class Sent:
    """How sending a row went: the message it became, or why it did not become one."""

    outbox_id: int
    state: OutboxState
    contact_id: int | None = None
    message_id: int | None = None
    card_id: int | None = None
    card_version: int | None = None
    refresh_at: datetime | None = None
    error: str | None = None
    retry_at: datetime | None = None
    stand_back: bool = False
    """What is tried again lets answers to the same person go first."""


async def record(session: AsyncSession, results: Sequence[Sent]) -> list[Sent]:
    """Write down how sending went; NEW means it is tried again at `retry_at`.

    Returns what is not written because others are changing its card right now: record each of it alone, so
    that nobody who holds several cards waits for another such.
    """
    busy = await _lock_cards(session, results)
    free = [sent for sent in results if sent.card_id not in busy]
    connection = await session.connection()
    arrived = [sent for sent in free if sent.state is OutboxState.SENT]
    if arrived:
        await connection.execute(_ARRIVED, [_arrived(sent) for sent in arrived])
    shown = [_shown(sent) for sent in arrived if sent.card_version is not None]
    if shown:
        await connection.execute(_SHOWN, shown)
    for sent in free:
        if sent.state is not OutboxState.SENT:
            await _not_sent(session, sent)
    return [sent for sent in results if sent.card_id in busy]


async def _lock_cards(session: AsyncSession, results: Sequence[Sent]) -> set[int]:
    """Lock the cards of these results, waiting only for a single one; returns those that others hold."""
    wanted = sorted({sent.card_id for sent in results if sent.card_id is not None})
    if not wanted or session.get_bind().dialect.name == "sqlite":
        return set()
    query = select(Card.id).where(Card.id.in_(wanted)).order_by(Card.id)
    query = query.with_for_update(key_share=True, skip_locked=len(results) > 1)
    return set(wanted) - set(await session.scalars(query))


def _arrived(sent: Sent) -> dict[str, Any]:
    return {"row": sent.outbox_id, "now": clock.now(), "contact": sent.contact_id, "message": sent.message_id}


def _shown(sent: Sent) -> dict[str, Any]:
    return {
        "card": sent.card_id,
        "version": sent.card_version,
        "contact": sent.contact_id,
        "message": sent.message_id,
        "stale": sent.refresh_at,
    }


_outboxes = cast(Table, Outbox.__table__)
_cards = cast(Table, Card.__table__)
_ARRIVED = (
    update(_outboxes)
    .where(_outboxes.c.id == bindparam("row"))
    .values(
        state=OutboxState.SENT,
        lease_until=None,
        error=None,
        sent_at=bindparam("now"),
        contact_id=bindparam("contact"),
        message_id=bindparam("message"),
    )
)
_MOVED = and_(_cards.c.message_id.is_(None), _cards.c.left_message_id == bindparam("message"))
"""The card moved away while this message of it was being edited: it still has to appear anew."""
_SHOWN = (
    update(_cards)
    .where(_cards.c.id == bindparam("card"))
    .values(
        shown=case((_MOVED, _cards.c.shown), else_=bindparam("version")),
        contact_id=bindparam("contact"),
        message_id=case((_MOVED, None), else_=bindparam("message")),
        left_message_id=case((_MOVED, _cards.c.left_message_id), else_=None),
        refresh_at=bindparam("stale"),
    )
)


async def _not_sent(session: AsyncSession, sent: Sent) -> None:
    values: dict[str, Any] = {"state": sent.state, "lease_until": None, "error": sent.error}
    if sent.state is OutboxState.NEW:
        values |= {"next_at": sent.retry_at, "attempts": Outbox.attempts + int(sent.error is not None)}
        if sent.stand_back:
            values["priority"] = 1
        if sent.card_id is not None and await _superseded(session, sent):
            values["state"] = OutboxState.DROPPED
    await session.execute(update(Outbox).where(Outbox.id == sent.outbox_id).values(**values))


async def release(session: AsyncSession, ids: Sequence[int]) -> None:
    """Give leased rows back: they wait for their turn again."""
    rows = await session.scalars(
        select(Outbox)
        .where(Outbox.id.in_(ids), Outbox.state == OutboxState.LEASED)
        .with_for_update(key_share=True)
    )
    now = clock.now()
    await record(session, [Sent(row.id, OutboxState.NEW, card_id=row.card_id, retry_at=now) for row in rows])


async def _superseded(session: AsyncSession, sent: Sent) -> bool:
    """True if a newer row waits for the same card, which then shows the newest version anyway."""
    newer = select(Outbox.id).where(Outbox.card_id == sent.card_id, Outbox.state == OutboxState.NEW)
    return (await session.execute(newer.limit(1))).first() is not None
