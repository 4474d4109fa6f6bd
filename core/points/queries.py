"""Balances and the last entries of an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from core.actor import Actor
from core.models import Account, Checkpoint, Entry, Need, Organisation, Posting, RoleKind, Team


@dataclass(frozen=True)
class Line:
    """One entry as the owner of an account sees it: signed amount and why."""

    at: datetime
    amount: int
    rule: str
    rule_version: int
    inputs: dict[str, Any]
    need_number: str | None


def standing() -> ColumnElement[int]:
    """The balance of the account of a query in points: its checkpoint, and what came and went after it."""
    held = Checkpoint.account_id == Account.id
    begun = select(Checkpoint.entry_id).where(held).correlate(Account).scalar_subquery()
    stood = select(Checkpoint.balance).where(held).correlate(Account).scalar_subquery()

    def after(side: InstrumentedAttribute[int]) -> ScalarSelect[int]:
        moved = select(func.coalesce(func.sum(Entry.amount), 0))
        moved = moved.where(side == Account.id, Entry.id > func.coalesce(begun, 0))
        return moved.correlate(Account).scalar_subquery()

    return func.coalesce(stood, 0) + after(Entry.credit_id) - after(Entry.debit_id)


_BALANCE = select(standing()).where(Account.owner == bindparam("of"))


async def balance(session: AsyncSession, owner: str) -> int:
    """Points on an account now: what came in less what went out; 0 for an owner without an account."""
    return int(await session.scalar(_BALANCE, {"of": owner}) or 0)


async def last_lines(session: AsyncSession, owner: str, limit: int = 10) -> Sequence[Line]:
    """The newest entries of an account, newest first."""
    account_id = await session.scalar(select(Account.id).where(Account.owner == owner))
    if account_id is None:
        return []
    rows = await session.execute(
        select(Posting.at, Entry.amount, Entry.credit_id, Posting.rule, Posting.rule_version, Posting.inputs)
        .add_columns(Need.number)
        .join(Posting, Posting.id == Entry.posting_id)
        .outerjoin(Need, Need.id == Posting.need_id)
        .where((Entry.credit_id == account_id) | (Entry.debit_id == account_id))
        .order_by(Entry.id.desc())
        .limit(limit)
    )
    return [
        Line(at, amount if credit == account_id else -amount, rule, version, inputs, number)
        for at, amount, credit, rule, version, inputs, number in rows
    ]


async def banks_of(session: AsyncSession, actor: Actor) -> Sequence[Organisation]:
    """The organisations whose points bank the actor may see: their own, or those of the teams they lead."""
    own = {grant.organisation_id for grant in actor.grants if grant.organisation_id is not None}
    led = select(Team.organisation_id).where(Team.id.in_(actor.teams(RoleKind.TEAM_LEADER)))
    query = select(Organisation).where(Organisation.id.in_(own) | Organisation.id.in_(led))
    return (await session.scalars(query.order_by(Organisation.id))).all()
