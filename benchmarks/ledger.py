"""The ledger: postings a second, and reading a balance beside a naive sum over all entries."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.db import Database, connect
from core.models import Account, Entry, Posting
from core.points.queries import balance
from core.points.service import ISSUE, Transfer, post

LENGTHS = (10, 1_000, 100_000)
POSTINGS = 200
READS = 20
AT_ONCE = 5_000


async def measure(kind: str, url: str, person_id: int) -> list[dict[str, Any]]:
    """Rows of the report for the ledger of a database, on the account of a person."""
    db, owner = connect(url), f"person:{person_id}"
    rows: list[dict[str, Any]] = []
    try:
        for length in LENGTHS:
            rate = await _fill(db, owner, length)
            read, naive = await _time(db, owner, balance), await _time(db, owner, _naive)
            name = f"ledger, {kind}, {length:,} entries"
            rows.append(_row(f"{name}: posting", rate, "postings/s", {}))
            rows.append(_row(f"{name}: balance", read, "ms", {"naive sum": naive}))
    finally:
        await db.close()
    return rows


def _row(name: str, value: float, unit: str, beside: dict[str, float]) -> dict[str, Any]:
    ratio = round(value / beside["naive sum"], 3) if beside else None
    rounded = {key: round(its, 2) for key, its in beside.items()}
    shown = {"name": name, "value": round(value, 2), "unit": unit, "beside": rounded}
    return {**shown, "ratio": ratio, "goal": None, "holds": None}


async def _fill(db: Database, owner: str, length: int) -> float:
    """Bring an account to so many entries, the last ones by posting; returns postings a second."""
    async with db.write() as session:
        await post(session, f"first:{length}", "bench", 1, {}, [Transfer(ISSUE, owner, 1)])
        issue, own = [
            (await session.scalars(select(Account.id).where(Account.owner == of))).one()
            for of in (ISSUE, owner)
        ]
        there = await session.scalar(select(func.count()).select_from(Entry)) or 0
        for begin in range(there, max(length - POSTINGS, there), AT_ONCE):
            await _bulk(session, range(begin, min(begin + AT_ONCE, length - POSTINGS)), issue, own)
    began = time.perf_counter()
    for number in range(min(POSTINGS, length)):
        async with db.write() as session:
            await post(session, f"{length}:{number}", "bench", 1, {}, [Transfer(ISSUE, owner, 1)])
    return min(POSTINGS, length) / (time.perf_counter() - began)


async def _bulk(session: AsyncSession, numbers: range, issue: int, own: int) -> None:
    now = clock.now()
    common = {"rule": "bench", "rule_version": 1, "inputs": {}, "at": now}
    made = await session.scalars(
        insert(Posting).returning(Posting.id), [{"source": f"bulk:{number}", **common} for number in numbers]
    )
    transfer = {"debit_id": issue, "credit_id": own, "amount": 1}
    await session.execute(insert(Entry), [{"posting_id": posting, **transfer} for posting in made])


async def _naive(session: AsyncSession, owner: str) -> int:
    account = select(Account.id).where(Account.owner == owner).scalar_subquery()
    came = select(func.coalesce(func.sum(Entry.amount), 0)).where(Entry.credit_id == account)
    went = select(func.coalesce(func.sum(Entry.amount), 0)).where(Entry.debit_id == account)
    return int(await session.scalar(select(came.scalar_subquery() - went.scalar_subquery())) or 0)


async def _time(db: Database, owner: str, read: Callable[[AsyncSession, str], Awaitable[int]]) -> float:
    """Milliseconds of one reading, the mean of several."""
    async with db.read() as session:
        right = await read(session, owner)
        began = time.perf_counter()
        for _ in range(READS):
            assert await read(session, owner) == right
        return (time.perf_counter() - began) / READS * 1000
