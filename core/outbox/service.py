"""Emitting messages and cards in the transaction of the fact, and handing them to a sender."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, and_, cast, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.db import insert
from core.models import Card, CardKind, Outbox, OutboxState

LEASE = timedelta(seconds=30)
WAITING = (OutboxState.NEW, OutboxState.LEASED)
GIVE_UP_AFTER = 12
CARD = "card"
_WAITING_CARD = text("state = 'new' AND card_id IS NOT NULL")
_RANK = cast(Outbox.priority, BigInteger) * 2**48 + Outbox.id


@dataclass
class Lease:
    """The rows of one person that the process which makes them will send itself, right after its commit."""

    person_id: int
    rows: list[int] = field(default_factory=list)


def hold_lease(session: AsyncSession, person_id: int) -> Lease:
    """From now on in this session, rows for this person are made with the first lease held."""
    lease = Lease(person_id)
    session.info["lease"] = lease
    return lease


async def tell(
    session: AsyncSession,
    person_id: int,
    kind: str,
    *,
    need_id: int | None = None,
    dedup: str | None = None,
    valid_until: datetime | None = None,
    priority: int = 0,
    **params: Any,
) -> None:
    """Tell a person something, once for each `dedup`; `params` hold ids, codes and numbers, never words."""
    await _add(
        session,
        person_id,
        kind=kind,
        need_id=need_id,
        dedup=dedup,
        valid_until=valid_until,
        priority=priority,
        params=params,
    )


async def show_card(
    session: AsyncSession, person_id: int, kind: CardKind, subject_id: int, need_id: int
) -> int:
    """Make the person's card of a subject, or bring it up to date; returns the card's id."""
    statement = insert(session, Card).values(
        person_id=person_id, kind=kind, subject_id=subject_id, need_id=need_id, wanted=1, shown=0
    )
    statement = statement.on_conflict_do_update(
        index_elements=["kind", "subject_id", "person_id"], set_={"wanted": Card.wanted + 1}
    )
    card_id = (await session.execute(statement.returning(Card.id))).scalar_one()
    await _queue_card(session, card_id, person_id, need_id)
    return card_id


async def refresh_cards(session: AsyncSession, need_id: int, *kinds: CardKind) -> None:
    """Bring all cards of a need (of these kinds, or of all) up to date."""
    where = [Card.need_id == need_id]
    if kinds:
        where.append(Card.kind.in_(kinds))
    statement = update(Card).where(*where).values(wanted=Card.wanted + 1, refresh_at=None)
    rows = await session.execute(statement.returning(Card.id, Card.person_id))
    for card_id, person_id in sorted(rows.all()):
        await _queue_card(session, card_id, person_id, need_id)


async def refresh_cards_of(session: AsyncSession, person_id: int, limit: int = 10) -> None:
    """Bring the newest cards of a person up to date, as when they change their language."""
    newest = select(Card.id).where(Card.person_id == person_id).order_by(Card.id.desc()).limit(limit)
    statement = update(Card).where(Card.id.in_(newest)).values(wanted=Card.wanted + 1)
    rows = await session.execute(statement.returning(Card.id, Card.need_id))
    for card_id, need_id in sorted(rows.all()):
        await _queue_card(session, card_id, person_id, need_id)


async def move_card(session: AsyncSession, person_id: int, kind: CardKind, subject_id: int) -> None:
    """Let the card appear anew at the end of the chat at its next showing; the old one goes then."""
    await session.execute(
        update(Card)
        .where(Card.person_id == person_id, Card.kind == kind, Card.subject_id == subject_id)
        .values(message_id=None, left_message_id=func.coalesce(Card.message_id, Card.left_message_id))
    )


async def refresh_stale_cards(session: AsyncSession, now: datetime, limit: int = 100) -> int:
    """Bring cards up to date whose words about time have grown stale; returns how many."""
    rows = await session.execute(
        select(Card.id, Card.person_id, Card.need_id)
        .where(Card.refresh_at <= now)
        .order_by(Card.refresh_at)
        .limit(limit)
        .with_for_update(key_share=True, skip_locked=True)
    )
    stale = rows.all()
    for card_id, person_id, need_id in stale:
        await session.execute(
            update(Card).where(Card.id == card_id).values(wanted=Card.wanted + 1, refresh_at=None)
        )
        await _queue_card(session, card_id, person_id, need_id)
    return len(stale)


async def _queue_card(session: AsyncSession, card_id: int, person_id: int, need_id: int) -> None:
    queued: set[int] = session.info.setdefault("queued_cards", set())
    if card_id not in queued:
        queued.add(card_id)
        await _add(session, person_id, kind=CARD, card_id=card_id, need_id=need_id)


async def _add(session: AsyncSession, person_id: int, **values: Any) -> None:
    now = clock.now()
    lease: Lease | None = session.info.get("lease")
    leased = lease is not None and lease.person_id == person_id
    state = {"state": OutboxState.LEASED, "lease_until": now + LEASE} if leased else {}
    row = {"person_id": person_id, "created_at": now, "next_at": now, "params": {}, **values, **state}
    statement = insert(session, Outbox).values(**row)
    if values.get("dedup"):
        statement = statement.on_conflict_do_nothing(index_elements=["dedup"])
    elif values.get("card_id"):
        statement = statement.on_conflict_do_nothing(index_elements=["card_id"], index_where=_WAITING_CARD)
    made = (await session.execute(statement.returning(Outbox.id))).scalar_one_or_none()
    if made is not None and lease is not None and leased:
        lease.rows.insert(0 if values.get("priority", 0) < 0 else len(lease.rows), made)
    session.info["emitted"] = True


async def claim(session: AsyncSession, now: datetime, limit: int = 50) -> Sequence[Outbox]:
    """Lease the next row of each person, at most `limit`, answers before notices."""
    firsts = select(func.min(_RANK)).where(Outbox.state.in_(WAITING)).group_by(Outbox.person_id)
    due = or_(
        and_(Outbox.state == OutboxState.NEW, Outbox.next_at <= now),
        and_(Outbox.state == OutboxState.LEASED, Outbox.lease_until <= now),
    )
    ids = (
        select(Outbox.id)
        .where(Outbox.state.in_(WAITING), _RANK.in_(firsts), due)
        .order_by(Outbox.priority, Outbox.id)
        .limit(limit)
        .with_for_update(key_share=True, skip_locked=True)
    )
    rows = await session.scalars(
        update(Outbox)
        .where(Outbox.id.in_(ids), Outbox.state.in_(WAITING))
        .values(state=OutboxState.LEASED, lease_until=now + LEASE)
        .returning(Outbox)
    )
    return sorted(rows.all(), key=lambda row: (row.priority, row.id))


async def renew(session: AsyncSession, ids: Collection[int], now: datetime) -> None:
    """Keep the leases of rows that a sender is still at: a long upload, a channel that asked to wait."""
    await session.execute(
        update(Outbox)
        .where(Outbox.id.in_(ids), Outbox.state == OutboxState.LEASED)
        .values(lease_until=now + LEASE)
    )


async def anything_due(session: AsyncSession, now: datetime) -> bool:
    """True if a row waits for a sender; a cheap look before a transaction is opened."""
    due = select(Outbox.id).where(
        or_(
            and_(Outbox.state == OutboxState.NEW, Outbox.next_at <= now),
            and_(Outbox.state == OutboxState.LEASED, Outbox.lease_until <= now),
        )
    )
    return (await session.execute(due.limit(1))).first() is not None
