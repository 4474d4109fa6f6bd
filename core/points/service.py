"""Posting points: double entry, once for each source, never overdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.db import insert
from core.errors import Conflict, Invalid
from core.models import Account, AccountKind, Checkpoint, Entry, Posting
from core.points.queries import balance

ISSUE = "scheme:issue"
CHECKPOINT_EVERY = 64
"""Each such posting leaves checkpoints of its accounts, so that a balance sums about so many entries."""


@dataclass(frozen=True)
class Transfer:
    """Points that go from one owner to another; owners are `person:7`, `organisation:2`, `scheme:issue`."""

    debit: str
    credit: str
    amount: int


async def post(
    session: AsyncSession,
    source: str,
    rule: str,
    version: int,
    inputs: dict[str, Any],
    transfers: Sequence[Transfer],
    need_id: int | None = None,
) -> Posting | None:
    """Post transfers under a source; None if that source was posted before.

    Raises Invalid `amount-not-positive`, and Conflict `not-enough-points` if an account that is not the
    scheme's own would be overdrawn.
    """
    if any(transfer.amount <= 0 for transfer in transfers):
        raise Invalid("amount-not-positive")
    statement = insert(session, Posting).values(
        source=source, rule=rule, rule_version=version, inputs=inputs, need_id=need_id, at=clock.now()
    )
    statement = statement.on_conflict_do_nothing(index_elements=["source"]).returning(Posting)
    posting = (await session.scalars(statement)).one_or_none()
    if posting is None:
        return None
    owners = sorted({transfer.debit for transfer in transfers} | {transfer.credit for transfer in transfers})
    accounts = {owner: await _account(session, owner) for owner in owners}
    for transfer in transfers:
        debit, credit = accounts[transfer.debit], accounts[transfer.credit]
        if debit.kind is not AccountKind.SCHEME and await balance(session, debit.owner) < transfer.amount:
            raise Conflict("not-enough-points")
        session.add(
            Entry(posting_id=posting.id, debit_id=debit.id, credit_id=credit.id, amount=transfer.amount)
        )
        await session.flush()
    if posting.id % CHECKPOINT_EVERY == 0:
        for account in accounts.values():
            await _checkpoint(session, account)
    return posting


async def _account(session: AsyncSession, owner: str) -> Account:
    """The account of an owner, made if need be; locked, so that its entries come one after the other.

    The scheme's own may be overdrawn and take part in every posting: they are not locked.
    """
    kind, _, key = owner.partition(":")
    values: dict[str, Any] = {"kind": AccountKind(kind), "owner": owner}
    if kind != AccountKind.SCHEME:
        values[f"{kind}_id"] = int(key)
    query = select(Account).where(Account.owner == owner)
    if kind != AccountKind.SCHEME:
        query = query.with_for_update(key_share=True)
    found = (await session.scalars(query)).one_or_none()
    if found is not None:
        return found
    statement = insert(session, Account).values(**values)
    await session.execute(statement.on_conflict_do_nothing(index_elements=["owner"]))
    return (await session.scalars(query)).one()


async def _checkpoint(session: AsyncSession, account: Account) -> None:
    """Keep the balance of an account that is locked: nobody else adds an entry that this would miss."""
    if account.kind is AccountKind.SCHEME:
        return
    touches = or_(Entry.credit_id == account.id, Entry.debit_id == account.id)
    newest = await session.scalar(select(func.max(Entry.id)).where(touches))
    values = {"entry_id": newest, "balance": await balance(session, account.owner)}
    statement = insert(session, Checkpoint).values(account_id=account.id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=values))
