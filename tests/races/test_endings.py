"""Ends of needs that meet: one effect, points once, and no circle of locks."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from core import clock
from core.actor import SYSTEM
from core.drafts import submission
from core.errors import Conflict
from core.models import Area, Need, Outcome, Role, RoleKind, Status, Verdict
from core.people.invitations import invite, take_invitation
from core.points.queries import balance
from core.routing import answers
from core.routing.service import route_waiting
from core.verdicts import service as verdicts
from core.work import service as work
from core.work import visits
from tests import village
from tests.races.conftest import ROUNDS, Races

LATER = timedelta(days=4)


async def _team(races: Races) -> int:
    async with races.village.db.write() as session:
        await village.person(session, "居民")
        await village.person(session, "邻居")
        return (await village.person(session, "队长", RoleKind.TEAM_LEADER, "T1")).person


async def _at_work(races: Races, who: str = "居民") -> int:
    """A need at which the leader has arrived."""
    async with races.village.db.write() as session:
        need = await village.submit(session, await village.meet(session, who))
    await races.village.system(route_waiting, clock.now())
    async with races.village.db.read() as session:
        offer = await village.offer_to(session, need.id, "队长")
    await races.village.does("队长", answers.accept, offer)
    await races.village.does("队长", visits.check_in_at, need.id, *village.HOME)
    await races.all_is_sent()
    return need.id


async def _done(races: Races, who: str = "居民") -> int:
    need_id = await _at_work(races, who)
    await races.village.does("队长", work.done, need_id)
    await races.all_is_sent()
    return need_id


async def _need(races: Races, need_id: int) -> Need:
    await races.check(need_id)
    async with races.village.db.read() as session:
        return await session.get_one(Need, need_id)


async def test_cancel_against_done(races: Races) -> None:
    await _team(races)
    for _ in range(ROUNDS):
        need_id = await _at_work(races)
        results = await races.at_once(
            partial(races.village.does, "居民", submission.cancel, need_id),
            partial(races.village.does, "队长", work.done, need_id),
        )
        assert len([r for r in results if isinstance(r, Conflict)]) == 1
        assert (await _need(races, need_id)).status in (Status.CANCELLED, Status.DONE)


async def test_the_verdict_against_the_end_of_its_time(races: Races) -> None:
    leader = await _team(races)
    for n in range(ROUNDS):
        need_id = await _done(races)
        await races.village.does("居民", verdicts.judge, need_id, 1, Verdict.SOLVED)
        await races.at_once(
            partial(races.village.does, "居民", verdicts.rate, need_id, 1, 5),
            partial(races.village.system, verdicts.close_silent, clock.now() + LATER),
            partial(races.village.system, verdicts.close_silent, clock.now() + LATER),
        )
        assert (await _need(races, need_id)).outcome is Outcome.SOLVED
        async with races.village.db.read() as session:
            assert 10 * (n + 1) <= await balance(session, f"person:{leader}") <= 16 * (n + 1)


async def test_the_same_verdict_twice_at_once(races: Races) -> None:
    await _team(races)
    for verdict in (Verdict.SOLVED, Verdict.UNSOLVED, Verdict.PARTLY) * (ROUNDS // 3):
        need_id = await _done(races)
        judge = partial(races.village.does, "居民", verdicts.judge, need_id, 1, verdict)
        results = await races.at_once(judge, judge)
        assert not [r for r in results if isinstance(r, Conflict)]
        need = await _need(races, need_id)
        assert need.round == (2 if verdict is Verdict.UNSOLVED else 1)
        if verdict is Verdict.UNSOLVED:
            await races.village.does("居民", submission.cancel, need_id)


async def test_two_verdicts_that_differ(races: Races) -> None:
    await _team(races)
    for _ in range(ROUNDS):
        need_id = await _done(races)
        await races.at_once(
            partial(races.village.does, "居民", verdicts.judge, need_id, 1, Verdict.SOLVED),
            partial(races.village.does, "居民", verdicts.judge, need_id, 1, Verdict.UNSOLVED),
        )
        assert (await _need(races, need_id)).status in (Status.REGISTERED, Status.DONE)
        if (await _need(races, need_id)).status is Status.REGISTERED:
            await races.village.does("居民", submission.cancel, need_id)


async def test_sweeps_and_verdicts_on_many_needs_at_once(races: Races) -> None:
    """Batches that pay, number children and tell people, beside residents who do the same."""
    await _team(races)
    for _ in range(ROUNDS // 6):
        needs = [await _done(races, who) for who in ("居民", "邻居") * 3]
        for need_id, who in zip(needs, ("居民", "邻居") * 3, strict=True):
            await races.village.does(who, verdicts.judge, need_id, 1, Verdict.PARTLY)
        sweep = partial(races.village.system, verdicts.close_silent, clock.now() + LATER)
        rates = [
            partial(races.village.does, who, verdicts.rate, need_id, 1, 4)
            for need_id, who in zip(reversed(needs), ("邻居", "居民") * 3, strict=True)
        ]
        await races.at_once(sweep, sweep, *rates)
        for need_id in needs:
            assert (await _need(races, need_id)).outcome is Outcome.PARTLY
        async with races.village.db.read() as session:
            children = list(await session.scalars(select(Need).where(Need.parent_id.in_(needs))))
        assert len(children) == len({child.number for child in children}) == len(needs)
        for child in children:
            await races.village.system(_cancel, child)


async def _cancel(session: Any, child: Need) -> None:
    name = "居民" if (await village.meet(session, "居民")).person_id == child.reporter_id else "邻居"
    await submission.cancel(session, await village.meet(session, name), child.id)


async def test_two_sweeps_route_each_need_once(races: Races) -> None:
    await _team(races)
    for _ in range(ROUNDS):
        async with races.village.db.write() as session:
            await village.capacity(session, "T1", 50)
            needs = [await village.submit(session, await village.meet(session, "居民")) for _ in range(3)]
        sweep = partial(races.village.system, route_waiting, clock.now())
        await races.at_once(sweep, sweep)
        for need in needs:
            assert (await _need(races, need.id)).status is Status.OFFERED
            await races.village.does("居民", submission.cancel, need.id)


async def test_the_last_use_of_an_invitation(races: Races) -> None:
    async with races.village.db.write() as session:
        area = await session.scalar(select(Area).where(Area.code == "XFL"))
        assert area is not None
    for n in range(ROUNDS):
        async with races.village.db.write() as session:
            for name in (f"甲{n}", f"乙{n}"):
                await village.meet(session, name)
            _, payload = await invite(session, SYSTEM, RoleKind.VOLUNTEER, area)
        take = [partial(races.village.does, f"{name}{n}", take_invitation, payload) for name in "甲乙"]
        results = await races.at_once(*take, take[0])
        taken = {r.person_id for r in results if isinstance(r, Role)}
        assert len(taken) == 1
        refusals = [r.code for r in results if isinstance(r, Conflict)]
        assert set(refusals) == {"invitation-used-up"}
