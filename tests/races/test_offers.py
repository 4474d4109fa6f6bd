"""Two at once on an offer: one effect, and a true answer to each."""

from functools import partial
from typing import Any

from sqlalchemy import select

from core import clock
from core.actor import SYSTEM
from core.drafts import submission
from core.errors import Conflict
from core.models import Assignment, Need, Offer, OfferState, RoleKind, Status, Team
from core.people.roles import end_role
from core.routing import answers
from core.routing.passing import pass_on_left
from core.routing.service import route_waiting
from tests import village
from tests.races.conftest import ROUNDS, Races


async def _people(races: Races, *people: tuple[str, RoleKind | None, str]) -> None:
    async with races.village.db.write() as session:
        for name, role, place in people:
            await village.person(session, name, role, place)


async def _offered(races: Races, code: str, *names: str) -> tuple[int, list[int]]:
    """A need that was just offered, and the offers of these people."""
    async with races.village.db.write() as session:
        need = await village.submit(session, await village.meet(session, "居民"), code)
    await races.village.system(route_waiting, clock.now())
    await races.all_is_sent()
    async with races.village.db.read() as session:
        offers = [await village.offer_to(session, need.id, name) for name in names]
    assert None not in offers
    return need.id, [offer for offer in offers if offer is not None]


def _won(results: list[Any]) -> list[Any]:
    return [result for result in results if isinstance(result, Assignment)]


async def test_two_volunteers_accept_the_same_need(races: Races) -> None:
    names = ("甲", "乙")
    await _people(races, ("居民", None, ""), *((n, RoleKind.VOLUNTEER, "XFL") for n in names))
    for _ in range(ROUNDS):
        need_id, offers = await _offered(races, "elder_visit", *names)
        results = await races.at_once(
            *(
                partial(races.village.does, name, answers.accept, offer)
                for name, offer in zip(names, offers, strict=True)
            )
        )
        assert len(_won(results)) == 1
        assert [r.code for r in results if isinstance(r, Conflict)] == ["offer-taken"]
        await races.check(need_id)
        await races.village.does("居民", submission.cancel, need_id)


async def test_leader_and_member_accept_for_the_same_team(races: Races) -> None:
    await _people(races, ("居民", None, ""), ("队长", RoleKind.TEAM_LEADER, "T1"))
    await _people(races, ("副队长", RoleKind.TEAM_LEADER, "T1"))
    for _ in range(ROUNDS):
        need_id, offers = await _offered(races, "drain", "队长", "副队长")
        results = await races.at_once(
            *(partial(races.village.does, name, answers.accept, offers[0]) for name in ("队长", "副队长"))
        )
        assert len(_won(results)) == 1
        await races.check(need_id)
        await races.village.does("居民", submission.cancel, need_id)


async def test_the_same_person_accepts_twice(races: Races) -> None:
    await _people(races, ("居民", None, ""), ("队长", RoleKind.TEAM_LEADER, "T1"))
    for _ in range(ROUNDS):
        need_id, offers = await _offered(races, "drain", "队长")
        accept = partial(races.village.does, "队长", answers.accept, offers[0])
        results = await races.at_once(accept, accept)
        assert len({won.id for won in _won(results)}) == 1 and len(_won(results)) == 2
        await races.check(need_id)
        await races.village.does("居民", submission.cancel, need_id)


async def test_accept_against_the_sweep_that_ends_the_offer(races: Races) -> None:
    await _people(races, ("居民", None, ""), ("队长", RoleKind.TEAM_LEADER, "T1"))
    await _people(races, ("网格员", RoleKind.COORDINATOR, "XFL"))
    late = clock.now().replace(year=clock.now().year + 1)
    for _ in range(ROUNDS):
        need_id, offers = await _offered(races, "drain", "队长")
        accepted, _ = await races.at_once(
            partial(races.village.does, "队长", answers.accept, offers[0]),
            partial(races.village.system, route_waiting, late),
        )
        async with races.village.db.read() as session:
            need = await session.get_one(Need, need_id)
        assert need.status is (Status.ASSIGNED if isinstance(accepted, Assignment) else Status.TRIAGE)
        await races.check(need_id)
        await races.village.does("居民", submission.cancel, need_id)


async def test_accept_against_cancel(races: Races) -> None:
    await _people(races, ("居民", None, ""), ("队长", RoleKind.TEAM_LEADER, "T1"))
    for _ in range(ROUNDS):
        need_id, offers = await _offered(races, "drain", "队长")
        _, cancelled = await races.at_once(
            partial(races.village.does, "队长", answers.accept, offers[0]),
            partial(races.village.does, "居民", submission.cancel, need_id),
        )
        assert isinstance(cancelled, Need) and cancelled.status is Status.CANCELLED
        await races.check(need_id)


