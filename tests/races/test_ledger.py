"""Many who post to one account at once: nothing is lost, nothing is overdrawn, nobody waits in a circle."""

from functools import partial

from core.errors import Conflict
from core.points.audit import verify
from core.points.queries import balance
from core.points.service import CHECKPOINT_EVERY, ISSUE, Transfer, post
from tests import village
from tests.races.conftest import Races

AT_ONCE = 8
POINTS = 3


async def test_everybody_is_paid_once_while_some_spend(races: Races) -> None:
    async with races.village.db.write() as session:
        one, two = [f"person:{(await village.person(session, name)).person}" for name in ("甲", "乙")]
    paid = spent = refused = 0
    for wave in range(2 * CHECKPOINT_EVERY // AT_ONCE):
        ways = [(ISSUE, one), (ISSUE, two), (one, two), (two, one)] * (AT_ONCE // 4)
        moves = [
            partial(races.village.system, post, f"{wave}:{n}", "test", 1, {}, [Transfer(*way, POINTS)])
            for n, way in enumerate(ways)
        ]
        results = await races.at_once(*moves)
        refused += sum(isinstance(result, Conflict) for result in results)
        spent += len(results)
        paid += POINTS * sum(way[0] == ISSUE for way in ways)
    async with races.village.db.read() as session:
        held = [await balance(session, owner) for owner in (one, two)]
        assert sum(held) == paid and min(held) >= 0
        assert await balance(session, ISSUE) == -paid
        assert (await verify(session)).entries == spent - refused
