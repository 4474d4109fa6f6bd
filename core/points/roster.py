"""The ledger as one reads it: accounts with their balances, entries with rule, inputs and source."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.access.paging import Page, Window, fetch
from core.access.scope import reaches_all, require_reader, within
from core.actor import Actor
from core.models import Account, AccountKind, Area, Entry, Need, Organisation, Person, Posting
from core.people.roster import people_within
from core.points.queries import standing
from core.registry.roster import AnyRow

_Debit = aliased(Account)
_Credit = aliased(Account)


@dataclass(frozen=True)
class AccountView:
    """An account and its balance in points."""

    id: int
    owner: str
    kind: AccountKind
    display: str
    balance: int


@dataclass(frozen=True)
class EntryView:
    """A transfer of points with all that is needed to compute it again."""

    id: int
    at: datetime
    debit: str
    credit: str
    amount: int
    rule: str
    rule_version: int
    inputs: dict[str, Any]
    source: str
    need_number: str | None


def _readable(actor: Actor, account: type[Account]) -> ColumnElement[bool]:
    """The clause that an account is that of a person or an organisation in scope."""
    if reaches_all(actor):
        return true()
    own = exists().where(Person.id == account.person_id, people_within(actor))
    at_home = (Organisation.id == account.organisation_id, Area.id == Organisation.area_id)
    return or_(own, exists().where(*at_home, within(actor, Area.path)))


def _account(row: AnyRow) -> AccountView:
    held: Account = row[1]
    return AccountView(held.id, held.owner, held.kind, row.person or row.organisation or "", int(row.balance))


async def accounts(
    session: AsyncSession, actor: Actor, window: Window, *, kind: AccountKind | None = None
) -> Page[AccountView]:
    """Accounts in scope with their balances (what came in less what went out), of one kind if asked."""
    require_reader(actor)
    balance = standing().label("balance")
    names = (Person.name.label("person"), Organisation.name.label("organisation"))
    listed = select(Account.id, Account, *names, balance).outerjoin(Person, Person.id == Account.person_id)
    listed = listed.outerjoin(Organisation, Organisation.id == Account.organisation_id)
    listed = listed.where(Account.id.in_(select(Account.id).where(_readable(actor, Account))))
    if kind is not None:
        listed = listed.where(Account.kind == kind)
    return (await fetch(session, listed, Account.id, window)).map(_account)


def _entry(row: AnyRow) -> EntryView:
    entry, posting = row[1], row[2]
    return EntryView(
        entry.id,
        posting.at,
        row.debit,
        row.credit,
        entry.amount,
        posting.rule,
        posting.rule_version,
        posting.inputs,
        posting.source,
        row.need_number,
    )


async def entries(
    session: AsyncSession,
    actor: Actor,
    window: Window,
    *,
    account_id: int | None = None,
    need_number: str | None = None,
) -> Page[EntryView]:
    """Entries, oldest first, that touch an account in scope; of one account or one need if asked."""
    require_reader(actor)
    labels = (_Debit.owner.label("debit"), _Credit.owner.label("credit"), Need.number.label("need_number"))
    listed = select(Entry.id, Entry, Posting, *labels).join(Posting, Posting.id == Entry.posting_id)
    listed = listed.join(_Debit, _Debit.id == Entry.debit_id).join(_Credit, _Credit.id == Entry.credit_id)
    listed = listed.outerjoin(Need, Need.id == Posting.need_id)
    readable = select(Account.id).where(_readable(actor, Account))
    listed = listed.where(or_(Entry.debit_id.in_(readable), Entry.credit_id.in_(readable)))
    if account_id is not None:
        listed = listed.where(or_(Entry.debit_id == account_id, Entry.credit_id == account_id))
    if need_number is not None:
        listed = listed.where(Need.number == need_number)
    return (await fetch(session, listed, Entry.id, window)).map(_entry)
