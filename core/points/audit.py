"""Computing the whole ledger again, row by row: what stands must follow from rules and inputs."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Account, AccountKind, Checkpoint, Entry, Posting
from core.points import rules

AT_ONCE = 1000
"""Rows held in memory at a time."""


@dataclass(frozen=True)
class Fault:
    """The first row that does not follow: its table, its id (of a checkpoint: the account's), and why.

    Codes: `empty` (a posting that moves nothing), `unknown-rule`, `inputs` (not those of the rule), `amounts`
    (not what rule and inputs give), `overdrawn` (an account that is not the scheme's own fell below 0),
    `balance` (a checkpoint that is not the sum up to its entry).
    """

    table: str
    id: int
    code: str


@dataclass(frozen=True)
class Finding:
    """How much was computed again, and the first fault if there is one."""

    postings: int
    entries: int
    fault: Fault | None


async def verify(session: AsyncSession) -> Finding:
    """Compute every posting from its rule and inputs, and every balance in the order of the entries."""
    postings, fault = 0, None
    async for posting, rows in _postings(session):
        postings += 1
        fault = fault or _follows(posting, rows)
    entries, overdrawn = await _balances(session)
    return Finding(postings, entries, fault or overdrawn)


async def _postings(session: AsyncSession) -> AsyncIterator[tuple[Posting, list[tuple[AccountKind, int]]]]:
    """Each posting with the kind of account and the amount of each transfer, by pages of ids."""
    last = 0
    while True:
        ids = select(Posting.id).where(Posting.id > last).order_by(Posting.id).limit(AT_ONCE)
        query = (
            select(Posting, Entry.amount, Account.kind)
            .outerjoin(Entry, Entry.posting_id == Posting.id)
            .outerjoin(Account, Account.id == Entry.credit_id)
            .where(Posting.id.in_(ids))
            .order_by(Posting.id, Entry.id)
        )
        page = (await session.execute(query)).all()
        if not page:
            return
        for posting, rows in groupby(page, key=itemgetter(0)):
            last = posting.id
            yield posting, [(kind, amount) for _, amount, kind in rows if kind and amount]
        session.expunge_all()


def _follows(posting: Posting, transfers: list[tuple[AccountKind, int]]) -> Fault | None:
    if not transfers:
        return Fault("posting", posting.id, "empty")
    try:
        worth = rules.replay(posting.rule, posting.rule_version, posting.inputs)
    except (KeyError, TypeError, ValueError):
        return Fault("posting", posting.id, "inputs")
    if worth is None:
        return Fault("posting", posting.id, "unknown-rule")
    to_people = sum(amount for kind, amount in transfers if kind is AccountKind.PERSON)
    to_banks = sum(amount for kind, amount in transfers if kind is AccountKind.ORGANISATION)
    fits = to_people == worth.handler and to_banks in (0, worth.bank)
    return None if fits else Fault("posting", posting.id, "amounts")


async def _balances(session: AsyncSession) -> tuple[int, Fault | None]:
    """Count the entries and find the first that overdraws an account."""
    own = set(await session.scalars(select(Account.id).where(Account.kind == AccountKind.SCHEME)))
    kept = {(c.account_id, c.entry_id): c.balance for c in await session.scalars(select(Checkpoint))}
    balances: dict[int, int] = {}
    last, count, fault = 0, 0, None
    columns = (Entry.id, Entry.debit_id, Entry.credit_id, Entry.amount)
    while page := (
        await session.execute(select(*columns).where(Entry.id > last).order_by(Entry.id).limit(AT_ONCE))
    ).all():
        for last, debit, credit, amount in page:
            balances[debit] = balances.get(debit, 0) - amount
            balances[credit] = balances.get(credit, 0) + amount
            if fault is None and debit not in own and balances[debit] < 0:
                fault = Fault("entry", last, "overdrawn")
            for account in (debit, credit):
                if fault is None and kept.get((account, last), balances[account]) != balances[account]:
                    fault = Fault("checkpoint", account, "balance")
        count += len(page)
    return count, fault
