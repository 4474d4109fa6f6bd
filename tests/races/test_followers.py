"""Neighbours who join each other's need at the same moment: one is left, and no circle of locks."""

from functools import partial

from core.drafts import submission
from core.errors import Conflict
from core.followers.service import join
from core.models import Need, Status
from tests import village
from tests.races.conftest import ROUNDS, Races


async def test_two_who_join_each_other(races: Races) -> None:
    for name in ("甲", "乙"):
        await races.village.system(village.person, name)
    for _ in range(ROUNDS):
        first = (await races.village.does("甲", village.submit)).id
        second = (await races.village.does("乙", village.submit)).id
        results = await races.at_once(
            partial(races.village.does, "甲", join, second), partial(races.village.does, "乙", join, first)
        )
        assert [r.code for r in results if isinstance(r, Conflict)] == ["need-ended"]
        await races.check(first, second)
        async with races.village.db.read() as session:
            needs = [await session.get_one(Need, need_id) for need_id in (first, second)]
        assert sorted(need.status for need in needs) == [Status.CANCELLED, Status.REGISTERED]
        await races.all_is_sent()
        for name, need in zip("甲乙", needs, strict=True):
            await races.village.does(name, submission.cancel, need.id)