async def test_the_last_place_of_a_team(races: Races) -> None:
    """Two needs, two leaders, room for one: the team never holds more than its capacity."""
    await _people(races, ("居民", None, ""))
    await _people(races, *((name, RoleKind.TEAM_LEADER, "T1") for name in ("队长", "副队长")))
    for _ in range(ROUNDS):
        async with races.village.db.write() as session:
            await village.capacity(session, "T1", 2)
        pair = [await _offered(races, "drain", "队长"), await _offered(races, "drain", "副队长")]
        async with races.village.db.write() as session:
            await village.capacity(session, "T1", 1)
        results = await races.at_once(
            *(
                partial(races.village.does, name, answers.accept, offers[0])
                for name, (_, offers) in zip(("队长", "副队长"), pair, strict=True)
            )
        )
        assert len(_won(results)) == 1
        assert [r.code for r in results if isinstance(r, Conflict)] == ["team-full"]
        for need_id, _ in pair:
            await races.check(need_id)
            await races.village.does("居民", submission.cancel, need_id)


async def test_decline_against_accept_within_a_team(races: Races) -> None:
    names = ("队员甲", "队员乙")
    await _people(races, ("居民", None, ""), *((n, RoleKind.TEAM_MEMBER, "T1") for n in names))
    for _ in range(ROUNDS):
        need_id, offers = await _offered(races, "drain", *names)
        accepted, _ = await races.at_once(
            partial(races.village.does, names[0], answers.accept, offers[0]),
            partial(races.village.does, names[1], answers.decline, offers[0], "busy"),
        )
        assert isinstance(accepted, Assignment)
        await races.check(need_id)
        await races.village.does("居民", submission.cancel, need_id)


async def test_the_same_person_declines_and_accepts(races: Races) -> None:
    await _people(races, ("居民", None, ""), ("队长", RoleKind.TEAM_LEADER, "T1"))
    for _ in range(ROUNDS):
        need_id, offers = await _offered(races, "drain", "队长")
        results = await races.at_once(
            partial(races.village.does, "队长", answers.accept, offers[0]),
            partial(races.village.does, "队长", answers.decline, offers[0], "busy"),
        )
        async with races.village.db.read() as session:
            offer = await session.get_one(Offer, offers[0])
        assert len([r for r in results if isinstance(r, Conflict)]) == 1
        assert offer.state is (OfferState.ACCEPTED if _won(results) else OfferState.DECLINED)
        await races.check(need_id)
        await races.village.does("居民", submission.cancel, need_id)


async def test_two_volunteers_take_two_needs_crosswise(races: Races) -> None:
    """Each has a card of the other's need: nobody waits for the other in a circle."""
    names = ("甲", "乙")
    await _people(races, ("居民", None, ""), *((n, RoleKind.VOLUNTEER, "XFL") for n in names))
    for _ in range(ROUNDS):
        first, offers = await _offered(races, "elder_visit", *names)
        second, others = await _offered(races, "elder_visit", *names)
        results = await races.at_once(
            partial(races.village.does, "甲", answers.accept, offers[0]),
            partial(races.village.does, "乙", answers.accept, others[1]),
        )
        assert len(_won(results)) == 2
        for need_id in (first, second):
            await races.check(need_id)
            await races.village.does("居民", submission.cancel, need_id)


async def test_accept_against_the_end_of_the_role(races: Races) -> None:
    """Whoever comes first: the task is taken, or the offer goes on and nobody holds it."""
    await _people(races, ("居民", None, ""))
    await _people(races, *((name, RoleKind.TEAM_LEADER, "T1") for name in ("队长", "副队长")))
    for turn in range(ROUNDS):
        name = ("队长", "副队长")[turn % 2]
        await _people(races, (name, RoleKind.TEAM_LEADER, "T1"))
        need_id, offers = await _offered(races, "drain", name)

        async def end(who: str = name) -> None:
            async with races.village.db.write() as session:
                team = await session.scalar(select(Team).where(Team.code == "T1"))
                someone = (await village.meet(session, who)).person
                await end_role(session, SYSTEM, someone, RoleKind.TEAM_LEADER, team)

        results = await races.at_once(
            partial(races.village.does, name, answers.accept, offers[0]),
            end,
            partial(races.village.system, pass_on_left, clock.now()),
        )
        refused = [result.code for result in results if isinstance(result, Conflict)]
        assert len(_won(results)) == 1 or refused in (["role-over"], ["offer-over"])
        await races.village.system(pass_on_left, clock.now())
        await races.check(need_id)
        await races.village.does("居民", submission.cancel, need_id)
