"""The ledger: whatever is posted in whatever order, it balances, nothing comes twice, nothing is changed."""

import asyncio
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from core.db import Database
from core.errors import Conflict, Invalid
from core.models import Entry, Posting
from core.points.queries import balance
from core.points.service import ISSUE, Transfer, post
from tests import village
from tests.core.stateful.machine import Machine

OWNERS = (ISSUE, "person:1", "person:2", "person:3", "organisation:1")
transfers = st.lists(
    st.builds(
        Transfer, st.sampled_from(OWNERS), st.sampled_from(OWNERS), st.one_of(st.just(0), st.integers(-3, 40))
    ).filter(lambda transfer: transfer.debit != transfer.credit),
    min_size=1,
    max_size=3,
)


class LedgerMachine(Machine):
    """Posts beside a plain sum of what was posted."""

    def __init__(self) -> None:
        super().__init__()
        self.balances: dict[str, int] = defaultdict(int)
        self.sources: set[str] = set()

    @rule(number=st.integers(0, 12), moved=transfers)
    def post(self, number: int, moved: list[Transfer]) -> None:
        source = f"source:{number}"
        after = self._after(moved)
        try:
            posting = self.run(self.village.system(post, source, "test", 1, {}, moved))
        except Invalid:
            assert any(transfer.amount <= 0 for transfer in moved)
        except Conflict:
            assert after is None
        else:
            assert (posting is None) == (source in self.sources)
            if posting is not None:
                assert after is not None
                self.balances, self.sources = after, self.sources | {source}

    def _after(self, moved: list[Transfer]) -> dict[str, int] | None:
        """The balances after the transfers; None if one of them is not covered."""
        after = defaultdict(int, self.balances)
        for transfer in moved:
            if transfer.debit != ISSUE and after[transfer.debit] < transfer.amount:
                return None
            after[transfer.debit] -= transfer.amount
            after[transfer.credit] += transfer.amount
        return after

    @invariant()
    def balances_are_sums(self) -> None:
        async def look() -> None:
            async with self.db.read() as session:
                for owner in OWNERS:
                    assert await balance(session, owner) == self.balances[owner]
                assert await session.scalar(select(func.count()).select_from(Posting)) == len(self.sources)

        self.run(look())


TestLedger = LedgerMachine.TestCase
TestLedger.settings = settings(
    max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET amount = amount + 1",
        "DELETE FROM entry",
        "UPDATE posting SET source = 'other'",
        "DELETE FROM posting",
    ],
)
async def test_what_is_posted_stays(db: Database, statement: str) -> None:
    async with db.write() as session:
        await village.build(session)
        someone = (await village.person(session, "甲")).person
        await post(session, "once", "test", 1, {}, [Transfer(ISSUE, f"person:{someone}", 7)])
    with pytest.raises(DBAPIError):
        async with db.write() as session:
            await session.execute(text(statement))
    async with db.read() as session:
        assert (await session.scalars(select(Entry.amount))).all() == [7]


async def test_two_who_spend_the_same_points(db: Database) -> None:
    """An overdraft is refused under the lock of the account, and the repeat of a source changes nothing."""
    async with db.write() as session:
        await village.build(session)
        people = [(await village.person(session, name)).person for name in "甲乙丙"]
        await post(session, "gift", "test", 1, {}, [Transfer(ISSUE, f"person:{people[0]}", 10)])

    async def spend(source: str, to: int) -> bool:
        async with db.write() as session:
            moved = [Transfer(f"person:{people[0]}", f"person:{to}", 10)]
            return await post(session, source, "test", 1, {}, moved) is not None

    results = await asyncio.gather(
        spend("one", people[1]), spend("other", people[2]), spend("one", people[1]), return_exceptions=True
    )
    assert results.count(True) == 1
    assert all(isinstance(r, Conflict) or r in (True, False) for r in results)
    async with db.read() as session:
        assert [await balance(session, f"person:{p}") for p in people].count(10) == 1
