"""Invitations: who may invite, taking once, the last place, and what is refused."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from core import clock
from core.actor import SYSTEM, Actor
from core.db import Database
from core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from core.models import Invitation, Level, OrganisationKind, Person, PersonStatus, RoleKind
from core.people.invitations import invite, revoke_invitation, take_invitation
from core.people.roles import end_role, grant, place_named, roles_of
from core.registry.service import put_area, put_organisation, put_team

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    """A community with an organisation and two teams, and makers of actors and invitations."""

    db: Database

    async def actor(self, *roles: tuple[RoleKind, str]) -> Actor:
        """A new person holding roles at places named `area:com`."""
        async with self.db.write() as session:
            person = Person(name="人", created_at=clock.now())
            session.add(person)
            await session.flush()
            for kind, place in roles:
                await grant(session, SYSTEM, person.id, kind, await self._place(session, place))
        return await self.again(Actor(label=f"person:{person.id}", person_id=person.id))

    async def again(self, actor: Actor) -> Actor:
        async with self.db.read() as session:
            return replace(actor, grants=await roles_of(session, actor.person))

    async def _place(self, session, place: str):
        field, _, code = place.partition(":")
        codes = {"area_code": None, "team_code": None, "organisation_code": None, f"{field}_code": code}
        return await place_named(session, **codes)

    async def invite(self, actor: Actor, kind: RoleKind, place: str, uses: int = 1) -> str:
        async with self.db.write() as session:
            _, payload = await invite(session, actor, kind, await self._place(session, place), uses=uses)
        return payload

    async def take(self, actor: Actor, payload: str) -> int:
        async with self.db.write() as session:
            return (await take_invitation(session, actor, payload.removeprefix("join_"))).id


@pytest.fixture
async def scene(db: Database) -> AsyncIterator[Scene]:
    with clock.stopped(NOON):
        async with db.write() as session:
            await put_area(session, SYSTEM, "street", name="街道", level=Level.STREET)
            for code in ("com", "other"):
                await put_area(session, SYSTEM, code, name=code, level=Level.COMMUNITY, parent_code="street")
            await put_organisation(
                session, SYSTEM, "org", name="社", kind=OrganisationKind.FILED, area_code="com"
            )
            for code in ("t-1", "t-2"):
                await put_team(session, SYSTEM, code, organisation_code="org")
        yield Scene(db)


MAY = [
    ((RoleKind.COORDINATOR, "area:com"), RoleKind.VOLUNTEER, "area:com", True),
    ((RoleKind.COORDINATOR, "area:com"), RoleKind.COORDINATOR, "area:com", True),
    ((RoleKind.COORDINATOR, "area:com"), RoleKind.EVALUATOR, "area:com", True),
    ((RoleKind.COORDINATOR, "area:com"), RoleKind.ADMIN, "area:com", False),
    ((RoleKind.COORDINATOR, "area:com"), RoleKind.VOLUNTEER, "area:street", False),
    ((RoleKind.COORDINATOR, "area:com"), RoleKind.VOLUNTEER, "area:other", False),
    ((RoleKind.COORDINATOR, "area:com"), RoleKind.ORG_MANAGER, "organisation:org", True),
    ((RoleKind.COORDINATOR, "area:other"), RoleKind.TEAM_LEADER, "team:t-1", False),
    ((RoleKind.ADMIN, "area:street"), RoleKind.ADMIN, "area:com", True),
    ((RoleKind.EVALUATOR, "area:com"), RoleKind.EVALUATOR, "area:com", False),
    ((RoleKind.VOLUNTEER, "area:com"), RoleKind.VOLUNTEER, "area:com", False),
    ((RoleKind.ORG_MANAGER, "organisation:org"), RoleKind.TEAM_LEADER, "team:t-2", True),
    ((RoleKind.ORG_MANAGER, "organisation:org"), RoleKind.ORG_MANAGER, "organisation:org", False),
    ((RoleKind.TEAM_LEADER, "team:t-1"), RoleKind.TEAM_MEMBER, "team:t-1", True),
    ((RoleKind.TEAM_LEADER, "team:t-1"), RoleKind.TEAM_MEMBER, "team:t-2", False),
    ((RoleKind.TEAM_LEADER, "team:t-1"), RoleKind.TEAM_LEADER, "team:t-1", False),
    ((RoleKind.TEAM_MEMBER, "team:t-1"), RoleKind.TEAM_MEMBER, "team:t-1", False),
]


async def test_who_may_invite(scene: Scene) -> None:
    for held, kind, place, allowed in MAY:
        actor = await scene.actor(held)
        if allowed:
            assert await scene.invite(actor, kind, place)
        else:
            with pytest.raises(Forbidden, match="role-not-yours"):
                await scene.invite(actor, kind, place)


async def test_taking_it_twice_is_taking_it_once(scene: Scene) -> None:
    payload = await scene.invite(SYSTEM, RoleKind.VOLUNTEER, "area:com", uses=2)
    assert len(payload) <= 64
    taker = await scene.actor()
    first = await scene.take(taker, payload)
    assert await scene.take(taker, payload) == first
    async with scene.db.read() as session:
        invitation = await session.get_one(Invitation, 1)
        person = await session.get_one(Person, taker.person)
        assert invitation.uses_left == 1
        assert person.home_area_id == invitation.area_id
    grants = (await scene.again(taker)).grants
    assert [(g.kind, g.scope, g.area_path) for g in grants] == [
        (RoleKind.VOLUNTEER, f"area:{invitation.area_id}", f"/1/{invitation.area_id}/")
    ]


async def test_the_last_place_is_taken_by_one(scene: Scene) -> None:
    for _ in range(5):
        payload = await scene.invite(SYSTEM, RoleKind.TEAM_MEMBER, "team:t-1")
        takers = [await scene.actor() for _ in range(4)]
        ended = await asyncio.gather(*(scene.take(t, payload) for t in takers), return_exceptions=True)
        refused = [end for end in ended if isinstance(end, Refusal)]
        assert [refusal.code for refusal in refused] == ["invitation-used-up"] * 3
        assert sum(isinstance(end, int) for end in ended) == 1


async def test_one_person_pressing_many_times_at_once(scene: Scene) -> None:
    payload = await scene.invite(SYSTEM, RoleKind.TEAM_MEMBER, "team:t-1", uses=9)
    taker = await scene.actor()
    assert len(set(await asyncio.gather(*(scene.take(taker, payload) for _ in range(5))))) == 1
    async with scene.db.read() as session:
        assert (await session.get_one(Invitation, 1)).uses_left == 8


async def test_what_is_refused(scene: Scene) -> None:
    payload = await scene.invite(SYSTEM, RoleKind.VOLUNTEER, "area:com", uses=5)
    taker, suspended = await scene.actor(), await scene.actor()
    with pytest.raises(NotFound, match="invitation-unknown"):
        await scene.take(taker, "join_guess")
    with pytest.raises(Forbidden, match="people-only"):
        await scene.take(SYSTEM, payload)
    async with scene.db.write() as session:
        (await session.get_one(Person, suspended.person)).status = PersonStatus.SUSPENDED
    with pytest.raises(Forbidden, match="suspended"):
        await scene.take(suspended, payload)
    with clock.stopped(NOON + timedelta(days=14)), pytest.raises(Conflict, match="invitation-expired"):
        await scene.take(taker, payload)
    await scene.take(taker, payload)
    async with scene.db.write() as session:
        place = await scene._place(session, "area:com")
        assert await end_role(session, SYSTEM, taker.person, RoleKind.VOLUNTEER, place)
    with pytest.raises(Conflict, match="invitation-role-ended"):
        await scene.take(taker, payload)
    stranger = await scene.actor((RoleKind.COORDINATOR, "area:other"))
    async with scene.db.write() as session:
        with pytest.raises(NotFound, match="invitation-unknown"):
            await revoke_invitation(session, stranger, 1)
        for _ in range(2):
            await revoke_invitation(session, SYSTEM, 1)
    with pytest.raises(Conflict, match="invitation-revoked"):
        await scene.take(await scene.actor(), payload)


@pytest.mark.parametrize(
    ("kind", "place", "uses", "code"),
    [
        (RoleKind.TEAM_MEMBER, "area:com", 1, "role-place"),
        (RoleKind.VOLUNTEER, "team:t-1", 1, "role-place"),
        (RoleKind.VOLUNTEER, "area:com", 0, "invitation-uses"),
        (RoleKind.VOLUNTEER, "area:com", 10_001, "invitation-uses"),
        (RoleKind.VOLUNTEER, "area:none", 1, "unknown-code"),
    ],
)
async def test_invitations_that_make_no_sense(
    scene: Scene, kind: RoleKind, place: str, uses: int, code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        await scene.invite(SYSTEM, kind, place, uses)
