"""A small place without any chat: people with roles, who call use cases directly."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.actor import SYSTEM, Actor
from core.db import Database
from core.drafts import service as drafts
from core.drafts import submission
from core.drafts.service import Said
from core.errors import Refusal
from core.matching.understand import Kind, Understanding
from core.models import (
    Area,
    Building,
    Level,
    MessageKind,
    Need,
    Offer,
    OfferRecipient,
    OfferState,
    OrganisationKind,
    RoleKind,
    Team,
)
from core.people.roles import grant
from core.people.service import arrive, choose_area, set_home
from core.registry import service as registry
from core.registry.catalogue import load_default_catalogue
from core.registry.checks import Position
from core.registry.teams import put_team

HOME = (30.59, 114.3)
MEANING = Understanding(Kind.NEED, (), None, False, "zh", ("话",), ())
CHANNEL = "village"


async def build(session: AsyncSession, *, capacity: int = 3, overrides: dict[str, Any] | None = None) -> None:
    """City and community, a building, an organisation with the teams T1 and T2."""
    await load_default_catalogue(session)
    await registry.put_area(session, SYSTEM, "CITY", name="江城市", level=Level.CITY)
    await registry.put_area(
        session,
        SYSTEM,
        "XFL",
        name="幸福里社区",
        level=Level.COMMUNITY,
        parent_code="CITY",
        position=Position(*HOME, radius_m=800),
        overrides=overrides,
    )
    await registry.put_building(session, SYSTEM, "B3", name="3栋", area_code="XFL", position=Position(*HOME))
    await registry.put_organisation(
        session, SYSTEM, "ORG", name="暖邻", kind=OrganisationKind.FILED, area_code="XFL"
    )
    for code in ("T1", "T2"):
        await put_team(
            session,
            SYSTEM,
            code,
            name=f"{code}队",
            organisation_code="ORG",
            category_codes=["drain", "water_leak"],
            area_codes=["XFL"],
            capacity=capacity,
        )


async def meet(session: AsyncSession, name: str) -> Actor:
    """The person of this name, made if need be, as core knows them now."""
    return (await arrive(session, CHANNEL, name, name, "zh")).actor


async def person(session: AsyncSession, name: str, role: RoleKind | None = None, place: str = "XFL") -> Actor:
    """A person who lives in XFL, perhaps with a role at a team or area."""
    actor = await meet(session, name)
    area = await session.scalar(select(Area).where(Area.code == "XFL"))
    assert area is not None
    actor = await choose_area(session, actor, area)
    await set_home(session, actor, await session.scalar(select(Building)), "2单元501")
    if role is not None:
        of_team = role in (RoleKind.TEAM_LEADER, RoleKind.TEAM_MEMBER)
        model: type[Team] | type[Area] = Team if of_team else Area
        at: Team | Area | None = await session.scalar(select(model).where(model.code == place))
        assert at is not None
        await grant(session, SYSTEM, actor.person, role, at)
    return await meet(session, name)


async def say(session: AsyncSession, actor: Actor, code: str = "drain") -> Need:
    """A new draft of this category."""
    need = (await drafts.say(session, actor, Said(MessageKind.TEXT, "下水道堵了"), MEANING))[0]
    return await submission.choose_category(session, actor, need.id, code)


async def submit(session: AsyncSession, actor: Actor, code: str = "drain") -> Need:
    """A submitted need of this category."""
    need = await say(session, actor, code)
    return await submission.submit(session, actor, need.id)


async def offer_to(session: AsyncSession, need_id: int, name: str) -> int | None:
    """The offer of a need that waits for this person's answer."""
    actor = await meet(session, name)
    return await session.scalar(
        select(Offer.id)
        .join(OfferRecipient, OfferRecipient.offer_id == Offer.id)
        .where(
            Offer.need_id == need_id,
            Offer.state == OfferState.PENDING,
            OfferRecipient.person_id == actor.person_id,
        )
    )


UseCase = Callable[..., Awaitable[Any]]


@dataclass
class Village:
    """The place on a database: each `does` is one transaction of one person."""

    db: Database
    refusals: list[Refusal] = field(default_factory=list)

    async def system(self, use_case: UseCase, *args: Any, **kwargs: Any) -> Any:
        """One transaction without a person."""
        async with self.db.write() as session:
            return await use_case(session, *args, **kwargs)

    async def does(self, name: str, use_case: UseCase, *args: Any, **kwargs: Any) -> Any:
        """One transaction of a person."""
        async with self.db.write() as session:
            return await use_case(session, await meet(session, name), *args, **kwargs)

    async def tries(self, name: str, use_case: UseCase, *args: Any, **kwargs: Any) -> Any:
        """The same; a refusal is returned."""
        try:
            return await self.does(name, use_case, *args, **kwargs)
        except Refusal as refusal:
            return refusal


async def capacity(session: AsyncSession, code: str, number: int) -> None:
    """Let a team hold so many needs."""
    await session.execute(update(Team).where(Team.code == code).values(capacity=number))
